package ngo

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var dateForName = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

// flags finds what contradicts itself in the lists and roll calls.
func (l *Ledger) flags() {
	flag := func(where, link, format string, args ...any) {
		l.Flags = append(l.Flags, Flag{Where: where, What: fmt.Sprintf(format, args...), Link: link})
	}
	for _, r := range l.RollCalls {
		for _, f := range r.Flags {
			flag("roll_call_votes, row "+fmt.Sprint(r.Row), "/ngo/votes/"+r.ID, "%s", f)
		}
	}
	for _, line := range l.Lines {
		if dateForName.MatchString(line.Name) {
			flag(fmt.Sprintf("%s, row %d", line.List, line.Row), "/ngo/"+l.keyID[l.book.key(line.Name)], "the name is %q, perhaps a name that a sheet program took for a date", line.Name)
		}
		if w := l.book.of(line.Name).words; len(w) == 1 && legalForms[w[0]] {
			flag(fmt.Sprintf("%s, row %d", line.List, line.Row), "/ngo/"+l.keyID[l.book.key(line.Name)], "%q is a legal form, probably the rest of the name in the row above", line.Name)
		}
	}
	for i := range l.Applicants {
		a := &l.Applicants[i]
		for _, d := range a.Differs() {
			flag(a.Name, "/ngo/"+a.ID, "%s says %q, the lists say %q (%s)", d.Source, d.Says, d.Lists.What(), d.Session)
		}
	}
	l.flagGrants(flag)
	l.flagSessions(flag)
}

// flagGrants compares the list of those recommended at their first session with the list of all recommended.
func (l *Ledger) flagGrants(flag func(where, link, format string, args ...any)) {
	type at struct{ id, session string }
	granted := map[at]bool{}
	for _, line := range l.Lines {
		if line.List == Granted {
			granted[at{l.keyID[l.book.key(line.Name)], line.Session}] = true
		}
	}
	missing := map[string]int{}
	for _, line := range l.Lines {
		if line.List == GrantedDirectly && !granted[at{l.keyID[l.book.key(line.Name)], line.Session}] {
			missing[line.Session]++
		}
	}
	for _, s := range l.Sessions {
		if n := missing[s.Date]; n > 0 {
			flag("session "+s.Date, "/ngo/sessions/"+s.Date, "%d of %d organisations recommended at their first session are not in the list of all that were recommended (%d)",
				n, s.Count(GrantedDirectly), s.Count(Granted))
		}
	}
}

// flagSessions finds dates that one list alone uses, within three weeks of one that others use.
func (l *Ledger) flagSessions(flag func(where, link, format string, args ...any)) {
	for i, s := range l.Sessions {
		if len(s.Counts) != 1 || s.Votes > 0 {
			continue
		}
		for _, j := range []int{i - 1, i + 1} {
			if j < 0 || j >= len(l.Sessions) || len(l.Sessions[j].Counts) < 2 {
				continue
			}
			if d := days(min(s.Date, l.Sessions[j].Date), max(s.Date, l.Sessions[j].Date)); d <= 21 {
				var lists []string
				for list := range s.Counts {
					lists = append(lists, string(list))
				}
				slices.Sort(lists)
				flag("session "+s.Date, "/ngo/sessions/"+s.Date, "only %s uses this date; the other lists say %s", strings.Join(lists, ", "), l.Sessions[j].Date)
			}
		}
	}
}
