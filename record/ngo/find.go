package ngo

import "strings"

// Find returns the organisations in one of whose names all words of q begin words, in the order of names; all if q is empty.
func (l *Ledger) Find(q string) []*Applicant {
	want := plainWords(q)
	var all []*Applicant
next:
	for i := range l.Applicants {
		for _, w := range want {
			if !strings.Contains(l.search[i], " "+w) {
				continue next
			}
		}
		all = append(all, &l.Applicants[i])
	}
	return all
}

// searchText is what Find looks through: all names, each word after a space.
func searchText(a *Applicant) string {
	var b strings.Builder
	for _, name := range append([]string{a.Name}, a.Spellings...) {
		for _, w := range plainWords(name) {
			b.WriteString(" " + w)
		}
	}
	return b.String()
}

// Of returns the id of the organisation that has a name, or empty.
func (l *Ledger) Of(name string) string { return l.keyID[Key(name)] }

// At returns the session of a date, or nil.
func (l *Ledger) At(date string) *Session {
	for i := range l.Sessions {
		if l.Sessions[i].Date == date {
			return &l.Sessions[i]
		}
	}
	return nil
}
