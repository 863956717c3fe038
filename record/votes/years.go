package votes

import "slices"

// A Year is how a State voted in one year.
type Year struct {
	Year    int `json:"year"`
	Yes     int `json:"yes"`
	No      int `json:"no"`
	Abstain int `json:"abstain"`
	Absent  int `json:"absent"`
}

// Cast is how many votes the State cast: absences left out.
func (y Year) Cast() int { return y.Yes + y.No + y.Abstain }

// Years returns how a State voted year by year in the decisions that match, oldest first; years without a vote are left out.
func (l *Ledger) Years(state string, f Filter) []Year {
	by := map[int]*Year{}
	for i := range l.All {
		d := &l.All[i]
		if d.Second() || !l.matches(d, f, nil) {
			continue
		}
		b := l.Ballot(d, state)
		if b == Missing || b == NoneKnown {
			continue
		}
		year := d.Date.Year()
		y := by[year]
		if y == nil {
			y = &Year{Year: year}
			by[year] = y
		}
		switch b {
		case Yes:
			y.Yes++
		case No:
			y.No++
		case Abstain:
			y.Abstain++
		case Absent:
			y.Absent++
		}
	}
	all := make([]Year, 0, len(by))
	for _, y := range by {
		all = append(all, *y)
	}
	slices.SortFunc(all, func(a, b Year) int { return a.Year - b.Year })
	return all
}
