package seal

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"filippo.io/age"
	"pgregory.net/rapid"
)

func newIdentity(t testing.TB) *age.HybridIdentity {
	t.Helper()
	id, err := NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func mustSeal(t testing.TB, plain string, to ...age.Recipient) []byte {
	t.Helper()
	sealed, err := Seal([]byte(plain), to...)
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

func TestEveryRecipientOpensAndNobodyElse(t *testing.T) {
	ids := []*age.HybridIdentity{newIdentity(t), newIdentity(t), newIdentity(t)}
	rapid.Check(t, func(t *rapid.T) {
		plain := contents().Draw(t, "plain")
		sealed, err := Seal(plain, ids[0].Recipient(), ids[1].Recipient())
		if err != nil {
			t.Fatal(err)
		}
		for i, id := range ids[:2] {
			if got, err := Open(sealed, id); err != nil || !bytes.Equal(got, plain) {
				t.Errorf("recipient %d got %d bytes and %v", i, len(got), err)
			}
		}
		if got, err := Open(sealed, ids[2], ids[1]); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("the second of two identities: got %d bytes and %v", len(got), err)
		}
		if got, err := Open(sealed, ids[2]); !errors.Is(err, ErrWrongKey) || got != nil {
			t.Errorf("a stranger got %d bytes and %v, want ErrWrongKey", len(got), err)
		}
	})
}

func TestSizesTellNothingWithinAStep(t *testing.T) {
	id := newIdentity(t)
	if a, b := len(mustSeal(t, "", id.Recipient())), len(mustSeal(t, string(make([]byte, 4095)), id.Recipient())); a != b {
		t.Errorf("an empty message takes %d bytes and a page %d", a, b)
	}
}

func TestAnyFlippedBitIsRefused(t *testing.T) {
	id := newIdentity(t)
	sealed := mustSeal(t, "what happened", id.Recipient())
	for i := range sealed {
		if i > 2000 && i%7 != 0 && i < len(sealed)-64 {
			continue // the whole header, and enough of the payload, which is one chunk under one tag
		}
		changed := bytes.Clone(sealed)
		changed[i] ^= 1 << (i % 8)
		if got, err := Open(changed, id); err == nil || got != nil {
			t.Fatalf("bit %d of byte %d of %d was flipped, and it opened: %d bytes, %v", i%8, i, len(sealed), len(got), err)
		}
	}
}

func TestAnyTruncationIsRefused(t *testing.T) {
	id := newIdentity(t)
	sealed := mustSeal(t, string(make([]byte, 200_000)), id.Recipient())
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, len(sealed)-1).Draw(t, "n")
		if _, err := Open(sealed[:n], id); !errors.Is(err, ErrDamaged) {
			t.Errorf("cut to %d of %d bytes: got %v, want ErrDamaged", n, len(sealed), err)
		}
	})
	// Where age's own chunks end is where a careless reader would take the end for the end.
	header := len(mustSeal(t, "", id.Recipient())) - 4096 - 16
	for chunk := range 4 {
		if n := header + chunk*(64<<10+16); n < len(sealed) {
			if _, err := Open(sealed[:n], id); !errors.Is(err, ErrDamaged) {
				t.Errorf("cut after chunk %d: got %v, want ErrDamaged", chunk, err)
			}
		}
	}
	if _, err := Open(append(bytes.Clone(sealed), 0), id); !errors.Is(err, ErrDamaged) {
		t.Errorf("one byte added: got %v, want ErrDamaged", err)
	}
}

func TestRecipientsThatAreRefused(t *testing.T) {
	classic, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	scrypt, err := age.NewScryptRecipient("passphrase")
	if err != nil {
		t.Fatal(err)
	}
	hybrid := newIdentity(t).Recipient()
	for _, test := range []struct {
		name string
		to   []age.Recipient
		want error
	}{
		{"nobody", nil, ErrNoRecipient},
		{"a nil recipient", []age.Recipient{(*age.HybridRecipient)(nil)}, ErrNoRecipient},
		{"a classic key", []age.Recipient{classic.Recipient()}, ErrClassic},
		{"a classic key beside a hybrid one", []age.Recipient{hybrid, classic.Recipient()}, ErrClassic},
		{"a passphrase", []age.Recipient{scrypt}, ErrClassic},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			if _, err := Writer(&out, test.to...); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
			if out.Len() > 0 {
				t.Errorf("%d bytes were written all the same", out.Len())
			}
		})
	}
}

func TestAFailingDiskIsNotADamagedFile(t *testing.T) {
	id := newIdentity(t)
	disk := errors.New("input/output error")
	for _, n := range []int{0, 100, 3000} {
		src := io.MultiReader(bytes.NewReader(mustSeal(t, "text", id.Recipient())[:n]), iotest.ErrReader(disk))
		r, err := Reader(src, id)
		if err == nil {
			_, err = io.ReadAll(r)
		}
		if !errors.Is(err, disk) || errors.Is(err, ErrDamaged) {
			t.Errorf("after %d bytes: got %v, want the disk's own error", n, err)
		}
	}
}

func TestAFullDiskIsReported(t *testing.T) {
	id := newIdentity(t)
	full := errors.New("no space left on device")
	for _, n := range []int{0, 1000, 3000} {
		w, err := Writer(&limited{n: n, err: full}, id.Recipient())
		if err == nil {
			_, err = w.Write([]byte("text"))
		}
		if err == nil {
			err = w.Close()
		}
		if !errors.Is(err, full) {
			t.Errorf("full after %d bytes: got %v", n, err)
		}
	}
}

// limited is a disk with room for n bytes.
type limited struct {
	n   int
	err error
}

func (l *limited) Write(b []byte) (int, error) {
	if len(b) > l.n {
		n := l.n
		l.n = 0
		return n, l.err
	}
	l.n -= len(b)
	return len(b), nil
}

func TestNothingIsWrittenAfterClose(t *testing.T) {
	var out bytes.Buffer
	w, err := Writer(&out, newIdentity(t).Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	n := out.Len()
	if _, err := w.Write([]byte("late")); err == nil {
		t.Error("writing after Close gave no error")
	}
	if err := w.Close(); err != nil || out.Len() != n {
		t.Errorf("a second Close gave %v and %d bytes more", err, out.Len()-n)
	}
}
