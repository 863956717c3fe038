package seal

import (
	"fmt"
	"math/big"
	"strings"
	"unicode"

	"unhindered/seal/words"
)

// A WordError says that a word is in no list. Its text names the place only; the page shown to the person may show Word.
type WordError struct {
	Word     string // as typed
	Position int    // from 1
}

func (e *WordError) Error() string {
	return fmt.Sprintf("word %d of the receipt is not one of our words; look for a typing mistake", e.Position)
}

// maxReceiptText is far more than a receipt with the widest spacing needs, in bytes.
const maxReceiptText = 4096

// ParseReceipt reads what Words or Digits wrote, and what a person made of it: any case, spacing, punctuation and
// numbering of the words, with or without diacritics, Arabic words that lost their dots, and the digits of any script.
//
// It returns a *WordError for a word in no list, ErrLength for too few or too many words or digits, and ErrCheck if the
// check word or digits do not fit.
func ParseReceipt(text string) (Receipt, error) {
	if len(text) > maxReceiptText {
		return Receipt{}, ErrLength
	}
	tokens := splitReceipt(text)
	var written []string // the tokens that are words; digits among words number them
	var digits strings.Builder
	for _, token := range tokens {
		if number, ok := asDigits(token); ok {
			digits.WriteString(number)
		} else {
			written = append(written, token)
		}
	}
	if len(written) == 0 {
		return receiptFromDigits(digits.String())
	}
	return receiptFromWords(written)
}

func receiptFromDigits(digits string) (Receipt, error) {
	if len(digits) != receiptDigits+2 {
		return Receipt{}, ErrLength
	}
	number, _ := new(big.Int).SetString(digits[:receiptDigits], 10)
	if checkDigits(digits[:receiptDigits]) != digits[receiptDigits:] || number.BitLen() > receiptBits {
		return Receipt{}, ErrCheck
	}
	var r Receipt
	number.FillBytes(r.bits[:])
	return r, nil
}

// receiptFromWords reads words in the language that knows the most of them.
func receiptFromWords(written []string) (Receipt, error) {
	var lang string
	var numbers []int
	most := -1
	for _, candidate := range words.Languages() {
		found, known := find(candidate, written)
		if known > most {
			lang, numbers, most = candidate, found, known
		}
	}
	for i, n := range numbers {
		if n < 0 {
			return Receipt{}, &WordError{Word: written[i], Position: i + 1}
		}
	}
	width := wordBits(words.List(lang))
	if len(numbers) != receiptBits/width+1 {
		return Receipt{}, ErrLength
	}
	var r Receipt
	for i, n := range numbers[:len(numbers)-1] {
		r.setNumber(i*width, width, n)
	}
	if r.check(width) != numbers[len(numbers)-1] {
		return Receipt{}, ErrCheck
	}
	return r, nil
}

// find returns the number of each word in the list of a language, -1 for those that it does not have, and how many it has.
func find(lang string, written []string) (numbers []int, known int) {
	numbers = make([]int, len(written))
	for i, word := range written {
		n, ok := words.Index(lang, word)
		if !ok {
			numbers[i] = -1
			continue
		}
		numbers[i] = n
		known++
	}
	return numbers, known
}

// splitReceipt splits text at everything that is no part of a word or number. Invisible marks, as texts copied from a
// right-to-left page carry, are not there.
func splitReceipt(text string) []string {
	visible := strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Cf, c) {
			return -1
		}
		return c
	}, text)
	return strings.FieldsFunc(visible, func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsMark(c) && !unicode.IsDigit(c)
	})
}

// asDigits returns a token of decimal digits, of any script, in 0 to 9.
func asDigits(token string) (string, bool) {
	out := make([]byte, 0, len(token))
	for _, c := range token {
		value, ok := digitValue(c)
		if !ok {
			return "", false
		}
		out = append(out, '0'+value)
	}
	return string(out), true
}

// digitValue returns the value of a decimal digit. Unicode keeps the digits of a script together, from zero to nine, so
// that each range of the table of digits is a row of whole tens.
func digitValue(c rune) (byte, bool) {
	for _, r := range unicode.Nd.R16 {
		if rune(r.Lo) <= c && c <= rune(r.Hi) {
			return byte((c - rune(r.Lo)) % 10), true
		}
	}
	for _, r := range unicode.Nd.R32 {
		if rune(r.Lo) <= c && c <= rune(r.Hi) {
			return byte((c - rune(r.Lo)) % 10), true
		}
	}
	return 0, false
}
