package desk_test

import (
	"errors"
	"testing"
	"time"

	"unhindered/desk"
	"unhindered/storage/storagetest"
)

func TestSignIn(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		good := h.code("ada")
		for _, try := range []struct{ why, name, passphrase, code string }{
			{"unknown name", "zoe", passphrase, good},
			{"wrong passphrase", "ada", passphrase + "x", good},
			{"empty passphrase", "ada", "", good},
			{"wrong code", "ada", passphrase, "000000"},
			{"code of somebody else", "ada", passphrase, h.code("ben")},
			{"code of five minutes ago", "ada", passphrase, codeAt(t, h.first.Members, "ada", h.clock.Now().Add(-5*time.Minute))},
			{"no name", "", passphrase, good},
		} {
			_, err := h.desk.SignIn(t.Context(), try.name, try.passphrase, try.code)
			if !errors.Is(err, desk.ErrSignIn) || err.Error() != desk.ErrSignIn.Error() {
				t.Errorf("%s: %v, want the one message for all", try.why, err)
			}
		}
		s, err := h.desk.SignIn(t.Context(), " Ada ", passphrase, good)
		if err != nil {
			t.Fatal(err)
		}
		if s.Name() != "ada" || s.Display() != "Ada A" || !s.IsApprover() {
			t.Errorf("name %q, display %q", s.Name(), s.Display())
		}
		if _, err := h.desk.SignIn(t.Context(), "ada", passphrase, good); !errors.Is(err, desk.ErrSignIn) {
			t.Errorf("a code opened the door twice: %v", err)
		}
		// Not even after a restart: the used step is stored.
		h.desk.Close()
		h.open()
		if _, err := h.desk.SignIn(t.Context(), "ada", passphrase, good); !errors.Is(err, desk.ErrSignIn) {
			t.Errorf("a code opened the door again after a restart: %v", err)
		}
	})
}

func TestSessionEnds(t *testing.T) {
	h := newHouse(t, "")
	locked := 0
	h.desk.OnLock(func() { locked++ })
	s := h.signIn("ada")
	token := s.Token()
	if token == "" || s.Token() != "" {
		t.Error("the token is told once")
	}
	if found, ok := h.desk.Session(token); !ok || found != s {
		t.Fatal("the token does not find its session")
	}
	if _, ok := h.desk.Session(token + "0"); ok {
		t.Error("another token finds a session")
	}
	h.clock.advance(14 * time.Minute)
	if _, ok := h.desk.Session(token); !ok {
		t.Error("a session ended before 15 minutes of silence")
	}
	h.clock.advance(15 * time.Minute)
	if _, ok := h.desk.Session(token); ok {
		t.Error("a session lives on after 15 minutes of silence")
	}
	if locked != 1 {
		t.Errorf("OnLock was called %d times, want 1", locked)
	}
	if _, err := s.Threads(t.Context()); !errors.Is(err, desk.ErrLocked) {
		t.Errorf("after Lock: %v", err)
	}
	if _, _, err := s.Cases(t.Context(), desk.CaseFilter{}); !errors.Is(err, desk.ErrLocked) {
		t.Errorf("after Lock: %v", err)
	}
	if s.Display() != "" || s.IsApprover() {
		t.Error("a locked session still knows its member")
	}
}

func TestWrongTriesSlowDownAndNeverLockOut(t *testing.T) {
	h := newHouse(t, "")
	h.desk.Close()
	h.open(desk.TryDelay(20 * time.Millisecond))
	start := time.Now()
	for range 4 { // waits: 0, 20, 40, 80 ms
		h.desk.SignIn(t.Context(), "ada", "wrong", "000000")
	}
	if took := time.Since(start); took < 140*time.Millisecond {
		t.Errorf("four wrong tries took %v", took)
	}
	if _, err := h.desk.SignIn(t.Context(), "ada", passphrase, h.code("ada")); err != nil {
		t.Errorf("the right try after four wrong ones: %v", err)
	}
}

func TestInitHappensOnceOrNotAtAll(t *testing.T) {
	h := newHouse(t, "")
	_, err := h.desk.Init(t.Context(), desk.Setup{Team: "x", Members: []desk.NewMember{{Name: "eve", Role: desk.Approver}}})
	if !errors.Is(err, desk.ErrInitialised) {
		t.Errorf("second Init: %v", err)
	}
	if len(h.first.Shares) != 3 {
		t.Errorf("%d recovery shares, want 3", len(h.first.Shares))
	}
}
