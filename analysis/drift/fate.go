package drift

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Errors of this package, wrapped with what was wrong.
var (
	ErrFate   = errors.New("drift: no such fate")
	ErrChoice = errors.New("drift: no such choice")
)

// A Fate is what became of a proposal.
type Fate uint8

// The fates. Unknown is that of a proposal of which the data say only that it was tabled.
const (
	Unknown Fate = iota
	Withdrawn
	Adopted
	Rejected
	fates
)

// A Proposal is one text that was put forward.
type Proposal struct {
	Year     int
	Fate     Fate
	Sponsors []string // any names; empty where nobody is named
}

// A Year is what became of the proposals of one year.
type Year struct {
	Year                                          int
	Tabled, Withdrawn, Adopted, Rejected, Unknown int // Tabled is the sum of the others
}

// Fates counts the proposals by year, oldest first. Years without any are left out. It returns ErrFate for a fate that is
// none of those above.
func Fates(proposals []Proposal) ([]Year, error) {
	by := map[int]*Year{}
	for i, p := range proposals {
		if p.Fate >= fates {
			return nil, fmt.Errorf("%w: %d, of proposal %d", ErrFate, p.Fate, i)
		}
		y := by[p.Year]
		if y == nil {
			y = &Year{Year: p.Year}
			by[p.Year] = y
		}
		y.Tabled++
		switch p.Fate {
		case Withdrawn:
			y.Withdrawn++
		case Adopted:
			y.Adopted++
		case Rejected:
			y.Rejected++
		case Unknown:
			y.Unknown++
		}
	}
	all := make([]Year, 0, len(by))
	for _, y := range by {
		all = append(all, *y)
	}
	slices.SortFunc(all, func(a, b Year) int { return cmp.Compare(a.Year, b.Year) })
	return all, nil
}

// A Sponsor is how many proposals somebody put forward, alone or with others.
type Sponsor struct {
	Name        string
	Tabled      int
	Adopted     int
	First, Last int // years
}

// Sponsors counts proposals by sponsor, the one of most first, then by name. One that is named twice for a proposal counts
// once.
func Sponsors(proposals []Proposal) []Sponsor {
	by := map[string]*Sponsor{}
	for _, p := range proposals {
		for i, name := range p.Sponsors {
			if slices.Contains(p.Sponsors[:i], name) {
				continue
			}
			s := by[name]
			if s == nil {
				s = &Sponsor{Name: name, First: p.Year, Last: p.Year}
				by[name] = s
			}
			s.Tabled++
			if p.Fate == Adopted {
				s.Adopted++
			}
			s.First, s.Last = min(s.First, p.Year), max(s.Last, p.Year)
		}
	}
	all := make([]Sponsor, 0, len(by))
	for _, s := range by {
		all = append(all, *s)
	}
	slices.SortFunc(all, func(a, b Sponsor) int {
		return cmp.Or(cmp.Compare(b.Tabled, a.Tabled), cmp.Compare(a.Name, b.Name))
	})
	return all
}
