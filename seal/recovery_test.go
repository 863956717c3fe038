package seal

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAnyKOfNTrusteesMakeTheKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(2, 5).Draw(t, "k")
		n := rapid.IntRange(k, 7).Draw(t, "n")
		recipient, shares, err := NewRecovery(k, n)
		if err != nil {
			t.Fatal(err)
		}
		shuffled := rapid.Permutation(shares).Draw(t, "order")
		given := rapid.IntRange(0, n).Draw(t, "given")
		id, err := CombineShares(shuffled[:given])
		if given < k {
			if !errors.Is(err, ErrShares) {
				t.Errorf("%d of %d needed shares: %v, want ErrShares", given, k, err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if id.Recipient().String() != recipient {
			t.Error("they made another key")
		}
	})
}

func TestSharesForgiveAndNameTheMistypedOne(t *testing.T) {
	recipient, shares, err := NewRecovery(2, 3)
	if err != nil {
		t.Fatal(err)
	}
	_, foreign, err := NewRecovery(2, 3)
	if err != nil {
		t.Fatal(err)
	}
	wrong := []byte(shares[1])
	if wrong[30] == 'q' {
		wrong[30] = 'p'
	} else if wrong[30] != ' ' {
		wrong[30] = 'q'
	} else {
		wrong[31] = 'b'
	}
	third, ok := parseShare(shares[2])
	if !ok {
		t.Fatal("our own share was not read")
	}
	third.value[0] ^= 1 // a share that somebody made up, with a good checksum
	for _, test := range []struct {
		name   string
		shares []string
		want   string // part of the error, or "" for good
	}{
		{"as written", shares[:2], ""},
		{"capitals, no spaces", []string{strings.ToUpper(strings.ReplaceAll(shares[0], " ", "")), shares[2]}, ""},
		{"line ends and direction marks", []string{"\u200e" + strings.ReplaceAll(shares[0], " ", "\r\n"), shares[2]}, ""},
		{"more than are needed", shares, ""},
		{"one mistyped", []string{shares[0], string(wrong)}, "share 2 of those given is mistyped"},
		{"one cut off", []string{shares[0][:80], shares[1]}, "share 1 of those given is mistyped"},
		{"something else", []string{shares[0], "hello"}, "share 2 of those given is mistyped"},
		{"an age key instead", []string{shares[0], recipient}, "share 2 of those given is mistyped"},
		{"the same twice", []string{shares[1], shares[1]}, "shares 1 and 2 of those given are the same"},
		{"of two sets", []string{shares[0], foreign[1]}, "not of the same set"},
		{"too few", shares[:1], "1 given, 2 needed"},
		{"none", nil, "none was given"},
		{"one made up", []string{shares[0], third.text()}, "made up"},
	} {
		t.Run(test.name, func(t *testing.T) {
			id, err := CombineShares(test.shares)
			if test.want == "" {
				if err != nil || id.Recipient().String() != recipient {
					t.Errorf("got %v", err)
				}
				return
			}
			if !errors.Is(err, ErrShares) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want ErrShares with %q", err, test.want)
			}
		})
	}
}

func TestSharesFitOnALineOfALetter(t *testing.T) {
	_, shares, err := NewRecovery(3, 32)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range shares {
		// 90 characters is where the checksum stops finding any four mistakes.
		if n := len(strings.ReplaceAll(s, " ", "")); n > 90 {
			t.Errorf("a share has %d characters", n)
		}
	}
	slices.Sort(shares)
	if len(slices.Compact(shares)) != 32 {
		t.Error("two trustees have the same share")
	}
}

func TestNobodyAloneMayOpenAVault(t *testing.T) {
	for _, test := range []struct{ k, n int }{{1, 1}, {1, 3}, {0, 0}, {-1, 2}, {3, 2}, {2, 33}} {
		if _, _, err := NewRecovery(test.k, test.n); err == nil {
			t.Errorf("%d of %d was made", test.k, test.n)
		}
	}
}
