package reuse

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var eighty = Threshold{4, 5}

func TestWordsAreFoldedRunsOfLettersAndDigits(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []Word
	}{
		{"nothing", " …—", nil},
		{"marks separate", "Ratify CEDAW-OP, now.", []Word{{"ratify", 0, 6}, {"cedaw", 7, 12}, {"op", 13, 15}, {"now", 17, 20}}},
		{"an underline separates", "a_b", []Word{{"a", 0, 1}, {"b", 2, 3}}},
		{"digits are part of words", "Article 2bis", []Word{{"article", 0, 7}, {"2bis", 8, 12}}},
		{"folding is full", "STRASSE Straße", []Word{{"strasse", 0, 7}, {"strasse", 8, 15}}},
		{"an apostrophe separates, accents stay", "l’égalité", []Word{{"l", 0, 1}, {"égalité", 4, 13}}},
		{"a letter that folds to a mark is split there", "İz", []Word{{"i", 0, 2}, {"z", 2, 3}}},
		{"Arabic letters", "حقوق الإنسان", []Word{{"حقوق", 0, 8}, {"الإنسان", 9, 23}}},
		{"a broken byte separates", "a\xffb", []Word{{"a", 0, 1}, {"b", 2, 3}}},
	} {
		if diff := cmp.Diff(test.want, Words(test.text)); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func TestThresholdsAreFractionsOfIntegers(t *testing.T) {
	for text, want := range map[string]Threshold{"0.8": {4, 5}, "4/5": {4, 5}, "1": {1, 1}, "0.35": {7, 20}} {
		if got, err := ParseThreshold(text); err != nil || got != want {
			t.Errorf("%q: %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "0", "-0.5", "1.01", "much", "1e-30", "NaN"} {
		if _, err := ParseThreshold(text); !errors.Is(err, ErrThreshold) {
			t.Errorf("%q: %v; want ErrThreshold", text, err)
		}
	}
}

func TestPairsAtTheEdgeOfTheThreshold(t *testing.T) {
	base := strings.Fields("one two three four five six seven eight nine ten eleven") // nine shingles
	longer := strings.Join(append(slices.Clone(base), "twelve", "thirteen"), " ")     // eleven: 9/11 is above 0.8
	longest := longer + " fourteen"                                                   // twelve: 9/12 is below
	texts := []string{strings.Join(base, " "), longer, longest, "Two words", "TWO words!", "?!", ""}
	pairs, err := NewCorpus(texts).Pairs(eighty, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []Pair{{0, 1, false, 9, 11}, {1, 2, false, 11, 12}, {3, 4, true, 1, 1}}
	if diff := cmp.Diff(want, slices.Collect(pairs)); diff != "" {
		t.Error(diff)
	}
	groups, err := NewCorpus(texts).Groups(eighty, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Group{{[]int{0, 1, 2}, 9. / 11, false}, {[]int{3, 4}, 1, true}}, groups); diff != "" {
		t.Error(diff)
	}
	if _, err := NewCorpus(texts).Count(eighty, []int{1}); !errors.Is(err, ErrLength) {
		t.Errorf("groups of another length: %v; want ErrLength", err)
	}
}

// Whatever the texts and the threshold, the index finds just the pairs that comparing each with each finds.
func TestTheIndexMissesNoPairAndInventsNone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.StringMatching(`([abcd]( |, )){0,12}[ab]?`), 0, 30).Draw(t, "texts")
		group := rapid.SliceOfN(rapid.IntRange(0, 2), len(texts), len(texts)).Draw(t, "group")
		den := rapid.Int64Range(1, 12).Draw(t, "den")
		at := Threshold{rapid.Int64Range(1, den).Draw(t, "num"), den}
		var want []Pair
		for a := range texts {
			for b := a + 1; b < len(texts); b++ {
				if p, ok := compare(texts, a, b, at); ok && group[a] == group[b] {
					want = append(want, p)
				}
			}
		}
		c := NewCorpus(texts)
		pairs, err := c.Pairs(at, group)
		if err != nil {
			t.Fatal(err)
		}
		got := slices.Collect(pairs)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
		counts, err := c.Count(at, group)
		if err != nil {
			t.Fatal(err)
		}
		listed := Counts{Near: len(got)}
		for _, p := range got {
			if p.Exact {
				listed.Exact++
			}
		}
		if counts != listed {
			t.Fatalf("counted %+v, listed %+v", counts, listed)
		}
	})
}

// compare is the definition, word for word.
func compare(texts []string, a, b int, at Threshold) (Pair, bool) {
	set := func(text string) ([]string, map[string]bool) {
		var words []string
		for _, w := range Words(text) {
			words = append(words, w.Text)
		}
		all := map[string]bool{}
		if len(words) > 0 && len(words) < 3 {
			all[strings.Join(words, " ")+" (all)"] = true
		}
		for i := 0; i+3 <= len(words); i++ {
			all[strings.Join(words[i:i+3], " ")] = true
		}
		return words, all
	}
	wa, sa := set(texts[a])
	wb, sb := set(texts[b])
	if len(wa) == 0 || len(wb) == 0 {
		return Pair{}, false
	}
	shared := 0
	for s := range sa {
		if sb[s] {
			shared++
		}
	}
	p := Pair{a, b, slices.Equal(wa, wb), shared, len(sa) + len(sb) - shared}
	return p, int64(p.Shared)*at.den >= at.num*int64(p.Union)
}

func TestPassagesAreTheLongestSharedRuns(t *testing.T) {
	texts := []string{
		"We welcome the great progress of Examplestan in the field of rights.",
		"My delegation: we WELCOME the great progress made; in the field of rights, too.",
		"Nothing of the kind.",
	}
	got, err := Passages(texts, 4)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, p := range got {
		said = append(said, texts[p.A][p.InA.Start:p.InA.End]+" | "+texts[p.B][p.InB.Start:p.InB.End])
	}
	want := []string{
		"We welcome the great progress | we WELCOME the great progress",
		"in the field of rights | in the field of rights",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
	if _, err := Passages(texts, 0); !errors.Is(err, ErrWords) {
		t.Errorf("passages of no words: %v; want ErrWords", err)
	}
}

func TestPhrasesAreAsLongAsTheyCanBeWithoutLosingAText(t *testing.T) {
	texts := []string{
		"Continue its efforts in line with national conditions and share its experience",
		"continue its efforts in line with its plan",
		"Share good practice in line with national conditions",
		"Something else in line with national conditions and share its experience",
	}
	got, err := Phrases(texts, 3, 2)
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		Text string
		In   []int
	}
	var said []row
	for _, p := range got {
		said = append(said, row{texts[p.Texts[0]][p.Span.Start:p.Span.End], p.Texts})
	}
	want := []row{
		{"in line with", []int{0, 1, 2, 3}},
		{"in line with national conditions", []int{0, 2, 3}},
		{"in line with national conditions and share its experience", []int{0, 3}},
		{"Continue its efforts in line with", []int{0, 1}},
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]int{{0, 1}, {0}, nil, nil}, Elsewhere(texts, got, []string{"IN LINE WITH national conditions; in line with", "in line, with — in line with"})); diff != "" {
		t.Errorf("elsewhere: %s", diff)
	}
	if _, err := Phrases(texts, 3, 1); !errors.Is(err, ErrTexts) {
		t.Errorf("phrases of one text: %v; want ErrTexts", err)
	}
}

func TestSharedWordsAreMarkedInBothTexts(t *testing.T) {
	a, b := "Ratify the Convention without delay", "Sign and ratify the new Convention"
	inA, inB := Shared(a, b)
	mark := func(text string, spans []Span) (all []string) {
		for _, s := range spans {
			all = append(all, text[s.Start:s.End])
		}
		return all
	}
	if diff := cmp.Diff([]string{"Ratify the Convention"}, mark(a, inA)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"ratify the", "Convention"}, mark(b, inB)); diff != "" {
		t.Error(diff)
	}
}

func FuzzSharedSpansHoldTheSameWords(f *testing.F) {
	f.Add("Ratify the Convention", "ratify; the new Convention")
	f.Add("a\xffb İ ß", "A B i SS")
	f.Fuzz(func(t *testing.T, a, b string) {
		inA, inB := Shared(a, b)
		words := func(text string, spans []Span) (all []string) {
			for _, s := range spans {
				for _, w := range Words(text[s.Start:s.End]) {
					all = append(all, w.Text)
				}
			}
			return all
		}
		if len(a)+len(b) < 10_000 && !slices.Equal(words(a, inA), words(b, inB)) {
			t.Errorf("%q marks %q, %q marks %q", a, words(a, inA), b, words(b, inB))
		}
	})
}
