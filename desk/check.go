package desk

import (
	"fmt"
	"slices"
	"strings"

	"unhindered/record/register"
	"unhindered/report"
)

// needs is what of consent an entry rests on.
type needs struct {
	named         []string // item IDs of parties
	dates, places Precision
}

// check returns what keeps the entry of the draft from being published, and what should be thought about first.
func (c *Case) check(e register.Entry, names []Row[Identity], today string) []Problem {
	var p problems
	d := c.Draft.Data
	for _, field := range d.Validate() {
		p.add(Problem{Code: ProblemField, Field: field.Field, Text: field.Text, Blocking: true, Say: field.Text})
	}
	c.checkChoice(d, &p)
	p = append(p, c.checkConsent(needs{d.Named, d.Dates, d.Places}, today)...)
	limit := c.limits(today)
	if d.Places == ToCountry && d.Place != "" && !c.Header.Data.isState(d.Place) {
		p.block(ProblemPlaces, "place", "The place is marked as no more exact than the country, but it is not the name of the State. Leave it empty, or say how exact it is.")
	}
	checkDates(e, limit.Dates, &p)
	c.checkSecrets(e, names, limit, &p)
	c.hints(e, names, &p)
	return p
}

// checkChoice looks at the items that the draft chooses.
func (c *Case) checkChoice(d Draft, p *problems) {
	if len(d.Acts) == 0 {
		p.block(ProblemNoAct, "acts", "Choose at least one act.")
	}
	if len(d.Sources) == 0 {
		p.block(ProblemNoSource, "sources", "Choose at least one source. One that is not open is shown as protected, without its name.")
	}
	gone := false
	for _, list := range [][2][]string{
		{d.Acts, ids(c.Acts)}, {d.Engagements, ids(c.Engagements)}, {d.Actions, ids(c.Actions)}, {d.Replies, ids(c.Replies)},
		{d.Sources, ids(c.Sources)}, {d.Named, ids(c.Parties)},
	} {
		for _, id := range list[0] {
			gone = gone || !slices.Contains(list[1], id)
		}
	}
	if gone {
		p.block(ProblemGone, "", "Something that was chosen is not in the case any more. Save the draft again.")
	}
	for _, a := range c.Acts {
		if slices.Contains(d.Acts, a.ID) && !slices.Contains(ids(c.Engagements), a.Data.Engagement) {
			p.hint(ProblemNoLink, "acts", "An act does not say which cooperation with the UN it answered.")
		}
	}
	for _, a := range chosen(c.Actions, d.Actions) {
		if a.Confidential {
			p.block(ProblemConfidential, "actions", "A letter is marked as not public yet. Leave it out until it is.")
		}
	}
}

func ids[T any](rows []Row[T]) []string {
	all := make([]string, len(rows))
	for i, row := range rows {
		all[i] = row.ID
	}
	return all
}

// A concerned is somebody whose consent a publication needs.
type concerned struct {
	party, thread string
	label         any // what the team calls them; a Phrase where nobody called them anything
	minor, public bool
}

// concerned lists everybody: the parties, and whoever wrote a report that no party is linked to.
func (c *Case) concerned() []concerned {
	var all []concerned
	for _, p := range c.Parties {
		all = append(all, concerned{p.ID, p.Data.Thread, p.Data.Label, p.Data.Minor, p.Data.Public})
	}
	for _, thread := range c.Header.Data.Threads {
		if !slices.ContainsFunc(all, func(who concerned) bool { return who.thread == thread }) {
			all = append(all, concerned{WhoeverReported, thread, Phrase("Whoever reported"), false, false})
		}
	}
	return all
}

// checkConsent compares what an entry needs with the ledger, on a day.
func (c *Case) checkConsent(n needs, today string) []Problem {
	var p problems
	everybody := c.concerned()
	if len(everybody) == 0 {
		p.block(ProblemNoParty, "", "The case has no party, so nobody can have consented. Add who is concerned.")
	}
	for _, who := range everybody {
		named := slices.Contains(n.named, who.party)
		if named && who.minor {
			p.block(ProblemMinor, "named", "%s is a minor: minors are never named.", who.label)
		}
		if who.public {
			continue
		}
		if named && !c.Allowed(report.PublishNamed, who.party, who.thread, today).OK {
			p.block(ProblemNotNamed, "named", "%s has not consented to being published by name.", who.label)
		}
		if !named && !c.Allowed(report.PublishAnonymous, who.party, who.thread, today).OK {
			p.block(ProblemNoConsent, "", "%s has not consented to publication, not even without a name.", who.label)
		}
	}
	limit := c.limits(today)
	if finer(n.dates, limit.Dates) {
		p.block(ProblemDates, "dates", "Dates may be no more exact than the %s: nothing finer was consented to.", Phrase(limit.Dates))
	}
	if finer(n.places, limit.Places) {
		p.block(ProblemPlaces, "places", "Places may be no more exact than the %s: nothing finer was consented to.", Phrase(limit.Places))
	}
	return p
}

// limits returns how exact dates and places may be for everybody concerned: the coarsest of what each consented to.
// Parties that are named in public already set no limit.
func (c *Case) limits(today string) Grant {
	limit := Grant{OK: true, Dates: ToDay, Places: ToExact}
	for _, who := range c.concerned() {
		if who.public {
			continue
		}
		g := c.Allowed(report.PublishAnonymous, who.party, who.thread, today)
		if finer(limit.Dates, g.Dates) {
			limit.Dates = g.Dates
		}
		if finer(limit.Places, g.Places) {
			limit.Places = g.Places
		}
	}
	return limit
}

// hints adds what no rule can decide.
func (c *Case) hints(e register.Entry, names []Row[Identity], p *problems) {
	for _, party := range c.Parties {
		if party.Data.Is == OnePerson && !party.Data.Public && !slices.Contains(ids(names), party.ID) {
			p.hint(ProblemNoIdentity, "", "No identity is kept for %s, so nobody has looked whether the name stands in the text.", party.Data.Label)
		}
	}
	if e.Named || e.Context {
		return
	}
	people := 0
	for _, party := range c.Parties {
		if party.Data.Role == Subject && !party.Data.Public {
			people += max(1, party.Data.Count)
		}
	}
	if people > 0 && people < 10 && (len(e.From) > 4 || e.Place != "" || len(e.Acts) > 1 || e.Engagement != "") {
		p.hint(ProblemFewPeople, "summary", "Few people fit what is shown. Ask yourself who could recognise them from the place, the time and the acts together.")
	}
}

// problems gathers problems.
type problems []Problem

// block and hint add a problem; say and args are as for fmt.Sprintf.
func (p *problems) block(code, field, say string, args ...any) {
	p.add(Problem{code, field, fmt.Sprintf(say, args...), true, say, args})
}

func (p *problems) hint(code, field, say string, args ...any) {
	p.add(Problem{code, field, fmt.Sprintf(say, args...), false, say, args})
}

// add adds a problem, once.
func (p *problems) add(one Problem) {
	if !slices.ContainsFunc(*p, func(other Problem) bool {
		return one.Code == other.Code && one.Field == other.Field && one.Text == other.Text && one.Blocking == other.Blocking
	}) {
		*p = append(*p, one)
	}
}

// A shownText is one text of an entry, with the field of the draft that it comes from.
type shownText struct {
	field, text string
	// own is false for what cites documents of the UN and of States, which have dates of their own.
	own bool
}

// shownTexts lists every text that the public would see.
func shownTexts(e register.Entry) []shownText {
	all := []shownText{
		{"subject", e.Subject, true}, {"summary", e.Summary, true}, {"place", e.Place, true}, {"date_note", e.DateNote, true},
		{"engagement", e.Engagement, false}, {"actor", e.Actor, true}, {"outcome", e.Outcome, true}, {"notes", e.Notes, true},
	}
	for _, a := range e.Actions {
		all = append(all, shownText{"actions", strings.Join([]string{a.Type, a.Symbol, a.Text, a.Source}, "\n"), false})
	}
	for _, r := range e.Replies {
		all = append(all, shownText{"replies", strings.Join([]string{r.Symbol, r.Text, r.Assessment, r.Source}, "\n"), false})
	}
	for _, i := range e.Incidents {
		all = append(all, shownText{"incidents", strings.Join([]string{i.Place, i.Actor, i.Text, i.Response, i.Outcome}, "\n"), false})
	}
	for _, s := range e.Sources {
		all = append(all, shownText{"sources", strings.Join([]string{s.Document, s.Part, s.Address}, "\n"), false})
	}
	return all
}
