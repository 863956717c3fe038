package seal

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// plainRecipient hides the label by which age refuses to mix kinds, as a careless program does.
type plainRecipient struct{ age.Recipient }

// grease adds noise as the age specification allows.
type grease struct{ age.Recipient }

func (g grease) Wrap(fileKey []byte) ([]*age.Stanza, error) {
	stanzas, err := g.Recipient.Wrap(fileKey)
	return append(stanzas, &age.Stanza{Type: "x7-grease", Args: []string{"noise"}, Body: []byte("noise")}), err
}

func ageFile(t testing.TB, plain string, to ...age.Recipient) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func armored(t testing.TB, file []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := armor.NewWriter(&out)
	if _, err := w.Write(file); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestForeignFiles(t *testing.T) {
	hybrid, other := newIdentity(t), newIdentity(t)
	classic, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	passphrase, err := age.NewScryptRecipient("correct horse battery staple")
	if err != nil {
		t.Fatal(err)
	}
	passphrase.SetWorkFactor(1)
	good := ageFile(t, "text", hybrid.Recipient())
	many := make([]age.Recipient, 60)
	for i := range many {
		many[i] = hybrid.Recipient()
	}
	for _, test := range []struct {
		name        string
		file        []byte
		check, open error
	}{
		{"sealed to our key", good, nil, nil},
		{"sealed to our key and somebody else's", ageFile(t, "text", other.Recipient(), hybrid.Recipient()), nil, nil},
		{"armored", armored(t, good), nil, nil},
		{"with the noise that age allows", ageFile(t, "text", grease{hybrid.Recipient()}), nil, nil},
		{"sealed to another key: only opening can tell", ageFile(t, "text", other.Recipient()), nil, ErrWrongKey},
		{"sealed to a classic key", ageFile(t, "text", classic.Recipient()), ErrClassic, ErrClassic},
		{"a classic key mixed in", ageFile(t, "text", plainRecipient{hybrid.Recipient()}, classic.Recipient()), ErrMixed, ErrMixed},
		{"locked by a passphrase", ageFile(t, "text", passphrase), ErrPassphrase, ErrPassphrase},
		{"cut off in the header", good[:500], ErrNotAge, ErrDamaged},
		{"cut off in the content: only opening can tell", good[:len(good)-1], nil, ErrDamaged},
		{"more recipients than we look at", ageFile(t, "text", many...), ErrNotAge, nil},
		{"a photograph", []byte("\xff\xd8\xff\xe0\x00\x10JFIF"), ErrNotAge, ErrDamaged},
		{"a text", []byte("something happened"), ErrNotAge, ErrDamaged},
		{"armor around nothing", []byte(armor.Header + "\n" + armor.Footer + "\n"), ErrNotAge, ErrDamaged},
		{"nothing", nil, ErrNotAge, ErrDamaged},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := CheckForeign(bytes.NewReader(test.file)); !errors.Is(err, test.check) {
				t.Errorf("CheckForeign: got %v, want %v", err, test.check)
			}
			var got []byte
			r, err := OpenForeign(bytes.NewReader(test.file), hybrid, classic)
			if err == nil {
				got, err = io.ReadAll(r)
			}
			if !errors.Is(err, test.open) {
				t.Errorf("OpenForeign: got %v, want %v", err, test.open)
			}
			if test.open == nil && string(got) != "text" {
				t.Errorf("OpenForeign: got %q", got)
			}
		})
	}
}

// What we sealed ourselves is held to the same rule, even if the classic key fits.
func TestOurReaderRefusesClassicFiles(t *testing.T) {
	classic, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ageFile(t, strings.Repeat("x", 4095)+"\x80", classic.Recipient()), classic); !errors.Is(err, ErrClassic) {
		t.Errorf("got %v, want ErrClassic", err)
	}
}

func TestCheckForeignLooksAtTheHeaderOnly(t *testing.T) {
	file := ageFile(t, strings.Repeat("x", 1<<20), newIdentity(t).Recipient())
	r := bytes.NewReader(file)
	if err := CheckForeign(r); err != nil {
		t.Fatal(err)
	}
	if read := len(file) - r.Len(); read > MaxForeignHeader {
		t.Errorf("read %d bytes, more than MaxForeignHeader", read)
	}
}
