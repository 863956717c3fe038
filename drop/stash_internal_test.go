package drop

import (
	"errors"
	"strings"
	"testing"
	"time"

	"unhindered/report"
	"unhindered/seal"
)

func TestKeptFilesAreSweptAfterAnHour(t *testing.T) {
	s, err := Open(t.Context(), t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	identity, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SetVaults(t.Context(), []report.VaultKey{{Vault: "v", Epoch: 1, Recipient: identity.Recipient().String()}}); err != nil {
		t.Fatal(err)
	}
	sub, err := s.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sub.AddFile("one", "", strings.NewReader("one")); err != nil {
		t.Fatal(err)
	}
	token, err := sub.Keep()
	if err != nil {
		t.Fatal(err)
	}
	left := func() int {
		names, err := s.blobs.Names()
		if err != nil {
			t.Fatal(err)
		}
		return len(names)
	}
	s.sweep(time.Now().Add(StashTime - time.Minute))
	if left() != 1 {
		t.Error("the file is gone before its time")
	}
	s.sweep(time.Now().Add(StashTime + time.Minute))
	if left() != 0 {
		t.Error("the file is still there after its time")
	}
	if sub, err = s.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := sub.AddKept(token); !errors.Is(err, ErrGone) {
		t.Errorf("AddKept: %v, want ErrGone", err)
	}
}
