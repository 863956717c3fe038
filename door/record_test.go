package door

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/record/register"
)

func entry() register.Entry {
	return register.Entry{
		Subject: "a group of river keepers", Kind: register.Group, State: "XEX", Fictional: true, From: "2031-04",
		Summary: "Kept from travelling.", Acts: []string{"TRAVEL_BAN"}, Bodies: []string{"HRC"},
		Sources: []register.Source{{Document: "Report of the River Watch"}},
	}
}

// form tells the two forms apart in keys: they share a database.
func form(t *testing.T) string {
	if strings.HasSuffix(t.Name(), "door") {
		return "door"
	}
	return "process"
}

func TestAPublicationIsMadeOnceCorrectedAndWithdrawn(t *testing.T) {
	eachRecord(t, func(t *testing.T, store *register.Store, record Record) {
		ctx := context.Background()
		first, err := record.Publish(ctx, "key-1-"+form(t), entry())
		if err != nil {
			t.Fatal(err)
		}
		again, err := record.Publish(ctx, "key-1-"+form(t), entry())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, again); diff != "" {
			t.Errorf("the same key twice is two publications: %s", diff)
		}
		read, err := store.Entry(ctx, first.ID)
		if err != nil || len(read.Versions) != 1 || read.Summary != entry().Summary {
			t.Fatalf("%+v, %v", read, err)
		}

		corrected := entry()
		corrected.ID, corrected.Summary = first.ID, "Kept from travelling to Geneva."
		second, err := record.Publish(ctx, "key-2-"+first.ID, corrected)
		if err != nil || second.ID != first.ID || second.Version != 2 {
			t.Fatalf("correction: %+v, %v", second, err)
		}
		gone, err := record.Withdraw(ctx, "key-3-"+first.ID, first.ID)
		if err != nil {
			t.Fatal(err)
		}
		goneAgain, err := record.Withdraw(ctx, "key-3-"+first.ID, first.ID)
		if diff := cmp.Diff(gone, goneAgain); err != nil || diff != "" {
			t.Errorf("the same withdrawal twice: %s, %v", diff, err)
		}
		if read, err = store.Entry(ctx, first.ID); err != nil || !read.Withdrawn {
			t.Errorf("after the withdrawal: %+v, %v", read, err)
		}
	})
}

func TestErrorsOfTheRecordAreTheSameInBothForms(t *testing.T) {
	eachRecord(t, func(t *testing.T, store *register.Store, record Record) {
		ctx := context.Background()
		p, err := record.Publish(ctx, "a-"+form(t), entry())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := record.Withdraw(ctx, "b-"+p.ID, p.ID); err != nil {
			t.Fatal(err)
		}
		withID := func(id string) register.Entry { e := entry(); e.ID = id; return e }
		_, err = record.Publish(ctx, "c-"+p.ID, withID(p.ID))
		if !errors.Is(err, register.ErrWithdrawn) {
			t.Errorf("a version of a withdrawn entry: %v", err)
		}
		_, err = record.Publish(ctx, "d-"+p.ID, withID("ZZ-9999"))
		if !errors.Is(err, register.ErrNotFound) {
			t.Errorf("a version of no entry: %v", err)
		}
		_, err = record.Withdraw(ctx, "e-"+p.ID, "ZZ-9999")
		if !errors.Is(err, register.ErrNotFound) {
			t.Errorf("a withdrawal of no entry: %v", err)
		}
		_, err = record.Publish(ctx, "b-"+p.ID, entry())
		if !errors.Is(err, register.ErrKey) {
			t.Errorf("the key of a withdrawal for a publication: %v", err)
		}
		bad := entry()
		bad.Acts = []string{"NO_SUCH_ACT"}
		_, err = record.Publish(ctx, "f-"+p.ID, bad)
		var invalid *register.InvalidError
		if !errors.As(err, &invalid) || invalid.Field != "acts" {
			t.Errorf("an entry that the register refuses: %v", err)
		}
	})
}
