package drift

import (
	"cmp"
	"fmt"
	"slices"

	"unhindered/analysis/rate"
)

// A Choice is how somebody voted, in the order from opposition to support.
type Choice uint8

// The choices. Whoever was absent has none, and has no Vote.
const (
	Against Choice = iota
	Abstained
	For
	choices
)

// A Vote is one vote of one voter.
type Vote struct {
	Year   int
	Choice Choice
}

// A Share is how a voter voted in one year. The intervals take the votes of a year for independent, which those on one
// resolution are not.
type Share struct {
	Year                    int
	For, Abstained, Against int
	Support                 rate.Rate // share of For in all three, with Wilson's interval
	Opposition              rate.Rate // share of Against in all three
}

// Shares counts votes by year, oldest first; years without a vote are left out. It returns ErrChoice for a choice that is
// none of those above, and rate.ErrLevel unless the level of the intervals lies between 0 and 1.
func Shares(votes []Vote, level float64) ([]Share, error) {
	by := map[int]*Share{}
	for i, v := range votes {
		if v.Choice >= choices {
			return nil, fmt.Errorf("%w: %d, of vote %d", ErrChoice, v.Choice, i)
		}
		s := by[v.Year]
		if s == nil {
			s = &Share{Year: v.Year}
			by[v.Year] = s
		}
		switch v.Choice {
		case For:
			s.For++
		case Abstained:
			s.Abstained++
		case Against:
			s.Against++
		}
	}
	all := make([]Share, 0, len(by))
	for _, s := range by {
		n := s.For + s.Abstained + s.Against
		var err error
		if s.Support, err = rate.Wilson(s.For, n, level); err != nil {
			return nil, err
		}
		if s.Opposition, err = rate.Wilson(s.Against, n, level); err != nil {
			return nil, err
		}
		all = append(all, *s)
	}
	slices.SortFunc(all, func(a, b Share) int { return cmp.Compare(a.Year, b.Year) })
	return all, nil
}
