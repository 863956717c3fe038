package seal

import (
	"fmt"
	"math/big"
	"strings"
	"sync"
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
// numbering of the words, with or without diacritics, and the digits of any script.
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
	// 00, 01 and 99 are never written, though 97 and 98 more than a good pair of digits leaves the same rest.
	if mod97(digits) != 1 || fmt.Sprintf("%02d", 98-mod97(digits[:receiptDigits]+"00")) != digits[receiptDigits:] || number.BitLen() > receiptBits {
		return Receipt{}, ErrCheck
	}
	var r Receipt
	number.FillBytes(r.bits[:])
	return r, nil
}

// receiptFromWords reads words in the language that knows the most of them.
func receiptFromWords(written []string) (Receipt, error) {
	var best wordList
	var numbers []int
	most := -1
	for _, list := range wordLists() {
		found, known := list.find(written)
		if known > most {
			best, numbers, most = list, found, known
		}
	}
	for i, n := range numbers {
		if n < 0 {
			return Receipt{}, &WordError{Word: written[i], Position: i + 1}
		}
	}
	if len(numbers) != receiptBits/best.width+1 {
		return Receipt{}, ErrLength
	}
	var r Receipt
	for i, n := range numbers[:len(numbers)-1] {
		r.setNumber(i*best.width, best.width, n)
	}
	if r.check(best.width) != numbers[len(numbers)-1] {
		return Receipt{}, ErrCheck
	}
	return r, nil
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

// A wordList finds words in a list whatever their case and diacritics.
type wordList struct {
	width  int
	number map[string]int
}

func (l wordList) find(written []string) (numbers []int, known int) {
	for _, word := range written {
		n, ok := l.number[words.Normalise(word)]
		if !ok {
			n = -1
		} else {
			known++
		}
		numbers = append(numbers, n)
	}
	return numbers, known
}

// wordLists returns the lists of all languages, indexed. They are public and never change.
var wordLists = sync.OnceValue(func() []wordList {
	var lists []wordList
	for _, lang := range words.Languages() {
		list := words.List(lang)
		indexed := wordList{width: wordBits(list), number: make(map[string]int, len(list))}
		for i, word := range list {
			indexed.number[words.Normalise(word)] = i
		}
		lists = append(lists, indexed)
	}
	return lists
})
