package undercount_test

import (
	"encoding/csv"
	"errors"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"unhindered/analysis/undercount"
)

// fixture reads a file that testdata/undercount.R made.
func fixture(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func number(t testing.TB, cell string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// near compares to six digits, as many as the fixtures have.
func near(a, b float64) bool { return math.Abs(a-b) <= 2e-6*math.Max(1, math.Abs(b)) }

func lists(t testing.TB, set string) *undercount.Lists {
	t.Helper()
	counts := map[uint]int{}
	var most uint
	for _, r := range fixture(t, "cells.csv") {
		if r[0] == set {
			s := uint(number(t, r[1]))
			counts[s] = int(number(t, r[2]))
			most = max(most, s)
		}
	}
	l, err := undercount.NewLists(len(strconv.FormatUint(uint64(most), 2)))
	if err != nil {
		t.Fatal(err)
	}
	for s, n := range counts {
		if err := l.Add(s, n); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

func TestChapmanIsThatOfR(t *testing.T) {
	for _, r := range fixture(t, "chapman.csv") {
		e, err := undercount.Chapman(int(number(t, r[0])), int(number(t, r[1])), int(number(t, r[2])), .95)
		if err != nil {
			t.Fatal(err)
		}
		for i, got := range []float64{e.N, e.StdErr, e.Lower, e.Upper} {
			if !near(got, number(t, r[3+i])) {
				t.Errorf("%v: got %+v", r, e)
				break
			}
		}
	}
}

// The counts of the set "hepatitis" are published, see testdata/undercount.R.
func TestModelsAreThoseOfR(t *testing.T) {
	for _, r := range fixture(t, "models.csv") {
		var m undercount.Model
		for _, pair := range strings.Fields(r[1]) {
			a, b, _ := strings.Cut(pair, "-")
			m = append(m, 1<<int(number(t, a)-1)|1<<int(number(t, b)-1))
		}
		f, err := lists(t, r[0]).Fit(m, .95)
		if err != nil {
			t.Fatal(err)
		}
		if r[2] == "" {
			if f.Why == "" || !math.IsNaN(f.N) {
				t.Errorf("%v: R finds no limit, got %+v", r, f)
			}
			continue
		}
		for i, got := range []float64{f.N, f.StdErr, f.Deviance, f.AIC, f.Lower, f.Upper} {
			if !near(got, number(t, r[2+i])) {
				t.Errorf("%s, %s: number %d is %v, R has %s", r[0], r[1], i, got, r[2+i])
			}
		}
		if f.Why != "" {
			t.Errorf("%s, %s: %s", r[0], r[1], f.Why)
		}
	}
}

func TestChaosBoundByHand(t *testing.T) {
	// 187 cases on one list, 56 on two: 271 + 2/3 · 187²/(2·56).
	e, err := lists(t, "hepatitis").Chao(.95)
	if err != nil || !near(e.N, 271+2./3*187*187/112) || e.Lower < 271 || e.Upper < e.N {
		t.Errorf("got %+v, %v", e, err)
	}
}

func TestModelsDisagreeAndAreShownToDisagree(t *testing.T) {
	s, err := lists(t, "hepatitis").FitAll(.95)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Fits) != 8 || len(s.Without) != 0 || s.Credible != 1 || !near(s.Lowest, 668.978744) || !near(s.Highest, 3083.154266) {
		t.Errorf("got %d fits, %d credible, %v to %v", len(s.Fits), s.Credible, s.Lowest, s.Highest)
	}
	s, err = lists(t, "nopair").FitAll(.95)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Fits)+len(s.Without) != 8 || len(s.Without) != 5 {
		t.Errorf("nobody is on lists 1 and 3: got %d fits, %d without", len(s.Fits), len(s.Without))
	}
	for _, f := range s.Without {
		if f.Why == "" || !math.IsNaN(f.N) {
			t.Errorf("%v: %+v", f.Model, f)
		}
	}
	if s.Weighted < float64(s.Seen) || s.Lowest > s.Weighted || s.Highest < s.Weighted {
		t.Errorf("the mean %v lies outside %v to %v", s.Weighted, s.Lowest, s.Highest)
	}
}

func TestWithoutOverlapNothingIsSaid(t *testing.T) {
	l, err := undercount.NewLists(3)
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range []uint{1, 2, 4} {
		if err := l.Add(list, 5); err != nil {
			t.Fatal(err)
		}
	}
	for name, err := range map[string]error{
		"two lists":  second(undercount.Chapman(5, 5, 0, .95)),
		"a model":    second(l.Fit(nil, .95)),
		"all models": second(l.FitAll(.95)),
		"the bound":  second(l.Chao(.95)),
	} {
		if !errors.Is(err, undercount.ErrOverlap) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestWrongInputIsRefused(t *testing.T) {
	l, _ := undercount.NewLists(2)
	two := lists(t, "two")
	for name, c := range map[string]struct{ err, want error }{
		"more on both than on one": {second(undercount.Chapman(2, 9, 3, .95)), undercount.ErrCount},
		"fewer than none":          {second(undercount.Chapman(-1, 9, 0, .95)), undercount.ErrCount},
		"certainty":                {second(undercount.Chapman(5, 9, 3, 1)), undercount.ErrLevel},
		"certainty of a model":     {second(two.Fit(nil, 0)), undercount.ErrLevel},
		"certainty of the bound":   {second(two.Chao(2)), undercount.ErrLevel},
		"one list":                 {second(undercount.NewLists(1)), undercount.ErrShape},
		"six lists":                {second(undercount.NewLists(6)), undercount.ErrShape},
		"a case on no list":        {l.Add(0, 1), undercount.ErrShape},
		"a case on a third list":   {l.Add(4, 1), undercount.ErrShape},
		"fewer than no cases":      {l.Add(1, -1), undercount.ErrCount},
		"lists that are empty":     {second(l.Fit(nil, .95)), undercount.ErrCount},
		"a pair that is one list":  {second(two.Fit(undercount.Model{1}, .95)), undercount.ErrShape},
		"a pair with a third list": {second(two.Fit(undercount.Model{5}, .95)), undercount.ErrShape},
	} {
		if !errors.Is(c.err, c.want) {
			t.Errorf("%s: got %v", name, c.err)
		}
	}
	if f, err := two.Fit(undercount.Model{3}, .95); err != nil || f.Why == "" {
		t.Errorf("two lists cannot tell how they depend on each other: got %+v, %v", f, err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestTwoListsAreLincolnAndPetersens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, both := rapid.IntRange(1, 300).Draw(t, "first only"), rapid.IntRange(1, 300).Draw(t, "second only"), rapid.IntRange(1, 100).Draw(t, "both")
		l, _ := undercount.NewLists(2)
		l.Add(1, a)
		l.Add(2, b)
		l.Add(3, both)
		f, err := l.Fit(nil, .95)
		if err != nil {
			t.Fatal(err)
		}
		x, y, m := float64(a+both), float64(b+both), float64(both)
		if want := x * y / m; !near(f.N, want) {
			t.Fatalf("got %v, Lincoln and Petersen %v", f.N, want)
		}
		if want := math.Sqrt(x * y * float64(a) * float64(b) / (m * m * m)); math.Abs(f.StdErr-want) > 1e-4*want {
			t.Fatalf("standard error %v, by their formula %v", f.StdErr, want)
		}
	})
}

func TestEstimatesNeverFallBelowWhatWasSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, _ := undercount.NewLists(3)
		for s := uint(1); s < 8; s++ {
			l.Add(s, rapid.IntRange(0, 40).Draw(t, "cell"))
		}
		s, err := l.FitAll(.9)
		if errors.Is(err, undercount.ErrOverlap) || errors.Is(err, undercount.ErrCount) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		seen := float64(l.Seen())
		for _, f := range s.Fits {
			if !(seen <= f.Lower && f.Lower <= f.N+1e-6*f.N && f.N <= f.Upper*(1+1e-6) && f.Deviance > -1e-6 && f.DF >= 0) {
				t.Fatalf("%+v", f)
			}
		}
		if len(s.Fits)+len(s.Without) != 8 {
			t.Fatalf("%d with and %d without estimate", len(s.Fits), len(s.Without))
		}
		if c, err := l.Chao(.9); err == nil && !(seen <= c.Lower && c.Lower <= c.N && c.N <= c.Upper) {
			t.Fatalf("%+v", c)
		}
	})
}
