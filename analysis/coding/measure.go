package coding

import "slices"

// A tally counts what is right among the issues given.
type tally struct{ right, given, wanted int }

func (t *tally) issues(labels []string, wanted []string, given []int) {
	t.wanted += len(wanted)
	t.given += len(given)
	for _, i := range given {
		if slices.Contains(wanted, labels[i]) {
			t.right++
		}
	}
}

// f1 is the harmonic mean of precision and recall.
func (t *tally) f1() float64 {
	if t.given+t.wanted == 0 {
		return 0
	}
	return 2 * float64(t.right) / float64(t.given+t.wanted)
}

// A Trial says how well codings agree with those of people on texts that training had not seen.
type Trial struct {
	Name       string
	Texts      int
	Confusion  [5][5]int // by the action that people gave, then by the one proposed
	MicroF1    float64   // of the issues
	Precision  float64
	Recall     float64
	Issues     []IssueTrial // in alphabetical order
	Actions    Reliability
	Proposals  Reliability // of the issues given
	BySession  map[int]Count
	Threshold  float64
	ByRule     Count // McMahon's principles alone, where they say anything
	issueTally tally
}

// A Count is how many of how many are right.
type Count struct{ Right, Of int }

// Share is Right of Of, 0 if there is none.
func (c Count) Share() float64 {
	if c.Of == 0 {
		return 0
	}
	return float64(c.Right) / float64(c.Of)
}

func (c *Count) add(right bool) {
	c.Of++
	if right {
		c.Right++
	}
}

// An IssueTrial is a Trial of one issue.
type IssueTrial struct {
	Label                string
	Wanted, Given, Right int
}

// F1 of the issue.
func (t IssueTrial) F1() float64 { return (&tally{t.Right, t.Given, t.Wanted}).f1() }

// bins is how many classes of confidence a Reliability has.
const bins = 10

// A Reliability sets what is said beside what is so: of what was proposed with a confidence of 0.7 to 0.8, how much is right?
type Reliability [bins]struct {
	Count
	Sum float64 // of the confidences
}

func (r *Reliability) add(confidence float64, right bool) {
	b := &r[min(int(confidence*bins), bins-1)]
	b.add(right)
	b.Sum += confidence
}

// Error is the expected calibration error: the mean distance between confidence and share right, weighted by how many
// proposals each class has (C. Guo, G. Pleiss, Y. Sun and K. Weinberger, On Calibration of Modern Neural Networks, ICML 2017).
func (r *Reliability) Error() float64 {
	n, sum := 0, 0.0
	for _, b := range r {
		n += b.Of
		d := b.Sum - float64(b.Right)
		sum += max(d, -d)
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// Accuracy is the share of texts with the action that people gave.
func (t *Trial) Accuracy() float64 {
	right, all := 0, 0
	for i, row := range t.Confusion {
		for _, n := range row {
			all += n
		}
		right += row[i]
	}
	return Count{right, all}.Share()
}

// Kappa is Cohen's: the agreement beyond what the frequencies of the actions alone would give.
//
// Reference: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960), 37-46.
func (t *Trial) Kappa() float64 {
	var people, proposed [5]float64
	all := 0.0
	for i, row := range t.Confusion {
		for j, n := range row {
			people[i] += float64(n)
			proposed[j] += float64(n)
			all += float64(n)
		}
	}
	chance := 0.0
	for i := range people {
		chance += people[i] * proposed[i] / all / all
	}
	if all == 0 || chance == 1 {
		return 0
	}
	return (t.Accuracy() - chance) / (1 - chance)
}

func newTrial(name string, labels []string) *Trial {
	t := &Trial{Name: name, BySession: map[int]Count{}}
	for _, label := range labels {
		t.Issues = append(t.Issues, IssueTrial{Label: label})
	}
	return t
}

// add judges one example by its scores.
func (t *Trial) add(e *Example, labels []string, c *calibration, action, issue []float64) {
	t.Texts++
	if e.Action > 0 {
		p := c.softmax.probabilities(action)
		proposed := greatest(p[:]) + 1
		t.Confusion[e.Action-1][proposed-1]++
		t.Actions.add(p[proposed-1], proposed == e.Action)
		n := t.BySession[e.Session]
		n.add(proposed == e.Action)
		t.BySession[e.Session] = n
		if rule, _ := ByRule(e.Text); rule > 0 {
			t.ByRule.add(rule == e.Action)
		}
	}
	given := c.issues(issue)
	t.issueTally.issues(labels, e.Issues, given)
	for i, label := range labels {
		wanted, is := slices.Contains(e.Issues, label), slices.Contains(given, i)
		x := &t.Issues[i]
		if wanted {
			x.Wanted++
		}
		if is {
			x.Given++
			t.Proposals.add(c.probability(i, issue[i]), wanted)
		}
		if wanted && is {
			x.Right++
		}
	}
	t.MicroF1 = t.issueTally.f1()
	t.Precision = Count{t.issueTally.right, t.issueTally.given}.Share()
	t.Recall = Count{t.issueTally.right, t.issueTally.wanted}.Share()
	t.Threshold = c.threshold
}
