package rate_test

import (
	"encoding/csv"
	"errors"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"unhindered/analysis/rate"
)

// numbers reads a fixture that an R script of testdata made.
func numbers(t *testing.T, path string) [][]float64 {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all [][]float64
	for _, line := range lines[1:] {
		var row []float64
		for _, cell := range line {
			x, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				t.Fatal(err)
			}
			row = append(row, x)
		}
		all = append(all, row)
	}
	return all
}

func TestWilsonIsThatOfR(t *testing.T) {
	for _, r := range numbers(t, "testdata/intervals.csv") {
		got, err := rate.Wilson(int(r[0]), int(r[1]), r[2])
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(got.Lower-r[3]) > 1e-8 || math.Abs(got.Upper-r[4]) > 1e-8 {
			t.Errorf("%v of %v at %v: got %v to %v, R has %v to %v", r[0], r[1], r[2], got.Lower, got.Upper, r[3], r[4])
		}
	}
}

// The first row is the example (a) of Newcombe (1998), table II: 56/70 less 48/80 is 0.2000, from 0.0524 to 0.3339.
func TestDifferenceIsNewcombes(t *testing.T) {
	for _, r := range numbers(t, "testdata/differences.csv") {
		a, _ := rate.Wilson(int(r[0]), int(r[1]), .95)
		b, _ := rate.Wilson(int(r[2]), int(r[3]), .95)
		d, err := rate.Less(a, b)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(d.Is-r[4])+math.Abs(d.Lower-r[5])+math.Abs(d.Upper-r[6]) > 1e-8 {
			t.Errorf("%v: got %+v", r, d)
		}
	}
	a, _ := rate.Wilson(56, 70, .95)
	b, _ := rate.Wilson(48, 80, .95)
	if d, _ := rate.Less(a, b); math.Abs(d.Lower-.0524) > 5e-5 || math.Abs(d.Upper-.3339) > 5e-5 {
		t.Errorf("Newcombe's example: got %+v", d)
	}
}

func TestNothingOfNothingIsUnknown(t *testing.T) {
	r, err := rate.Wilson(0, 0, .95)
	if err != nil || !math.IsNaN(r.Share) || r.Lower != 0 || r.Upper != 1 {
		t.Errorf("got %+v, %v", r, err)
	}
	one, _ := rate.Wilson(1, 1, .95)
	if d, err := rate.Less(r, one); err != nil || !math.IsNaN(d.Is) || d.Lower != -1 || d.Upper != 1 {
		t.Errorf("got %+v, %v", d, err)
	}
}

func TestImpossibleCountsAreRefused(t *testing.T) {
	for _, c := range []struct {
		name  string
		k, n  int
		level float64
		want  error
	}{
		{"more than all", 2, 1, .95, rate.ErrCount},
		{"fewer than none", -1, 1, .95, rate.ErrCount},
		{"certainty", 1, 2, 1, rate.ErrLevel},
		{"no level", 1, 2, 0, rate.ErrLevel},
		{"a level that is no number", 1, 2, math.NaN(), rate.ErrLevel},
	} {
		if _, err := rate.Wilson(c.k, c.n, c.level); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
	a, _ := rate.Wilson(1, 2, .9)
	b, _ := rate.Wilson(1, 2, .95)
	if _, err := rate.Less(a, b); !errors.Is(err, rate.ErrLevel) {
		t.Errorf("two levels: got %v", err)
	}
}

func TestWilsonHoldsItsShareAndMirrors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5000).Draw(t, "n")
		k := rapid.IntRange(0, n).Draw(t, "k")
		level := rapid.Float64Range(.01, .999).Draw(t, "level")
		r, err := rate.Wilson(k, n, level)
		if err != nil {
			t.Fatal(err)
		}
		if !(0 <= r.Lower && r.Lower <= r.Share && r.Share <= r.Upper && r.Upper <= 1 && r.Lower < r.Upper) {
			t.Fatalf("%+v", r)
		}
		mirror, _ := rate.Wilson(n-k, n, level)
		if math.Abs(mirror.Lower-(1-r.Upper)) > 1e-9 {
			t.Fatalf("%+v is no mirror of %+v", mirror, r)
		}
		wider, _ := rate.Wilson(k, n, level+(1-level)/2)
		if wider.Lower > r.Lower || wider.Upper < r.Upper {
			t.Fatalf("%+v is not within %+v", r, wider)
		}
	})
}

func TestRunsAreNotBrokenByYearsWithoutReport(t *testing.T) {
	reports := []int{2010, 2011, 2012, 2014, 2015, 2016}
	for _, c := range []struct {
		name  string
		named []int
		want  []rate.Run
	}{
		{"never named", nil, nil},
		{"once", []int{2011}, []rate.Run{{2011, 2011, 1}}},
		{"no report in 2013", []int{2011, 2012, 2014}, []rate.Run{{2011, 2014, 3}}},
		{"left out once", []int{2010, 2012, 2014, 2016}, []rate.Run{{2010, 2010, 1}, {2012, 2014, 2}, {2016, 2016, 1}}},
		{"always", reports, []rate.Run{{2010, 2016, 6}}},
	} {
		got, err := rate.Runs(reports, c.named)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
	}
	if r := rate.Longest([]rate.Run{{2010, 2011, 2}, {2013, 2014, 2}, {2016, 2016, 1}}); r.From != 2013 {
		t.Errorf("of two as long the newest is wanted, got %+v", r)
	}
	if r := rate.Longest(nil); r != (rate.Run{}) {
		t.Errorf("got %+v", r)
	}
	for name, years := range map[string][]int{"a year without report": {2013}, "out of order": {2012, 2011}, "twice": {2012, 2012}} {
		if _, err := rate.Runs(reports, years); !errors.Is(err, rate.ErrOrder) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := rate.Runs([]int{2011, 2010}, nil); !errors.Is(err, rate.ErrOrder) {
		t.Errorf("reports out of order: got %v", err)
	}
}

func TestWhoVanishesFromOneReportToTheNext(t *testing.T) {
	got := rate.Changes([][]string{{"b", "a", "a"}, {"b"}, {}, {"a", "c"}})
	want := []rate.Change{
		{New: []string{"a", "b"}},
		{Kept: []string{"b"}, Vanished: []string{"a"}},
		{Vanished: []string{"b"}},
		{New: []string{"c"}, Returned: []string{"a"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEveryNameIsNewOnceAndAccountedFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		reports := rapid.SliceOf(rapid.SliceOf(rapid.SampledFrom([]string{"a", "b", "c", "d"}))).Draw(t, "reports")
		seen := map[string]int{}
		here := 0
		for i, c := range rate.Changes(reports) {
			for _, name := range c.New {
				seen[name]++
			}
			here += len(c.New) + len(c.Returned) - len(c.Vanished)
			distinct := slices.Compact(slices.Sorted(slices.Values(reports[i])))
			if here != len(distinct) || len(c.New)+len(c.Returned)+len(c.Kept) != len(distinct) {
				t.Fatalf("report %d of %v: %+v", i, reports, c)
			}
		}
		for name, n := range seen {
			if n != 1 {
				t.Fatalf("%s is new %d times", name, n)
			}
		}
	})
}
