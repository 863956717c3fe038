package seal

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// MaxForeignHeader is how many bytes of a foreign file are looked at for its header: room for 25 hybrid recipients, with
// armor.
const MaxForeignHeader = 64 << 10

// CheckForeign looks at the header of a file that a person sealed with age themself, binary or armored. It returns nil if
// the file is sealed to hybrid recipients only, and otherwise ErrNotAge (also if the header is cut off), ErrClassic,
// ErrPassphrase or ErrMixed. Nobody can see from outside to whom a hybrid file is sealed, so a file for another key passes.
//
// It reads at most MaxForeignHeader bytes; a caller that streams gives it that many, peeked.
func CheckForeign(header io.Reader) error {
	src := &source{r: io.LimitReader(header, MaxForeignHeader)}
	_, err := age.Decrypt(unarmor(src), hybridOnly{nobody{}})
	if err = src.explain(err); errors.Is(err, ErrWrongKey) {
		return nil // the header is whole and all hybrid; it is right that nobody fits
	}
	if errors.Is(err, ErrDamaged) {
		return ErrNotAge
	}
	return err
}

// OpenForeign opens a file that a person sealed with age themself, binary or armored. It has no padding of ours. Errors
// are those of Reader, and what CheckForeign refuses is refused here too.
func OpenForeign(src io.Reader, ids ...age.Identity) (io.Reader, error) {
	return openHybrid(unarmor(src), ids)
}

// nobody is an identity that fits no file.
type nobody struct{}

func (nobody) Unwrap([]*age.Stanza) ([]byte, error) { return nil, age.ErrIncorrectIdentity }

// unarmor removes age's armor if there is one. Like the age program it looks at the first bytes only.
func unarmor(src io.Reader) io.Reader {
	r := bufio.NewReader(src)
	if start, err := r.Peek(len(armor.Header)); err == nil && string(start) == armor.Header {
		return armor.NewReader(r)
	}
	return r
}

// checkStanzas judges a file by the types of its recipient stanzas.
func checkStanzas(types []string) error {
	var hybrid, other, passphrase int
	for _, t := range types {
		switch {
		case t == "mlkem768x25519":
			hybrid++
		case strings.HasSuffix(t, "-grease"):
			// Noise that the age specification allows writers to add; it wraps no key.
		case t == "scrypt":
			passphrase++
		default:
			other++
		}
	}
	switch {
	case passphrase > 0:
		return fmt.Errorf("%w; seal it to the age1pq1... key instead", ErrPassphrase)
	case hybrid > 0 && other > 0:
		return ErrMixed
	case hybrid == 0:
		return ErrClassic
	}
	return nil
}
