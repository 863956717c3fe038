package idealpoint

import (
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// An assembly holds the roll calls of the General Assembly as the real files have them.
type assembly struct {
	states    []string // two-letter codes, or names of those that have none
	rcid      []string
	session   []int
	amendment []bool              // of an amendment or a paragraph, after session 44: the published estimates leave these out
	issues    map[string][]string // codes of subjects of roll calls
	choices   [][]Choice
}

// shared returns the path of a file of ../shared/data, or skips the test if it is not there.
func shared(t testing.TB, path string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		full := filepath.Join(dir, "..", "shared", "data", path)
		if _, err := os.Stat(full); err == nil {
			return full
		}
	}
	t.Skipf("../shared/data/%s is not there: nothing to compare with", path)
	return ""
}

// rows calls do with each row of a CSV file, by the names of the columns.
func rows(t testing.TB, path string, do func(get func(string) string)) {
	t.Helper()
	file, err := os.Open(shared(t, path))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var in io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(file); err != nil {
			t.Fatal(err)
		}
	}
	r := csv.NewReader(in)
	r.ReuseRecord, r.LazyQuotes = true, true
	head, err := r.Read()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for k, name := range head {
		column[name] = k
	}
	for {
		row, err := r.Read()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		do(func(name string) string { return row[column[name]] })
	}
}

func number(t testing.TB, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// readAssembly reads the whole file of votes.
func readAssembly(t testing.TB) *assembly {
	t.Helper()
	a := &assembly{issues: map[string][]string{}}
	rows(t, "unga/issues.csv", func(get func(string) string) {
		a.issues[get("rcid")] = append(a.issues[get("rcid")], get("short_name"))
	})
	at := map[string]int{}
	rows(t, "unga/roll_calls.csv", func(get func(string) string) {
		at[get("rcid")] = len(a.rcid)
		session := number(t, get("session"))
		a.rcid, a.session = append(a.rcid, get("rcid")), append(a.session, session)
		a.amendment = append(a.amendment, session >= 45 && (get("amend") == "1" || get("para") == "1"))
		a.choices = append(a.choices, make([]Choice, 200))
	})
	state := map[string]int{}
	coded := map[string]Choice{"yes": Yes, "no": No, "abstain": Abstain}
	rows(t, "unga/votes.csv.gz", func(get func(string) string) {
		name := get("country_code")
		if name == "" {
			name = get("country")
		}
		s, known := state[name]
		if !known {
			s = len(a.states)
			state[name], a.states = s, append(a.states, name)
		}
		a.choices[at[get("rcid")]][s] = coded[get("vote")]
	})
	return a
}

// rollCalls returns those of the sessions on an issue, or on all if it is empty, as the published estimates choose them.
func (a *assembly) rollCalls(from, to int, issue string, amendments bool) []RollCall {
	var all []RollCall
	for k, session := range a.session {
		if session < from || session > to || session == 19 || a.amendment[k] && !amendments || issue != "" && !slices.Contains(a.issues[a.rcid[k]], issue) {
			continue // session 19 has one roll call
		}
		all = append(all, RollCall{Session: session, Choices: a.choices[k]})
	}
	return all
}

func (a *assembly) options(dynamic bool) Options {
	return Options{Dynamic: dynamic, Positive: []int{a.state("US"), a.state("GB")}, Negative: []int{a.state("CU"), a.state("RU")}}
}

func (a *assembly) state(code string) int { return slices.Index(a.states, code) }

// published reads estimates of Voeten (2020) by state and session.
func published(t testing.TB, file, column string) map[string]map[int]float64 {
	two := map[string]string{}
	rows(t, "states/country-codes.csv", func(get func(string) string) {
		two[get("ISO3166-1-Alpha-3")] = get("ISO3166-1-Alpha-2")
	})
	all := map[string]map[int]float64{}
	rows(t, "unga/"+file, func(get func(string) string) {
		state := two[get("iso3c")]
		if state == "" {
			return // a State that is no more
		}
		if all[state] == nil {
			all[state] = map[int]float64{}
		}
		estimate, err := strconv.ParseFloat(get(column), 64)
		if err != nil {
			t.Fatal(err)
		}
		all[state][number(t, get("session"))] = estimate
	})
	return all
}

func correlation(x, y []float64) float64 {
	var mx, my, xx, yy, xy float64
	for k := range x {
		mx, my = mx+x[k]/float64(len(x)), my+y[k]/float64(len(x))
	}
	for k := range x {
		xx, yy, xy = xx+(x[k]-mx)*(x[k]-mx), yy+(y[k]-my)*(y[k]-my), xy+(x[k]-mx)*(y[k]-my)
	}
	return xy / math.Sqrt(xx*yy)
}

// against returns the correlation of a fit with published estimates over all of the sessions, and in the worst of them.
func (a *assembly) against(t testing.TB, f *Result, estimates map[string]map[int]float64, from, to int) (pooled, worst float64, session, n int) {
	t.Helper()
	var x, y []float64
	sx, sy := map[int][]float64{}, map[int][]float64{}
	for _, p := range f.Points {
		e, known := estimates[a.states[p.Voter]][p.Session]
		if p.Session < from || p.Session > to || !known {
			continue
		}
		x, y = append(x, p.Estimate), append(y, e)
		sx[p.Session], sy[p.Session] = append(sx[p.Session], p.Estimate), append(sy[p.Session], e)
	}
	worst = 1
	for s := range sx {
		if r := correlation(sx[s], sy[s]); r < worst {
			worst, session = r, s
		}
	}
	return correlation(x, y), worst, session, len(x)
}

// The numbers to reach are those set for this package, for sessions 40 to 60 of the estimates of Voeten (2020).
func TestTheDynamicModelAgreesWithThePublishedEstimates(t *testing.T) {
	a := readAssembly(t)
	tests := []struct {
		name          string
		file, suffix  string
		from          int
		issue         string
		pooled, worst float64
	}{
		{"votes on human rights", "ideal_points_voeten2020_human_rights.csv", "HumanRights", 25, "hr", 0.99, 0.97},
		{"all votes", "ideal_points_voeten2020_all.csv", "", 1, "", 0.98, 0.95},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, err := Fit(a.rollCalls(test.from, 68, test.issue, false), a.options(true))
			if err != nil {
				t.Fatal(err)
			}
			pooled, worst, session, n := a.against(t, f, published(t, test.file, "IdealPoint"+test.suffix), 40, 60)
			t.Logf("%d points, %d votes, %d iterations, last moved %.5f; correct %.3f, commonest %.3f; pooled %.4f, worst %.4f in session %d, %d compared",
				len(f.Points), f.Votes, f.Iterations, f.Moved, f.Correct, f.Commonest, pooled, worst, session, n)
			// The published quantiles are those of draws of a sampler; 3.29 standard deviations lie between the two of a normal one.
			low, high := published(t, test.file, "Q5%"+test.suffix), published(t, test.file, "Q95%"+test.suffix)
			var ratios []float64
			for _, p := range f.Points {
				if state := a.states[p.Voter]; high[state][p.Session] > low[state][p.Session] {
					ratios = append(ratios, p.SE*3.29/(high[state][p.Session]-low[state][p.Session]))
				}
			}
			slices.Sort(ratios)
			median := ratios[len(ratios)/2]
			t.Logf("standard errors are %.3f of the published ones (median of %d)", median, len(ratios))
			if median < 0.9 || median > 1.1 {
				t.Errorf("standard errors are on the median %.2f of the published ones", median)
			}
			if !(pooled >= test.pooled) || !(worst >= test.worst) {
				t.Errorf("correlation %.4f pooled and %.4f in session %d, want at least %.2f and %.2f", pooled, worst, session, test.pooled, test.worst)
			}
		})
	}
}

// pscl::ideal reaches 0.956 and, of the ranks, 0.984 for sessions 60 to 66 (issue 4). The published estimates that are here
// end with session 60, so the seven sessions up to that are compared, with the mean of each State's published points.
func TestTheStaticModelAgreesWithThePublishedEstimates(t *testing.T) {
	a := readAssembly(t)
	estimates := published(t, "ideal_points_voeten2020_all.csv", "IdealPoint")
	for _, binary := range []bool{false, true} {
		o := a.options(false)
		o.Binary = binary
		f := mustFit(t, a.rollCalls(54, 60, "", true), o)
		var x, y []float64
		for _, p := range f.Points {
			sum, sessions := 0.0, 0.0
			for s := 54; s <= 60; s++ {
				if e, known := estimates[a.states[p.Voter]][s]; known {
					sum, sessions = sum+e, sessions+1
				}
			}
			if sessions > 0 {
				x, y = append(x, p.Estimate), append(y, sum/sessions)
			}
		}
		r, ranked := correlation(x, y), correlation(ranks(x), ranks(y))
		t.Logf("binary %v: %d iterations, correlation %.4f, of the ranks %.4f, %d States", binary, f.Iterations, r, ranked, len(x))
		if r < 0.98 || ranked < 0.98 {
			t.Errorf("binary %v: correlation %.4f and of the ranks %.4f, want at least 0.98", binary, r, ranked)
		}
	}
}

func ranks(x []float64) []float64 {
	order := make([]int, len(x))
	for k := range order {
		order[k] = k
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	r := make([]float64, len(x))
	for rank, k := range order {
		r[k] = float64(rank)
	}
	return r
}

// On nuclear weapons, China in 1971 and others far out, with five votes or so, once swung between two places for ever.
func TestPointsWithFewVotesSettle(t *testing.T) {
	a := readAssembly(t)
	if f := mustFit(t, a.rollCalls(21, 68, "nu", false), a.options(true)); f.Moved >= Tolerance {
		t.Errorf("after %d iterations a point still moves by %.4f", f.Iterations, f.Moved)
	}
}
