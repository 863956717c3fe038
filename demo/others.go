package demo

import (
	"context"
	"fmt"
	"slices"

	"unhindered/desk"
	"unhindered/record/register"
	"unhindered/report"
)

// otherCases makes a case whose publication the checks refuse, with something overdue, and one of the other team.
func (p *play) otherCases(ctx context.Context, heron *desk.Session) error {
	first, err := vaultNamed(ctx, heron, firstTeam)
	if err != nil {
		return err
	}
	b, err := p.caseOf(ctx, heron, desk.NewCase{Vault: first, Header: desk.Header{
		Title: teacherCase, State: "XEX", Stage: desk.StageConsentPending, Fictional: true,
		Notes: "Invented for the demonstration. Told in a talk in Geneva; nothing may be published yet.",
		Next:  "Ask again whether it may be published", Due: inDays(-2), SecretTerms: []string{"school no. 7"},
	}})
	if err != nil {
		return err
	}
	b.teacher()
	if b.err != nil {
		return b.err
	}
	north, err := vaultNamed(ctx, heron, northernTeam)
	if err != nil {
		return err
	}
	b, err = p.caseOf(ctx, heron, desk.NewCase{Vault: north, Header: desk.Header{
		Title: letterCase, State: "XEX", Stage: desk.StageDraft, Fictional: true,
		Notes: "Invented for the demonstration. Only the northern team can open this case.", Next: "Find the postal receipt", Due: inDays(12),
	}})
	if err != nil {
		return err
	}
	b.letter()
	return b.err
}

func vaultNamed(ctx context.Context, s *desk.Session, name string) (string, error) {
	vaults, err := s.Vaults(ctx)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(vaults, func(v desk.VaultInfo) bool { return v.Name == name })
	if i < 0 {
		return "", fmt.Errorf("the demo's desk has no vault %q", name)
	}
	return vaults[i].ID, nil
}

// caseOf finds the case with a title, or makes it.
func (p *play) caseOf(ctx context.Context, s *desk.Session, n desk.NewCase) (*builder, error) {
	cases, _, err := s.Cases(ctx, desk.CaseFilter{Vault: n.Vault})
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(cases, func(c desk.CaseInfo) bool { return c.Title == n.Header.Title })
	if i >= 0 {
		return p.builder(ctx, s, cases[i].ID)
	}
	id, err := s.NewCase(ctx, n)
	if err != nil {
		return nil, err
	}
	return p.builder(ctx, s, id)
}

// teacher has a draft that may not go out: nobody has agreed to it.
func (b *builder) teacher() {
	teacher := b.party(desk.Party{Label: "the teacher", Role: desk.Subject, Is: desk.OnePerson})
	b.identity(teacher, desk.Identity{Name: "Ilse Morrow", Nationality: "Examplestan", Contact: "in person, twice a year"})
	training := b.engagement(desk.Engagement{Body: "OHCHR", Form: "training", Status: "done", Parties: []string{teacher}, From: "2026-05",
		Place: "Geneva", LinkBasis: "told during questioning", Text: "took part in a training on the human rights mechanisms of the UN"})
	official := b.actor(desk.Actor{Name: "two officials of the school board", Type: "other official", Involvement: "carried out", State: "XEX"})
	b.act(desk.Act{Type: "INTERROGATION", Parties: []string{teacher}, Actors: []string{official}, Engagement: training, Timing: "after",
		From: "2026-06-03", Place: "school no. 7", Region: "Hill Province", Method: "asked what she had told foreigners"})
	b.act(desk.Act{Type: "THREAT_PROFESSIONAL", Parties: []string{teacher}, Actors: []string{official}, Engagement: training, Timing: "after",
		From: "2026-06", Region: "Hill Province", Reason: "“Teachers who travel should not be surprised.”"})
	b.source(desk.Source{Document: "talk with the teacher", Day: "2026-09", Reliability: "first hand", Claim: "Her own account."})
	b.consent(desk.Consent{For: teacher, GivenBy: "self", Purpose: report.Hold, Given: true, Channel: "interview", Day: "2026-09-15",
		Wording: "May we keep this and work on it?", Language: "en", UnderstoodRisks: "yes"})
	b.consent(desk.Consent{For: teacher, GivenBy: "self", Purpose: report.PublishAnonymous, Given: false, Channel: "interview", Day: "2026-09-15",
		Wording: "May it be published without your name?", Language: "en", UnderstoodRisks: "yes", Notes: "Not before the school year ends."})
	if b.err != nil || b.c.Draft.Version > 0 {
		return
	}
	if b.c, b.err = b.s.OpenCase(b.ctx, b.c.ID); b.err != nil {
		return
	}
	d := desk.Draft{Subject: "a teacher", SubjectKind: register.Person, Dates: desk.ToDay, Places: desk.ToExact, Place: "school no. 7",
		Summary: "Reported to have been questioned at school no. 7 after a training in Geneva."}
	for _, r := range b.c.Acts {
		d.Acts = append(d.Acts, r.ID)
	}
	_, b.err = b.s.SaveDraft(b.ctx, b.c.ID, d, 0)
}

func (b *builder) letter() {
	group := b.party(desk.Party{Label: "the parents' group", Role: desk.Subject, Is: desk.AnOrganisation, Count: 20})
	letter := b.engagement(desk.Engagement{Body: "CRC", Form: "submission", Status: "sought", Parties: []string{group}, From: "2026-02",
		LinkBasis: "inferred from timing", Text: "letter to the Committee on the Rights of the Child"})
	b.act(desk.Act{Type: "SUBMISSION_CENSORED", Parties: []string{group}, Engagement: letter, Timing: "during", From: "2026-02",
		Method: "sent back opened, with the remark that such letters go through the ministry"})
	b.note(desk.Note{Text: "Ask the post office of the capital for the book of registered letters."})
}
