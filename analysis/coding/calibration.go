package coding

import "slices"

// A calibration turns scores into probabilities, and says from which probability on an issue is given.
type calibration struct {
	softmax   softmax
	sigmoids  []sigmoid // an issue
	curve     curve     // what the sigmoids of all issues together say, corrected
	threshold float64
}

// faint is the probability under which the sigmoids of issues are taken as they are.
const faint = 0.05

// probability is that of an issue, given its score.
func (c *calibration) probability(issue int, score float64) float64 {
	return c.curve.at(c.sigmoids[issue].probability(score))
}

// calibrate fits a calibration to held-out scores; which tells whose scores count.
func (h *held) calibrate(which func(i int) bool) *calibration {
	var rows []int
	var scores [][]float64
	var actions []int
	for i, e := range h.examples {
		if !which(i) {
			continue
		}
		rows = append(rows, i)
		if e.Action > 0 {
			scores = append(scores, h.action[i])
			actions = append(actions, e.Action-1)
		}
	}
	c := &calibration{softmax: *fitSoftmax(scores, actions), sigmoids: make([]sigmoid, len(h.labels))}
	parallel(len(h.labels), func(label int) {
		x, yes := make([]float64, len(rows)), make([]bool, len(rows))
		for k, i := range rows {
			x[k] = h.issue[i][label]
			yes[k] = slices.Contains(h.examples[i].Issues, h.labels[label])
		}
		c.sigmoids[label] = fitSigmoid(x, yes)
	})
	var together []said
	for _, i := range rows {
		for label, score := range h.issue[i] {
			if p := c.sigmoids[label].probability(score); p >= faint {
				together = append(together, said{p, slices.Contains(h.examples[i].Issues, h.labels[label])})
			}
		}
	}
	c.curve = fitCurve(together)
	best := -1.0
	for step := 20; step <= 60; step++ {
		try := *c
		try.threshold = float64(step) / 100
		var t tally
		for _, i := range rows {
			t.issues(h.labels, h.examples[i].Issues, try.issues(h.issue[i]))
		}
		if f := t.f1(); f > best {
			best, c.threshold = f, try.threshold
		}
	}
	return c
}

// issues returns the labels that the scores are enough for; the likeliest one if none is, since UPR Info leaves no
// recommendation without an issue.
func (c *calibration) issues(scores []float64) []int {
	var all []int
	best, most := -1, 0.0
	for i, score := range scores {
		p := c.probability(i, score)
		if p >= c.threshold {
			all = append(all, i)
		}
		if p > most {
			best, most = i, p
		}
	}
	if all == nil && best >= 0 {
		return []int{best}
	}
	return all
}
