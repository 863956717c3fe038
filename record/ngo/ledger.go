package ngo

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"unhindered/un"
)

// A Member is a State's seat on the Committee for one term.
type Member struct {
	ISO3       string `json:"iso3"`
	From       int    `json:"from"`
	To         int    `json:"to"`
	Seats      string `json:"seats"` // of which regional group
	Source     string `json:"source"`
	Confidence string `json:"confidence"`
}

// A Session is a session of the Committee as the lists show it.
type Session struct {
	Date   string       `json:"session"`
	Counts map[List]int `json:"counts"`
	Votes  int          `json:"roll_calls"`
}

// Count is how many rows a list has for the session.
func (s Session) Count(l List) int { return s.Counts[l] }

// Deferred is how many applications the session put off, new and old.
func (s Session) Deferred() int { return s.Counts[DeferredNew] + s.Counts[Deferred] }

// A Flag is something in the data that contradicts something else. Both sides are kept.
type Flag struct {
	Where string `json:"where"`
	What  string `json:"what"`
	Link  string `json:"link,omitempty"`
}

// A Ledger is everything the ledger holds, joined and counted.
type Ledger struct {
	Applicants []Applicant // in the order of names
	RollCalls  []RollCall  // newest first
	Sessions   []Session   // oldest first
	Questions  []Question
	Accounts   []Account
	Members    []Member
	Decisions  []Decision
	Lines      []Line
	Flags      []Flag

	byID   map[string]int    // id of an applicant -> index
	also   map[string]string // id of another name -> id
	keyID  map[string]string // key of a name -> id
	number map[string]int    // session -> index
	newest string            // newest session of the lists
	search []string          // names of each applicant for Find
	book   book              // while it is built
}

// Applicant returns an organisation by its id or that of any of its names, or nil.
func (l *Ledger) Applicant(id string) *Applicant {
	if other, ok := l.also[id]; ok {
		id = other
	}
	if i, ok := l.byID[id]; ok {
		return &l.Applicants[i]
	}
	return nil
}

// Newest is the newest session of the lists, or empty.
func (l *Ledger) Newest() string { return l.newest }

func build(raw rows) *Ledger {
	l := &Ledger{RollCalls: raw.rollCalls, Questions: raw.questions, Accounts: raw.accounts, Members: raw.members,
		byID: map[string]int{}, also: map[string]string{}, book: book{}, keyID: map[string]string{}, number: map[string]int{}}
	var renamed [][2]string
	for _, line := range raw.lines {
		l.Lines = append(l.Lines, line.Line)
		if line.List == NameChange {
			renamed = append(renamed, [2]string{line.Name, line.Became})
		}
	}
	for i := range l.RollCalls {
		l.RollCalls[i].finish()
	}
	l.sessions()
	reported := l.reported()
	m := l.book.match(l.Lines, renamed, reported, raw.said)
	l.Decisions = m.decisions
	l.organisations(raw.lines, reported, m)
	l.attachRollCalls()
	l.attachFacts()
	for i := range l.Applicants {
		a := &l.Applicants[i]
		slices.SortStableFunc(a.Events, func(x, y Event) int { return strings.Compare(x.Session, y.Session) })
		a.Applications = applications(a.Events, l.number, l.newest)
	}
	l.flags()
	l.book = nil
	return l
}

// sessions counts the lists of each session.
func (l *Ledger) sessions() {
	by := map[string]*Session{}
	at := func(date string) *Session {
		if by[date] == nil {
			by[date] = &Session{Date: date, Counts: map[List]int{}}
		}
		return by[date]
	}
	for _, line := range l.Lines {
		at(line.Session).Counts[line.List]++
		if line.List.Deferral() {
			l.newest = max(l.newest, line.Session)
		}
	}
	for _, r := range l.RollCalls {
		at(r.Session).Votes++
	}
	for _, s := range by {
		l.Sessions = append(l.Sessions, *s)
	}
	slices.SortFunc(l.Sessions, func(x, y Session) int { return strings.Compare(x.Date, y.Date) })
	n := 0
	for _, s := range l.Sessions { // a session without deferrals does not stand between two that have some
		if s.Deferred() > 0 {
			n++
		}
		l.number[s.Date] = n
	}
}

// reserved are parts of addresses that are pages of their own.
var reserved = map[string]bool{"applicants": true, "votes": true, "sessions": true, "names": true, "questions": true, "members": true, "data": true}

// organisations gathers the lines of each organisation, and gives those of which only sources tell a place as well.
func (l *Ledger) organisations(lines []storedLine, reported []string, m matching) {
	index := map[string]int{} // root key -> index
	taken := map[string]bool{}
	of := func(name string) *Applicant {
		key := l.book.key(name)
		root := m.of[key]
		i, ok := index[root]
		if !ok {
			i = len(l.Applicants)
			index[root] = i
			id := Slug(name)
			for n := 2; taken[id] || reserved[id]; n++ {
				id = Slug(name) + "-" + strconv.Itoa(n)
			}
			taken[id] = true
			l.Applicants = append(l.Applicants, Applicant{ID: id, Name: Clean(name)})
		}
		l.keyID[key] = l.Applicants[i].ID
		return &l.Applicants[i]
	}
	for _, line := range lines {
		a := of(line.Name)
		a.Events = append(a.Events, Event{Session: line.Session, List: line.List, Name: l.book.of(line.Name).clean, Info: strings.Join(strings.Fields(line.Info), " "),
			Became: l.book.of(line.Became).clean, Partner: l.book.of(line.Partner).clean, Row: line.Row, Import: line.by})
		a.Name = l.book.of(line.Name).clean // lines come in the order of sessions: the newest name stays
		if line.Became != "" {
			a.Name = Clean(line.Became)
			if line.List == NameChange {
				l.keyID[Key(line.Became)] = a.ID
			}
		}
	}
	for _, name := range reported {
		of(name)
	}
	for key, root := range m.of { // names that only decisions of persons hold
		if i, ok := index[root]; ok {
			l.keyID[key] = l.Applicants[i].ID
		}
	}
	spell := func(a *Applicant, name string) {
		if name != "" && name != a.Name && !slices.Contains(a.Spellings, name) {
			a.Spellings = append(a.Spellings, name)
		}
	}
	for i := range l.Applicants {
		a := &l.Applicants[i]
		for _, e := range a.Events {
			spell(a, e.Name)
			if e.List == NameChange {
				spell(a, e.Became)
			}
		}
	}
	order := make(map[string]string, len(l.Applicants))
	for _, a := range l.Applicants {
		order[a.ID] = strings.Join(plainWords(a.Name), " ")
	}
	slices.SortFunc(l.Applicants, func(x, y Applicant) int {
		return cmp.Or(strings.Compare(order[x.ID], order[y.ID]), strings.Compare(x.ID, y.ID))
	})
	for i, a := range l.Applicants {
		l.byID[a.ID] = i
	}
	for i := range l.Applicants {
		a := &l.Applicants[i]
		l.search = append(l.search, searchText(a))
		for _, name := range append([]string{a.Name}, a.Spellings...) {
			if slug := Slug(name); slug != a.ID && !reserved[slug] {
				if _, own := l.byID[slug]; !own {
					l.also[slug] = a.ID
				}
			}
		}
	}
}

// A name is looked for in the words of a roll call if it has at least two words and this many letters.
const nameInTopic = 10

// attachRollCalls finds the organisations that the topics of roll calls name: the longest name, and any other that stands
// apart from it.
func (l *Ledger) attachRollCalls() {
	type named struct{ words, id string }
	var all []named
	for i := range l.Applicants {
		a := &l.Applicants[i]
		for _, name := range append([]string{a.Name}, a.Spellings...) {
			if w := l.book.of(name).words; len(w) > 1 && len(strings.Join(w, "")) >= nameInTopic {
				all = append(all, named{" " + strings.Join(w, " ") + " ", a.ID})
			}
		}
	}
	slices.SortFunc(all, func(x, y named) int { return cmp.Or(len(y.words)-len(x.words), strings.Compare(x.words, y.words)) })
	for i := range l.RollCalls {
		r := &l.RollCalls[i]
		topic := " " + strings.Join(spelt(plainWords(withoutAcronyms(r.Topic))), " ") + " "
		before, _, _ := strings.Cut(r.Topic, ":")
		if id, ok := l.keyID[Key(before)]; ok {
			r.Applicants = append(r.Applicants, id)
			topic = strings.ReplaceAll(topic, " "+strings.Join(words(before), " ")+" ", " | ")
		}
		for _, n := range all {
			if strings.Contains(topic, n.words) {
				topic = strings.ReplaceAll(topic, n.words, " | ")
				if !slices.Contains(r.Applicants, n.id) {
					r.Applicants = append(r.Applicants, n.id)
				}
			}
		}
		for _, id := range r.Applicants {
			a := &l.Applicants[l.byID[id]]
			a.Events = append(a.Events, Event{Session: r.Session, RollCall: r.ID, Info: r.Topic, Row: r.Row})
		}
	}
}

// shortForms maps short forms that sources give in brackets onto the full name: "CRIN".
func (l *Ledger) shortForms() map[string]string {
	short := map[string]string{}
	note := func(name string) {
		for _, b := range bracketed.FindAllStringSubmatch(name, -1) {
			if !strings.Contains(withoutAcronyms(name), b[0]) {
				short[b[1]] = strings.TrimSpace(strings.ReplaceAll(name, b[0], ""))
			}
		}
	}
	for _, q := range l.Questions {
		note(q.Applicant)
	}
	for _, a := range l.Accounts {
		note(a.Applicant)
	}
	return short
}

// reported are the names of organisations of which sources tell. Those whose name a source withholds are not among them.
func (l *Ledger) reported() []string {
	short := l.shortForms()
	var all []string
	add := func(name string) {
		if full, ok := short[name]; ok {
			name = full
		}
		if !Anonymous(name) && Key(name) != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	for _, a := range l.Accounts {
		add(a.Applicant)
	}
	for _, q := range l.Questions {
		add(q.Applicant)
	}
	return all
}

// attachFacts gives questions and accounts to the organisations that they name. An organisation whose name a source
// withholds stays on its own.
func (l *Ledger) attachFacts() {
	short := l.shortForms()
	find := func(name string) string {
		if full, ok := short[name]; ok {
			name = full
		}
		if Anonymous(name) {
			return ""
		}
		return l.keyID[Key(name)]
	}
	for i := range l.Accounts {
		acc := &l.Accounts[i]
		if acc.Of = find(acc.Applicant); acc.Of != "" {
			a := &l.Applicants[l.byID[acc.Of]]
			a.Accounts = append(a.Accounts, *acc)
		}
	}
	for i := range l.Questions {
		q := &l.Questions[i]
		q.AskedBy = askers(q.AskedText)
		if q.Of = find(q.Applicant); q.Of != "" {
			a := &l.Applicants[l.byID[q.Of]]
			a.Questions = append(a.Questions, *q)
		}
	}
}

// askers are the States that a cell names: "CHN and others".
func askers(cell string) []string {
	var all []string
	for _, part := range strings.FieldsFunc(strings.ReplaceAll(cell, " and ", ";"), func(r rune) bool { return r == ';' || r == ',' }) {
		if s, ok := un.FindState(strings.TrimSpace(part)); ok {
			all = append(all, s.ISO3)
		}
	}
	return all
}
