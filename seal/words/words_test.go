package words

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestListsHaveTheSizesReceiptsCountOn(t *testing.T) {
	for lang, want := range map[string]int{"en": 2048, "ar": 1024, "fr": 0, "": 0} {
		if got := len(List(lang)); got != want {
			t.Errorf("List(%q) has %d words, want %d", lang, got, want)
		}
	}
	if got := Languages(); !slices.Equal(got, []string{"ar", "en"}) {
		t.Errorf("Languages() = %v", got)
	}
}

// The lists are part of the receipt format: one changed word would lock people
// out of their own reports. The English sum is that of english.txt in the
// BIP39 specification.
func TestListsAreTheOnesReceiptsAreWrittenIn(t *testing.T) {
	for lang, want := range map[string]string{
		"en": "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda",
		"ar": "b395a60187cccee6130df531c8c86c61970fb9566b32bf84834850189cad90c5",
	} {
		sum := sha256.Sum256([]byte(strings.Join(List(lang), "\n") + "\n"))
		if got := hex.EncodeToString(sum[:]); got != want {
			t.Errorf("sha256 of the %s list = %s, want %s", lang, got, want)
		}
	}
}

func TestListsAreSorted(t *testing.T) {
	for _, lang := range Languages() {
		if !slices.IsSorted(List(lang)) {
			t.Errorf("the %s list is not in code point order", lang)
		}
	}
}

func TestWordsAreUniqueHoweverTheyAreTyped(t *testing.T) {
	for _, lang := range Languages() {
		typed, drawn := make(map[string]string), make(map[string]string)
		for _, w := range List(lang) {
			if other, ok := typed[Normalise(w)]; ok {
				t.Errorf("%s: %s and %s are the same after Normalise", lang, other, w)
			}
			if other, ok := drawn[Shape(w)]; ok {
				t.Errorf("%s: %s and %s differ only in dots", lang, other, w)
			}
			typed[Normalise(w)], drawn[Shape(w)] = w, w
		}
	}
}

func TestNoSingleSlipTurnsOneArabicWordIntoAnother(t *testing.T) {
	list := List("ar")
	for i, a := range list {
		for _, b := range list[i+1:] {
			if oneSlip([]rune(Normalise(a)), []rune(Normalise(b))) {
				t.Errorf("%s and %s are one slip apart", a, b)
			}
		}
	}
}

func TestArabicWordsAreShortAndPlainlySpelt(t *testing.T) {
	for _, w := range List("ar") {
		if n := utf8.RuneCountInString(w); n < 3 || n > 7 {
			t.Errorf("%s has %d letters, want 3 to 7", w, n)
		}
		if utf8.RuneCountInString(Normalise(w)) < 3 {
			t.Errorf("%s has fewer than 3 letters after Normalise", w)
		}
		for _, r := range w {
			if !unicode.Is(unicode.Lo, r) || r < 0x0621 || r > 0x064A {
				t.Errorf("%s has %U, which is no plain Arabic letter", w, r)
			}
		}
	}
}

func TestIndexFindsEveryWordOfEveryList(t *testing.T) {
	for _, lang := range Languages() {
		for want, w := range List(lang) {
			for _, as := range []string{w, Normalise(w), Shape(w), strings.ToUpper(w), " " + w + "\u200f"} {
				if got, ok := Index(lang, as); !ok || got != want {
					t.Errorf("Index(%q, %q) = %d, %t, want %d", lang, as, got, ok, want)
				}
			}
		}
	}
}

func TestIndexForgivesTheHandAndTheKeyboard(t *testing.T) {
	for _, tt := range []struct{ name, lang, typed, word string }{
		{"upper case", "en", "ABANDON", "abandon"},
		{"full-width letters", "en", "ｚｏｏ", "zoo"},
		{"vowel signs", "ar", "قَلْب", "قلب"},
		{"tatweel", "ar", "قلــب", "قلب"},
		{"alef without its hamza", "ar", "ازرق", "أزرق"},
		{"hamza as a combining mark", "ar", "ا\u0654زرق", "أزرق"},
		{"ha for ta marbuta", "ar", "نافذه", "نافذة"},
		{"no hamza at the end", "ar", "هوا", "هواء"},
		{"ya without its hamza", "ar", "مايدة", "مائدة"},
		{"Persian kaf and ya", "ar", "کرسی", "كرسي"},
		{"presentation forms", "ar", "\ufed7\ufee0\ufe90", "قلب"},
		{"a dot too few", "ar", "فلب", "قلب"},
		{"letters with no dots at all", "ar", "ٯلٮ", "قلب"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			i, ok := Index(tt.lang, tt.typed)
			if !ok || List(tt.lang)[i] != tt.word {
				t.Errorf("Index(%q, %q) = %d, %t, want the number of %s", tt.lang, tt.typed, i, ok, tt.word)
			}
		})
	}
}

func TestIndexRefusesWhatIsNotOnTheList(t *testing.T) {
	for _, tt := range [][2]string{
		{"en", ""}, {"en", "zzz"}, {"en", "قلب"}, {"ar", ""}, {"ar", "zoo"}, {"ar", "\u064e"}, {"fr", "zoo"},
	} {
		if i, ok := Index(tt[0], tt[1]); ok {
			t.Errorf("Index(%q, %q) = %d, want none", tt[0], tt[1], i)
		}
	}
}

func TestListMayBeChangedByItsCaller(t *testing.T) {
	List("en")[0] = "changed"
	if got := List("en")[0]; got != "abandon" {
		t.Errorf("List(en)[0] = %q after another caller wrote to its copy", got)
	}
}

func TestNormalisingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		once := Normalise(s)
		if twice := Normalise(once); twice != once {
			t.Errorf("Normalise(%+q) = %+q, again = %+q", s, once, twice)
		}
	})
}

// oneSlip reports whether a becomes b by leaving out, adding or replacing one
// letter, or by swapping two neighbours.
func oneSlip(a, b []rune) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) <= 1 && len(b) <= 1 {
		return true
	}
	return len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}
