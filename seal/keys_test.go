package seal

import (
	"errors"
	"strings"
	"testing"

	"filippo.io/age"
	"pgregory.net/rapid"
)

func TestParseRecipient(t *testing.T) {
	hybrid := newIdentity(t).Recipient().String()
	classic, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	wrong := []byte(hybrid)
	if wrong[100] == 'q' {
		wrong[100] = 'p'
	} else {
		wrong[100] = 'q'
	}
	for _, test := range []struct {
		name string
		text string
		want error
	}{
		{"a hybrid recipient", hybrid, nil},
		{"with space around it, as copied", "\n " + hybrid + "\r\n", nil},
		{"a classic one is refused, not downgraded", classic.Recipient().String(), ErrClassic},
		{"an SSH key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN", ErrClassic},
		{"a plugin's, of unknown strength", bech32Encode("age1yubikey", make([]byte, 33)), ErrClassic},
		{"one with a wrong letter", string(wrong), ErrNotRecipient},
		{"one that was cut off", hybrid[:1000], ErrNotRecipient},
		{"a secret key, in the wrong place", newIdentity(t).String(), ErrNotRecipient},
		{"nothing", "", ErrNotRecipient},
		{"something else", "hello", ErrNotRecipient},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, err := ParseRecipient(test.text)
			if !errors.Is(err, test.want) {
				t.Fatalf("got %v, want %v", err, test.want)
			}
			if test.want == nil && r.String() != hybrid {
				t.Error("it came back as another recipient")
			}
			if err != nil && len(test.text) > 20 && strings.Contains(err.Error(), test.text[:20]) {
				t.Error("the error quotes the key")
			}
		})
	}
}

func TestIdentityFromSeed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "seed")
		want := strings.ToUpper(bech32Encode("age-secret-key-pq-", seed))
		id, err := identityFromSeed(seed)
		if err != nil {
			t.Fatal(err)
		}
		if id.String() != want {
			t.Errorf("age writes the key as another one than we do")
		}
		for _, b := range seed {
			if b != 0 {
				t.Fatal("the seed was left in memory")
			}
		}
	})
}

// The vectors of BIP 173, without those that test the limit of 90 characters, which age does not have.
func TestBech32Vectors(t *testing.T) {
	for _, text := range []string{
		"A12UEL5L", "a12uel5l",
		"an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
		"abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
		"11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j",
		"split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
		"?1ezyfcl",
	} {
		// Some of the vectors leave a rest that is no whole byte, which is right for bech32 and not for keys; the checksum
		// is what they test.
		lower := strings.ToLower(text)
		one := strings.LastIndexByte(lower, '1')
		var values []byte
		for _, c := range []byte(lower[one+1:]) {
			values = append(values, byte(strings.IndexByte(bech32Charset, c)))
		}
		if bech32Sum(lower[:one], values) != 1 {
			t.Errorf("valid, but refused: %s", text)
		}
	}
	for _, test := range []struct{ name, text string }{
		{"a prefix with a space", "\x201nwldj5"},
		{"a prefix with a character beyond ASCII", "\x801eym55h"},
		{"no separator", "pzry9x0s0muk"},
		{"no prefix", "1pzry9x0s0muk"},
		{"a letter that is not in the alphabet", "x1b4n0q5v"},
		{"a checksum too short", "li1dgmt3"},
		{"a character beyond ASCII in the checksum", "de1lg7wt\xFF"},
		{"a checksum made with the prefix in capitals", "A1G7SGD8"},
		{"no prefix, but a separator", "10a06t8"},
		{"no prefix, empty", "1qzzfhee"},
		{"both cases", "A12UEl5L"},
	} {
		if _, _, err := bech32Decode(test.text); err == nil {
			t.Errorf("%s: accepted", test.name)
		}
	}
}

func TestBech32RoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOfN(rapid.Byte(), 0, 60).Draw(t, "data")
		text := bech32Encode("share", data)
		hrp, got, err := bech32Decode(text)
		if err != nil || hrp != "share" || string(got) != string(data) {
			t.Fatalf("%x came back as %q %x, %v", data, hrp, got, err)
		}
		i := rapid.IntRange(0, len(text)-1).Draw(t, "i")
		wrong := []byte(text)
		wrong[i] = rapid.SampledFrom([]byte(bech32Charset)).Draw(t, "wrong")
		if _, _, err := bech32Decode(string(wrong)); err == nil && string(wrong) != text {
			t.Errorf("a wrong character at %d was not found", i)
		}
	})
}
