package chart

import (
	"encoding/xml"
	"html/template"
	"io"
	"strings"
	"testing"
)

var head = Head{ID: "c1", Title: `Entries & "years"`, Desc: "two in 2013 <and> none in 2014"}

// wellFormed reads the picture as XML and returns how often each element occurs.
func wellFormed(t *testing.T, svg template.HTML) map[string]int {
	t.Helper()
	count := map[string]int{}
	dec := xml.NewDecoder(strings.NewReader(string(svg)))
	for {
		token, err := dec.Token()
		if err == io.EOF {
			return count
		}
		if err != nil {
			t.Fatalf("not well-formed XML: %v\n%s", err, svg)
		}
		if start, ok := token.(xml.StartElement); ok {
			count[start.Name.Local]++
			for _, a := range start.Attr {
				if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") {
					t.Errorf("<%s> carries %s, which the site's policy forbids", start.Name.Local, a.Name.Local)
				}
			}
		}
	}
}

func has(t *testing.T, svg template.HTML, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(string(svg), want) {
			t.Errorf("%s is not in\n%s", want, svg)
		}
	}
}

func TestYearsDrawsHeightsInProportionAndKeepsEmptyYears(t *testing.T) {
	svg := Years(head, []Bar{{Label: "2013", Count: 4, URL: "/register?year=2013"}, {Label: "2014"}, {Label: "2015", Count: 1, URL: "/x"}})
	n := wellFormed(t, svg)
	if n["a"] != 2 || n["desc"] != 1 {
		t.Errorf("%d links and %d descriptions, want 2 and 1", n["a"], n["desc"])
	}
	has(t, svg, `height="130"/>`, `height="32.5"/>`, `href="/register?year=2013"`, `>2014</text>`, `>’14</text>`, `role="group"`,
		`Entries &amp; &#34;years&#34;`, "2013: 4")
}

func TestAPictureWithoutLinksIsAnImage(t *testing.T) {
	has(t, Years(head, []Bar{{Label: "2013", Count: 4}}), `role="img"`)
}

func TestNothingToDrawDrawsNothing(t *testing.T) {
	if Years(head, nil)+Bars(head, nil)+Tiles(head, nil)+Timeline(head, nil, nil) != "" {
		t.Error("an empty chart must be empty")
	}
}

func TestBarsStayInProportionAndKeepSmallCountsVisible(t *testing.T) {
	svg := Bars(head, []Bar{{Label: "exit ban", Count: 1000, Note: "1000 entries"}, {Label: "half", Count: 500}, {Label: "one", Count: 1}})
	wellFormed(t, svg)
	has(t, svg, `width="88%"`, `width="44%"`, `width="0.6%"`, ">1000</text>", "exit ban: 1000 entries")
}

func TestBarsBeginAtTheRightWhereTextDoes(t *testing.T) {
	h := head
	h.RTL = true
	svg := Bars(h, []Bar{{Label: "a", Count: 2}, {Label: "b", Count: 1}})
	wellFormed(t, svg)
	has(t, svg, `x="12%" width="88%"`, `x="56%" width="44%"`, `class="name" x="100%"`, `dx="-7"`)
}

func TestABarOfTwoKindsIsDividedInProportion(t *testing.T) {
	bars := []Bar{{Label: "a", Count: 4, Rest: 1}, {Label: "b", Count: 2, Rest: 2}}
	svg := Bars(head, bars)
	wellFormed(t, svg)
	has(t, svg, `class="bar" x="0%" width="66%"`, `class="rest" x="66%" width="22%"`, `class="rest" x="0%" width="44%"`) // of 88 per cent
	rtl := head
	rtl.RTL = true
	has(t, Bars(rtl, bars), `class="bar" x="34%" width="66%"`, `class="rest" x="12%" width="22%"`)
}

func TestEveryStateHasOneSquareOfTheSameSize(t *testing.T) {
	tiles := []Tile{{Code: "AAA", Bar: Bar{Label: "A", Count: 28, URL: "/states/AAA"}}, {Code: "BBB", Bar: Bar{Label: "B", URL: "/states/BBB"}}, {Code: "CCC", Bar: Bar{Label: "C", Count: 1}}}
	svg := Tiles(head, tiles)
	n := wellFormed(t, svg)
	if n["rect"] != 3 {
		t.Errorf("%d squares for 3 States", n["rect"])
	}
	has(t, svg, `class="k5"`, `class="k0"`, `class="k1"`, ">28</text>", `<a href="/states/BBB" tabindex="-1">`)
	if strings.Count(string(svg), `width="37" height="37"`) != 3 {
		t.Error("squares differ in size")
	}
}

func TestShadesStepAtTheirBounds(t *testing.T) {
	for n, want := range map[int]int{0: 0, 1: 1, 2: 2, 4: 2, 5: 3, 9: 3, 10: 4, 24: 4, 25: 5, 1000: 5} {
		if got := Shade(n); got != want {
			t.Errorf("%d entries have shade %d, want %d", n, got, want)
		}
	}
}

func TestTimelineSetsTouchingMarksBelowEachOther(t *testing.T) {
	lanes := []string{"Acts", "UN action", "Reply"}
	events := []Event{
		{0, 2013.7, 2014.2, false, 1, "detained", "#e1"},
		{0, 2013.8, 2013.9, false, 2, "during the first", "#e2"},
		{1, 2014, 2014, false, 3, "letter", "#e3"},
		{0, 2015, 2016, true, 4, "some time in 2015", "#e4"},
	}
	svg := Timeline(head, lanes, events)
	wellFormed(t, svg)
	has(t, svg, `class="vague l0"`, `class="span l0"`, ">Reply</text>", ">2013</text>", ">2016</text>", `href="#e3"`, "<path", "<circle")
	rows, place := stack(lanes, events, func(y float64) float64 { return (y - 2013) * 200 })
	if rows[0] != 2 || rows[2] != 1 || place[1] != 1 || place[3] != 0 {
		t.Errorf("rows %v, places %v: want two rows of acts with only the second event below", rows, place)
	}
}

func TestNumbersAreShort(t *testing.T) {
	for in, want := range map[float64]string{1: "1", 1.5: "1.5", 33.333333: "33.33", 0: "0", 100: "100"} {
		if got := num(in); got != want {
			t.Errorf("%v is written %q, want %q", in, got, want)
		}
	}
}
