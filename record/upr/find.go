package upr

import "strings"

// A Filter is what recommendations are chosen by. Its zero value chooses all.
type Filter struct {
	To, From string // codes
	Theme    string // one of Topics
	Position string // Supported, Noted or Pending, which takes those with nothing stated too
	Differ   bool   // only those on which the sources give different positions
	Words    []string
}

// A Count is a thing and how often it occurs.
type Count struct {
	Value string `json:"value"`
	N     int    `json:"n"`
}

// Totals are counts over recommendations.
type Totals struct {
	Total, Supported, Noted, Open, Differ int
	To, From, Themes                      []Count // in no order; one recommendation can count for several
}

// An index numbers States and themes, so that counting is adding to lists.
type index struct {
	states, themes   []string
	stateNo, themeNo map[string]uint16
	all              []*Recommendation
	whole            Totals
}

// marks are what is kept of a recommendation for counting.
type marks struct {
	to           uint16
	from, topics []uint16
	differ       bool
	lower        string
}

func number(list *[]string, numbers map[string]uint16, value string) uint16 {
	n, ok := numbers[value]
	if !ok {
		n = uint16(len(*list))
		numbers[value] = n
		*list = append(*list, value)
	}
	return n
}

func (x *index) build(reviews []*Outcome) {
	x.stateNo, x.themeNo = map[string]uint16{}, map[string]uint16{}
	for _, o := range reviews {
		for _, r := range o.Recommendations {
			m := &r.marks
			m.to = number(&x.states, x.stateNo, o.ISO3)
			for _, s := range r.From {
				m.from = append(m.from, number(&x.states, x.stateNo, s))
			}
			for _, t := range r.Topics() {
				m.topics = append(m.topics, number(&x.themes, x.themeNo, t))
			}
			m.differ, m.lower = r.Differ(), strings.ToLower(r.Text)
			x.all = append(x.all, r)
			if m.differ {
				o.Differing++
			}
			switch r.Position {
			case Supported:
				o.Supported++
			case Noted:
				o.Noted++
			default:
				o.Open++
			}
		}
	}
	x.whole = x.count(x.all)
}

func (x *index) count(all []*Recommendation) Totals {
	to, from, themes := make([]int, len(x.states)), make([]int, len(x.states)), make([]int, len(x.themes))
	t := Totals{Total: len(all)}
	for _, r := range all {
		to[r.marks.to]++
		for _, n := range r.marks.from {
			from[n]++
		}
		for _, n := range r.marks.topics {
			themes[n]++
		}
		if r.marks.differ {
			t.Differ++
		}
		switch r.Position {
		case Supported:
			t.Supported++
		case Noted:
			t.Noted++
		default:
			t.Open++
		}
	}
	t.To, t.From, t.Themes = counts(x.states, to), counts(x.states, from), counts(x.themes, themes)
	return t
}

func counts(values []string, n []int) []Count {
	var all []Count
	for i, v := range values {
		if n[i] > 0 {
			all = append(all, Count{v, n[i]})
		}
	}
	return all
}

// Find returns the recommendations that a filter chooses, newest review first, with their counts. The list is shared: it
// must not be changed.
func (d *Data) Find(f Filter) ([]*Recommendation, Totals) {
	return d.index.find(f, d.index.all, d.index.whole)
}

// FindIn is Find within one review, in the order of the report. To is not asked.
func (d *Data) FindIn(o *Outcome, f Filter) ([]*Recommendation, Totals) {
	f.To = ""
	return d.index.find(f, o.Recommendations, d.index.count(o.Recommendations))
}

func (x *index) find(f Filter, all []*Recommendation, whole Totals) ([]*Recommendation, Totals) {
	to, knownTo := x.stateNo[f.To]
	from, knownFrom := x.stateNo[f.From]
	theme, knownTheme := x.themeNo[f.Theme]
	switch {
	case f.To == "" && f.From == "" && f.Theme == "" && f.Position == "" && !f.Differ && len(f.Words) == 0:
		return all, whole
	case f.To != "" && !knownTo, f.From != "" && !knownFrom, f.Theme != "" && !knownTheme:
		return nil, Totals{}
	}
	var found []*Recommendation
	for _, r := range all {
		m := &r.marks
		switch {
		case f.To != "" && m.to != to, f.Differ && !m.differ,
			f.From != "" && !has(m.from, from), f.Theme != "" && !has(m.topics, theme),
			f.Position == Pending && (r.Position == Supported || r.Position == Noted),
			f.Position != "" && f.Position != Pending && r.Position != f.Position:
			continue
		}
		if containsAll(m.lower, f.Words) {
			found = append(found, r)
		}
	}
	return found, x.count(found)
}

func has(all []uint16, n uint16) bool {
	for _, m := range all {
		if m == n {
			return true
		}
	}
	return false
}

func containsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
