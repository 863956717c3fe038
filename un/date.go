package un

import (
	"fmt"
	"strings"
	"time"
)

// A Date is a calendar date as precise as its source gives it: "2013", "2013-09", "2013-09-14", or "" where unknown.
// Dates of this form sort as text, a less precise one before the more precise ones within it.
type Date string

// ParseDate returns the date that s writes in one of the four forms of Date; space around it is ignored.
// A day that is not in the calendar is refused.
func ParseDate(s string) (Date, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", nil
	}
	if _, ok := parse(s); !ok {
		return "", fmt.Errorf("%q is not a date; write 2013-09-14, or 2013-09, or 2013", s)
	}
	return Date(s), nil
}

// layouts of the known precisions, by length.
var layouts = map[int]string{4: "2006", 7: "2006-01", 10: "2006-01-02"}

func parse(s string) (time.Time, bool) {
	layout, ok := layouts[len(s)]
	if !ok {
		return time.Time{}, false
	}
	t, err := time.Parse(layout, s)
	return t, err == nil && t.Year() > 0
}

// Year returns the year, or 0 if it is unknown or d is not a date.
func (d Date) Year() int {
	t, ok := parse(string(d))
	if !ok {
		return 0
	}
	return t.Year()
}

// String returns the date in words: "14 September 2013", "September 2013", "2013", or "" where unknown. What is not a
// date is returned as it is. For the form that programs read, convert to string instead.
func (d Date) String() string {
	t, ok := parse(string(d))
	if !ok {
		return string(d)
	}
	switch len(d) {
	case 4:
		return t.Format("2006")
	case 7:
		return t.Format("January 2006")
	}
	return t.Format("2 January 2006")
}

// CoarserOrEqual tells whether d is no more precise than other: an unknown date is coarser than a year, a year than a
// month, a month than a day. It does not compare when the two dates are.
func (d Date) CoarserOrEqual(other Date) bool { return len(d) <= len(other) }
