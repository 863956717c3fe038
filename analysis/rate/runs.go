package rate

import (
	"errors"
	"fmt"
	"slices"
)

// ErrOrder is returned for years or reports that are not in increasing order, or that are not among those given.
var ErrOrder = errors.New("rate: out of order")

// A Run is a row of reports, without a gap, that name somebody.
type Run struct {
	From, To int // years of the first and the last
	Reports  int // how many there were from From to To
}

// Runs returns the rows of reports without a gap in which somebody is named, oldest first. reports are the years of all
// reports, and named are the years of those that name it; both increase. A year for which there was no report does not
// break a row: nobody could be named in it.
//
// It returns ErrOrder if years do not increase, or if a year of named is no year of a report.
func Runs(reports, named []int) ([]Run, error) {
	if err := increasing(reports); err != nil {
		return nil, err
	}
	if err := increasing(named); err != nil {
		return nil, err
	}
	var runs []Run
	last := -2
	for _, year := range named {
		at, ok := slices.BinarySearch(reports, year)
		if !ok {
			return nil, fmt.Errorf("%w: %d is no year of a report", ErrOrder, year)
		}
		if at == last+1 && len(runs) > 0 {
			runs[len(runs)-1].To = year
			runs[len(runs)-1].Reports++
		} else {
			runs = append(runs, Run{year, year, 1})
		}
		last = at
	}
	return runs, nil
}

// Longest returns the run of most reports, the newest of several; the zero Run if there is none.
func Longest(runs []Run) Run {
	var longest Run
	for _, r := range runs {
		if r.Reports >= longest.Reports {
			longest = r
		}
	}
	return longest
}

func increasing(years []int) error {
	for i := 1; i < len(years); i++ {
		if years[i] <= years[i-1] {
			return fmt.Errorf("%w: %d stands after %d", ErrOrder, years[i], years[i-1])
		}
	}
	return nil
}

// A Change is what became of the names from one report to the next. Each list is sorted.
type Change struct {
	New      []string // never named before
	Kept     []string // named in the report before as well
	Returned []string // named earlier, but not in the report before
	Vanished []string // named in the report before, and not in this one
}

// Changes compares each report with those before it: reports[i] are the names, in any order, of the i-th oldest report. A
// name that stands there twice counts once. In the first report all are new, and nobody can have vanished.
//
// That a name vanishes says nothing of what became of the person: the case may be solved, the person may have asked to be
// left out, or fear may have grown.
func Changes(reports [][]string) []Change {
	all := make([]Change, len(reports))
	ever, before := map[string]bool{}, []string{}
	for i, names := range reports {
		now := slices.Compact(slices.Sorted(slices.Values(names)))
		c := &all[i]
		for _, name := range now {
			_, kept := slices.BinarySearch(before, name)
			switch {
			case kept:
				c.Kept = append(c.Kept, name)
			case ever[name]:
				c.Returned = append(c.Returned, name)
			default:
				c.New = append(c.New, name)
			}
			ever[name] = true
		}
		for _, name := range before {
			if _, still := slices.BinarySearch(now, name); !still {
				c.Vanished = append(c.Vanished, name)
			}
		}
		before = now
	}
	return all
}
