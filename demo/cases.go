package demo

import (
	"context"
	"slices"
	"time"

	"unhindered/desk"
	"unhindered/record/register"
	"unhindered/report"
)

const (
	riverCase   = "River group: stopped on the way to Geneva"
	teacherCase = "A teacher, questioned after a training"
	letterCase  = "A letter to a committee, held back"
)

// inDays returns a day from today, as a due date.
func inDays(n int) string { return time.Now().UTC().AddDate(0, 0, n).Format(time.DateOnly) }

// firstCase answers the first report and makes it a case with everything that a case can hold.
func (p *play) firstCase(ctx context.Context, heron *desk.Session) error {
	thread, err := p.firstThread(ctx, heron)
	if err != nil {
		return err
	}
	if _, err := heron.OpenThread(ctx, thread.ID); err != nil {
		return err
	}
	if thread.Answers == 0 {
		const answer = "Thank you for writing, and for the care with which you wrote it down. We have read everything. Please do not go " +
			"back to the airport alone. Two questions: did the telephones come back, and may we publish what happened without your names?"
		if err := heron.Answer(ctx, thread.ID, answer); err != nil {
			return err
		}
	}
	id := thread.Case
	if id == "" {
		if id, err = heron.NewCase(ctx, desk.NewCase{Thread: thread.ID, Header: desk.Header{
			Title: riverCase, State: "XEX", Stage: desk.StageDocumented, Fictional: true,
			Notes: "Invented for the demonstration. The group tests water and has written to the Committee against Torture before.",
			Next:  "Ask whether the telephones came back", Due: inDays(5),
			SecretTerms: []string{"Port Example", "Ansa", "water", "coordinator", "treasurer"},
		}}); err != nil {
			return err
		}
	}
	c, err := p.builder(ctx, heron, id)
	if err != nil {
		return err
	}
	c.river()
	return c.err
}

// A builder adds to a case what is not there yet. The first error stays, and nothing more is done.
type builder struct {
	ctx context.Context
	s   *desk.Session
	c   desk.Case
	err error
}

func (p *play) builder(ctx context.Context, s *desk.Session, id string) (*builder, error) {
	c, err := s.OpenCase(ctx, id)
	return &builder{ctx: ctx, s: s, c: c}, err
}

// add saves new data and returns its item ID, unless there already is a row that is the same to same; then that one's.
func add[T any, P interface {
	*T
	desk.Data
}](b *builder, rows []desk.Row[T], same func(T) bool, data T) string {
	if i := slices.IndexFunc(rows, func(r desk.Row[T]) bool { return same(r.Data) }); i >= 0 {
		return rows[i].ID
	}
	if b.err != nil {
		return ""
	}
	item, err := b.s.Save(b.ctx, b.c.ID, desk.Item{Data: P(&data)}, 0)
	b.err = err
	return item.ID
}

// party adds a party by its label.
func (b *builder) party(p desk.Party) string {
	return add(b, b.c.Parties, func(have desk.Party) bool { return have.Label == p.Label }, p)
}

// identity keeps who a party is, if nothing is kept yet.
func (b *builder) identity(party string, who desk.Identity) {
	if b.err == nil && b.c.Identities[party] == 0 {
		_, b.err = b.s.SaveIdentity(b.ctx, b.c.ID, party, who, 0)
	}
}

func (b *builder) actor(a desk.Actor) string {
	return add(b, b.c.Actors, func(have desk.Actor) bool { return have.Name == a.Name }, a)
}

func (b *builder) engagement(g desk.Engagement) string {
	return add(b, b.c.Engagements, func(have desk.Engagement) bool { return have.Text == g.Text }, g)
}

func (b *builder) act(a desk.Act) string {
	return add(b, b.c.Acts, func(have desk.Act) bool { return have.Type == a.Type }, a)
}

func (b *builder) source(s desk.Source) string {
	return add(b, b.c.Sources, func(have desk.Source) bool { return have.Document == s.Document }, s)
}

func (b *builder) note(n desk.Note) string {
	return add(b, b.c.Notes, func(have desk.Note) bool { return have.Text == n.Text }, n)
}

func (b *builder) action(a desk.Action) string {
	return add(b, b.c.Actions, func(have desk.Action) bool { return have.Symbol == a.Symbol && have.Type == a.Type }, a)
}

func (b *builder) reply(r desk.Reply) string {
	return add(b, b.c.Replies, func(have desk.Reply) bool { return have.Text == r.Text }, r)
}

// consent adds a line to the ledger that somebody gave outside the drop.
func (b *builder) consent(c desk.Consent) {
	there := slices.ContainsFunc(b.c.Consents, func(have desk.Row[desk.Consent]) bool {
		return have.Data.For == c.For && have.Data.Purpose == c.Purpose && have.Data.Channel == c.Channel
	})
	if b.err == nil && !there {
		_, b.err = b.s.AddConsent(b.ctx, b.c.ID, c)
	}
}

// river is the case that shows everything.
func (b *builder) river() {
	coordinator := b.reporter()
	treasurer := b.party(desk.Party{Label: "person B", Role: desk.Subject, Is: desk.OnePerson,
		Notes: "Travelled with the person who reported. Reached by telephone on 14 March."})
	group := b.party(desk.Party{Label: "the group", Role: desk.Associate, Is: desk.AnOrganisation, Count: 9})
	b.identity(coordinator, desk.Identity{Name: "Tamsin Arolo", Born: "1981", Nationality: "Examplestan",
		Contact: "only through the drop; never by telephone", Notes: "Coordinator of the group."})
	b.identity(treasurer, desk.Identity{Name: "Odel Varrin", Aliases: []string{"Del"}, Nationality: "Examplestan",
		Contact: "through the person who reported", Notes: "Treasurer of the group."})

	border := b.actor(desk.Actor{Name: "border police at the airport", Type: "police", Involvement: "carried out",
		Attribution: "Uniforms; two officers, one with a list on paper.", State: "XEX",
		Denial: "The Government says that the check was routine."})
	police := b.actor(desk.Actor{Name: "police of the harbour district", Type: "police", Involvement: "carried out",
		Attribution: "Written summons with a stamp.", State: "XEX"})

	briefing := b.engagement(desk.Engagement{Body: "CAT", Form: "meeting", Status: "sought", Parties: []string{coordinator, treasurer},
		From: "2026-03-10", Place: "Geneva", LinkBasis: "stated by the actor",
		Text: "invited to a meeting with the Committee against Torture before it looked at Examplestan"})
	submission := b.engagement(desk.Engagement{Body: "CAT", Form: "submission", Status: "done", Parties: []string{group},
		From: "2026-01", LinkBasis: "told during questioning", Text: "sent a report to the Committee against Torture"})

	stopped := b.act(desk.Act{Type: "EXIT_STOP", Parties: []string{coordinator, treasurer}, Actors: []string{border}, Engagement: briefing,
		Timing: "before", From: "2026-03-09", Place: "Port Example airport, desk 4", Region: "Coast Province",
		Reason: "“You know why. You are not going to speak there.”", Method: "passports taken until the aircraft had left",
		Consequence: "missed the meeting", StatusAtEnd: "passports given back the same day"})
	b.act(desk.Act{Type: "PROPERTY_SEIZURE", Parties: []string{coordinator, treasurer}, Actors: []string{border}, Engagement: briefing,
		Timing: "before", From: "2026-03-09", Place: "Port Example airport, desk 4", Region: "Coast Province",
		Method: "two telephones kept, no paper given", Details: map[string]string{"what was taken": "two telephones"}})
	b.act(desk.Act{Type: "INTERROGATION", Parties: []string{coordinator, treasurer}, Actors: []string{police}, Engagement: submission,
		Timing: "after", From: "2026-03-11", Place: "police station of the harbour district", Region: "Coast Province",
		Law: "none named", Reason: "“a talk”", Method: "asked for three hours who had invited them and who had paid"})

	bulletin := b.source(desk.Source{Document: "Bulletin of the Examplestan Press Circle (invented)", Part: "no. 12, page 3", Day: "2026-03-20",
		Seen: "2026-03-22", Claim: "Two people were kept from a flight to Geneva on a morning in March.", Reliability: "second hand", Open: true,
		About: []string{stopped}})
	b.source(desk.Source{Document: "telephone talk with person B", Day: "2026-03-14", Reliability: "first hand",
		Claim: "Confirms the account of the person who reported in all points.", About: []string{stopped, treasurer}})

	letter := b.action(desk.Action{Body: "SP", Type: "joint allegation letter", Symbol: "AL XEX 2/2026", Date: "2026-04-20",
		Text: "By the experts on human rights defenders and on peaceful assembly and association (invented).", Source: bulletin})
	b.reply(desk.Reply{State: "XEX", Action: letter, Date: "2026-06-30", Symbol: "N.V. 17/2026",
		Text: "The check was routine and nobody was kept from travelling; the telephones were examined for reasons of aviation safety.",
		Questions: []desk.Question{
			{Text: "On what legal ground were the passports taken?", Grade: "evaded", Note: "The law on borders is quoted as a whole."},
			{Text: "Why were the telephones kept?", Grade: "partly", Note: "A reason, no paper, no date of return."},
			{Text: "Is there a list of people who may not leave?", Grade: "not addressed"},
		}})
	b.note(desk.Note{Text: "Do not call. The person who reported reads the drop on Sundays.", About: coordinator})

	said := "We read this out and asked: may it be published on the open record without your name, with the month and without the place?"
	for _, who := range []struct{ id, notes string }{{coordinator, ""}, {treasurer, "Asked by telephone; asked back twice, then agreed."}} {
		b.consent(desk.Consent{For: who.id, GivenBy: "self", Purpose: report.PublishAnonymous, Given: true, Wording: said, Language: "en",
			Channel: "call", Day: "2026-07-02", UnderstoodRisks: "yes", Dates: desk.ToMonth, Places: desk.ToCountry, Notes: who.notes})
	}
	b.consent(desk.Consent{For: treasurer, GivenBy: "self", Purpose: report.PublishNamed, Given: false, Channel: "call", Day: "2026-07-02",
		Wording: "May your name be published with it?", Language: "en", UnderstoodRisks: "yes"})
	b.consent(desk.Consent{For: group, GivenBy: "self", Purpose: report.PublishAnonymous, Given: true, Channel: "call", Day: "2026-07-02",
		Wording: said, Language: "en", UnderstoodRisks: "yes", Dates: desk.ToMonth, Places: desk.ToCountry})
}

// reporter gives the party that came with the report its role, and returns its ID.
func (b *builder) reporter() string {
	i := slices.IndexFunc(b.c.Parties, func(r desk.Row[desk.Party]) bool { return r.Data.Thread != "" })
	if i < 0 {
		return b.party(desk.Party{Label: "person A", Role: desk.Subject, Is: desk.OnePerson})
	}
	row := b.c.Parties[i]
	if b.err == nil && row.Data.Label != "person A" {
		row.Data.Label, row.Data.Role, row.Data.Is = "person A", desk.Subject, desk.OnePerson
		_, b.err = b.s.Save(b.ctx, b.c.ID, desk.Item{ID: row.ID, Data: &row.Data}, row.Version)
	}
	return row.ID
}

// publication drafts the public entry and asks for a second person's approval; swift has looked over the case before.
func (p *play) publication(ctx context.Context, heron *desk.Session) error {
	thread, err := p.firstThread(ctx, heron)
	if err != nil {
		return err
	}
	swift, err := p.book.signIn(ctx, p.desk, "swift")
	if err != nil {
		return err
	}
	defer swift.Lock()
	second, err := p.builder(ctx, swift, thread.Case)
	if err != nil {
		return err
	}
	second.note(desk.Note{Text: "Read the whole case. The date of the aircraft and the bulletin agree. From my side it can go to the register once person B has said yes."})
	if second.err != nil {
		return second.err
	}
	b, err := p.builder(ctx, heron, thread.Case)
	if err != nil || b.c.Publication.Data.Step != desk.NotPublished {
		return err
	}
	if b.c.Draft.Version == 0 {
		if _, err := heron.SaveDraft(ctx, thread.Case, b.draft(), 0); err != nil {
			return err
		}
	}
	preview, err := heron.Preview(ctx, thread.Case)
	if err != nil {
		return err
	}
	_, err = heron.RequestApproval(ctx, thread.Case, preview.Hash)
	return err
}

func (b *builder) draft() desk.Draft {
	d := desk.Draft{
		Subject: "two members of an environmental group", SubjectKind: register.Persons,
		Summary: "Reported to have been stopped at an airport on the way to a meeting with the Committee against Torture: passports were " +
			"taken until the flight had left, telephones were kept, and both were questioned by the police two days later about who had " +
			"invited and paid them.",
		Dates: desk.ToMonth, Places: desk.ToCountry, Place: "Examplestan",
		Engagement: "invited to a meeting with the Committee against Torture; a report sent to it before",
		Actor:      "border police and police (Examplestan), as alleged",
		Outcome:    "did not travel; passports returned the same day",
		Notes:      "Invented for the demonstration. Examplestan does not exist.",
	}
	for _, r := range b.c.Acts {
		d.Acts = append(d.Acts, r.ID)
	}
	for _, r := range b.c.Engagements {
		d.Engagements = append(d.Engagements, r.ID)
	}
	for _, r := range b.c.Actions {
		d.Actions = append(d.Actions, r.ID)
	}
	for _, r := range b.c.Replies {
		d.Replies = append(d.Replies, r.ID)
	}
	for _, r := range b.c.Sources {
		if r.Data.Open {
			d.Sources = append(d.Sources, r.ID)
		}
	}
	return d
}
