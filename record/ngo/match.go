package ngo

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"unhindered/un"
)

// A Verdict says whether two names are one organisation.
type Verdict string

// The verdicts. A proposal joins nothing until a person says Same.
const (
	Same      Verdict = "same"
	Different Verdict = "different"
	Proposed  Verdict = "proposed"
)

// A Rule says why two names were taken for one, or proposed as one.
type Rule string

// The rules, from the surest. The last three propose only.
const (
	ByPerson   Rule = "decided by a person"
	SpeltAlike Rule = "same but for case, accents, punctuation, legal form or short form in brackets"
	Renamed    Rule = "change of name noted by the Committee"
	SmallWords Rule = "same but for small words such as of, the, de"
	Typo       Rule = "one letter or two differ in a long word"
	OtherOrder Rule = "same words in another order"
	OneLonger  Rule = "one name has words that the other lacks"
	Near       Rule = "nearly the same letters"
)

// A Decision is one row of the table of decisions: two names and whether they are one organisation. Whoever knows better
// changes the verdict and imports the table again; a decision by a person stands above all rules.
type Decision struct {
	A       string  `json:"a"`
	B       string  `json:"b"`
	Verdict Verdict `json:"verdict"`
	Rule    Rule    `json:"rule"`
	Note    string  `json:"note,omitempty"` // why a person decided so
}

// A usage is a name and where it was used: no list names one organisation twice at one session, so two names on the same
// list at the same session are two organisations.
type usage struct {
	name   string // the first spelling met
	key    string
	words  []string
	places map[string]bool // list and session
}

// A matching joins names to organisations.
type matching struct {
	of        map[string]string // key of a name -> key of its organisation's first name
	decisions []Decision
}

// match joins the names of lines. renamed holds pairs of names, others are names used elsewhere, and said are the decisions
// of persons.
//
// Names with one key are one organisation. A change of name that the Committee noted joins the two names. A slip of the
// pen, or small words, join them if both are long, the words that differ are no names of States, and no list holds both
// at one session.
// Everything weaker is proposed only.
func (b book) match(lines []Line, renamed [][2]string, others []string, said []Decision) matching {
	uses, order := b.usages(lines, renamed, others, said)
	joined := newJoin()
	for _, key := range order {
		joined.find(key)
	}
	m := matching{of: make(map[string]string, len(order))}
	different := map[[2]string]bool{}
	for _, d := range said {
		if d.Verdict != Same {
			different[pair(b.key(d.A), b.key(d.B))] = true
		}
	}
	for _, d := range said {
		d.Rule = ByPerson
		m.decisions = append(m.decisions, d)
		if d.Verdict == Same {
			joined.union(b.key(d.A), b.key(d.B))
		}
	}
	m.decisions = append(m.decisions, b.alike(lines)...)
	for _, p := range renamed {
		one, two := b.of(p[0]), b.of(p[1])
		if one.key == "" || two.key == "" || one.key == two.key || different[pair(one.key, two.key)] {
			continue
		}
		joined.union(one.key, two.key)
		m.decisions = append(m.decisions, Decision{A: one.clean, B: two.clean, Verdict: Same, Rule: Renamed})
	}
	for _, c := range candidates(uses, order) {
		one, two := uses[c[0]], uses[c[1]]
		rule, ok := compare(one, two)
		if !ok || joined.find(one.key) == joined.find(two.key) || different[pair(one.key, two.key)] || together(one, two) {
			continue
		}
		d := Decision{A: one.name, B: two.name, Verdict: Proposed, Rule: rule}
		if rule == Typo || rule == SmallWords {
			d.Verdict = Same
			joined.union(one.key, two.key)
		}
		m.decisions = append(m.decisions, d)
	}
	for _, key := range order {
		m.of[key] = joined.find(key)
	}
	return m
}

func pair(a, b string) [2]string {
	if a > b {
		a, b = b, a
	}
	return [2]string{a, b}
}

// usages gathers the names by key, in the order in which the sessions used them first.
func (b book) usages(lines []Line, renamed [][2]string, others []string, said []Decision) (map[string]*usage, []string) {
	uses := map[string]*usage{}
	var order []string
	add := func(name, place string) {
		p := b.of(name)
		key := p.key
		if key == "" {
			return
		}
		u := uses[key]
		if u == nil {
			u = &usage{name: p.clean, key: key, words: p.words, places: map[string]bool{}}
			uses[key] = u
			order = append(order, key)
		}
		if place != "" {
			u.places[place] = true
		}
	}
	for _, l := range lines {
		add(l.Name, string(l.List)+l.Session)
	}
	for _, p := range renamed {
		add(p[0], "")
		add(p[1], "")
	}
	for _, name := range others {
		add(name, "")
	}
	for _, d := range said {
		add(d.A, "")
		add(d.B, "")
	}
	return uses, order
}

// alike lists the spellings of one key, each with the first one met.
func (b book) alike(lines []Line) []Decision {
	first := map[string]string{}
	seen := map[string]bool{}
	var all []Decision
	for _, l := range lines {
		name, key := b.of(l.Name).clean, b.key(l.Name)
		if key == "" || seen[name] {
			continue
		}
		seen[name] = true
		if f, ok := first[key]; ok {
			all = append(all, Decision{A: f, B: name, Verdict: Same, Rule: SpeltAlike})
		} else {
			first[key] = name
		}
	}
	return all
}

// together tells whether some list holds both names at one session.
func together(a, b *usage) bool {
	for place := range a.places {
		if b.places[place] {
			return true
		}
	}
	return false
}

// rareWords is by how many of its rarest words a name looks for others, and commonest how many names may share a word
// before the word says nothing.
const (
	rareWords = 3
	commonest = 60
)

// candidates lists pairs of keys worth comparing, those that share a rare word, in the order of the names.
func candidates(uses map[string]*usage, order []string) [][2]string {
	by := map[string][]int{}
	for i, key := range order {
		for _, w := range slices.Compact(slices.Sorted(slices.Values(uses[key].words))) {
			by[w] = append(by[w], i)
		}
	}
	var pairs [][2]string
	byRarity := func(x, y string) int { return cmp.Or(len(by[x])-len(by[y]), strings.Compare(x, y)) }
	taken := make([]map[int]bool, len(order)) // by the earlier of the two
	for i, key := range order {
		own := slices.Clone(uses[key].words)
		slices.SortFunc(own, byRarity)
		own = slices.Compact(own)
		used := 0
		for _, w := range own {
			if len(by[w]) < 2 || len(w) < 3 {
				continue // nobody else uses it: perhaps the word with the slip
			}
			if used++; used > rareWords || len(by[w]) > commonest {
				break
			}
			for _, j := range by[w] {
				first, second := min(i, j), max(i, j)
				if i == j || !near(len(order[i]), len(order[j])) && !startsLike(uses[order[first]].words, uses[order[second]].words) {
					continue
				}
				if taken[first] == nil {
					taken[first] = map[int]bool{}
				}
				taken[first][second] = true
			}
		}
	}
	for i, others := range taken {
		for _, j := range slices.Sorted(maps.Keys(others)) {
			pairs = append(pairs, [2]string{order[i], order[j]})
		}
	}
	return pairs
}

// near tells whether two keys are about as long, so that they can differ by slips and small words only.
func near(a, b int) bool { return max(a, b)-min(a, b) <= max(12, min(a, b)/8) }

// startsLike tells whether two names begin with the same word.
func startsLike(a, b []string) bool { return len(a) > 0 && len(b) > 0 && a[0] == b[0] }

// A name must be this long for one or two letters to count as a slip.
const (
	longForOne = 16
	longForTwo = 30
	longWord   = 6
)

// compare says by which rule two names may be one, if by any.
func compare(a, b *usage) (Rule, bool) {
	if digits(a.key) != digits(b.key) {
		return "", false
	}
	short := min(len(a.key), len(b.key))
	limit := max(2, short/8)
	distance := editDistance(a.key, b.key, limit)
	switch {
	case short >= longForOne && without(a.words) == without(b.words):
		return SmallWords, true
	case distance == 1 && short >= longForOne && harmless(a, b), distance == 2 && short >= longForTwo && harmless(a, b):
		return Typo, true
	case sameWords(a.words, b.words):
		return OtherOrder, true
	case distance <= limit && short >= 10:
		return Near, true
	case short >= 12 && extends(a.words, b.words):
		return OneLonger, true
	}
	return "", false
}

// smallWords say little in a name, and come and go between sessions.
var smallWords = map[string]bool{
	"the": true, "of": true, "for": true, "on": true, "in": true, "and": true, "a": true,
	"de": true, "des": true, "du": true, "la": true, "le": true, "les": true, "et": true, "pour": true, "e": true, "y": true, "el": true, "per": true,
}

// without is a name without small words.
func without(words []string) string {
	var b strings.Builder
	for _, w := range words {
		if !smallWords[w] {
			b.WriteString(w)
		}
	}
	return b.String()
}

// harmless tells whether the words in which two names differ can be slips: as many words on both sides, each long, and
// none the name of a State or nearly ("Niger", "Nigeria"), since a country makes another organisation.
func harmless(a, b *usage) bool {
	x, y := a.words, b.words
	if len(x) != len(y) {
		return strings.Join(x, "") == strings.Join(y, "")
	}
	for i := range x {
		if x[i] == y[i] {
			continue
		}
		if min(len(x[i]), len(y[i])) < longWord || stateWord(x[i]) || stateWord(y[i]) || ends(x[i], y[i]) {
			return false
		}
	}
	return true
}

// stateWord tells whether a word names a State or its people.
func stateWord(w string) bool {
	for cut := len(w); cut >= len(w)-2 && cut >= 4; cut-- {
		if _, ok := un.FindState(w[:cut]); ok {
			return true
		}
	}
	_, a := un.FindState(w + "a")
	return a
}

// ends tells whether two words differ by gender in a way that changes who is meant.
func ends(a, b string) bool {
	return strings.TrimPrefix(a, "wo") == b || strings.TrimPrefix(b, "wo") == a
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

func sameWords(a, b []string) bool {
	return len(a) > 1 && slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// extends tells whether one name begins with all of the other, which has at least three words.
func extends(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) >= 3 && slices.Equal(a, b[:len(a)])
}

// editDistance counts the letters to change, add, drop or swap with a neighbour to get from a to b, or gives limit+1 if
// there are more.
//
// Reference: F. J. Damerau, A technique for computer detection and correction of spelling errors, Comm. ACM 7 (1964),
// 171-176; the variant in which no part is edited twice.
func editDistance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > limit || len(y)-len(x) > limit {
		return limit + 1
	}
	before, last, now := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		now[0] = i
		best := now[0]
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
			best = min(best, now[j])
		}
		if best > limit {
			return limit + 1
		}
		before, last, now = last, now, before
	}
	return min(last[len(y)], limit+1)
}

// A join is a union-find over keys; the root of a set is the key that was met first.
type join struct {
	parent map[string]string
	at     map[string]int
}

func newJoin() *join { return &join{map[string]string{}, map[string]int{}} }

func (j *join) find(key string) string {
	p, ok := j.parent[key]
	if !ok {
		j.parent[key], j.at[key] = key, len(j.at)
		return key
	}
	if p == key {
		return key
	}
	root := j.find(p)
	j.parent[key] = root
	return root
}

func (j *join) union(a, b string) {
	a, b = j.find(a), j.find(b)
	if a == b {
		return
	}
	if j.at[a] > j.at[b] {
		a, b = b, a
	}
	j.parent[b] = a
}

// ByPerson tells whether a person has spoken: the rule says so, or the verdict is not the one that the rule gives.
func (d Decision) ByPerson() bool {
	switch d.Rule {
	case SpeltAlike, Renamed, SmallWords, Typo:
		return d.Verdict != Same
	case OtherOrder, OneLonger, Near:
		return d.Verdict != Proposed
	}
	return true
}

// ID is that of the pair, whichever name stands first.
func (d Decision) ID() string {
	p := pair(Key(d.A), Key(d.B))
	return p[0] + "/" + p[1]
}
