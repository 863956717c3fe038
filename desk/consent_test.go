package desk_test

import (
	"slices"
	"testing"
	"time"

	"unhindered/desk"
	"unhindered/record/register"
	"unhindered/report"
	"unhindered/un"
)

// aCase makes a case with one subject, an act, a source and a draft; nobody has consented to anything.
func aCase(t testing.TB, s *desk.Session) (id, party string) {
	t.Helper()
	id, err := s.NewCase(t.Context(), desk.NewCase{Header: desk.Header{Title: "A case", State: "XEX", Fictional: true, SecretTerms: []string{"Project Heron"}}})
	if err != nil {
		t.Fatal(err)
	}
	party = save(t, s, id, &desk.Party{Label: "Person A", Role: desk.Subject, Is: desk.OnePerson})
	if _, err := s.SaveIdentity(t.Context(), id, party, desk.Identity{Name: "Amina Yusuf", Aliases: []string{"Umm Sami"}}, 0); err != nil {
		t.Fatal(err)
	}
	ready(t, s, id)
	return id, party
}

func consent(party string, purpose report.Purpose, day string) desk.Consent {
	return desk.Consent{For: party, GivenBy: "self", Purpose: purpose, Given: true, Wording: "as read out", Channel: "interview", Day: day}
}

func TestChecks(t *testing.T) {
	h := newHouse(t, "")
	s := h.signIn("ada")
	today := h.clock.Now().Format(time.DateOnly)
	yesterday := h.clock.Now().AddDate(0, 0, -1).Format(time.DateOnly)

	with := func(purpose report.Purpose, dates, places desk.Precision) func(party string) []desk.Consent {
		return func(party string) []desk.Consent {
			c := consent(party, purpose, today)
			c.Dates, c.Places = dates, places
			return []desk.Consent{c}
		}
	}
	anonymous := with(report.PublishAnonymous, "", "")
	tests := []struct {
		why      string
		consents func(party string) []desk.Consent
		change   func(d *desk.Draft, party string)
		want     []string
	}{
		{"no consent at all", nil, nil, []string{desk.ProblemNoConsent}},
		{"consent to hold is not consent to publish", with(report.Hold, "", ""), nil, []string{desk.ProblemNoConsent}},
		{"consent to publish without a name", anonymous, nil, nil},
		{"consent by name covers publication without it", with(report.PublishNamed, "", ""), nil, nil},
		{"asked and refused", func(p string) []desk.Consent {
			c := consent(p, report.PublishAnonymous, today)
			c.Given = false
			return []desk.Consent{c}
		}, nil, []string{desk.ProblemNoConsent}},
		{"consent that has run out", func(p string) []desk.Consent {
			c := consent(p, report.PublishAnonymous, "2020-01-01")
			c.Until = yesterday
			return []desk.Consent{c}
		}, nil, []string{desk.ProblemNoConsent}},
		{"withdrawn yesterday", func(p string) []desk.Consent {
			c := consent(p, report.PublishAnonymous, "2020-01-01")
			c.Withdrawn = yesterday
			return []desk.Consent{c}
		}, nil, []string{desk.ProblemNoConsent}},
		{"withdrawn and given again", func(p string) []desk.Consent {
			c := consent(p, report.PublishAnonymous, "2020-01-01")
			c.Withdrawn = yesterday
			return []desk.Consent{c, consent(p, report.PublishAnonymous, today)}
		}, nil, nil},
		{"named with consent to be named", with(report.PublishNamed, "", ""), func(d *desk.Draft, party string) {
			d.Named, d.Subject = []string{party}, "Amina Yusuf"
		}, nil},
		{"named without consent to be named", anonymous, func(d *desk.Draft, party string) {
			d.Named, d.Subject = []string{party}, "Amina Yusuf"
		}, []string{desk.ProblemNotNamed}},
		{"a name slips into the summary", anonymous, func(d *desk.Draft, _ string) { d.Summary = "She, Ms. YUSUF, was called in." }, []string{desk.ProblemSecretTerm}},
		{"an alias stays secret even of who is named", with(report.PublishNamed, "", ""), func(d *desk.Draft, party string) {
			d.Named, d.Summary = []string{party}, "Amina Yusuf, known as Umm Sami, was called in."
		}, []string{desk.ProblemSecretTerm}},
		{"a secret term", anonymous, func(d *desk.Draft, _ string) { d.Outcome = "It ended project-heron." }, []string{desk.ProblemSecretTerm}},
		{"a month where nothing finer than a year was said", anonymous, func(d *desk.Draft, _ string) { d.Dates = desk.ToMonth }, []string{desk.ProblemDates}},
		{"a month that was consented to", with(report.PublishAnonymous, desk.ToMonth, ""), func(d *desk.Draft, _ string) { d.Dates = desk.ToMonth }, nil},
		{"a day where a month was consented to", with(report.PublishAnonymous, desk.ToMonth, ""), func(d *desk.Draft, _ string) { d.Dates = desk.ToDay }, []string{desk.ProblemDates}},
		{"a date in the words of the summary", anonymous, func(d *desk.Draft, _ string) { d.Summary = "On 14 April 2026 she was called in." }, []string{desk.ProblemDates}},
		{"a region where the country was consented to", anonymous, func(d *desk.Draft, _ string) { d.Places, d.Place = desk.ToRegion, "Upper Province" }, []string{desk.ProblemPlaces}},
		{"a region that was consented to", with(report.PublishAnonymous, "", desk.ToRegion), func(d *desk.Draft, _ string) { d.Places, d.Place = desk.ToRegion, "Upper Province" }, nil},
		{"the town where the region was consented to", with(report.PublishAnonymous, "", desk.ToRegion), func(d *desk.Draft, _ string) {
			d.Places, d.Place, d.Summary = desk.ToRegion, "Upper Province", "In Northtown a defender was called in."
		}, []string{desk.ProblemPlaces}},
		{"a place that claims to be the country", anonymous, func(d *desk.Draft, _ string) { d.Place = "a small town" }, []string{desk.ProblemPlaces}},
		{"the country", anonymous, func(d *desk.Draft, _ string) { d.Place = "Examplestan" }, nil},
		{"no source", anonymous, func(d *desk.Draft, _ string) { d.Sources = nil }, []string{desk.ProblemNoSource}},
		{"no act", anonymous, func(d *desk.Draft, _ string) { d.Acts = nil }, []string{desk.ProblemNoAct}},
		{"a chosen item that is gone", anonymous, func(d *desk.Draft, _ string) { d.Acts = append(d.Acts, "0123") }, []string{desk.ProblemGone}},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			id, party := aCase(t, s)
			if test.consents != nil {
				for _, c := range test.consents(party) {
					if _, err := s.AddConsent(t.Context(), id, c); err != nil {
						t.Fatal(err)
					}
				}
			}
			if test.change != nil {
				c := openCase(t, s, id)
				d := c.Draft.Data
				test.change(&d, party)
				if _, err := s.SaveDraft(t.Context(), id, d, c.Draft.Version); err != nil {
					t.Fatal(err)
				}
			}
			problems, err := s.Check(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			if got := codes(problems); !slices.Equal(got, test.want) {
				t.Errorf("problems %v, want %v: %+v", got, test.want, problems)
			}
		})
	}
}

func TestEveryPartyHasToConsent(t *testing.T) {
	h := newHouse(t, "")
	s := h.signIn("ada")
	today := h.clock.Now().Format(time.DateOnly)
	id, party := aCase(t, s)
	coarse := consent(party, report.PublishNamed, today)
	coarse.Dates = desk.ToDay
	if _, err := s.AddConsent(t.Context(), id, coarse); err != nil {
		t.Fatal(err)
	}
	lawyer := save(t, s, id, &desk.Party{Label: "The lawyer", Role: desk.Lawyer, Is: desk.OnePerson})
	check := func(why string, want ...string) {
		t.Helper()
		problems, err := s.Check(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if got := codes(problems); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", why, got, want)
		}
	}
	check("the lawyer was not asked", desk.ProblemNoConsent)
	if _, err := s.AddConsent(t.Context(), id, consent(lawyer, report.PublishAnonymous, today)); err != nil {
		t.Fatal(err)
	}
	check("both have consented")
	c := openCase(t, s, id)
	d := c.Draft.Data
	d.Dates = desk.ToDay
	if _, err := s.SaveDraft(t.Context(), id, d, c.Draft.Version); err != nil {
		t.Fatal(err)
	}
	check("the coarsest consent sets the limit", desk.ProblemDates)
	item, err := s.Item(t.Context(), id, lawyer)
	if err != nil {
		t.Fatal(err)
	}
	public := *item.Data.(*desk.Party)
	public.Public = true
	if _, err := s.Save(t.Context(), id, desk.Item{ID: lawyer, Data: &public}, item.Version); err != nil {
		t.Fatal(err)
	}
	check("who is public already sets no limit")
	item, _ = s.Item(t.Context(), id, party)
	minor := *item.Data.(*desk.Party)
	minor.Minor = true
	if _, err := s.Save(t.Context(), id, desk.Item{ID: party, Data: &minor}, item.Version); err != nil {
		t.Fatal(err)
	}
	c = openCase(t, s, id)
	d = c.Draft.Data
	d.Named = []string{party}
	if _, err := s.SaveDraft(t.Context(), id, d, c.Draft.Version); err != nil {
		t.Fatal(err)
	}
	check("a minor is not named, whatever was consented", desk.ProblemMinor)
}

func TestWithdrawnConsentFlagsWhatIsPublished(t *testing.T) {
	h := newHouse(t, "")
	ada, ben := h.signIn("ada"), h.signIn("ben")
	id, party := aCase(t, ada)
	line, err := ada.AddConsent(t.Context(), id, consent(party, report.PublishAnonymous, h.clock.Now().Format(time.DateOnly)))
	if err != nil {
		t.Fatal(err)
	}
	p := publish(t, ada, ben, id)
	went, err := ben.WithdrawConsent(t.Context(), id, line.ID, "")
	if err != nil || len(went) != 1 || went[0].ID != p.EntryID {
		t.Errorf("went: %+v, %v", went, err)
	}
	list, _, err := ben.Cases(t.Context(), desk.CaseFilter{})
	if err != nil || !slices.Contains(list[0].Warnings, desk.WarnMustWithdraw) {
		t.Errorf("list: %+v, %v", list, err)
	}
	if c := openCase(t, ben, id); !c.Publication.Data.MustWithdraw {
		t.Error("the publication is not marked")
	}
	// The draft cannot be published again either.
	problems, err := ben.Check(t.Context(), id)
	if err != nil || !slices.Equal(codes(problems), []string{desk.ProblemNoConsent}) {
		t.Errorf("problems: %+v, %v", problems, err)
	}
}

// publish takes the draft of a case through both steps.
func publish(t testing.TB, asks, approves *desk.Session, id string) desk.Publication {
	t.Helper()
	preview, err := asks.Preview(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := asks.RequestApproval(t.Context(), id, preview.Hash); err != nil {
		t.Fatalf("asking: %v %+v", err, preview.Problems)
	}
	p, err := approves.Approve(t.Context(), id, preview.Hash)
	if err != nil {
		t.Fatalf("approving: %v", err)
	}
	return p
}

func TestWhatIsNotOpenStaysUnnamed(t *testing.T) {
	h := newHouse(t, "")
	s := h.signIn("ada")
	id, _ := aCase(t, s)
	hidden := save(t, s, id, &desk.Source{Document: "Interview with the cousin", Part: "page 2"})
	action := save(t, s, id, &desk.Action{Type: "joint urgent appeal", Body: "SP", Symbol: "UA XEX 1/2026", Date: un.Date("2026-05-02"), Source: hidden, Confidential: true})
	c := openCase(t, s, id)
	d := c.Draft.Data
	d.Sources, d.Actions = append(d.Sources, hidden), []string{action}
	if _, err := s.SaveDraft(t.Context(), id, d, c.Draft.Version); err != nil {
		t.Fatal(err)
	}
	preview, err := s.Preview(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	e := preview.Entry
	if len(e.Sources) != 2 || e.Sources[1] != (register.Source{Document: "Information received by the team; the source is protected"}) {
		t.Errorf("sources: %+v", e.Sources)
	}
	if e.Actions[0].Source != "" {
		t.Errorf("a protected source is cited: %+v", e.Actions)
	}
	if !slices.Contains(codes(preview.Problems), desk.ProblemConfidential) {
		t.Errorf("a confidential letter passes: %+v", preview.Problems)
	}
}
