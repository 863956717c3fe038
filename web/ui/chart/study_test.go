package chart

import (
	"math"
	"testing"
)

func TestIntervalsLieOnTheirScale(t *testing.T) {
	rows := []Interval{
		{Label: "with <a> reply", Value: "50 %", Note: "5 of 10", Is: .5, Lower: .25, Upper: .75, URL: "/letters"},
		{Label: "nothing known", Value: "–", Is: math.NaN()},
	}
	svg := Intervals(head, Shares(), rows)
	n := wellFormed(t, svg)
	if n["circle"] != 1 || n["a"] != 1 {
		t.Errorf("%d dots and %d links, want one each", n["circle"], n["a"])
	}
	has(t, svg, `x1="25.5%" x2="74.5%"`, `cx="50%"`, "with &lt;a&gt; reply: 5 of 10", ">–</text>", ">100 %</text>", `role="group"`)
	rtl := head
	rtl.RTL = true
	has(t, Intervals(rtl, Shares(), rows), `x1="74.5%" x2="25.5%"`, `class="chart intervals rtl"`)
}

func TestCurvesOfStepsHoldUntilTheNext(t *testing.T) {
	svg := Curves(head, Frame{X: Scale{0, 10, []Tick{{0, "0"}, {10, "10"}}}, Y: Shares(), Steps: true, Under: "years",
		Rows: []Row{{"still watched", []string{"12", "3"}}}},
		[]Curve{{Label: "all", Points: []Point{{0, 1, 1, 1}, {5, .5, .25, .75}, {10, .5, .25, .75}}}})
	wellFormed(t, svg)
	has(t, svg, `d="M0 0H500V120H1000"`, `d="M0 0H500V60H1000L1000 180V180H500V0H0Z"`, ">12</text>", ">years</text>", ">all</text>", `role="img"`)
}

func TestACurveIsInterruptedWhereNothingIsKnown(t *testing.T) {
	nan := math.NaN()
	svg := Curves(head, Frame{X: Scale{From: 0, To: 3}, Y: Shares()}, []Curve{{Dots: true, Points: []Point{{0, 0, nan, nan}, {1, nan, nan, nan}, {2, 1, nan, nan}, {3, 1, nan, nan}}}})
	n := wellFormed(t, svg)
	if n["circle"] != 3 {
		t.Errorf("%d dots, want 3", n["circle"])
	}
	has(t, svg, `M0 240M666.67 0L1000 0`)
}

func TestAMatrixHasARowOfCellsALabel(t *testing.T) {
	svg := Matrix(head, []string{"CHN", "RUS"}, []string{"CHN", "RUS"}, [][]Cell{{{}, {Text: "82", Step: 4, Tip: "China and Russia: 82 %", URL: "/x"}}, {{Text: "82", Step: 4}, {}}})
	n := wellFormed(t, svg)
	if n["rect"] != 4 || n["a"] != 1 {
		t.Errorf("%d cells and %d links, want 4 and 1", n["rect"], n["a"])
	}
	has(t, svg, `class="k4"`, `class="k0"`, "China and Russia: 82 %")
}

func TestATileCanSayWhatStandsInIt(t *testing.T) {
	svg := Tiles(head, []Tile{{Code: "XEX", Bar: Bar{Label: "Examplestan", Note: "97 %", URL: "/x"}, Step: 5, Value: "97"}})
	wellFormed(t, svg)
	has(t, svg, `class="k5"`, ">97</text>", "Examplestan: 97 %")
}

func TestOfNothingAPictureOfAnalysisDrawsNothing(t *testing.T) {
	if Intervals(head, Shares(), nil) != "" || Curves(head, Frame{}, nil) != "" || Matrix(head, nil, nil, nil) != "" {
		t.Error("something was drawn")
	}
}
