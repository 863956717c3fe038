package desk_test

import (
	"context"
	"io"
	"slices"
	"testing"

	"unhindered/desk"
	"unhindered/report"
	"unhindered/storage/storagetest"
)

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
