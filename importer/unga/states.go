package unga

import (
	"strings"

	"unhindered/importer/rollcall"
	"unhindered/un"
)

// names are the names of States as the file writes them, so that half a million are each found once.
type names struct {
	desk  *rollcall.Desk
	known map[written]found
}

type written struct{ country, code string }

type found struct {
	n      int
	former un.State // if it is one: who it was depends on the date
	reason string
}

// find returns the number of a State, or why it is none. code is its alpha-2 code, empty for some former States; where
// it is that of another State than the name, the row is refused. date is that of the roll call.
func (s *names) find(country, code string, date un.Date) (int, string) {
	f, ok := s.known[written{country, code}]
	if !ok {
		f = s.look(country, code)
	}
	if f.former.ISO3 != "" && date > f.former.Left {
		return s.desk.Number(f.former.At(date).ISO3), f.reason
	}
	return f.n, f.reason
}

func (s *names) look(country, code string) found {
	f := found{n: -1}
	state, ok := un.FindState(country)
	byCode, known := un.StateByISO2(code)
	switch {
	case !ok:
		f.reason = "no State of this name is known"
	case known && byCode.ISO3 != state.ISO3 && state.Status != un.Former:
		f.reason = "the name is that of " + state.ISO3 + ", but the code " + code + " that of " + byCode.ISO3
	default:
		f.n = s.desk.Number(state.ISO3)
		if state.Status == un.Former {
			f.former = state
		}
	}
	const most = 10_000 // no file has more names; a hostile one must not fill the memory
	if len(s.known) < most {
		s.known[written{strings.Clone(country), strings.Clone(code)}] = f
	}
	return f
}
