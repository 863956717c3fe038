package seal

import (
	"bytes"
	"errors"
	"runtime"
	"strings"
	"testing"

	"filippo.io/age"
	"pgregory.net/rapid"
)

// quick is a work factor for tests; DefaultWorkFactor costs a second a try.
const quick = 2

func TestOnlyThePassphraseUnlocks(t *testing.T) {
	id := newIdentity(t)
	rapid.Check(t, func(t *rapid.T) {
		right := rapid.StringN(1, 40, -1).Filter(func(s string) bool { return normalisePassphrase(s) != "" }).Draw(t, "right")
		wrong := rapid.String().Filter(func(s string) bool { return normalisePassphrase(s) != normalisePassphrase(right) }).Draw(t, "wrong")
		locked, err := LockIdentity(id, right, quick)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := UnlockIdentity(locked, right); err != nil || got.String() != id.String() {
			t.Errorf("the right passphrase: %v", err)
		}
		if _, err := UnlockIdentity(locked, wrong); !errors.Is(err, ErrPassphrase) {
			t.Errorf("a wrong passphrase: %v, want ErrPassphrase", err)
		}
	})
}

func TestKeyboardsDoNotMatter(t *testing.T) {
	id := newIdentity(t)
	for _, test := range []struct{ name, set, typed string }{
		{"an accent as one character and as two", "caf\u00e9 noir", "cafe\u0301 noir"},
		{"more spaces, and a line end as pasted", "one two", "  one   two\n"},
		{"Arabic letters in the form that PDF files have", "سلام", "\ufeb3\ufefc\ufee1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			locked, err := LockIdentity(id, test.set, quick)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := UnlockIdentity(locked, test.typed); err != nil {
				t.Error(err)
			}
		})
	}
}

// A desk that took 256 MiB for each sign-in and kept it would soon be alone on its machine.
func TestUnlockingGivesItsMemoryBack(t *testing.T) {
	const factor = 16 // 64 MiB
	locked, err := LockIdentity(newIdentity(t), "passphrase", factor)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := UnlockIdentity(locked, "passphrase"); err != nil {
		t.Fatal(err)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if kept := m.HeapSys - m.HeapReleased; kept > 48<<20 {
		t.Errorf("%d MiB are still taken from the system", kept>>20)
	}
}

func TestUnlockRefuses(t *testing.T) {
	id := newIdentity(t)
	locked, err := LockIdentity(id, "passphrase", quick)
	if err != nil {
		t.Fatal(err)
	}
	scrypt := func(factor int) age.Recipient {
		r, err := age.NewScryptRecipient("passphrase")
		if err != nil {
			t.Fatal(err)
		}
		r.SetWorkFactor(factor)
		return r
	}
	changed := bytes.Clone(locked)
	changed[len(changed)-1] ^= 1
	costly := bytes.Replace(locked, []byte(" 2\n"), []byte(" 30\n"), 1)
	for _, test := range []struct {
		name   string
		locked []byte
		want   error
	}{
		{"a changed file", changed, ErrDamaged},
		{"a file cut off", locked[:len(locked)-1], ErrDamaged},
		{"a file that would take a terabyte of memory", costly, ErrDamaged},
		{"a file that is not locked by passphrase", ageFile(t, "text", id.Recipient()), ErrDamaged},
		{"something else behind the passphrase", ageFile(t, "text", scrypt(quick)), ErrDamaged},
		{"nothing", nil, ErrDamaged},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := UnlockIdentity(test.locked, "passphrase"); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
	if _, err := UnlockIdentity(locked, " "); !errors.Is(err, ErrPassphrase) {
		t.Errorf("the empty passphrase: %v", err)
	}
	for _, factor := range []int{-1, maxWorkFactor + 1} {
		if _, err := LockIdentity(id, "passphrase", factor); err == nil {
			t.Errorf("work factor %d was accepted", factor)
		}
	}
	if _, err := LockIdentity(id, " ", quick); err == nil {
		t.Error("locked by an empty passphrase")
	}
}

func TestCheckPassphrase(t *testing.T) {
	for _, test := range []struct {
		name, passphrase string
		want             string // a part of the advice, or "" for good
	}{
		{"what we propose", NewPassphrase(), ""},
		{"five words", "anchor violin mustard tunnel gravity", ""},
		{"twenty characters of a password keeper", "x8Kq!vR2mZp4#tLw9YbD", ""},
		{"five Arabic words", "قمر نهر جبل كتاب شباك", ""},
		{"twenty Chinese characters", "春眠不觉晓处处闻啼鸟夜来风雨声花落知多少", ""},
		{"four words", "anchor violin tunnel", "too short"},
		{"one word", "password", "too short"},
		{"nothing", "", "too short"},
		{"spaces are no characters", "a                       b", "too short"},
		{"one word five times", "sun sun sun sun sun", "too short"},
		{"letters are no words", "a b c d e f g", "too short"},
		{"a held key", strings.Repeat("a", 30), "easy to guess"},
		{"a beaten keyboard", strings.Repeat("asdf", 10), "easy to guess"},
		{"a character that cannot be seen", "anchor violin mustard tunnel gravity\x00", "cannot be seen"},
		{"a book", strings.Repeat("anchor violin mustard ", 100), "at most 512"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := CheckPassphrase(test.passphrase)
			switch {
			case test.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("got %v, want advice with %q", err, test.want)
			}
		})
	}
}

func TestNewPassphraseIsSevenWords(t *testing.T) {
	seen := make(map[string]bool)
	for range 50 {
		p := NewPassphrase()
		if len(strings.Fields(p)) != 7 || seen[p] {
			t.Fatalf("%q", p)
		}
		seen[p] = true
	}
}
