package desk

import (
	"slices"
	"time"

	"unhindered/desk"
	"unhindered/report"
	"unhindered/un"
	"unhindered/web/ui"
)

// A ledger is the consent of one party, purpose by purpose, as it stands today.
type ledger struct {
	Party string // item ID, or desk.WhoeverReported
	Label string
	Lines []consentLine
	// Silent lists the purposes on which nobody has been asked.
	Silent []report.Purpose
}

// A consentLine is one purpose and the line of the ledger that decides on it.
type consentLine struct {
	Purpose report.Purpose
	Long    string
	State   consentState
	Row     desk.Row[desk.Consent] // zero where nobody was asked
}

// A consentState is how a purpose stands.
type consentState string

const (
	notAsked  consentState = "not asked"
	agreed    consentState = "agreed"
	refused   consentState = "refused"
	withdrawn consentState = "withdrawn"
	expired   consentState = "expired"
	later     consentState = "later" // begins on a later day
)

// StateText says in words why a purpose does not hold.
func (l consentLine) StateText() string {
	return map[consentState]string{
		notAsked: ui.Text("not asked"), refused: ui.Text("refused"), withdrawn: ui.Text("taken back"),
		expired: ui.Text("run out"), later: ui.Text("begins later"),
	}[l.State]
}

// telling orders what is shown where nothing holds.
var telling = map[consentState]int{notAsked: 0, refused: 1, later: 2, expired: 3, withdrawn: 4}

// A holds is what may be done with a fact, seen from everybody whom it concerns.
type holds struct {
	Given []report.Purpose // all of them agreed
	Lost  []report.Purpose // somebody took it back
	Known bool             // at least one of them is known
}

// consents answers what holds for whom.
type consents struct {
	c     *desk.Case
	today string
}

func newLedger(c *desk.Case) consents { return consents{c, time.Now().UTC().Format(time.DateOnly)} }

// line finds how a purpose stands for somebody. What the desk itself would go by decides; where nothing holds, the
// newest line says why.
func (l consents) line(who string, p report.Purpose) consentLine {
	out := consentLine{Purpose: p, Long: purposeNames[p].long, State: notAsked}
	thread := ""
	for _, party := range l.c.Parties {
		if party.ID == who {
			thread = party.Data.Thread
		}
	}
	threads := []string{thread}
	if who == desk.WhoeverReported {
		threads = l.unlinked()
	}
	holds := len(threads) > 0
	for _, thread := range threads {
		grant := l.c.Allowed(p, who, thread, l.today)
		holds = holds && grant.OK
		if grant.OK {
			out.Row = grant.Consent
		}
	}
	if holds {
		out.State = agreed
		return out
	}
	out.Row = desk.Row[desk.Consent]{}
	for _, row := range l.c.Consents {
		about := row.Data.For == who || row.Data.For == desk.WhoeverReported && slices.Contains(threads, row.Data.Thread)
		state := stateOf(row.Data, l.today)
		if !about || row.Data.Purpose != p || state == agreed {
			continue
		}
		// That somebody took something back says more than that they refused, before or after.
		if more := telling[state] - telling[out.State]; more > 0 || more == 0 && !row.At.Before(out.Row.At) {
			out.Row, out.State = row, state
		}
	}
	return out
}

// unlinked lists the reports of the case that no party is known to have written.
func (l consents) unlinked() []string {
	return slices.DeleteFunc(slices.Clone(l.c.Header.Data.Threads), func(thread string) bool {
		return slices.ContainsFunc(l.c.Parties, func(p desk.Row[desk.Party]) bool { return p.Data.Thread == thread })
	})
}

func stateOf(d desk.Consent, today string) consentState {
	switch {
	case !d.Given: // also where the whole report was withdrawn: there was nothing to take back
		return refused
	case d.Withdrawn != "" && d.Withdrawn <= today:
		return withdrawn
	case d.Until != "" && d.Until < today:
		return expired
	case d.Day > today:
		return later
	}
	return agreed
}

// of says what holds for all of some people together.
func (l consents) of(whom []string) holds {
	out := holds{Known: len(whom) > 0}
	for _, p := range exposed {
		all := len(whom) > 0
		for _, id := range whom {
			switch l.line(id, p).State {
			case agreed:
			case withdrawn, expired:
				all = false
				if !slices.Contains(out.Lost, p) {
					out.Lost = append(out.Lost, p)
				}
			default:
				all = false
			}
		}
		if all {
			out.Given = append(out.Given, p)
		}
	}
	return out
}

// concerned lists the parties whom an item concerns: those it points to, else everybody to whom something happened,
// else everybody.
func concerned(c *desk.Case, one item) []string {
	var ids []string
	switch d := one.data.(type) {
	case *desk.Party:
		return []string{one.id}
	case *desk.Act:
		ids = d.Parties
	case *desk.Engagement:
		ids = d.Parties
	}
	if len(ids) > 0 {
		return ids
	}
	for _, p := range c.Parties {
		if p.Data.Role == desk.Subject {
			ids = append(ids, p.ID)
		}
	}
	if len(ids) > 0 {
		return ids
	}
	for _, p := range c.Parties {
		ids = append(ids, p.ID)
	}
	return ids
}

// ledgers is the consent ledger as the case page shows it beside everything else.
func ledgers(c *desk.Case) []ledger {
	l := newLedger(c)
	var all []ledger
	one := func(id, label string) {
		out := ledger{Party: id, Label: label}
		for _, p := range exposed {
			if line := l.line(id, p); line.State == notAsked {
				out.Silent = append(out.Silent, p)
			} else {
				out.Lines = append(out.Lines, line)
			}
		}
		all = append(all, out)
	}
	for _, p := range c.Parties {
		one(p.ID, p.Data.Label)
	}
	if len(l.unlinked()) > 0 {
		one(desk.WhoeverReported, "")
	}
	return all
}

func dateWords(s string) string { return un.Date(s).String() }
