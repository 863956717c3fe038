package coding

import (
	"cmp"
	"slices"
	"sync"
)

// A Model codes recommendations. It never changes and can be used by many at once.
type Model struct {
	Labels []string // of the issues, in alphabetical order
	Origin Origin

	scorer
	calibration
	pool sync.Pool // of *scratch
}

// An Origin says what a model was trained on and how well that worked on sessions that training had not seen.
type Origin struct {
	Examples int    `json:"examples"`
	Sessions []int  `json:"sessions"`
	Files    []File `json:"files"` // what it was trained from
	// Measured in cross-validation by session.
	Accuracy float64 `json:"accuracy"`
	Kappa    float64 `json:"kappa"`
	MicroF1  float64 `json:"micro_f1"`
}

// A File is named, not kept.
type File struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// A Coding is what a model proposes for one recommendation.
type Coding struct {
	Action        int        // 1 minimal to 5 specific; 0 if the text has no word
	Confidence    float64    // probability that people code this action
	Probabilities [5]float64 // of the actions 1 to 5
	Verb          Verb       // that decides
	Issues        []Issue    // the likeliest first
}

// A Verb is a word of a text that says what shall be done.
type Verb struct {
	Word       string // in lower case; empty if none was found
	Start, End int    // bytes of the text
}

// An Issue is a label of UPR Info with the probability that people give it.
type Issue struct {
	Label      string  `json:"issue"`
	Confidence float64 `json:"confidence"`
}

type scratch struct {
	bag    bag
	values []value
	scores []float64
	count  counter
}

// Code reads a text in English.
func (m *Model) Code(text string) Coding {
	s, _ := m.pool.Get().(*scratch)
	if s == nil {
		s = &scratch{}
	}
	defer m.pool.Put(s)
	s.bag.read(text, m.verbs)
	if len(s.bag.words) == 0 {
		return Coding{}
	}
	var c Coding
	s.scores, s.values = m.actionScores(&s.bag, s.scores[:0], s.values, &s.count)
	c.Probabilities = m.softmax.probabilities(s.scores)
	c.Action = greatest(c.Probabilities[:]) + 1
	c.Confidence = c.Probabilities[c.Action-1]
	c.Verb = s.bag.deciding(c.Action, m.verbs)
	s.values = m.issue.vector(&s.bag, s.values, &s.count)
	s.scores = m.issue.score(s.values, s.scores[:0])
	for _, i := range m.issues(s.scores) {
		c.Issues = append(c.Issues, Issue{m.Labels[i], m.probability(i, s.scores[i])})
	}
	slices.SortStableFunc(c.Issues, func(a, b Issue) int { return cmp.Compare(b.Confidence, a.Confidence) })
	return c
}

// CodeAll codes texts on all processors; result i is that of text i.
func (m *Model) CodeAll(texts []string) []Coding {
	all := make([]Coding, len(texts))
	const batch = 64
	parallel((len(texts)+batch-1)/batch, func(k int) {
		for i := k * batch; i < min((k+1)*batch, len(texts)); i++ {
			all[i] = m.Code(texts[i])
		}
	})
	return all
}

func greatest(x []float64) int {
	best := 0
	for i := range x {
		if x[i] > x[best] {
			best = i
		}
	}
	return best
}
