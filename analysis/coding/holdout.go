package coding

import (
	"fmt"
	"slices"
)

// folds is in how many parts the sessions are dealt for cross-validation.
const folds = 5

// held are the scores that each example gets from a scorer that has not seen its session.
type held struct {
	examples []Example
	labels   []string
	fold     []int // of each example
	action   [][]float64
	issue    [][]float64
}

// holdOut trains as many scorers as there are folds; progress, if not nil, is told after each.
func holdOut(examples []Example, labels []string, progress func(done, of int)) *held {
	n := len(examples)
	h := &held{examples, labels, make([]int, n), make([][]float64, n), make([][]float64, n)}
	sessions := Sessions(examples)
	for i, e := range examples {
		at, _ := slices.BinarySearch(sessions, e.Session)
		h.fold[i] = at % folds
	}
	for f := range folds {
		var rest []Example
		for i, e := range examples {
			if h.fold[i] != f {
				rest = append(rest, e)
			}
		}
		s := learn(rest, labels)
		parallel(n, func(i int) {
			if h.fold[i] == f {
				h.action[i], h.issue[i] = s.scores(examples[i].Text)
			}
		})
		if progress != nil {
			progress(f+1, folds+1)
		}
	}
	return h
}

func (s *scorer) scores(text string) (action, issue []float64) {
	var b bag
	b.read(text, s.verbs)
	var n counter
	action, values := s.actionScores(&b, nil, nil, &n)
	return action, s.issue.score(s.issue.vector(&b, values, &n), nil)
}

// trial judges each fold with a calibration fitted to the others.
func (h *held) trial() *Trial {
	sessions := Sessions(h.examples)
	t := newTrial(fmt.Sprintf("cross-validation, %d folds by session, sessions %d to %d", folds, sessions[0], sessions[len(sessions)-1]), h.labels)
	for f := range folds {
		c := h.calibrate(func(i int) bool { return h.fold[i] != f })
		for i := range h.examples {
			if h.fold[i] == f {
				t.add(&h.examples[i], h.labels, c, h.action[i], h.issue[i])
			}
		}
	}
	return t
}

// Sessions returns the sessions of the examples in order.
func Sessions(examples []Example) []int {
	var all []int
	for _, e := range examples {
		if at, found := slices.BinarySearch(all, e.Session); !found {
			all = slices.Insert(all, at, e.Session)
		}
	}
	return all
}
