package seal

import (
	"crypto/rand"
	"errors"
	"math/big"
	"strings"
	"unicode"
	"unicode/utf8"

	"unhindered/seal/words"
)

// What a passphrase must have at least. Three long words have 20 characters too and are easily tried through, so that
// characters count only where there are no spaces: in a password keeper's, or in a script that is written without.
const (
	passphraseWords      = 5   // different ones
	passphraseCharacters = 20  // without a space
	passphraseDistinct   = 8   // different characters, so that a held key is no passphrase
	passphraseMost       = 512 // characters
)

// CheckPassphrase returns nil if p is long enough to lock an identity, and otherwise what to do about it, to be shown to
// the member. It does not quote p, and it cannot know whether p is in a book: offer NewPassphrase first.
func CheckPassphrase(p string) error {
	p = normalisePassphrase(p)
	different := make(map[rune]bool)
	for _, c := range p {
		if unicode.IsControl(c) {
			return errors.New("leave out the character that cannot be seen")
		}
		different[unicode.ToLower(c)] = true
	}
	characters := utf8.RuneCountInString(p)
	differentWords := make(map[string]bool)
	for word := range strings.FieldsSeq(strings.ToLower(p)) {
		if utf8.RuneCountInString(word) >= 3 {
			differentWords[word] = true
		}
	}
	switch {
	case characters > passphraseMost:
		return errors.New("use at most 512 characters")
	case len(differentWords) < passphraseWords && (characters < passphraseCharacters || strings.Contains(p, " ")):
		return errors.New("too short: use at least five different words that have nothing to do with each other, or at least 20 characters without spaces")
	case len(different) < passphraseDistinct:
		return errors.New("too easy to guess: it repeats the same few characters; use five or more different words")
	}
	return nil
}

// NewPassphrase returns seven random words of the English list, with single spaces: 77 bits, which at the cost of
// DefaultWorkFactor nobody can try through.
func NewPassphrase() string {
	list := words.List("en")
	chosen := make([]string, 7)
	for i := range chosen {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(list))))
		if err != nil {
			panic(err) // crypto/rand never fails; it ends the program instead
		}
		chosen[i] = list[n.Int64()]
	}
	return strings.Join(chosen, " ")
}
