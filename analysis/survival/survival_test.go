package survival_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"unhindered/analysis/survival"
)

// fixture reads a file that testdata/survival.R made, one map a row.
func fixture(t testing.TB, name string) []map[string]string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range line {
			row[lines[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

// number reads a cell; an empty one is what R could not say.
func number(t testing.TB, cell string) float64 {
	t.Helper()
	if cell == "" {
		return math.NaN()
	}
	x, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func near(a, b float64) bool {
	return math.Abs(a-b) < 1e-8 || math.IsNaN(a) && math.IsNaN(b)
}

// A set is the waits of one of the made-up sets, all together and by group, and with the kind of decision.
type set struct {
	all    []survival.Wait
	groups [][]survival.Wait
	ended  []survival.Ended
	kinds  int
}

func sets(t testing.TB) map[string]*set {
	t.Helper()
	all := map[string]*set{}
	for _, r := range fixture(t, "waits.csv") {
		s := all[r["set"]]
		if s == nil {
			s = &set{}
			all[r["set"]] = s
		}
		kind, group := int(number(t, r["kind"])), int(number(t, r["group"]))
		w := survival.Wait{Time: number(t, r["time"]), Decided: kind > 0}
		s.all = append(s.all, w)
		for len(s.groups) < group {
			s.groups = append(s.groups, nil)
		}
		s.groups[group-1] = append(s.groups[group-1], w)
		s.ended = append(s.ended, survival.Ended{Time: w.Time, Kind: kind})
		s.kinds = max(s.kinds, kind)
	}
	return all
}

func curve(t testing.TB, waits []survival.Wait, level float64, band string) survival.Curve {
	t.Helper()
	c, err := survival.KaplanMeier(waits, level, survival.Band(band))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCurvesAreThoseOfR(t *testing.T) {
	of, seen := sets(t), map[string]int{}
	for _, r := range fixture(t, "curves.csv") {
		id := r["set"] + " " + r["band"] + " " + r["level"]
		c := curve(t, of[r["set"]].all, number(t, r["level"]), r["band"])
		i := seen[id]
		seen[id]++
		if i >= len(c.Steps) {
			t.Fatalf("%s: %d steps, R has more", id, len(c.Steps))
		}
		s := c.Steps[i]
		if s.Time != number(t, r["time"]) || fmt.Sprint(s.AtRisk, s.Decided, s.Censored) != r["n"]+" "+r["d"]+" "+r["c"] {
			t.Fatalf("%s: step %d is %+v, R has %v", id, i, s, r)
		}
		se := number(t, r["se"])
		if s.Survival == 0 {
			se = math.NaN() // R writes NaN, or 0 times infinity
		}
		if !near(s.Survival, number(t, r["survival"])) || !near(s.StdErr, se) || !near(s.Lower, number(t, r["lower"])) || !near(s.Upper, number(t, r["upper"])) {
			t.Errorf("%s: step %d is %+v, R has %v", id, i, s, r)
		}
	}
	for id, n := range seen {
		var name, band string
		var level float64
		fmt.Sscan(id, &name, &band, &level)
		if c := curve(t, of[name].all, level, band); len(c.Steps) != n {
			t.Errorf("%s: %d steps, R has %d", id, len(c.Steps), n)
		}
	}
}

func TestMediansAreThoseOfR(t *testing.T) {
	of := sets(t)
	for _, r := range fixture(t, "medians.csv") {
		c := curve(t, of[r["set"]].all, number(t, r["level"]), r["band"])
		q := c.Median()
		if !near(q.Is, number(t, r["is"])) || !near(q.Lower, number(t, r["lower"])) || !near(q.Upper, number(t, r["upper"])) {
			t.Errorf("%v: got %+v", r, q)
		}
	}
}

func TestQuartilesAreReadOffTheCurve(t *testing.T) {
	c := curve(t, []survival.Wait{{1, true}, {2, true}, {3, true}, {4, true}, {9, false}}, .95, "log") // .8 .6 .4 .2
	for share, want := range map[float64]float64{.1: 1, .2: 1.5, .25: 2, .75: 4, .8: 4, .9: math.NaN()} {
		if got := c.Quantile(share).Is; !near(got, want) {
			t.Errorf("the time by which %v are decided is %v, want %v", share, got, want)
		}
	}
}

func TestLogRankIsThatOfR(t *testing.T) {
	of := sets(t)
	for _, r := range fixture(t, "tests.csv") {
		test, err := survival.LogRank(of[r["set"]].groups...)
		if err != nil {
			t.Fatal(err)
		}
		g := test.Groups[int(number(t, r["group"]))-1]
		if fmt.Sprint(g.N, g.Observed, test.DF) != r["n"]+" "+r["observed"]+" "+r["df"] || !near(g.Expected, number(t, r["expected"])) ||
			!near(test.ChiSq, number(t, r["chisq"])) || !near(test.P, number(t, r["p"])) {
			t.Errorf("%v: got %+v", r, test)
		}
	}
}

func TestIncidenceIsThatOfR(t *testing.T) {
	of := sets(t)
	for _, r := range fixture(t, "incidence.csv") {
		s := of[r["set"]]
		shares, err := survival.Incidence(s.ended, s.kinds)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, share := range shares {
			if share.Time == number(t, r["time"]) {
				found = near(share.By[int(number(t, r["kind"]))-1], number(t, r["share"]))
			}
		}
		if !found {
			t.Errorf("%v: not so here", r)
		}
	}
}

func TestWithoutDecisionNothingCanBeCompared(t *testing.T) {
	waiting := []survival.Wait{{Time: 3}, {Time: 5}}
	test, err := survival.LogRank(waiting, waiting)
	if err != nil || !math.IsNaN(test.ChiSq) || !math.IsNaN(test.P) {
		t.Errorf("got %+v, %v", test, err)
	}
	decided := []survival.Wait{{Time: 3, Decided: true}}
	if test, err := survival.LogRank(decided, nil); err != nil || !math.IsNaN(test.P) {
		t.Errorf("against nobody: got %+v, %v", test, err)
	}
	if test, err := survival.LogRank(decided, decided); err != nil || !math.IsNaN(test.P) {
		t.Errorf("all decided at once: got %+v, %v", test, err)
	}
}

func TestBetweenStepsTheCurveHolds(t *testing.T) {
	c := curve(t, []survival.Wait{{2, true}, {4, false}, {6, true}}, .95, "log")
	for _, w := range []struct {
		time, survival float64
		waiting        int
	}{{0, 1, 3}, {1.9, 1, 3}, {2, 2. / 3, 3}, {3, 2. / 3, 2}, {5, 2. / 3, 1}, {6, 0, 1}, {7, 0, 0}} {
		if got := c.At(w.time).Survival; !near(got, w.survival) || c.Waiting(w.time) != w.waiting {
			t.Errorf("at %v: %v of which %d waiting, want %v and %d", w.time, got, c.Waiting(w.time), w.survival, w.waiting)
		}
	}
	if none := curve(t, nil, .95, "log"); len(none.Steps) != 0 || !math.IsNaN(none.Median().Is) || none.At(1).Survival != 1 {
		t.Errorf("nobody waits: got %+v", none)
	}
}

func TestWrongInputIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want error
	}{
		"a wait below 0":          {second(survival.KaplanMeier([]survival.Wait{{Time: -1}}, .95, "log")), survival.ErrWait},
		"a wait that is no wait":  {second(survival.KaplanMeier([]survival.Wait{{Time: math.NaN()}}, .95, "log")), survival.ErrWait},
		"a wait without end":      {second(survival.LogRank(nil, []survival.Wait{{Time: math.Inf(1)}})), survival.ErrWait},
		"certainty":               {second(survival.KaplanMeier(nil, 1, "log")), survival.ErrLevel},
		"another band":            {second(survival.KaplanMeier(nil, .95, "arcsin")), survival.ErrBand},
		"one group":               {second(survival.LogRank([]survival.Wait{{Time: 1}})), survival.ErrShape},
		"a kind too many":         {second(survival.Incidence([]survival.Ended{{Time: 1, Kind: 3}}, 2)), survival.ErrShape},
		"an end before the start": {second(survival.Incidence([]survival.Ended{{Time: -1, Kind: 1}}, 2)), survival.ErrWait},
	} {
		if !errors.Is(c.err, c.want) {
			t.Errorf("%s: got %v", name, c.err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func drawWaits(t *rapid.T, label string, atLeast int) []survival.Wait {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) survival.Wait {
		return survival.Wait{Time: float64(rapid.IntRange(0, 12).Draw(t, "time")), Decided: rapid.Bool().Draw(t, "decided")}
	}), atLeast, 60).Draw(t, label)
}

func TestLawsOfTheCurve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		waits := drawWaits(t, "waits", 1)
		band := rapid.SampledFrom(survival.Bands()).Draw(t, "band")
		c, err := survival.KaplanMeier(waits, .95, band)
		if err != nil {
			t.Fatal(err)
		}
		before, left := 1., len(waits)
		for _, s := range c.Steps {
			if s.AtRisk != left || s.Survival > before || s.Survival < 0 {
				t.Fatalf("%+v follows %v, %d left", s, before, left)
			}
			if !math.IsNaN(s.Lower) && !(0 <= s.Lower && s.Lower <= s.Survival && s.Survival <= s.Upper && s.Upper <= 1) {
				t.Fatalf("%+v is outside its band", s)
			}
			before, left = s.Survival, left-s.Decided-s.Censored
		}
		if left != 0 {
			t.Fatalf("%d are lost", left)
		}
		censored := false
		for _, w := range waits {
			censored = censored || !w.Decided
		}
		if !censored { // then it is the plain share of those that waited longer
			for _, s := range c.Steps {
				longer := 0
				for _, w := range waits {
					if w.Time > s.Time {
						longer++
					}
				}
				if !near(s.Survival, float64(longer)/float64(len(waits))) {
					t.Fatalf("%+v, but %d of %d waited longer", s, longer, len(waits))
				}
			}
		}
	})
}

func TestLawsOfTheTest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := drawWaits(t, "a", 1), drawWaits(t, "b", 1), drawWaits(t, "c", 0)
		one, err := survival.LogRank(a, b, c)
		if err != nil {
			t.Fatal(err)
		}
		other, err := survival.LogRank(c, a, b)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(one.ChiSq-other.ChiSq) > 1e-6*(1+one.ChiSq) {
			t.Fatalf("the order of groups changes %v to %v", one.ChiSq, other.ChiSq)
		}
		var observed, expected float64
		for _, g := range one.Groups {
			observed += float64(g.Observed)
			expected += g.Expected
		}
		if math.Abs(observed-expected) > 1e-8 {
			t.Fatalf("%v observed, %v expected", observed, expected)
		}
		if one.P < 0 || one.P > 1 || one.ChiSq < -1e-9 {
			t.Fatalf("%+v", one)
		}
		if same, _ := survival.LogRank(a, a); !math.IsNaN(same.P) && same.P < 1-1e-9 {
			t.Fatalf("a group differs from itself: %+v", same)
		}
	})
}

func TestSharesOfKindsAndTheWaitingAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		waits := drawWaits(t, "waits", 1)
		ended := make([]survival.Ended, len(waits))
		for i, w := range waits {
			ended[i].Time = w.Time
			if w.Decided {
				ended[i].Kind = rapid.IntRange(1, 3).Draw(t, "kind")
			}
		}
		c, _ := survival.KaplanMeier(waits, .95, survival.Log)
		shares, err := survival.Incidence(ended, 3)
		if err != nil || len(shares) != len(c.Steps) {
			t.Fatal(err)
		}
		for i, s := range shares {
			if !near(s.By[0]+s.By[1]+s.By[2]+c.Steps[i].Survival, 1) {
				t.Fatalf("%+v and %+v", s, c.Steps[i])
			}
		}
	})
}
