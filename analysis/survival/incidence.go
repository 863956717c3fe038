package survival

import (
	"cmp"
	"fmt"
	"slices"
)

// An Ended is how long one waited, and for which of several kinds of decision, from 1 on; 0 if it was still waiting.
type Ended struct {
	Time float64
	Kind int
}

// A Share is how large a part of all has met each kind of decision by a time.
type Share struct {
	Time   float64
	AtRisk int
	By     []float64 // By[k-1] for kind k; all of them and the share still waiting add up to 1
}

// Incidence estimates how large a part of all meets each of several kinds of decision, by time: the Aalen-Johansen
// estimator. It does not treat those that met another decision as if they still could meet this one, as one Kaplan-Meier
// curve a kind would.
//
// It returns ErrShape if a kind is not between 0 and kinds, and ErrWait if a time is negative, infinite or no number.
//
// Reference: O. O. Aalen and S. Johansen, An Empirical Transition Matrix for Non-Homogeneous Markov Chains Based on Censored
// Observations, Scandinavian Journal of Statistics 5 (1978), 141-150.
func Incidence(all []Ended, kinds int) ([]Share, error) {
	waits := make([]Wait, len(all))
	for i, e := range all {
		if e.Kind < 0 || e.Kind > kinds {
			return nil, fmt.Errorf("%w: kind %d of %d", ErrShape, e.Kind, kinds)
		}
		waits[i].Time = e.Time
	}
	if _, err := inOrder(waits); err != nil {
		return nil, err
	}
	ordered := slices.Clone(all)
	slices.SortFunc(ordered, func(a, b Ended) int { return cmp.Compare(a.Time, b.Time) })
	var shares []Share
	waiting := 1.
	by := make([]float64, kinds)
	for i := 0; i < len(ordered); {
		s := Share{Time: ordered[i].Time, AtRisk: len(ordered) - i}
		counts := make([]int, kinds+1)
		for ; i < len(ordered) && ordered[i].Time == s.Time; i++ {
			counts[ordered[i].Kind]++
		}
		decided := 0
		for k := range by {
			by[k] += waiting * float64(counts[k+1]) / float64(s.AtRisk)
			decided += counts[k+1]
		}
		waiting *= float64(s.AtRisk-decided) / float64(s.AtRisk)
		s.By = slices.Clone(by)
		shares = append(shares, s)
	}
	return shares, nil
}
