package seal

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"unhindered/seal/words"
)

func receipts() *rapid.Generator[Receipt] {
	return rapid.Custom(func(t *rapid.T) Receipt {
		var r Receipt
		copy(r.bits[:], rapid.SliceOfN(rapid.Byte(), receiptBytes, receiptBytes).Draw(t, "bits"))
		r.bits[0] &= 0x3f
		return r
	})
}

func TestEveryWordListCarries110Bits(t *testing.T) {
	if len(words.Languages()) < 2 {
		t.Fatalf("word lists: %v, want English and Arabic at least", words.Languages())
	}
	for _, lang := range words.Languages() {
		if n := len(words.List(lang)); n != 1024 && n != 2048 {
			t.Errorf("%s has %d words, want 1024 or 2048", lang, n)
		}
	}
	if en, ar := NewReceipt().Words("en"), NewReceipt().Words("ar"); len(en) != 11 || len(ar) != 12 {
		t.Errorf("%d English and %d Arabic words, want 11 and 12", len(en), len(ar))
	}
	if len(NewReceipt().Words("xx")) != 11 {
		t.Error("a language without a list does not get English words")
	}
	if len(NewReceipt().Words("ar-EG")) != 12 {
		t.Error("Arabic of Egypt does not get Arabic words")
	}
}

func TestReceiptsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := receipts().Draw(t, "receipt")
		lang := rapid.SampledFrom(words.Languages()).Draw(t, "lang")
		for _, text := range []string{strings.Join(r.Words(lang), " "), strings.ToUpper(strings.Join(r.Words(lang), "\n")), r.Digits()} {
			if got, err := ParseReceipt(text); err != nil || got != r {
				t.Errorf("%s: %v, %v", text, got == r, err)
			}
		}
	})
}

func TestNewReceiptsDifferAndUseEveryBit(t *testing.T) {
	var ones, zeros Receipt
	for i := range zeros.bits {
		zeros.bits[i] = 0xff
	}
	for range 200 {
		r := NewReceipt()
		for i, b := range r.bits {
			ones.bits[i] |= b
			zeros.bits[i] &= b
		}
	}
	want := Receipt{}
	want.bits[0] = 0x3f
	for i := 1; i < receiptBytes; i++ {
		want.bits[i] = 0xff
	}
	if ones != want || zeros != (Receipt{}) {
		t.Errorf("bits that were ever one: %x, always one: %x", ones.bits, zeros.bits)
	}
}

// fixed is a receipt whose words and digits were worked out apart from this code; see testdata/vectors/receipt.json.
func fixed() Receipt {
	var r Receipt
	for i := range r.bits {
		r.bits[i] = byte(i + 1)
	}
	return r
}

func TestParseReceiptForgives(t *testing.T) {
	en, ar, digits := fixed().Words("en"), fixed().Words("ar"), fixed().Digits()
	numbered := func(list []string, zero rune) string {
		var b strings.Builder
		for i, word := range list {
			number := strings.Map(func(d rune) rune { return d - '0' + zero }, fmt.Sprint(i+1))
			fmt.Fprintf(&b, "%s. %s\n", number, word)
		}
		return b.String()
	}
	inScript := func(zero rune) string {
		return strings.Map(func(d rune) rune {
			if d >= '0' && d <= '9' {
				return d - '0' + zero
			}
			return d
		}, digits)
	}
	withVowels := func(word string) string { // a fatha behind every letter
		return strings.Join(strings.Split(word, ""), "\u064e") + "\u064e"
	}
	vowelled := make([]string, len(ar))
	for i, word := range ar {
		vowelled[i] = withVowels(word)
	}
	for _, test := range []struct{ name, text string }{
		{"capitals, commas and line ends", strings.ToUpper(strings.Join(en, ",\r\n"))},
		{"hyphens between words", strings.Join(en, "-")},
		{"numbered words", numbered(en, '0')},
		{"numbered Arabic words", numbered(ar, '٠')},
		{"quoted", "“" + strings.Join(en, " ") + ".”"},
		{"Arabic with vowel signs", strings.Join(vowelled, " ")},
		{"Arabic with direction marks and a no-break space", "\u200f" + strings.Join(ar, "\u00a0\u200f")},
		{"Arabic with its own comma", strings.Join(ar, "، ")},
		{"wide letters and spaces from a Japanese keyboard", strings.Map(func(c rune) rune {
			if c >= 'a' && c <= 'z' {
				return c - 'a' + 'ａ'
			}
			return c
		}, strings.Join(en, "　"))},
		{"Arabic without dots, as small print and handwriting lose them", strings.Map(func(c rune) rune {
			if bare, ok := map[rune]rune{'ب': 'ٮ', 'ت': 'ٮ', 'ث': 'ٮ', 'ج': 'ح', 'خ': 'ح', 'ذ': 'د', 'ز': 'ر', 'ش': 'س', 'ض': 'ص', 'غ': 'ع'}[c]; ok {
				return bare
			}
			return c
		}, strings.Join(ar, " "))},
		{"digits without spaces", strings.ReplaceAll(digits, " ", "")},
		{"digits with hyphens", strings.ReplaceAll(digits, " ", "-")},
		{"Arabic-Indic digits", inScript('٠')},
		{"Persian digits", inScript('۰')},
		{"Devanagari digits", inScript('०')},
		{"wide digits", inScript('０')},
		{"mathematical digits, as some programs paste them", inScript('𝟘')},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, err := ParseReceipt(test.text); err != nil || got != fixed() {
				t.Errorf("%q: %v", test.text, err)
			}
		})
	}
}

func TestParseReceiptRefuses(t *testing.T) {
	en, ar := fixed().Words("en"), fixed().Words("ar")
	with := func(list []string, i int, word string) string {
		changed := append([]string(nil), list...)
		changed[i] = word
		return strings.Join(changed, " ")
	}
	swapped := append([]string(nil), en...)
	swapped[2], swapped[3] = swapped[3], swapped[2]
	other := "zoo"
	if en[4] == other {
		other = "abandon"
	}
	digits := strings.ReplaceAll(fixed().Digits(), " ", "")
	tooLarge := strings.Repeat("9", receiptDigits)
	for _, test := range []struct {
		name string
		text string
		want error
	}{
		{"nothing", "", ErrLength},
		{"only spaces and dots", " . . ", ErrLength},
		{"a word too few", strings.Join(en[:10], " "), ErrLength},
		{"a word too many", strings.Join(en, " ") + " " + en[0], ErrLength},
		{"an Arabic word too few", strings.Join(ar[:11], " "), ErrLength},
		{"another word of the list", with(en, 4, other), ErrCheck},
		{"two words that changed places", strings.Join(swapped, " "), ErrCheck},
		{"a digit too few", digits[:35], ErrLength},
		{"a digit too many", digits + "1", ErrLength},
		{"a number of more than 110 bits", tooLarge + checkDigits(tooLarge), ErrCheck},
		{"megabytes", strings.Repeat("abandon ", 1<<18), ErrLength},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := ParseReceipt(test.text); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
	for _, test := range []struct {
		name, text, word string
		position         int
	}{
		{"a mistyped word", with(en, 6, "abandnn"), "abandnn", 7},
		{"the first of two", with(strings.Fields(with(en, 6, "abandnn")), 9, "xyzzy"), "abandnn", 7},
		{"an English word among Arabic ones", with(ar, 0, "abandon"), "abandon", 1},
		{"a mistyped Arabic word, as it was typed", with(ar, 11, "ءَغغغغ"), "ءَغغغغ", 12},
		{"words of no language of ours", "es geschah am hellen tag", "es", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			var wrong *WordError
			if _, err := ParseReceipt(test.text); !errors.As(err, &wrong) || wrong.Word != test.word || wrong.Position != test.position {
				t.Errorf("got %+v (%v), want %q at %d", wrong, err, test.word, test.position)
			} else if strings.Contains(err.Error(), test.word) {
				t.Errorf("the text for logs quotes the word: %v", err)
			}
		})
	}
}

func TestCheckDigitsFindEveryWrongAndEverySwappedDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := []byte(strings.ReplaceAll(receipts().Draw(t, "receipt").Digits(), " ", ""))
		i := rapid.IntRange(0, len(digits)-1).Draw(t, "i")
		wrong := []byte(string(digits))
		wrong[i] = '0' + byte(rapid.IntRange(0, 9).Draw(t, "digit"))
		if i > 0 && rapid.Bool().Draw(t, "swap") {
			copy(wrong, digits)
			wrong[i], wrong[i-1] = wrong[i-1], wrong[i]
		}
		if string(wrong) == string(digits) {
			return
		}
		if _, err := ParseReceipt(string(wrong)); !errors.Is(err, ErrCheck) {
			t.Errorf("%s read as %s: %v", digits, wrong, err)
		}
	})
}

func TestReceiptKeys(t *testing.T) {
	a, err := fixed().Keys()
	if err != nil {
		t.Fatal(err)
	}
	same, err := fixed().Keys()
	if err != nil {
		t.Fatal(err)
	}
	other, err := NewReceipt().Keys()
	if err != nil {
		t.Fatal(err)
	}
	if a.Lookup != same.Lookup || a.Identity.String() != same.Identity.String() {
		t.Error("the same receipt gave other keys")
	}
	if a.Lookup == other.Lookup || a.Identity.String() == other.Identity.String() {
		t.Error("another receipt gave the same keys")
	}
	if hash := LookupHash(a.Lookup); len(hash) != 64 || hash == a.Lookup || hash == LookupHash(other.Lookup) {
		t.Errorf("LookupHash gave %q", hash)
	}
	if _, err := (Receipt{}).Keys(); err == nil {
		t.Error("the zero receipt, which everybody has, gave keys")
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	r := fixed()
	keys, err := r.Keys()
	if err != nil {
		t.Fatal(err)
	}
	v, _, err := NewVault("team", recipients(keys.Identity))
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
		text := fmt.Sprintf(format+format+format, r, keys, v)
		for _, secret := range []string{r.Words("en")[0], keys.Lookup, "AGE-SECRET-KEY", "0102030405", "1 2 3 4 5"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s prints a secret: %s", format, text)
			}
		}
	}
}
