package drop_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/drop"
	"unhindered/report"
	"unhindered/seal"
	"unhindered/storage/storagetest"
)

func TestAnswers(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		r := newRoom(t, url)
		keys := r.send(t, "What happened.")
		e := r.waiting(t, 1)[0]
		to, err := seal.ParseRecipient(e.AnswerTo)
		if err != nil {
			t.Fatal(err)
		}
		for _, answer := range []struct{ key, text string }{{"k2", "first"}, {"k1", "second"}, {"k2", "first once more"}} {
			sealed, err := seal.Seal([]byte(answer.text), to)
			if err != nil {
				t.Fatal(err)
			}
			if err := r.PostAnswer(t.Context(), answer.key, e.Thread, sealed); err != nil {
				t.Fatal(err)
			}
		}
		thread, err := r.Thread(t.Context(), keys.Lookup)
		if err != nil {
			t.Fatal(err)
		}
		answers, err := r.Answers(t.Context(), thread)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, a := range answers {
			text, err := seal.Open(a.Sealed, keys.Identity)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(text))
		}
		if diff := cmp.Diff([]string{"first", "second"}, got); diff != "" {
			t.Error(diff)
		}
		if err := r.PostAnswer(t.Context(), "k3", e.Thread, []byte("in the clear")); !errors.Is(err, seal.ErrNotAge) {
			t.Errorf("an answer in the clear: %v, want ErrNotAge", err)
		}
		sealed, err := seal.Seal([]byte("x"), to)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.PostAnswer(t.Context(), "k4", "nobody", sealed); !errors.Is(err, drop.ErrNoThread) {
			t.Errorf("to nobody: %v, want ErrNoThread", err)
		}
	})
}

func TestWithdrawLeavesOneSealedMessage(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		r := newRoom(t, url)
		keys := r.send(t, "What happened.")
		thread, err := r.Thread(t.Context(), keys.Lookup)
		if err != nil {
			t.Fatal(err)
		}
		to, err := seal.ParseRecipient(thread.AnswerTo)
		if err != nil {
			t.Fatal(err)
		}
		sealed, err := seal.Seal([]byte("answer"), to)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.PostAnswer(t.Context(), "k", thread.ID, sealed); err != nil {
			t.Fatal(err)
		}
		for range 2 { // twice is the same as once
			if err := r.Withdraw(t.Context(), thread, report.Message{What: "Please stop."}); err != nil {
				t.Fatal(err)
			}
		}
		e := r.waiting(t, 1)[0]
		if m := r.message(t, e.ID); m.Kind != report.Withdraw || m.What != "Please stop." {
			t.Errorf("the message is %+v", m)
		}
		if left := r.blobs(t); len(left) != 1 {
			t.Errorf("%d sealed files are left, want the message alone", len(left))
		}
		after, err := r.Thread(t.Context(), keys.Lookup)
		if err != nil || !after.Withdrawn {
			t.Errorf("thread %+v, %v; want it withdrawn", after, err)
		}
		if answers, err := r.Answers(t.Context(), after); err != nil || len(answers) != 0 {
			t.Errorf("%d answers are left (%v)", len(answers), err)
		}
		if _, err := r.BeginOn(t.Context(), after); !errors.Is(err, drop.ErrWithdrawn) {
			t.Errorf("writing again: %v, want ErrWithdrawn", err)
		}
		// A page that was open before the withdrawal still has the old Thread.
		sub, err := r.BeginOn(t.Context(), thread)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := sub.Finish(t.Context(), report.Message{Kind: report.Addition, What: "late"}); !errors.Is(err, drop.ErrWithdrawn) {
			t.Errorf("finishing late: %v, want ErrWithdrawn", err)
		}
		if err := r.PostAnswer(t.Context(), "k9", thread.ID, sealed); !errors.Is(err, drop.ErrWithdrawn) {
			t.Errorf("answering: %v, want ErrWithdrawn", err)
		}
		if left := r.blobs(t); len(left) != 1 {
			t.Errorf("%d sealed files are left, want the message alone", len(left))
		}
	})
}
