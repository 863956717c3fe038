package coding

import "strings"

// A Mark is the score of a criterion.
type Mark int

// Unknown is the zero value: it was not judged, which is never "no".
const (
	Unknown Mark = iota
	No
	Yes
)

// A Flag is a criterion with the words that cause it.
type Flag struct {
	Mark  Mark
	Words Span // of the text; empty where nothing causes it
}

// A Span is a piece of a text, in bytes.
type Span struct{ Start, End int }

// Flags are what can be said of a recommendation without training. They are signs for a reader, not findings.
type Flags struct {
	Smart    Smart
	Findings Flag // it refers to findings of the United Nations: treaty bodies, special procedures, OHCHR
	Praise   Flag // it praises and asks for nothing
	Phrases  []PhraseHit
}

// Smart says whether a recommendation is specific, measurable, achievable, results-oriented and time-bound.
type Smart struct {
	Specific   Flag // names an act: action category 5
	Measurable Flag // has a count, or names a document that can be looked for
	Achievable Flag // always Unknown: only a person who knows the State can say
	Results    Flag // says for what
	TimeBound  Flag // has a date; "as soon as possible" is none
}

// Flag reads a text; c is its coding.
func (m *Model) Flag(text string, c Coding) Flags {
	s, _ := m.pool.Get().(*scratch)
	if s == nil {
		s = &scratch{}
	}
	defer m.pool.Put(s)
	s.bag.parse(text, m.verbs)
	t := s.bag.tokens
	f := Flags{
		Smart:    Smart{Specific: specific(c), Measurable: measurable(t), Results: results(t), TimeBound: timeBound(t)},
		Findings: findings(t),
		Phrases:  Phrases(text),
	}
	f.Praise = praise(t)
	return f
}

// sure is the confidence from which on the category decides whether an act is named.
const sure = 0.6

func specific(c Coding) Flag {
	f := Flag{Words: Span{c.Verb.Start, c.Verb.End}}
	switch {
	case c.Action == 0 || c.Confidence < sure:
		return Flag{}
	case c.Action == 5:
		f.Mark = Yes
	default:
		f.Mark = No
	}
	return f
}

// has returns where one of the phrases, of lower-case words with blanks between, begins and ends; words that end in *
// match every word that begins so.
func has(t []token, phrases [][]string) (from, to int, ok bool) {
	for i := range t {
		for _, p := range phrases {
			if end := match(t, i, p); end > 0 {
				return i, end, true
			}
		}
	}
	return 0, 0, false
}

// match returns the end of a phrase that begins at t[i], 0 if none does.
func match(t []token, i int, phrase []string) int {
	for _, want := range phrase {
		if i == len(t) {
			return 0
		}
		stem, open := strings.CutSuffix(want, "*")
		if word := t[i].lower; word != want && !(open && strings.HasPrefix(word, stem)) {
			return 0
		}
		i++
	}
	return i
}

func found(t []token, phrases [][]string) Flag {
	if from, to, ok := has(t, phrases); ok {
		return Flag{Yes, Span{t[from].start, t[to-1].end}}
	}
	return Flag{Mark: No}
}

// list cuts phrases, one a line.
func list(text string) [][]string {
	var all [][]string
	for line := range strings.Lines(text) {
		if words := strings.Fields(line); len(words) > 0 {
			all = append(all, words)
		}
	}
	return all
}

var documents = list(`
	convention*
	covenant*
	protocol*
	statute*
	treaty
	treaties
	constitution*
	law
	laws
	legislation
	bill
	act
	code
	decree*
	moratorium
	reservation*
	report
	reports
	plan
	plans
	budget*
	invitation*
	iccpr*
	icescr*
	cat
	opcat
	cedaw
	crc
	crpd
	icerd
	icrmw
	cped`)

// measurable tells whether there is a count or a document. A number within the name of a law counts as the document does.
func measurable(t []token) Flag {
	for _, x := range t {
		if x.word() && strings.IndexFunc(x.lower, func(r rune) bool { return r >= '0' && r <= '9' }) >= 0 {
			return Flag{Yes, Span{x.start, x.end}}
		}
	}
	return found(t, documents)
}

var purposes = list(`
	with a view to
	with the aim of
	aimed at
	aiming at
	in order to
	in order that
	so that
	so as to
	to ensure that
	to prevent
	to eliminate
	to eradicate
	to reduce
	to end
	to abolish
	to guarantee
	to achieve
	to combat
	to protect
	to allow
	to enable`)

// results tells whether the text says for what; the first words do not count, since "to ensure that" can be all that is asked.
func results(t []token) Flag {
	if len(t) < 3 {
		return Flag{Mark: No}
	}
	return found(t[2:], purposes)
}

var deadlines = list(`
	within the next
	within one year
	within two years
	within a year
	within six months
	by the end of
	by the next
	before the end of
	before the next
	by its next
	before its next
	until the next
	time frame
	timeframe
	time bound
	timetable
	deadline*`)

// timeBound tells whether there is a date: a year after by, before, until or within, or a deadline in words.
func timeBound(t []token) Flag {
	for i := 1; i < len(t); i++ {
		if year := t[i].lower; len(year) != 4 || year < "2000" || year > "2100" {
			continue
		}
		for j := i - 1; j >= max(0, i-4); j-- {
			switch t[j].lower {
			case "by", "before", "until", "within":
				return Flag{Yes, Span{t[j].start, t[i].end}}
			}
		}
	}
	return found(t, deadlines)
}

var (
	sources = list(`
		committee
		committees
		treaty bodies
		treaty body
		special rapporteur*
		special procedure*
		special representative
		independent expert*
		working group
		high commissioner
		ohchr
		human rights council
		cerd
		cedaw
		cescr
		crc
		cat
		cmw
		crpd
		unhcr
		unesco
		ilo`)
	findingWords = list(`
		recommend*
		concluding observation*
		observation*
		concern*
		conclusion*
		finding*
		decision*
		views`)
)

// near is within how many words of each other a body and its finding stand.
const near = 12

// findings tells whether the text refers to what a body of the United Nations found.
func findings(t []token) Flag {
	for i := range t {
		for _, p := range sources {
			end := match(t, i, p)
			if end == 0 {
				continue
			}
			from, to := max(0, i-near), min(len(t), end+near)
			if a, b, ok := has(t[from:to], findingWords); ok {
				return Flag{Yes, Span{t[min(i, from+a)].start, t[max(end, from+b)-1].end}}
			}
		}
	}
	return Flag{Mark: No}
}

var (
	praises = list(`
		welcome*
		commend*
		congratulat*
		applaud*
		appreciate*
		praise*
		express* appreciation
		express* satisfaction
		acknowledg*
		note with
		notes with
		take note
		takes note`)
	asks = list(`
		recommend*
		continue*
		encourag*
		call*
		ask*
		request*
		urge*
		invite*
		consider*
		should
		must
		and to`)
)

// praise tells whether the text praises at its start and asks for nothing after.
func praise(t []token) Flag {
	from, to, ok := has(t[:min(len(t), 8)], praises)
	if !ok {
		return Flag{Mark: No}
	}
	rest := t[to:]
	if _, _, ok := has(rest, asks); ok {
		return Flag{Mark: No}
	}
	for i := range rest { // "..., and strengthen ...": a verb after a comma or "and" asks for something
		if i > 0 && mcmahon[rest[i].lower] > 0 && (!rest[i-1].word() || rest[i-1].lower == "and") {
			return Flag{Mark: No}
		}
	}
	return Flag{Yes, Span{t[from].start, t[to-1].end}}
}
