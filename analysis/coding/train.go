package coding

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// An Example is a recommendation as people coded it.
type Example struct {
	Text    string
	Action  int // 1 to 5; 0 unknown
	Issues  []string
	Session int // of the UPR Working Group, the group within which cross-validation keeps examples together
}

// A view is the features that one set of machines reads, and what a mistake costs it. Views and costs were found by
// cross-validation.
type view struct {
	groups []int
	cost   float64
}

// Actions are judged from three views, whose scores calibration joins: all words and forms; the main clause alone; the
// first words with the letters of all. Each is wrong elsewhere. Issues need one.
var (
	actionViews = []view{
		{[]int{inText, leading, inClause, stems}, 0.3},
		{[]int{inClause}, 0.5},
		{[]int{leading, letters}, 0.3},
	}
	issueView = view{[]int{inText, stems}, 0.5}
)

// A scorer is a model without calibration: what each fold of cross-validation trains.
type scorer struct {
	labels []string
	verbs  verbs
	action []*linear // a view
	issue  *linear
}

// learn trains a scorer.
func learn(examples []Example, labels []string) *scorer {
	s := &scorer{labels: labels, verbs: learnVerbs(examples)}
	c := newCorpus(examples, s.verbs)
	for _, v := range actionViews {
		s.action = append(s.action, c.fit(v, 5, func(i, class int) bool { return examples[i].Action == class+1 }))
	}
	s.issue = c.fit(issueView, len(labels), func(i, class int) bool { return slices.Contains(examples[i].Issues, labels[class]) })
	return s
}

// actionScores appends the scores of the five actions, view after view. It uses the memory of values.
func (s *scorer) actionScores(b *bag, scores []float64, values []value, n *counter) ([]float64, []value) {
	for _, l := range s.action {
		values = l.vector(b, values, n)
		scores = l.score(values, scores)
	}
	return scores, values
}

// A verb is a word with which recommendations begin, and the actions that people saw in those.
type verb struct {
	actions [5]int
}

// usual is how many recommendations must begin with a word for it to count as a verb.
const usual = 4

// learnVerbs finds the words with which recommendations begin.
func learnVerbs(examples []Example) verbs {
	all := verbs{}
	var tokens []token
	for _, e := range examples {
		tokens = tokenise(e.Text[:min(len(e.Text), 200)], tokens)
		i := 0
		for i < len(tokens) && tokens[i].kind&isFiller != 0 {
			i++
		}
		if i == len(tokens) || !tokens[i].word() || tokens[i].kind&(isFunction|isIntroducing) != 0 ||
			strings.ContainsAny(tokens[i].lower, "0123456789'") {
			continue
		}
		v := all[tokens[i].lower]
		if v == nil {
			v = &verb{}
			all[strings.Clone(tokens[i].lower)] = v
		}
		if e.Action > 0 {
			v.actions[e.Action-1]++
		}
	}
	for word, v := range all {
		n := 0
		for _, k := range v.actions {
			n += k
		}
		if n < usual {
			delete(all, word)
		}
	}
	return all
}

// Labels returns the issues of the examples in alphabetical order.
func Labels(examples []Example) []string {
	var all []string
	seen := map[string]bool{}
	for _, e := range examples {
		for _, issue := range e.Issues {
			if !seen[issue] {
				seen[issue] = true
				all = append(all, issue)
			}
		}
	}
	slices.Sort(all)
	return all
}

// ErrExamples is returned by Train for examples from which nothing can be learnt.
var ErrExamples = errors.New("too few examples: training needs each action category, and three sessions or more")

// Train makes a model of examples, and tells how well one does on sessions that it has not seen. The same examples in the
// same order give the same model. Progress, if not nil, is told how many of the steps are done.
func Train(examples []Example, progress func(done, of int)) (*Model, *Trial, error) {
	var actions [5]int
	for i, e := range examples {
		if e.Action < 0 || e.Action > 5 {
			return nil, nil, fmt.Errorf("example %d has action %d; it is 1 to 5, or 0 if unknown", i, e.Action)
		}
		if e.Action > 0 {
			actions[e.Action-1]++
		}
	}
	labels, sessions := Labels(examples), Sessions(examples)
	if slices.Min(actions[:]) < 2*folds || len(sessions) < 3 || len(labels) < 2 {
		return nil, nil, ErrExamples
	}
	if len(labels) > maxLabels {
		return nil, nil, fmt.Errorf("there are %d issues; a model takes %d", len(labels), maxLabels)
	}
	h := holdOut(examples, labels, progress)
	t := h.trial()
	m := &Model{Labels: labels, scorer: *learn(examples, labels), calibration: *h.calibrate(func(int) bool { return true })}
	if progress != nil {
		progress(folds+1, folds+1)
	}
	m.Origin = Origin{Examples: len(examples), Sessions: sessions, Accuracy: t.Accuracy(), Kappa: t.Kappa(), MicroF1: t.MicroF1}
	return m, t, nil
}

// Forward trains on the sessions up to last and judges the later ones: the case that matters in use.
func Forward(examples []Example, last int) (*Trial, error) {
	var early, late []Example
	for _, e := range examples {
		if e.Session <= last {
			early = append(early, e)
		} else {
			late = append(late, e)
		}
	}
	m, _, err := Train(early, nil)
	if err != nil {
		return nil, err
	}
	return m.Try(fmt.Sprintf("trained on the sessions up to %d, judged on the later ones", last), late), nil
}

// Try judges a model on examples. It must not have been trained on them.
func (m *Model) Try(name string, examples []Example) *Trial {
	t := newTrial(name, m.Labels)
	action, issue := make([][]float64, len(examples)), make([][]float64, len(examples))
	parallel(len(examples), func(i int) { action[i], issue[i] = m.scores(examples[i].Text) })
	for i := range examples {
		t.add(&examples[i], m.Labels, &m.calibration, action[i], issue[i])
	}
	return t
}
