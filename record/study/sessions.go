package study

import (
	"fmt"
	"strconv"
	"strings"
)

// Sessions are those of a body from First to Last, both included. The zero value is all.
type Sessions struct{ First, Last int }

// ParseSessions reads "60-66" or "7"; an empty text is all sessions.
func ParseSessions(s string) (Sessions, error) {
	if s == "" {
		return Sessions{}, nil
	}
	from, to, many := strings.Cut(s, "-")
	if !many {
		to = from
	}
	first, err1 := strconv.Atoi(strings.TrimSpace(from))
	last, err2 := strconv.Atoi(strings.TrimSpace(to))
	if err1 != nil || err2 != nil || first < 1 || last < first {
		return Sessions{}, fmt.Errorf("sessions %q: write the first and the last, as in 60-66, or one", s)
	}
	return Sessions{first, last}, nil
}

// Has tells whether a session is one of them.
func (s Sessions) Has(session int) bool {
	return s.Last == 0 || s.First <= session && session <= s.Last
}

// String is the sessions as ParseSessions reads them.
func (s Sessions) String() string {
	switch s.Last {
	case 0:
		return ""
	case s.First:
		return strconv.Itoa(s.First)
	}
	return strconv.Itoa(s.First) + "-" + strconv.Itoa(s.Last)
}
