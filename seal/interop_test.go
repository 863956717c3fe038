package seal

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
)

// stockAge returns the path of the stock age program, which `make test` builds from the version in go.mod. Debian's is too
// old to know hybrid keys.
func stockAge(t testing.TB) string {
	t.Helper()
	path := os.Getenv("UNHINDERED_AGE")
	if path == "" {
		t.Skip("UNHINDERED_AGE is not set to the path of an age program of version 1.3 or later; `make test` builds and sets it")
	}
	return path
}

// runAge runs the stock program with the given input and returns what it prints.
func runAge(t testing.TB, input []byte, args ...string) ([]byte, error) {
	t.Helper()
	cmd := exec.Command(stockAge(t), args...)
	cmd.Stdin = bytes.NewReader(input)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		err = errors.Join(err, errors.New(stderr.String()))
	}
	return out, err
}

func writeFile(t testing.TB, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// evidence is more than one of age's chunks, and ends like padding.
var evidence = strings.Repeat("evidence ", 20_000) + "\x80\x00\x00"

func TestStockAgeOpensWhatWeSeal(t *testing.T) {
	stockAge(t)
	id, other := newIdentity(t), newIdentity(t)
	sealed := mustSeal(t, evidence, other.Recipient(), id.Recipient())
	padded, err := runAge(t, sealed, "-d", "-i", writeFile(t, id.String()+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	// What the stock program shows ends with the padding, and is otherwise the content byte for byte.
	if !bytes.Equal(padded, padStream(t, []byte(evidence))) {
		t.Errorf("it opened %d bytes, want the content and its padding", len(padded))
	}
	if _, err := runAge(t, sealed, "-d", "-i", writeFile(t, newIdentity(t).String()+"\n")); err == nil {
		t.Error("it opened for a stranger")
	}
}

func TestWeOpenWhatStockAgeSeals(t *testing.T) {
	stockAge(t)
	id := newIdentity(t)
	for _, test := range []struct {
		name string
		args []string
	}{
		{"binary", nil},
		{"armored", []string{"-a"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			sealed, err := runAge(t, []byte(evidence), append(test.args, "-r", id.Recipient().String())...)
			if err != nil {
				t.Fatal(err)
			}
			if err := CheckForeign(bytes.NewReader(sealed)); err != nil {
				t.Errorf("CheckForeign: %v", err)
			}
			r, err := OpenForeign(bytes.NewReader(sealed), id)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(r); err != nil || string(got) != evidence {
				t.Errorf("%d bytes, %v, want %d", len(got), err, len(evidence))
			}
		})
	}
}

func TestWhatIsPaddedByHandAndSealedByStockAgeIsOneOfOurs(t *testing.T) {
	stockAge(t)
	id := newIdentity(t)
	sealed, err := runAge(t, padStream(t, []byte(evidence)), "-r", id.Recipient().String())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Open(sealed, id); err != nil || string(got) != evidence {
		t.Errorf("%d bytes, %v, want %d", len(got), err, len(evidence))
	}
}

func TestClassicFilesOfStockAgeAreRefused(t *testing.T) {
	stockAge(t)
	classic, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	id := newIdentity(t)
	sealed, err := runAge(t, []byte(evidence), "-r", classic.Recipient().String())
	if err != nil {
		t.Fatal(err)
	}
	if err := CheckForeign(bytes.NewReader(sealed)); !errors.Is(err, ErrClassic) {
		t.Errorf("CheckForeign: got %v, want ErrClassic", err)
	}
	if _, err := OpenForeign(bytes.NewReader(sealed), id, classic); !errors.Is(err, ErrClassic) {
		t.Errorf("OpenForeign, even with the right key: got %v, want ErrClassic", err)
	}
	// The two programs agree that kinds must not be mixed.
	if _, err := runAge(t, []byte(evidence), "-r", classic.Recipient().String(), "-r", id.Recipient().String()); err == nil {
		t.Error("stock age mixed a classic and a hybrid key; CheckForeign must be looked at again")
	}
	// And both still open the classic files of the other's library, so that it is our rule, not an accident, that refuses.
	out, err := runAge(t, ageFile(t, evidence, classic.Recipient()), "-d", "-i", writeFile(t, classic.String()+"\n"))
	if err != nil || string(out) != evidence {
		t.Errorf("stock age opened %d bytes of a classic file, %v", len(out), err)
	}
	r, err := age.Decrypt(bytes.NewReader(sealed), classic)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || string(got) != evidence {
		t.Errorf("the library opened %d bytes of a classic file, %v", len(got), err)
	}
}

// A person with a receipt needs only its identity and the stock program to read their answers.
func TestAReceiptsIdentityWorksInStockAge(t *testing.T) {
	stockAge(t)
	keys, err := fixed().Keys()
	if err != nil {
		t.Fatal(err)
	}
	out, err := runAge(t, mustSeal(t, "an answer", keys.Identity.Recipient()), "-d", "-i", writeFile(t, keys.Identity.String()))
	if err != nil || !bytes.HasPrefix(out, []byte("an answer\x80\x00")) {
		t.Errorf("%q, %v", out[:min(len(out), 20)], err)
	}
}
