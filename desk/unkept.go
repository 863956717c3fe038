package desk

import (
	"slices"

	"unhindered/report"
)

// An Unkept is what a person did not allow to be kept: they withdrew their report, took the consent to keep it back, or
// never gave it. Then the report may be read and answered, and has to be erased with all that came of it.
type Unkept struct {
	Thread    string
	Withdrawn string // day on which they withdrew the report; "" if they did not
	Report    bool   // the report itself is still here: EraseThread
	Case      bool   // nobody else agreed that the case is kept: EraseCase
	Items     []Came // else what came into the case with the report: Erase each
}

// A Came is an item that came with a report.
type Came struct {
	ID   string
	Kind Kind
}

// What a person said of keeping their report, in messages that were opened; "" is nothing yet.
const (
	mayHold    = "yes"
	mayNotHold = "no"
)

// A rest is what of a report is in a case, and whether the ledger of the case lets it be kept.
type rest struct {
	held bool // a consent to keep it holds
	lost bool // one was refused or taken back, or has run out
	sole bool // nobody else agreed that the case is kept, and there is something in it
	came []Came
}

// restOf looks at what a report has left in the case.
func (c *Case) restOf(thread, today string) rest {
	who, others := WhoeverReported, false
	for _, p := range c.Parties {
		switch {
		case p.Data.Thread == thread:
			who = p.ID
		case c.Allowed(report.Hold, p.ID, p.Data.Thread, today).OK:
			others = true
		}
	}
	for _, other := range c.Header.Data.Threads {
		others = others || other != thread && c.Allowed(report.Hold, WhoeverReported, other, today).OK
	}
	r := rest{held: c.Allowed(report.Hold, who, thread, today).OK}
	r.lost = !r.held && slices.ContainsFunc(c.Consents, func(line Row[Consent]) bool {
		return line.Data.Purpose == report.Hold && c.speaksFor(line.Data, who, thread)
	})
	for _, p := range c.Parties {
		if p.Data.Thread == thread {
			r.came = append(r.came, Came{p.ID, KindParty})
		}
	}
	for _, s := range c.Sources {
		if s.Data.Thread == thread {
			r.came = append(r.came, Came{s.ID, KindSource})
		}
	}
	for _, e := range c.Evidence {
		if e.Data.Thread == thread {
			r.came = append(r.came, Came{e.ID, KindEvidence})
		}
	}
	r.sole = !others && len(c.Parties)+len(c.Acts)+len(c.Engagements)+len(c.Actors)+len(c.Sources)+len(c.Evidence)+len(c.Notes)+
		len(c.Actions)+len(c.Replies)+c.Draft.Version > 0
	return r
}

// unkept tells what of a report, in no case or in one that it has left a rest in, has to be erased.
func (s threadState) unkept(thread string, r rest) (Unkept, bool) {
	u := Unkept{Thread: thread, Withdrawn: s.Withdrawn, Report: !s.Erased, Case: r.sole}
	if !r.sole {
		u.Items = r.came
	}
	unkept := !r.held && (s.Withdrawn != "" || s.Hold == mayNotHold || r.lost)
	return u, unkept && (u.Report || u.Case || len(u.Items) > 0)
}
