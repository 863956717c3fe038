package desk_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"unhindered/desk"
	"unhindered/record/register"
	"unhindered/report"
	"unhindered/storage/storagetest"
	"unhindered/un"
)

// save saves a new item and returns its ID.
func save(t testing.TB, s *desk.Session, caseID string, data desk.Data) string {
	t.Helper()
	item, err := s.Save(t.Context(), caseID, desk.Item{Data: data}, 0)
	if err != nil {
		t.Fatalf("saving %s: %v", data.Kind(), err)
	}
	return item.ID
}

func openCase(t testing.TB, s *desk.Session, id string) desk.Case {
	t.Helper()
	c, err := s.OpenCase(t.Context(), id)
	if err != nil {
		t.Fatalf("opening the case: %v", err)
	}
	return c
}

func codes(problems []desk.Problem) []string {
	var all []string
	for _, p := range problems {
		if fmt.Sprintf(p.Say, p.Args...) != p.Text {
			all = append(all, "cannot be said in another language: "+p.Text)
		}
		if p.Blocking {
			all = append(all, p.Code)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// ready fills a case with an act, an engagement, a source and a draft that chooses them.
func ready(t testing.TB, s *desk.Session, id string) {
	t.Helper()
	engagement := save(t, s, id, &desk.Engagement{Body: "HRC", Form: "statement", Status: "done", From: "2026-03"})
	act := save(t, s, id, &desk.Act{Type: "SUMMONS", Engagement: engagement, From: "2026-04-14", Place: "Northtown", Region: "Upper Province"})
	source := save(t, s, id, &desk.Source{Document: "Statement to the press", Address: "https://example.org/1", Open: true})
	_, err := s.SaveDraft(t.Context(), id, desk.Draft{
		Subject: "A human rights defender", SubjectKind: register.Person, Summary: "A defender was called in by the police after speaking at the Council.",
		Dates: desk.ToYear, Places: desk.ToCountry, Acts: []string{act}, Engagements: []string{engagement}, Sources: []string{source},
	}, 0)
	if err != nil {
		t.Fatalf("saving the draft: %v", err)
	}
}

func TestTheWholePath(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		ctx := t.Context()
		h := newHouse(t, url)
		p := h.report(report.Message{What: "I was summoned", Whom: "me", DangerNow: true, Language: "en", Consents: consents(report.Hold)},
			"summons.txt", "come on Monday", "photo.jpg", strings.Repeat("pixels", 20_000))
		if n := h.fetch(); n != 1 {
			t.Fatalf("fetched %d, want 1", n)
		}
		if waiting, _ := h.drop.Waiting(ctx); len(waiting) != 0 {
			t.Error("the drop keeps what the desk has taken")
		}
		if n := h.fetch(); n != 0 {
			t.Errorf("fetched %d again, want 0", n)
		}

		ada, ben, cleo := h.signIn("ada"), h.signIn("ben"), h.signIn("cleo")
		inbox, err := cleo.Threads(ctx)
		if err != nil || len(inbox) != 1 {
			t.Fatalf("inbox: %v, %v", inbox, err)
		}
		if i := inbox[0]; i.New != 1 || i.Danger || i.Size != desk.Small || i.Case != "" {
			t.Errorf("before it is opened: %+v", i)
		}
		thread, err := cleo.OpenThread(ctx, inbox[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		if m := thread.Messages[0]; m.What != "I was summoned" || !thread.Danger || thread.New != 0 || len(m.Files) != 2 {
			t.Errorf("opened: %+v", thread)
		}
		file, r, err := cleo.OpenFile(ctx, thread.ID, thread.Messages[0].ID, 1)
		if err != nil {
			t.Fatal(err)
		}
		if content, err := io.ReadAll(r); err != nil || string(content) != "come on Monday" || file.Name != "summons.txt" {
			t.Errorf("file: %q, %v", content, err)
		}
		r.Close()
		if err := cleo.Answer(ctx, thread.ID, "We have your report."); err != nil {
			t.Fatal(err)
		}
		if got := p.answers(); !slices.Equal(got, []string{"We have your report."}) {
			t.Errorf("the person reads %q", got)
		}

		id, err := cleo.NewCase(ctx, desk.NewCase{Thread: thread.ID, Header: desk.Header{Title: "The summons", State: "XEX", Fictional: true}})
		if err != nil {
			t.Fatal(err)
		}
		c := openCase(t, cleo, id)
		if len(c.Parties) != 1 || len(c.Evidence) != 2 || len(c.Sources) != 1 || len(c.Consents) != len(report.Purposes()) {
			t.Errorf("from the report: %d parties, %d files, %d sources, %d consents", len(c.Parties), len(c.Evidence), len(c.Sources), len(c.Consents))
		}
		ready(t, cleo, id)

		preview, err := cleo.Preview(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if got := codes(preview.Problems); !slices.Equal(got, []string{desk.ProblemNoConsent}) {
			t.Fatalf("problems without consent: %v", preview.Problems)
		}
		var blocked *desk.Blocked
		if _, err := cleo.RequestApproval(ctx, id, preview.Hash); !errors.As(err, &blocked) {
			t.Errorf("approval was asked for without consent: %v", err)
		}

		p.send(report.Message{Kind: report.Consents, Consents: consents(report.Hold, report.PublishAnonymous)})
		h.fetch() // members are signed in: the ledger follows
		if preview, err = cleo.Preview(ctx, id); err != nil || len(codes(preview.Problems)) != 0 {
			t.Fatalf("problems with consent: %v, %v", preview.Problems, err)
		}
		if preview.Entry.From != un.Date("2026") || preview.Entry.Place != "" {
			t.Errorf("finer than consented: %+v", preview.Entry)
		}
		if _, err := cleo.RequestApproval(ctx, id, preview.Hash); err != nil {
			t.Fatal(err)
		}
		if _, err := cleo.Approve(ctx, id, preview.Hash); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a member approved: %v", err)
		}
		if _, err := ada.Approve(ctx, id, "another hash"); !errors.Is(err, desk.ErrStale) {
			t.Errorf("approved what was not shown: %v", err)
		}
		published, err := ada.Approve(ctx, id, preview.Hash)
		if err != nil || published.Step != desk.Published || published.EntryID == "" || published.Commitment == "" {
			t.Fatalf("published: %+v, %v", published, err)
		}
		record, err := h.record.Entry(ctx, published.EntryID)
		if err != nil || record.Entry.Summary != preview.Entry.Summary || record.Commitment != published.Commitment {
			t.Errorf("in the register: %+v, %v", record, err)
		}

		// A correction is a new version; ada drafts it, so ben has to approve.
		c = openCase(t, ada, id)
		draft := c.Draft.Data
		draft.Summary = "A defender was called in by the police, twice, after speaking at the Council."
		if _, err := ada.SaveDraft(ctx, id, draft, c.Draft.Version); err != nil {
			t.Fatal(err)
		}
		if preview, err = ada.Preview(ctx, id); err != nil {
			t.Fatal(err)
		}
		if _, err := ada.RequestApproval(ctx, id, preview.Hash); err != nil {
			t.Fatal(err)
		}
		if _, err := ada.Approve(ctx, id, preview.Hash); !errors.Is(err, desk.ErrSamePerson) {
			t.Errorf("ada approved her own work: %v", err)
		}
		if published, err = ben.Approve(ctx, id, preview.Hash); err != nil || published.Version != 2 {
			t.Fatalf("corrected: %+v, %v", published, err)
		}

		// The person takes everything back.
		p.withdraw()
		h.fetch()
		c = openCase(t, ben, id)
		if !slices.ContainsFunc(c.Warnings, func(w desk.Warning) bool { return w.Code == desk.WarnMustWithdraw }) {
			t.Errorf("warnings: %+v", c.Warnings)
		}
		for _, consent := range c.Consents {
			if consent.Data.Holds(h.clock.Now().Format("2006-01-02")) {
				t.Errorf("a consent holds after the report was withdrawn: %+v", consent.Data)
			}
		}
		if len(c.Went) != 1 || c.Went[0].ID != published.EntryID || c.Went[0].Gone {
			t.Errorf("went: %+v", c.Went)
		}
		if err := ben.Answer(ctx, thread.ID, "still there?"); !errors.Is(err, desk.ErrWithdrawnThread) {
			t.Errorf("answered a withdrawn report: %v", err)
		}
		if _, err := ben.RequestWithdrawal(ctx, id, "the person asked"); err != nil {
			t.Fatal(err)
		}
		if _, err := ben.Approve(ctx, id, ""); !errors.Is(err, desk.ErrSamePerson) {
			t.Errorf("ben approved what he asked: %v", err)
		}
		withdrawn, err := ada.Approve(ctx, id, "")
		if err != nil || withdrawn.Step != desk.Withdrawn {
			t.Fatalf("withdrawn: %+v, %v", withdrawn, err)
		}
		if record, err := h.record.Entry(ctx, published.EntryID); err != nil || !record.Withdrawn || record.Entry.Summary != "" {
			t.Errorf("in the register after withdrawal: %+v, %v", record, err)
		}
		for _, s := range []*desk.Session{ada, ben, cleo} {
			if err := s.VerifyAudit(ctx); err != nil {
				t.Error(err)
			}
		}
		report, err := ada.Verify(ctx)
		if err != nil || len(report.Faults) > 0 {
			t.Errorf("verify: %+v, %v", report, err)
		}
		if report, err := h.desk.Verify(ctx); err != nil || len(report.Faults) > 0 {
			t.Errorf("verify without keys: %+v, %v", report, err)
		}
	})
}
