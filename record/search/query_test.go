package search

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	word := func(text string) Term { return Term{Text: text} }
	for _, c := range []struct {
		why, text string
		want      []Term
	}{
		{"nothing asks for everything", "", nil},
		{"space is nothing", " \t\n\u00a0\u3000", nil},
		{"signs alone are nothing", `- "" * … ""-"" ´-* --`, nil},
		{"words", "torture  prison", []Term{word("torture"), word("prison")}},
		{"a word twice, as in a symbol", "24 24", []Term{word("24"), word("24")}},
		{"words in quotes belong together", `"right  to life"`, []Term{{Text: "right to life", Exact: true}}},
		{"quotes of other languages do too", "«droit à la vie» „na prawo” “left”", []Term{{Text: "droit à la vie", Exact: true}, {Text: "na prawo", Exact: true}, {Text: "left", Exact: true}}},
		{"a quote that is never closed goes to the end", `"right to`, []Term{{Text: "right to", Exact: true}}},
		{"a quote ends a word", `un"safe"`, []Term{word("un"), {Text: "safe", Exact: true}}},
		{"without", "-business", []Term{{Text: "business", Not: true}}},
		{"without words in a row", `-"human rights"`, []Term{{Text: "human rights", Exact: true, Not: true}}},
		{"a minus sign is a minus sign too", "−business", []Term{{Text: "business", Not: true}}},
		{"a hyphen within is none", "non-governmental", []Term{word("non-governmental")}},
		{"a beginning", "defend*", []Term{{Text: "defend", Prefix: true}}},
		{"a star within means nothing", "de*nd", []Term{word("de*nd")}},
		{"a star in quotes means nothing", `"defend*"`, []Term{{Text: "defend", Exact: true}}},
		{"a symbol stays together", "A/HRC/36/L.45,", []Term{word("A/HRC/36/L.45")}},
		{"signs round a word mean nothing", "(torture), ¿prisión?", []Term{word("torture"), word("prisión")}},
		{"NUL parts words", "tor\x00ture", []Term{word("tor"), word("ture")}},
		{"bytes that are no text part words", "tor\xff\xfeture", []Term{word("tor"), word("ture")}},
	} {
		q := Parse(c.text)
		if diff := cmp.Diff(c.want, q.Terms); diff != "" || q.Cut {
			t.Errorf("%s: Parse(%q):\n%s", c.why, c.text, diff)
		}
	}
}

func TestParseTakesTheBeginningOfWhatIsTooLong(t *testing.T) {
	many := make([]string, 5000)
	for i := range many {
		many[i] = "w" + strings.Repeat("x", i%7) + string(rune('a'+i%26))
	}
	for _, text := range []string{strings.Join(many, " "), strings.Repeat("x", 1<<20), strings.Repeat("\x00", 1<<20), strings.Repeat(`"`, 1<<20), strings.Repeat("-", 1<<20) + "x", strings.Repeat("国", 1<<20)} {
		q := Parse(text)
		if !q.Cut || len(q.Terms) > MaxTerms || len(q.String()) > 2*MaxBytes {
			t.Errorf("%.20q…: %d terms, %d bytes, cut %t", text, len(q.Terms), len(q.String()), q.Cut)
		}
	}
}

func TestKeysForgiveSpaceCaseAndPunctuation(t *testing.T) {
	for _, same := range [][]string{
		{"A/HRC/36/L.45", "a/hrc/36/l.45", " A HRC 36 L 45 ", "A/HRC/36/L.45."},
		{"UA CHN 11/2013", "ua chn 11 2013", "UA-CHN-11/2013"},
		{"Côte d’Ivoire", "cote d'ivoire"},
	} {
		for _, s := range same {
			if Key(s) != Key(same[0]) {
				t.Errorf("%q is not %q", s, same[0])
			}
		}
	}
	if Key("A/RES/6/81") == Key("A/RES/68/1") {
		t.Error("numbers of a symbol run together")
	}
}

// FuzzParse: what was read is written so that it is read again as the same, within the limits.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "torture prison", `"right to life" -business defend*`, "A/HRC/36/L.45", "UA CHN 11/2013", "Côte d’Ivoire", "«droit à la vie»", "пытки в тюрьмах",
		"حقوق الإنسان", "人权 “联合国”", "-", "--x", `-"-x"`, "*", "a**", "\x00", "\xff", "́*", strings.Repeat("a b ", 600), `"unclosed -x`, "−－x", "ﬁ*", "x\u2028y", "x…*",
	} {
		f.Add(seed)
	}
	x := index(f, testDocuments())
	f.Fuzz(func(t *testing.T, text string) {
		q := Parse(text)
		if len(q.Terms) > MaxTerms {
			t.Fatalf("%d terms", len(q.Terms))
		}
		again := Parse(q.String())
		if !again.Cut {
			if diff := cmp.Diff(q.Terms, again.Terms); diff != "" {
				t.Fatalf("%q is written as %q and then read as something else:\n%s", text, q.String(), diff)
			}
		}
		page := x.Find(Filter{Query: q, Ranked: len(text)%2 == 0})
		if page.Total > x.Len() || len(page.Hits) > page.Total {
			t.Fatalf("%d of %d found, %d shown", page.Total, x.Len(), len(page.Hits))
		}
		for _, h := range page.Hits {
			var whole strings.Builder
			for _, p := range page.Mark(h.Text, 0) {
				whole.WriteString(p.Text)
			}
			if whole.String() != h.Text {
				t.Fatalf("marking changes %q to %q", h.Text, whole.String())
			}
			page.Mark(h.Text, 20)
		}
	})
}
