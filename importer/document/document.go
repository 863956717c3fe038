// Package document takes the plain text out of the files in which the UN publishes: PDF, Word (.docx and the older
// .doc) and text. What it is given may be hostile: it bounds time and memory and never executes anything in a file.
package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxSize is how large a file may be, packed; MaxText how long its text may be, in bytes.
const (
	MaxSize = 64 << 20
	MaxText = 32 << 20
)

var (
	// ErrNoText is returned for a document of pictures: a scan has to be recognised (OCR) first.
	ErrNoText = errors.New("the file has no text, only pictures; run text recognition (OCR) on it first")
	// ErrLocked is returned for a document that needs a password.
	ErrLocked = errors.New("the file is locked with a password; save it without one")
	// ErrDamaged is returned for a document that cannot be read as what it says it is.
	ErrDamaged = errors.New("the file is damaged")
	// ErrTooLarge is returned for a document that unpacks to more than any real one.
	ErrTooLarge = errors.New("the file unpacks to more than any document of this kind has")
	// ErrFormat is returned for a file that is none of the formats.
	ErrFormat = errors.New("the file is neither PDF nor Word nor text in UTF-8")
)

// A Text is the text of a document.
type Text struct {
	Text    string // pages parted by form feeds where the format knows pages
	Method  string // "pdftotext", "pdf", "docx", "doc" or "text"
	Quality int    // 0 to 100: how much of it looks like words; below 60 read it again by eye
}

// Read takes the text out of a document. What it is is found by its first bytes, not by its name.
func Read(ctx context.Context, data []byte) (Text, error) {
	switch {
	case len(data) > MaxSize:
		return Text{}, ErrTooLarge
	case isPDF(data):
		return readPDF(ctx, data)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		paragraphs, err := Paragraphs(data)
		if err != nil {
			return Text{}, err
		}
		return finish(strings.Join(paragraphs, "\n\n"), "docx")
	case bytes.HasPrefix(data, []byte(oleMagic)):
		text, err := readDOC(data)
		if err != nil {
			return Text{}, err
		}
		return finish(text, "doc")
	case utf8.Valid(data) && !bytes.ContainsRune(data, 0):
		return finish(strings.TrimPrefix(string(data), "\uFEFF"), "text")
	}
	return Text{}, ErrFormat
}

// minText is how many letters a document has at least.
const minText = 20

func finish(text, method string) (Text, error) {
	if len(text) > MaxText {
		return Text{}, ErrTooLarge
	}
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters < minText {
		return Text{}, ErrNoText
	}
	return Text{Text: text, Method: method, Quality: quality(text)}, nil
}

// quality is the share of words, in per cent, that are of letters, have a vowel if they are of Latin letters, and are at
// most 24 letters long. Text that lost its blanks or has the wrong characters scores low.
func quality(text string) int {
	words, good := 0, 0
	for word := range strings.FieldsSeq(text) {
		word = strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
		n := utf8.RuneCountInString(word)
		if n < 3 {
			continue
		}
		words++
		if n <= 24 && !strings.ContainsRune(word, utf8.RuneError) && (strings.ContainsAny(strings.ToLower(word), "aeiouyáéíóúàèâêôûüöäœæ") || strings.ToUpper(word) == word || word[0] >= 0x80) {
			good++
		}
	}
	if words == 0 {
		return 0
	}
	return good * 100 / words
}

func damaged(format string, err error) error {
	return fmt.Errorf("%w (%s: %v)", ErrDamaged, format, err)
}
