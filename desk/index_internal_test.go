package desk

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	tests := []struct{ why, text, want string }{
		{"upper case", "Human RIGHTS", "human rights"},
		{"spaces", "  a \t\n b  ", "a b"},
		{"diacritics", "Zażółć gęślą", "zazolc gesla"},
		{"a mark of its own", "e\u0301", "e"},
		{"full-width letters", "ＡＢＣ", "abc"},
		{"Turkish", "İstanbul ılık", "istanbul ilik"},
		{"Cyrillic", "ПЫТКИ", "пытки"},
		{"Arabic vowels and tatweel", "القَاهِــرة", "القاهره"},
		{"an invisible sign", "a\u200bb\u00adc", "abc"},
		{"a no-break space", "a\u00a0b", "a b"},
		{"Chinese", "人权", "人权"},
		{"nothing", "", ""},
		{"what is no text", "a\xffb", "a\ufffdb"},
	}
	for _, test := range tests {
		if got := string(fold(test.text)); got != test.want {
			t.Errorf("%s: fold(%q) = %q, want %q", test.why, test.text, got, test.want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{"", "Human RIGHTS", "القَاهِــرة", "e\u0301", "\xff", "a\u200b b", "ǅ İ ß ﬃ"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		one := string(fold(a))
		if !utf8.ValidString(one) {
			t.Errorf("fold(%q) is not text", a)
		}
		if again := string(fold(one)); utf8.ValidString(a) && again != one {
			t.Errorf("fold(%q) = %q, and folded again %q", a, one, again)
		}
		// What is a whole word of a text is found in it.
		word := strings.TrimSpace(b)
		if folded := fold(word); len(folded) > 0 && utf8.ValidString(word) && !strings.Contains(string(fold(a+" "+word+" "+a)), string(folded)) {
			t.Errorf("%q is not found beside %q", word, a)
		}
		snippetOf(a, fold(b+"x"))
	})
}

func TestSieveMissesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	through := 0
	for range 200 {
		text := fold(prose(r, 300))
		s := newSieve(text)
		for range 50 {
			from := r.IntN(len(text) - 12)
			if word := text[from : from+1+r.IntN(12)]; !s.mayHold(word) {
				t.Fatalf("the sieve misses %q", word)
			}
		}
		if s.mayHold([]byte("qzxjvk")) {
			through++
		}
	}
	if through > 20 {
		t.Errorf("a word that is not there gets through %d times in 200", through)
	}
	if !newSieve(nil).mayHold([]byte("ab")) {
		t.Error("a word too short to be judged is thrown out")
	}
}
