package chart

import (
	"math"
	"strings"
	"testing"
)

var line = Scale{From: -2, To: 2, Ticks: []Tick{{-2, "−2"}, {0, "0"}, {2, "2"}}}

func TestDotsOfASwarmLieOnTheirScaleAndNotOnEachOther(t *testing.T) {
	swarms := []Swarm{{Label: "Group", Note: "3 States", Dots: []Dot{
		{Label: "Examplestan", Note: "0.00 ± 0.50", Is: 0, Lower: -.5, Upper: .5, Chosen: true, Code: "XEX"},
		{Label: "A <b>", Note: "0.01", Is: .01, Lower: -1, Upper: 1},
		{Label: "C", Note: "1.00", Is: 1, Lower: .9, Upper: 1.1},
	}}}
	svg := Swarms(head, line, swarms)
	n := wellFormed(t, svg)
	if n["circle"] != 3 {
		t.Errorf("%d dots, want 3", n["circle"])
	}
	has(t, svg, `cx="50.0%"`, `x1="38.0%" x2="62.0%"`, `cx="74.0%"`, "A &lt;b&gt;: 0.01", ">XEX</text>", `role="img"`, ">3 States</text>")
	if strings.Count(string(svg), `cy="22"`) != 2 || strings.Count(string(svg), `cy="30"`) != 1 {
		t.Errorf("the second of two dots at one place is not moved: %s", svg)
	}
	rtl := head
	rtl.RTL = true
	has(t, Swarms(rtl, line, swarms), `cx="26.0%"`, `class="chart swarms rtl"`)
}

func TestACourseIsInterruptedWhereNothingIsKnown(t *testing.T) {
	nan := math.NaN()
	points := []Point{{0, 0, -1, 1}, {1, 1, 0, 2}, {2, nan, nan, nan}, {3, -1, -2, 0}, {4, nan, nan, nan}}
	svg := Course(head, Frame{X: Scale{From: 0, To: 4, Ticks: []Tick{{0, "1946"}, {4, "1950"}}}, Y: line}, points, 1)
	n := wellFormed(t, svg)
	if n["circle"] != 2 {
		t.Errorf("%d dots, want one at the mark and one for the point that stands alone", n["circle"])
	}
	has(t, svg, `d="M0 48.0L125 24.0M375 72.0"`, `d="M0 24.0L125 0.0L125 48.0L0 72.0Z"`, ">1950</text>")
}

func TestOfNoPointsNothingIsDrawn(t *testing.T) {
	if Swarms(head, line, nil) != "" || Course(head, Frame{}, nil, 0) != "" {
		t.Error("something was drawn")
	}
}
