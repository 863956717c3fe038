package door

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"unhindered/drop"
	"unhindered/report"
	"unhindered/seal"
	"unhindered/storage"
)

// A story is one report in a drop, with what the person and the team hold.
type story struct {
	team    *age.HybridIdentity
	keys    seal.ReceiptKeys
	file    []byte
	message report.Message
}

// begin sets the vault key through the intake and leaves a report with one file.
func begin(t *testing.T, store *drop.Store, intake Intake) story {
	t.Helper()
	ctx := context.Background()
	team, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	keys := []report.VaultKey{{Vault: "v1", Epoch: 3, Recipient: team.Recipient().String(), Team: "A team"}}
	if err := intake.SetVaults(ctx, keys); err != nil {
		t.Fatal(err)
	}
	set, err := store.Vaults(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(keys, set); diff != "" {
		t.Fatal(diff)
	}
	s := story{team: team, file: make([]byte, 300_000), message: report.Message{Kind: report.Report, What: "something happened"}}
	rand.Read(s.file)
	sub, err := store.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sub.AddFile("a.bin", "application/octet-stream", bytes.NewReader(s.file)); err != nil {
		t.Fatal(err)
	}
	receipt, err := sub.Finish(ctx, s.message)
	if err != nil {
		t.Fatal(err)
	}
	if s.keys, err = receipt.Keys(); err != nil {
		t.Fatal(err)
	}
	return s
}

func part(t *testing.T, intake Intake, envelope string, n int, id age.Identity) []byte {
	t.Helper()
	r, err := intake.OpenPart(context.Background(), envelope, n)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	plain, err := seal.Reader(r, id)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestAnEnvelopeIsFetchedAnsweredAndTaken(t *testing.T) {
	eachIntake(t, func(t *testing.T, store *drop.Store, intake Intake) {
		ctx := context.Background()
		s := begin(t, store, intake)

		waiting, err := intake.Waiting(ctx)
		if err != nil || len(waiting) != 1 {
			t.Fatalf("waiting: %v, %v", waiting, err)
		}
		direct, err := store.Waiting(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(direct, waiting); diff != "" {
			t.Errorf("the door changes what waits: %s", diff)
		}
		e := waiting[0]
		m, err := report.Decode(part(t, intake, e.ID, 0, s.team))
		if err != nil || m.What != s.message.What {
			t.Errorf("message: %v", err)
		}
		if !bytes.Equal(part(t, intake, e.ID, 1, s.team), s.file) {
			t.Error("the file is not the one that was sent")
		}

		person, err := seal.ParseRecipient(e.AnswerTo)
		if err != nil {
			t.Fatal(err)
		}
		sealed, err := seal.Seal([]byte("an answer"), person)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // the same key twice is one answer
			if err := intake.PostAnswer(ctx, "answer-"+e.Thread[:8], e.Thread, sealed); err != nil {
				t.Fatal(err)
			}
		}
		thread, err := store.Thread(ctx, s.keys.Lookup)
		if err != nil {
			t.Fatal(err)
		}
		answers, err := store.Answers(ctx, thread)
		if err != nil || len(answers) != 1 || !bytes.Equal(answers[0].Sealed, sealed) {
			t.Errorf("%d answers, %v", len(answers), err)
		}

		for range 2 { // taken twice is taken
			if err := intake.Taken(ctx, e.ID); err != nil {
				t.Fatal(err)
			}
		}
		if left, err := intake.Waiting(ctx); err != nil || len(left) != 0 {
			t.Errorf("left: %v, %v", left, err)
		}
		if _, err := intake.OpenPart(ctx, e.ID, 0); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("a part that was taken: %v", err)
		}
	})
}

func TestErrorsOfTheDropAreTheSameInBothForms(t *testing.T) {
	eachIntake(t, func(t *testing.T, store *drop.Store, intake Intake) {
		ctx := context.Background()
		s := begin(t, store, intake)
		waiting, err := intake.Waiting(ctx)
		if err != nil {
			t.Fatal(err)
		}
		sealed, err := seal.Seal([]byte("an answer"), s.keys.Identity.Recipient())
		if err != nil {
			t.Fatal(err)
		}
		x25519, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		check := func(what string, err, want error) {
			t.Helper()
			if !errors.Is(err, want) {
				t.Errorf("%s: got %v, want %v", what, err, want)
			}
		}
		_, err = intake.OpenPart(ctx, "nothing", 0)
		check("a part of an envelope that is not there", err, storage.ErrNotFound)
		_, err = intake.OpenPart(ctx, waiting[0].ID, 9)
		check("a part that the envelope has not", err, storage.ErrNotFound)
		check("an answer on no thread", intake.PostAnswer(ctx, "k", "nothing", sealed), drop.ErrNoThread)
		check("an answer in the clear", intake.PostAnswer(ctx, "k", waiting[0].Thread, []byte("clear")), seal.ErrNotAge)
		check("a classic key for a vault",
			intake.SetVaults(ctx, []report.VaultKey{{Vault: "v1", Recipient: x25519.Recipient().String()}}), seal.ErrClassic)

		thread, err := store.Thread(ctx, s.keys.Lookup)
		if err != nil {
			t.Fatal(err)
		}
		if err := store.Withdraw(ctx, thread, report.Message{}); err != nil {
			t.Fatal(err)
		}
		check("an answer on a withdrawn thread", intake.PostAnswer(ctx, "k2", waiting[0].Thread, sealed), drop.ErrWithdrawn)
	})
}
