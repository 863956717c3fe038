package desk_test

import (
	"context"
	"errors"
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
