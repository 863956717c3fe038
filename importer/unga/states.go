package unga

import (
	"slices"
	"strings"

	"unhindered/un"
)

// states numbers the States of an import, so that half a million names are each found once.
type states struct {
	codes   []string
	numbers map[string]int    // by code
	names   map[written]found // as the file writes them
	order   []int             // numbers in the order of the codes; nil when a State came since
}

type written struct{ country, code string }

type found struct {
	n      int
	former un.State // if it is one: who it was depends on the date
	reason string
}

func newStates() *states { return &states{numbers: map[string]int{}, names: map[written]found{}} }

func (s *states) number(code string) int {
	n, ok := s.numbers[code]
	if !ok {
		n = len(s.codes)
		s.codes = append(s.codes, code)
		s.numbers[code] = n
		s.order = nil
	}
	return n
}

// find returns the number of a State, or why it is none. code is its alpha-2 code, empty for some former States; where
// it is that of another State than the name, the row is refused. date is that of the roll call.
func (s *states) find(country, code string, date un.Date) (int, string) {
	f, ok := s.names[written{country, code}]
	if !ok {
		f = s.look(country, code)
	}
	if f.former.ISO3 != "" && date > f.former.Left {
		return s.number(f.former.At(date).ISO3), f.reason
	}
	return f.n, f.reason
}

func (s *states) look(country, code string) found {
	f := found{n: -1}
	state, ok := un.FindState(country)
	byCode, known := un.StateByISO2(code)
	switch {
	case !ok:
		f.reason = "no State of this name is known"
	case known && byCode.ISO3 != state.ISO3 && state.Status != un.Former:
		f.reason = "the name is that of " + state.ISO3 + ", but the code " + code + " that of " + byCode.ISO3
	default:
		f.n = s.number(state.ISO3)
		if state.Status == un.Former {
			f.former = state
		}
	}
	const most = 10_000 // no file has more names; a hostile one must not fill the memory
	if len(s.names) < most {
		s.names[written{strings.Clone(country), strings.Clone(code)}] = f
	}
	return f
}

// pack writes ballots by number as votes.Pack does.
func (s *states) pack(ballots []byte) string {
	if s.order == nil {
		s.order = make([]int, len(s.codes))
		for i := range s.order {
			s.order[i] = i
		}
		slices.SortFunc(s.order, func(a, b int) int { return strings.Compare(s.codes[a], s.codes[b]) })
	}
	var out strings.Builder
	out.Grow(4 * len(ballots))
	for _, n := range s.order {
		if n < len(ballots) && ballots[n] != 0 {
			out.WriteString(s.codes[n])
			out.WriteByte(ballots[n])
		}
	}
	return out.String()
}
