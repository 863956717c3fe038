package chart

import (
	"strings"
	"testing"
)

func TestAStripHasASquareForEveryYearWithSomethingAndIsDarkestWhereThereIsMost(t *testing.T) {
	svg := Strip(head, 1998, 2002, map[int]int{1998: 1, 2000: 4, 2002: 8, 1990: 99})
	wellFormed(t, svg)
	// Of 8 at most, a quarter is 2: 1 is in the first quarter, 4 at the end of the second, 8 in the last.
	has(t, svg, `viewBox="0 0 5 10"`, `class="k2" d="M0 0h.85v10h-.85z"`, `class="k3" d="M2 0h`, `class="k5" d="M4 0h`)
	if n := strings.Count(string(svg), "v10"); n != 3 {
		t.Errorf("%d squares, want 3: the year outside the span is not drawn", n)
	}
}

func TestAStripWithoutAnythingIsNotDrawn(t *testing.T) {
	if Strip(head, 1998, 2002, map[int]int{1990: 3}) != "" {
		t.Error("something is drawn")
	}
}

func TestTheAxisOfStripsNamesRoundYearsAtTheirPlaces(t *testing.T) {
	svg := StripAxis(1946, 2024)
	wellFormed(t, svg)
	has(t, svg, ">1950</text>", ">2020</text>", `x="56.23%" y="12">1990<`) // (1990 - 1946 + .42) / 79
	if strings.Contains(string(svg), ">1955<") {
		t.Error("eight decades are enough")
	}
}
