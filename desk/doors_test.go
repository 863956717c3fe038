package desk_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"testing"
	"time"

	"unhindered/desk"
	"unhindered/record/register"
	"unhindered/report"
	"unhindered/storage/storagetest"
)

var errDoor = errors.New("the line is down")

// A weakRecord fails before or after it has done its work, as a network does.
type weakRecord struct {
	desk.Record
	before, after bool
	calls         int
}

func (r *weakRecord) Publish(ctx context.Context, key string, e register.Entry) (register.Published, error) {
	r.calls++
	if r.before {
		return register.Published{}, errDoor
	}
	p, err := r.Record.Publish(ctx, key, e)
	if r.after {
		return register.Published{}, errDoor
	}
	return p, err
}

func (r *weakRecord) Withdraw(ctx context.Context, key, id string) (register.Published, error) {
	r.calls++
	if r.before {
		return register.Published{}, errDoor
	}
	p, err := r.Record.Withdraw(ctx, key, id)
	if r.after {
		return register.Published{}, errDoor
	}
	return p, err
}

func TestAnApprovedPublicationIsCarriedOutOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		weak := &weakRecord{Record: h.record}
		h.desk.Close()
		h.openWith(h.drop, weak)
		ada, ben := h.signIn("ada"), h.signIn("ben")
		id, party := aCase(t, ada)
		if _, err := ada.AddConsent(t.Context(), id, consent(party, report.PublishAnonymous, h.clock.Now().Format(time.DateOnly))); err != nil {
			t.Fatal(err)
		}
		preview, _ := ada.Preview(t.Context(), id)
		if _, err := ada.RequestApproval(t.Context(), id, preview.Hash); err != nil {
			t.Fatal(err)
		}
		weak.after = true // the record has it, but nobody heard
		p, err := ben.Approve(t.Context(), id, preview.Hash)
		if !errors.Is(err, desk.ErrOnItsWay) || p.Step != desk.Publishing {
			t.Fatalf("approved with a line that is down: %+v, %v", p, err)
		}
		if _, err := ben.Approve(t.Context(), id, preview.Hash); !errors.Is(err, desk.ErrState) {
			t.Errorf("approved twice: %v", err)
		}
		if _, err := ada.RequestWithdrawal(t.Context(), id, "x"); !errors.Is(err, desk.ErrState) {
			t.Errorf("withdrawn while it is on its way: %v", err)
		}
		// The program is killed and started again.
		h.desk.Close()
		weak.after = false
		h.openWith(h.drop, weak)
		ada = h.signIn("ada")
		c := openCase(t, ada, id)
		if c.Publication.Data.Step != desk.Published {
			t.Fatalf("after the next sign-in: %+v", c.Publication.Data)
		}
		page, err := h.record.List(t.Context(), register.Filter{})
		if err != nil || page.Total != 1 {
			t.Errorf("the register has %d entries, want 1", page.Total)
		}
		// The same for a withdrawal.
		if _, err := ada.RequestWithdrawal(t.Context(), id, "asked to"); err != nil {
			t.Fatal(err)
		}
		weak.before = true
		ben = h.signIn("ben")
		if _, err := ben.Approve(t.Context(), id, ""); !errors.Is(err, desk.ErrOnItsWay) {
			t.Errorf("withdrew with a line that is down: %v", err)
		}
		weak.before = false
		if err := ben.Resume(t.Context()); err != nil {
			t.Fatal(err)
		}
		record, err := h.record.Entry(t.Context(), c.Publication.Data.EntryID)
		if err != nil || !record.Withdrawn {
			t.Errorf("not withdrawn: %+v, %v", record, err)
		}
		calls := weak.calls
		if err := ben.Resume(t.Context()); err != nil || weak.calls != calls {
			t.Errorf("what is done was done again: %v", err)
		}
		if err := ben.VerifyAudit(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatChangesAfterAskingIsNotPublished(t *testing.T) {
	h := newHouse(t, "")
	ada, ben := h.signIn("ada"), h.signIn("ben")
	id, party := aCase(t, ada)
	line, err := ada.AddConsent(t.Context(), id, consent(party, report.PublishAnonymous, h.clock.Now().Format(time.DateOnly)))
	if err != nil {
		t.Fatal(err)
	}
	ask := func() string {
		t.Helper()
		preview, err := ada.Preview(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ada.RequestApproval(t.Context(), id, preview.Hash); err != nil {
			t.Fatal(err)
		}
		return preview.Hash
	}
	hash := ask()
	if _, err := ada.RequestApproval(t.Context(), id, hash); !errors.Is(err, desk.ErrState) {
		t.Errorf("asked twice: %v", err)
	}
	c := openCase(t, ada, id)
	d := c.Draft.Data
	d.Summary += " More."
	if _, err := ada.SaveDraft(t.Context(), id, d, c.Draft.Version); err != nil {
		t.Fatal(err)
	}
	if _, err := ben.Approve(t.Context(), id, hash); !errors.Is(err, desk.ErrStale) {
		t.Errorf("an entry was published whose draft has changed: %v", err)
	}
	if _, err := ben.CancelRequest(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := ada.RequestApproval(t.Context(), id, hash); !errors.Is(err, desk.ErrStale) {
		t.Errorf("asked for what was not shown: %v", err)
	}
	hash = ask()
	if _, err := ada.WithdrawConsent(t.Context(), id, line.ID, ""); err != nil {
		t.Fatal(err)
	}
	var blocked *desk.Blocked
	if _, err := ben.Approve(t.Context(), id, hash); !errors.As(err, &blocked) {
		t.Errorf("approved without consent: %v", err)
	}
	if page, err := h.record.List(t.Context(), register.Filter{}); err != nil || page.Total != 0 {
		t.Errorf("the register has %d entries, %v", page.Total, err)
	}
}

// A weakIntake fails at one of its calls.
type weakIntake struct {
	desk.Intake
	fail string
}

func (w *weakIntake) OpenPart(ctx context.Context, envelope string, part int) (io.ReadCloser, error) {
	r, err := w.Intake.OpenPart(ctx, envelope, part)
	if err != nil || w.fail != "part" {
		return r, err
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(r, 100), r}, nil
}

func (w *weakIntake) Taken(ctx context.Context, envelope string) error {
	if w.fail == "taken" {
		return errDoor
	}
	return w.Intake.Taken(ctx, envelope)
}

func (w *weakIntake) PostAnswer(ctx context.Context, key, thread string, sealed []byte) error {
	if w.fail == "answer" {
		return errDoor
	}
	err := w.Intake.PostAnswer(ctx, key, thread, sealed)
	if w.fail == "answered" {
		return errDoor
	}
	return err
}

func TestAWeakLineToTheDropLosesNothing(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		weak := &weakIntake{Intake: h.drop}
		h.desk.Close()
		h.openWith(weak, h.record)
		p := h.report(report.Message{What: "x"}, "f", "content")
		weak.fail = "part"
		if n, err := h.desk.Fetch(t.Context()); n != 0 || err == nil {
			t.Errorf("half an envelope was taken: %d, %v", n, err)
		}
		weak.fail = "taken"
		if n, err := h.desk.Fetch(t.Context()); n != 1 || err == nil {
			t.Errorf("fetched %d, %v", n, err)
		}
		weak.fail = ""
		if n, err := h.desk.Fetch(t.Context()); n != 0 || err != nil {
			t.Errorf("the same envelope came twice: %d, %v", n, err)
		}
		if waiting, _ := h.drop.Waiting(t.Context()); len(waiting) != 0 {
			t.Error("the drop was not told")
		}
		s := h.signIn("ada")
		for _, fail := range []string{"answer", "answered"} {
			weak.fail = fail
			if err := s.Answer(t.Context(), p.thread().ID, fail); err != nil {
				t.Errorf("an answer that cannot be sent now is not kept: %v", err)
			}
		}
		thread, err := s.OpenThread(t.Context(), p.thread().ID)
		if err != nil || len(thread.Messages) != 3 || thread.Messages[1].Sent {
			t.Errorf("thread: %+v, %v", thread.Messages, err)
		}
		weak.fail = ""
		h.fetch()
		if got := p.answers(); len(got) != 2 || !slices.Contains(got, "answer") || !slices.Contains(got, "answered") {
			t.Errorf("the person reads %q", got)
		}
		if report, err := h.desk.Verify(t.Context()); err != nil || len(report.Faults) > 0 {
			t.Errorf("verify: %+v, %v", report, err)
		}
	})
}

func TestAMessageThatDoesNotOpen(t *testing.T) {
	h := newHouse(t, "")
	p := h.report(report.Message{What: "x", Consents: consents(report.Hold)})
	h.fetch()
	// What came is for another key: swapped on the way.
	other := newHouse(t, "")
	q := other.report(report.Message{What: "other"})
	other.fetch()
	swap(t, h, other)
	s := h.signIn("ada")
	thread, err := s.OpenThread(t.Context(), p.thread().ID)
	if err != nil || thread.Messages[0].Unreadable != "sealed for another key" || thread.Messages[0].What != "" {
		t.Errorf("thread: %+v, %v", thread.Messages, err)
	}
	id, err := s.NewCase(t.Context(), desk.NewCase{Thread: thread.ID, Header: desk.Header{Title: "x", State: "XEX"}})
	if err != nil {
		t.Fatal(err)
	}
	c := openCase(t, s, id)
	if !slices.ContainsFunc(c.Warnings, func(w desk.Warning) bool { return w.Code == desk.WarnUnreadable }) {
		t.Errorf("warnings: %+v", c.Warnings)
	}
	_ = q
}

func TestErase(t *testing.T) {
	h := newHouse(t, "")
	p := h.report(report.Message{What: "x"}, "f", "content")
	h.fetch()
	ada, cleo := h.signIn("ada"), h.signIn("cleo")
	id := p.thread().ID
	if err := cleo.EraseThread(t.Context(), id); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("a member erased a report: %v", err)
	}
	if err := ada.EraseThread(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	thread, err := ada.OpenThread(t.Context(), id)
	if err != nil || !thread.Erased || thread.Messages[0].What != "" || thread.Messages[0].Unreadable != "erased" {
		t.Errorf("thread: %+v, %v", thread, err)
	}
	if report, err := h.desk.Verify(t.Context()); err != nil || len(report.Faults) > 0 || report.Files != 0 {
		t.Errorf("verify: %+v, %v", report, err)
	}
	p.send(report.Message{Kind: report.Addition, What: "I write again"})
	h.fetch()
	if thread, err = ada.OpenThread(t.Context(), id); err != nil || thread.Messages[1].What != "I write again" {
		t.Errorf("thread: %+v, %v", thread.Messages, err)
	}
}

func TestConsentWithdrawnWhileItIsOnItsWay(t *testing.T) {
	for _, heard := range []bool{false, true} {
		h := newHouse(t, "")
		weak := &weakRecord{Record: h.record}
		h.desk.Close()
		h.openWith(h.drop, weak)
		ada, ben := h.signIn("ada"), h.signIn("ben")
		id, party := aCase(t, ada)
		line, err := ada.AddConsent(t.Context(), id, consent(party, report.PublishAnonymous, h.clock.Now().Format(time.DateOnly)))
		if err != nil {
			t.Fatal(err)
		}
		preview, _ := ada.Preview(t.Context(), id)
		if _, err := ada.RequestApproval(t.Context(), id, preview.Hash); err != nil {
			t.Fatal(err)
		}
		weak.before, weak.after = !heard, heard
		if _, err := ben.Approve(t.Context(), id, preview.Hash); !errors.Is(err, desk.ErrOnItsWay) {
			t.Fatal(err)
		}
		if _, err := ada.WithdrawConsent(t.Context(), id, line.ID, ""); err != nil {
			t.Fatal(err)
		}
		weak.before, weak.after = false, false
		if err := ada.Resume(t.Context()); err != nil {
			t.Fatal(err)
		}
		c := openCase(t, ada, id)
		p := c.Publication.Data
		record, err := h.record.Entry(t.Context(), p.EntryID)
		if p.Step != desk.Withdrawn || err != nil || !record.Withdrawn {
			t.Errorf("the record had heard %v: step %s, record %+v, %v", heard, p.Step, record, err)
		}
		if page, err := h.record.List(t.Context(), register.Filter{}); err != nil || page.Total != 0 {
			t.Errorf("the record had heard %v: %d entries are public, %v", heard, page.Total, err)
		}
	}
}

func TestAWithdrawnReportIsMadeNoCase(t *testing.T) {
	h := newHouse(t, "")
	p := h.report(report.Message{What: "x", Consents: consents(report.Hold)})
	h.fetch()
	p.withdraw()
	h.fetch()
	s := h.signIn("ada")
	_, err := s.NewCase(t.Context(), desk.NewCase{Thread: p.thread().ID, Header: desk.Header{Title: "x", State: "XEX"}})
	if !errors.Is(err, desk.ErrWithdrawnThread) {
		t.Errorf("got %v", err)
	}
	if inbox, err := s.Threads(t.Context()); err != nil || inbox[0].Withdrawn == "" {
		t.Errorf("inbox: %+v, %v", inbox, err)
	}
}

// A seizedDrop sends what an honest drop does not.
type seizedDrop struct {
	desk.Intake
	change func(*report.Envelope)
}

func (d *seizedDrop) Waiting(ctx context.Context) ([]report.Envelope, error) {
	all, err := d.Intake.Waiting(ctx)
	for i := range all {
		d.change(&all[i])
	}
	return all, err
}

func TestASeizedDropIsNotBelieved(t *testing.T) {
	h := newHouse(t, "")
	seized := &seizedDrop{Intake: h.drop}
	h.desk.Close()
	h.openWith(seized, h.record)
	p := h.report(report.Message{What: "first"})
	seized.change = func(*report.Envelope) {}
	h.fetch()
	p.send(report.Message{Kind: report.Addition, What: "second"})
	for why, change := range map[string]func(*report.Envelope){
		"a hostile id":       func(e *report.Envelope) { e.ID = "../../etc" },
		"a hostile thread":   func(e *report.Envelope) { e.Thread = "<script>" },
		"no parts":           func(e *report.Envelope) { e.Parts = nil },
		"no day":             func(e *report.Envelope) { e.Day = "today" },
		"no key":             func(e *report.Envelope) { e.AnswerTo = "age1" },
		"another size":       func(e *report.Envelope) { e.Parts[0] += 5 },
		"an unknown vault":   func(e *report.Envelope) { e.Vault = "0123" },
		"too many parts":     func(e *report.Envelope) { e.Parts = append(e.Parts, 1) },
		"a part cut shorter": func(e *report.Envelope) { e.Parts[0]-- },
	} {
		seized.change = change
		if n, err := h.desk.Fetch(t.Context()); n != 0 {
			t.Errorf("%s: taken, %v", why, err)
		}
	}
	// Another key for answers on a thread that has one: the first stays.
	other := h.report(report.Message{What: "other"})
	seized.change = func(e *report.Envelope) { e.AnswerTo = other.keys.Identity.Recipient().String() }
	h.fetch()
	s := h.signIn("ada")
	if err := s.Answer(t.Context(), p.thread().ID, "for the first key"); err != nil {
		t.Fatal(err)
	}
	if got := p.answers(); !slices.Equal(got, []string{"for the first key"}) {
		t.Errorf("the person reads %q", got)
	}
	if r, err := h.desk.Verify(t.Context()); err != nil || len(r.Faults) > 0 {
		t.Errorf("verify: %+v, %v", r, err)
	}
}
