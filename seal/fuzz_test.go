package seal

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The seeds are the test vectors: real files, good and bad. Each target holds a law besides "it does not panic".

func mustHave(f *testing.F, seeds int) {
	f.Helper()
	if seeds == 0 {
		f.Fatal("no seeds in testdata/vectors: this test would check nothing")
	}
}

func readVectors[T any](f *testing.F, name string) T {
	f.Helper()
	if _, err := os.Stat(filepath.Join("testdata", "vectors", name+".json")); err != nil {
		f.Fatal(err)
	}
	return vectors(f, name, func() (none T) { return none })
}

func FuzzParseReceipt(f *testing.F) {
	all := readVectors[receiptVectors](f, "receipts")
	mustHave(f, len(all.Receipts)*len(all.Read))
	for _, v := range all.Receipts {
		f.Add(v.Digits)
		for _, list := range v.Words {
			f.Add(strings.Join(list, " "))
		}
	}
	for _, v := range all.Read {
		f.Add(v.Text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ParseReceipt(text)
		if err != nil {
			var wrong *WordError
			if errors.As(err, &wrong) {
				if wrong.Position < 1 || wrong.Word == "" {
					t.Errorf("a wrong word without a name: %+v", wrong)
				}
			} else if !errors.Is(err, ErrLength) && !errors.Is(err, ErrCheck) {
				t.Errorf("an error that the page cannot explain: %v", err)
			}
			return
		}
		for _, written := range []string{r.Digits(), strings.Join(r.Words("en"), " "), strings.Join(r.Words("ar"), " ")} {
			if again, err := ParseReceipt(written); err != nil || again != r {
				t.Errorf("%q came back as another receipt, %v", written, err)
			}
		}
	})
}

func FuzzOpen(f *testing.F) {
	all := readVectors[partVectors](f, "parts")
	mustHave(f, len(all.Parts))
	for _, v := range all.Parts {
		f.Add(v.Sealed)
	}
	id := parseIdentity(f, all.Identity)
	f.Fuzz(func(t *testing.T, sealed []byte) {
		plain, err := Open(sealed, id)
		if err != nil {
			if plain != nil {
				t.Errorf("%d bytes beside %v", len(plain), err)
			}
			if !slices.ContainsFunc([]error{ErrDamaged, ErrWrongKey, ErrClassic, ErrMixed, ErrPassphrase}, func(e error) bool { return errors.Is(err, e) }) {
				t.Errorf("an error without a name: %v", err)
			}
			return
		}
		if size := PaddedSize(int64(len(plain))); int64(len(sealed)) < size {
			t.Errorf("%d bytes opened from %d, less than the %d that their padding takes", len(plain), len(sealed), size)
		}
	})
}

func FuzzCheckForeign(f *testing.F) {
	all := readVectors[foreignVectors](f, "foreign")
	mustHave(f, len(all.Files))
	for _, v := range all.Files {
		f.Add(v.File)
	}
	id := parseIdentity(f, all.Identity)
	f.Fuzz(func(t *testing.T, file []byte) {
		check := CheckForeign(bytes.NewReader(file))
		if check != nil && !slices.ContainsFunc([]error{ErrNotAge, ErrClassic, ErrMixed, ErrPassphrase}, func(e error) bool { return errors.Is(check, e) }) {
			t.Errorf("an error that the page cannot explain: %v", check)
		}
		r, err := OpenForeign(bytes.NewReader(file), id)
		if err == nil {
			_, err = io.Copy(io.Discard, r)
		}
		if err == nil && check != nil && len(file) <= MaxForeignHeader {
			t.Errorf("it opens, though CheckForeign said %v", check)
		}
	})
}

func FuzzOpenVaultBundle(f *testing.F) {
	all := readVectors[vaultVectors](f, "vaults")
	mustHave(f, len(all.Bundles))
	for _, v := range all.Bundles {
		if len(v.Content) > 0 {
			f.Add([]byte(v.Content))
		}
	}
	f.Fuzz(func(t *testing.T, plain []byte) {
		v, ok := decodeBundle(bytes.Clone(plain))
		if !ok {
			return
		}
		encoded, err := v.encodeBundle()
		if err != nil {
			t.Fatal(err)
		}
		again, ok := decodeBundle(encoded)
		if !ok || again.ID() != v.ID() || again.Epoch() != v.Epoch() || again.Recipient().String() != v.Recipient().String() {
			t.Error("what was read is not written back")
		}
		sealed, err := again.Encrypt([]byte("text"), "here")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := v.Decrypt(sealed, "here"); err != nil || string(got) != "text" {
			t.Errorf("what was read has other record keys: %q, %v", got, err)
		}
	})
}

func FuzzDecrypt(f *testing.F) {
	all := readVectors[vaultVectors](f, "vaults")
	mustHave(f, len(all.Records))
	v, err := OpenVault(all.Vault, all.Bundles[0].Bundle, parseIdentity(f, all.Identity))
	if err != nil {
		f.Fatal(err)
	}
	written := make(map[string]string)
	for _, r := range all.Records {
		f.Add(r.Sealed, r.Context)
		if r.Outcome == "ok" {
			written[r.Context+"\x00"+string(r.Sealed)] = string(r.Content)
		}
	}
	f.Fuzz(func(t *testing.T, sealed []byte, context string) {
		got, err := v.Decrypt(sealed, context)
		want, ours := written[context+"\x00"+string(sealed)]
		if ours && (err != nil || string(got) != want) {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
		if !ours && !errors.Is(err, ErrDamaged) {
			t.Errorf("what we never sealed opened as %q, %v", got, err)
		}
	})
}

func FuzzCombineShares(f *testing.F) {
	all := readVectors[[]recoveryVector](f, "recovery")
	mustHave(f, len(all))
	for _, v := range all {
		f.Add(strings.Join(v.Shares, "\n"))
	}
	f.Fuzz(func(t *testing.T, text string) {
		shares := strings.Split(text, "\n")
		for _, written := range shares {
			if s, ok := parseShare(written); ok {
				if again, ok := parseShare(s.text()); !ok || again != s {
					t.Errorf("%q came back as another share", written)
				}
			}
		}
		id, err := CombineShares(shares)
		if err != nil {
			if !errors.Is(err, ErrShares) {
				t.Errorf("an error without a name: %v", err)
			}
			return
		}
		if first, _ := parseShare(shares[0]); recoverySet(id.Recipient().String()) != first.set {
			t.Error("the shares made a key that is not theirs")
		}
	})
}

func FuzzParseRecipient(f *testing.F) {
	all := readVectors[receiptVectors](f, "receipts")
	mustHave(f, len(all.Receipts))
	for _, v := range all.Receipts {
		f.Add(v.Recipient)
		f.Add(v.Identity)
	}
	f.Add("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p") // from the age specification
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ParseRecipient(text)
		if err == nil && !strings.EqualFold(r.String(), strings.TrimSpace(text)) {
			t.Errorf("%q was read as another recipient", text)
		}
		if hrp, data, err := bech32Decode(text); err == nil && bech32Encode(hrp, data) != strings.ToLower(text) {
			t.Errorf("%q is not the one way to write it", text)
		}
	})
}
