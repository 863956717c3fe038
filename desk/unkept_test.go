package desk_test

import (
	"slices"
	"testing"
	"time"

	"unhindered/desk"
	"unhindered/report"
)

func inboxLine(t *testing.T, s *desk.Session, id string) desk.ThreadInfo {
	t.Helper()
	inbox, err := s.Threads(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range inbox {
		if line.ID == id {
			return line
		}
	}
	t.Fatal("the report is not in the inbox")
	return desk.ThreadInfo{}
}

func TestWhoDoesNotAgreeToKeepingIsErasedAfterReading(t *testing.T) {
	h := newHouse(t, "")
	s := h.signIn("ada")
	silent := h.report(report.Message{What: "x"})
	h.fetch()
	if inboxLine(t, s, silent.thread().ID).MustErase {
		t.Error("what nobody has opened has to be erased: nobody can know")
	}
	if _, err := s.OpenThread(t.Context(), silent.thread().ID); err != nil {
		t.Fatal(err)
	}
	if !inboxLine(t, s, silent.thread().ID).MustErase {
		t.Error("who said nothing of keeping it is kept")
	}
	silent.send(report.Message{Kind: report.Consents, Consents: consents(report.Hold)})
	h.fetch()
	if _, err := s.OpenThread(t.Context(), silent.thread().ID); err != nil {
		t.Fatal(err)
	}
	if inboxLine(t, s, silent.thread().ID).MustErase {
		t.Error("who agrees later has to be erased")
	}
	silent.send(report.Message{Kind: report.Consents, Consents: consents()})
	h.fetch()
	if _, err := s.OpenThread(t.Context(), silent.thread().ID); err != nil {
		t.Fatal(err)
	}
	if err := s.EraseThread(t.Context(), silent.thread().ID); err != nil {
		t.Fatal(err)
	}
	if inboxLine(t, s, silent.thread().ID).MustErase {
		t.Error("what is erased has to be erased once more")
	}
}

func TestAWithdrawnReportNamesWhatIsLeftOfIt(t *testing.T) {
	h := newHouse(t, "")
	s := h.signIn("ada")
	ctx := t.Context()
	p := h.report(report.Message{What: "x", Consents: consents(report.Hold)}, "letter.txt", "a letter")
	h.fetch()
	thread := p.thread().ID
	id, err := s.NewCase(ctx, desk.NewCase{Thread: thread, Header: desk.Header{Title: "x", State: "XEX"}})
	if err != nil {
		t.Fatal(err)
	}
	listed := func() bool {
		list, _, err := s.Cases(ctx, desk.CaseFilter{})
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(list, func(c desk.CaseInfo) bool { return c.ID == id })
		return slices.Contains(list[at].Warnings, desk.WarnUnkept)
	}
	if c := openCase(t, s, id); len(c.Unkept) > 0 || listed() {
		t.Errorf("what may be kept: %+v", c.Unkept)
	}
	p.withdraw()
	h.fetch()
	c := openCase(t, s, id)
	if len(c.Unkept) != 1 || !c.Unkept[0].Report || !c.Unkept[0].Case || c.Unkept[0].Withdrawn == "" || !listed() {
		t.Fatalf("the case rests on who withdrew: %+v", c.Unkept)
	}

	// Somebody else of the case agreed that it is kept: only what came with the report has to go.
	today := h.clock.Now().Format(time.DateOnly)
	other := save(t, s, id, &desk.Party{Label: "another", Role: desk.Subject, Is: desk.OnePerson})
	if _, err := s.AddConsent(ctx, id, consent(other, report.Hold, today)); err != nil {
		t.Fatal(err)
	}
	c = openCase(t, s, id)
	kinds := map[desk.Kind]int{}
	for _, came := range c.Unkept[0].Items {
		kinds[came.Kind]++
	}
	if c.Unkept[0].Case || kinds[desk.KindParty] != 1 || kinds[desk.KindSource] != 1 || kinds[desk.KindEvidence] != 1 {
		t.Errorf("what came with the report: %+v", c.Unkept)
	}
	for _, came := range c.Unkept[0].Items {
		if err := s.Erase(ctx, id, came.ID); err != nil {
			t.Fatal(err)
		}
	}
	if c = openCase(t, s, id); len(c.Unkept) != 1 || len(c.Unkept[0].Items) > 0 {
		t.Errorf("left to erase: %+v", c.Unkept)
	}
	if err := s.EraseThread(ctx, thread); err != nil {
		t.Fatal(err)
	}
	if c = openCase(t, s, id); len(c.Unkept) > 0 || listed() {
		t.Errorf("all is erased, and yet: %+v", c.Unkept)
	}
}

func TestAnErasedCaseOwesNothingMore(t *testing.T) {
	h := newHouse(t, "")
	s := h.signIn("ada")
	p := h.report(report.Message{What: "x", Consents: consents()})
	h.fetch()
	thread := p.thread().ID
	id, err := s.NewCase(t.Context(), desk.NewCase{Thread: thread, Header: desk.Header{Title: "x", State: "XEX"}})
	if err != nil {
		t.Fatal(err)
	}
	if c := openCase(t, s, id); len(c.Unkept) != 1 || c.Unkept[0].Withdrawn != "" {
		t.Errorf("who refused is kept: %+v", c.Unkept)
	}
	if err := s.EraseCase(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if c := openCase(t, s, id); len(c.Unkept) != 1 || c.Unkept[0].Case || !c.Unkept[0].Report {
		t.Errorf("the report is still here: %+v", c.Unkept)
	}
	if err := s.EraseThread(t.Context(), thread); err != nil {
		t.Fatal(err)
	}
	if c := openCase(t, s, id); len(c.Unkept) > 0 {
		t.Errorf("nothing is left: %+v", c.Unkept)
	}
}
