package search

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/un"
)

// testDocuments are one text each in the languages of the UN and some that are near to one another. The ID says what it is.
func testDocuments() []Document {
	doc := func(id, date, state, text string) Document {
		return Document{Ledger: "upr", Kind: "recommendation", ID: id, Path: "/" + id, Date: un.Date(date), State: state, Text: text}
	}
	all := []Document{
		doc("en", "2013-10-25", "XEX", "Investigate all allegations of torture in the prisons, and ratify the Convention."),
		doc("en2", "2009-02", "XEX", "Ratifying the protocol of 2002; universities and other universal things."),
		doc("life", "2018", "NOR", "Respect the right to life and the right of life prisoners."),
		doc("fr", "2012", "FRA", "Garantir les droits à l’égalité dans les prisons et pour les défenseurs des droits de l’homme."),
		doc("es", "2011", "ESP", "Proteger a los defensores de los derechos humanos y ratificar las convenciones."),
		doc("ru", "2014", "RUS", "Отменить смертную казнь и расследовать сообщения о пытках."),
		doc("ar", "2015", "EGY", "التصديق على الاتفاقية وحماية المدافعين عن حقوق الإنسان."),
		doc("zh", "2016", "CHN", "与联合国合作，保护人权捍卫者。"),
		doc("stop", "2017", "XEX", "To be or not to be."),
		doc("accent", "2010", "CIV", "Cooperation of Côte d’Ivoire with the Secretary-General’s envoy."),
		{Ledger: "votes", Kind: "amendment", ID: "vote", Path: "/vote", Date: "2017-09-29", Title: "Amendment on prison", Symbol: "A/HRC/36/L.45",
			By: []string{"CHN", "RUS"}, Keys: []string{"A/HRC/36/L.45"}},
		{Ledger: "letters", Kind: "letter", ID: "letter", Path: "/letter", Date: "2013", Title: "a defender", Symbol: "UA CHN 11/2013", State: "CHN", Keys: []string{"UA CHN 11/2013"}},
		{Ledger: "states", Kind: "member", ID: "state", Path: "/states/CHN", Title: "China", State: "CHN", Keys: []string{StateKey("CHN")}},
		{Ledger: "register", Kind: "case", ID: "span", Path: "/span", Title: "lawyers", Date: "2004", Until: "2006-03", State: "XEX"},
	}
	return all
}

func set(all []Document) Set {
	return Set{N: len(all), At: func(i int) Document { return all[i] }}
}

func index(t testing.TB, all []Document) *Index {
	t.Helper()
	x, err := Build(t.Context(), []Set{set(all)})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func ids(p Page) string {
	var all []string
	for _, h := range p.Hits {
		all = append(all, h.ID)
	}
	return strings.Join(all, " ")
}

func TestFind(t *testing.T) {
	x := index(t, testDocuments())
	for _, c := range []struct{ why, query, want string }{
		{"both words must be there, in any form", "allegation prison", "en"},
		{"newest first", "prison", "life vote en fr"},
		{"English forms", "ratified", "en en2"},
		{"French forms and accents", "egalite", "fr"},
		{"French without the article", "défenseur homme", "fr"},
		{"Spanish forms", "convención", "es"},
		{"Russian forms", "казни", "ru"},
		{"Arabic forms", "اتفاقية", "ar"},
		{"Chinese words are pairs of characters", "联合国", "zh"},
		{"one Chinese character, wherever it stands", "国", "zh"},
		{"the last character of a run", "者", "zh"},
		{"Chinese characters that do not follow one another", "联国", ""},
		{"an accent is forgiven where there is none", "cote d'ivoire", "accent"},
		{"quotes want the words in a row", `"right to life"`, "life"},
		{"quotes want the words in this order", `"life to right"`, ""},
		{"quotes want these very words", `"ratification"`, ""},
		{"quotes may hold little words alone", `"to be or not"`, "stop"},
		{"little words alone are looked for", "not to be", "stop"},
		{"a little word that is nowhere", "whom", ""},
		{"little words beside others are left out", "the prison of", "life vote en fr"},
		{"without", "prison -torture", "life vote fr"},
		{"without words in a row", `prison -"right to"`, "vote en fr"},
		{"without alone means all the others", "-le -of -de -the -and -or -convención -on -lawyers", "zh ar ru letter state"},
		{"a beginning finds whatever begins so, and no other form", "universit*", "en2"},
		{"a beginning of one letter is a word", "u*", ""},
		{"a beginning in Arabic", "المداف*", "ar"},
		{"words with a hyphen stand in a row", "secretary-general", "accent"},
		{"the other way round they do not", "general-secretary", ""},
		{"a symbol comes first", "a/hrc/36/L.45", "vote"},
		{"a symbol with space in it", "ua chn 11 / 2013", "letter"},
		{"a State by another name, then what is about it", "Chine", "state"},
		{"a State by its name, then what names it", "China", "state vote zh letter"},
		{"the name of a State finds what is about it", "China cooperation", ""},
		{"no document has all words", "torture lawyers", ""},
		{"a word that is nowhere", "xyzzy", ""},
	} {
		if got := ids(x.Find(Filter{Query: Parse(c.query)})); got != c.want {
			t.Errorf("%s: %q finds %q, want %q", c.why, c.query, got, c.want)
		}
	}
}

func TestFindSaysWhatItDidNotLookFor(t *testing.T) {
	x := index(t, testDocuments())
	page := x.Find(Filter{Query: Parse("the torture xyzzy -plugh")})
	if diff := cmp.Diff([]string{"the"}, page.Ignored); diff != "" {
		t.Error("ignored: " + diff)
	}
	if diff := cmp.Diff([]string{"xyzzy"}, page.Unknown); diff != "" {
		t.Error("unknown: " + diff)
	}
}

func TestFacetsSayHowLongTheListWouldBe(t *testing.T) {
	x := index(t, testDocuments())
	for _, f := range []Filter{{}, {Query: Parse("prison")}, {State: "XEX"}, {Query: Parse("prison"), Ledger: "upr"}, {Year: 2013}, {State: "CHN", Ledger: "letters", Year: 2013}, {Ledger: "none"}} {
		page := x.Find(f)
		if got := len(x.Find(with(f, func(f *Filter) { f.Limit = 1000 })).Hits); got != page.Total {
			t.Errorf("%+v: total %d, %d in the list", f, page.Total, got)
		}
		for _, c := range page.Ledgers {
			if got := x.Find(with(f, func(f *Filter) { f.Ledger = c.Value })).Total; got != c.N {
				t.Errorf("%+v: ledger %s says %d, has %d", f, c.Value, c.N, got)
			}
		}
		for _, c := range page.States {
			if got := x.Find(with(f, func(f *Filter) { f.State = c.Value })).Total; got != c.N {
				t.Errorf("%+v: State %s says %d, has %d", f, c.Value, c.N, got)
			}
		}
		for _, c := range page.Years {
			if got := x.Find(with(f, func(f *Filter) {
				f.Year = int(c.Value[0]-'0')*1000 + int(c.Value[1]-'0')*100 + int(c.Value[2]-'0')*10 + int(c.Value[3]-'0')
			})).Total; got != c.N {
				t.Errorf("%+v: year %s says %d, has %d", f, c.Value, c.N, got)
			}
		}
	}
	if got := ids(x.Find(Filter{Year: 2005})); got != "span" {
		t.Errorf("what lasted from 2004 to 2006 is not under 2005: %q", got)
	}
	if got := ids(x.Find(Filter{State: "RUS"})); got != "vote ru" {
		t.Errorf("what a State did is not under it: %q", got)
	}
}

func with(f Filter, change func(*Filter)) Filter {
	change(&f)
	return f
}

func TestPagesAreTheListInParts(t *testing.T) {
	x := index(t, testDocuments())
	for _, f := range []Filter{{}, {Query: Parse("China")}, {Query: Parse("prison"), Ranked: true}, {Query: Parse("China"), Ranked: true}} {
		f.Limit = 1000
		whole := strings.Fields(ids(x.Find(f)))
		var parts []string
		f.Limit = 2
		for ; f.Offset < len(whole)+3; f.Offset += 2 {
			parts = append(parts, strings.Fields(ids(x.Find(f)))...)
		}
		if !slices.Equal(whole, parts) {
			t.Errorf("%+v: whole %v, in parts %v", f, whole, parts)
		}
	}
}

func TestRankedPutsTheBestFirst(t *testing.T) {
	doc := func(id, title, text string) Document {
		return Document{Ledger: "upr", ID: id, Title: title, Text: text}
	}
	x := index(t, []Document{
		doc("once", "", "torture and many other things that take a long text to tell, one after the other, to the end"),
		doc("often", "", "torture, torture, torture"),
		doc("title", "torture", "and many other things that take a long text to tell, one after the other, to the end"),
		doc("none", "", "something else"),
	})
	if got := ids(x.Find(Filter{Query: Parse("torture"), Ranked: true})); got != "often title once" {
		t.Errorf("best first: %s", got)
	}
}

func TestMarks(t *testing.T) {
	x := index(t, testDocuments())
	for _, c := range []struct {
		why, query, text string
		most             int
		want             string
	}{
		{"forms of a word", "torture prison", testDocuments()[0].Text, 0, "Investigate all allegations of [torture] in the [prisons], and ratify the Convention."},
		{"words in a row only in a row", `"right to life"`, testDocuments()[2].Text, 0, "Respect the [right to life] and the right of life prisoners."},
		{"words of a symbol in a row", "secretary-general", testDocuments()[9].Text, 0, "Cooperation of Côte d’Ivoire with the [Secretary-General]’s envoy."},
		{"accents", "cote", testDocuments()[9].Text, 0, "Cooperation of [Côte] d’Ivoire with the Secretary-General’s envoy."},
		{"Arabic", "اتفاقية", testDocuments()[6].Text, 0, "التصديق على [الاتفاقية] وحماية المدافعين عن حقوق الإنسان."},
		{"Chinese pairs grow together", "联合国", testDocuments()[7].Text, 0, "与[联合国]合作，保护人权捍卫者。"},
		{"what is excluded is not marked", "torture -business", "torture business", 0, "[torture] business"},
		{"a long text is cut round the first word", "ratify", testDocuments()[0].Text, 30, "… and [ratify] the Convention."},
		{"a long text without a word is cut at the end", "xyzzy", testDocuments()[0].Text, 30, "Investigate all allegations … "},
	} {
		var got strings.Builder
		for _, p := range x.Find(Filter{Query: Parse(c.query)}).Mark(c.text, c.most) {
			if p.Marked {
				got.WriteString("[" + p.Text + "]")
			} else {
				got.WriteString(p.Text)
			}
		}
		if strings.TrimSpace(got.String()) != strings.TrimSpace(c.want) {
			t.Errorf("%s: %s\nwant %s", c.why, got.String(), c.want)
		}
	}
}
