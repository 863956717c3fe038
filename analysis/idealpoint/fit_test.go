package idealpoint

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func mustFit(t testing.TB, rollCalls []RollCall, o Options) *Result {
	t.Helper()
	f, err := Fit(rollCalls, o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Nominal coverage is 0.95. What the rows allow is the error of a simulation of this size, and in the last row that points
// which jump further from session to session than the model expects have intervals somewhat too short.
func TestSimulatedPointsAreFoundAgainAndIntervalsHoldThem(t *testing.T) {
	tests := []struct {
		name                     string
		voters, sessions, rolls  int
		innovation, missing      float64
		correlation, least, most float64
	}{
		{"one session of 100 roll calls", 150, 1, 100, 0, 0.1, 0.98, 0.93, 0.98},
		{"one session of 25 roll calls", 150, 1, 25, 0, 0.1, 0.94, 0.93, 0.99},
		{"few voters", 40, 1, 60, 0, 0.1, 0.96, 0.93, 0.99},
		{"ten sessions of 60", 150, 10, 60, 0.15, 0.1, 0.97, 0.93, 0.98},
		{"ten sessions of 15", 150, 10, 15, 0.15, 0.1, 0.94, 0.93, 0.99},
		{"a third is missing", 60, 10, 30, 0.2, 0.33, 0.94, 0.93, 0.98},
		{"points move by a third of a standard deviation a session", 150, 10, 15, 0.35, 0.1, 0.92, 0.91, 0.97},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var r, covered, ratio float64
			const worlds = 4
			for seed := range uint64(worlds) {
				w := simulate(seed, test.voters, test.sessions, test.rolls, test.innovation, test.missing)
				o := w.anchors()
				o.Dynamic = test.sessions > 1
				f := mustFit(t, w.rollCalls, o)
				r1, c1, q1 := w.recovered(f)
				r, covered, ratio = r+r1/worlds, covered+c1/worlds, ratio+q1/worlds
			}
			t.Logf("correlation %.3f, %.3f of 95 %% intervals hold the truth, errors are %.2f of standard errors", r, covered, ratio)
			if r < test.correlation {
				t.Errorf("correlation with the truth %.3f, want at least %.3f", r, test.correlation)
			}
			if covered < test.least || covered > test.most {
				t.Errorf("%.3f of the 95 %% intervals hold the truth, want %.2f to %.2f", covered, test.least, test.most)
			}
		})
	}
}

func TestPointsHaveMeanZeroAndStandardDeviationOne(t *testing.T) {
	w := simulate(3, 40, 4, 20, 0.2, 0.1)
	for _, dynamic := range []bool{false, true} {
		o := w.anchors()
		o.Dynamic = dynamic
		var x []float64
		for _, p := range mustFit(t, w.rollCalls, o).Points {
			x = append(x, p.Estimate)
		}
		if mean, sd := moments(x); math.Abs(mean) > 0.01 || math.Abs(sd-1) > 0.01 {
			t.Errorf("dynamic %v: mean %.4f and standard deviation %.4f", dynamic, mean, sd)
		}
	}
}

func TestOrderOfVotersAndRollCallsDoesNotMatter(t *testing.T) {
	w := simulate(5, 30, 4, 15, 0.2, 0.2)
	o := w.anchors()
	o.Dynamic = true
	want := mustFit(t, w.rollCalls, o)

	r := rand.New(rand.NewPCG(1, 2))
	voters, rolls := r.Perm(len(w.points)), r.Perm(len(w.rollCalls)) // new number of each old voter, old number of each new roll call
	var mixed []RollCall
	for _, old := range rolls {
		c := RollCall{Session: w.rollCalls[old].Session, Choices: make([]Choice, len(voters))}
		for v, choice := range w.rollCalls[old].Choices {
			c.Choices[voters[v]] = choice
		}
		mixed = append(mixed, c)
	}
	p := o
	p.Positive, p.Negative = []int{voters[o.Positive[0]]}, []int{voters[o.Negative[0]]}
	got := mustFit(t, mixed, p)

	type key struct{ voter, session int }
	points := map[key]Point{}
	for _, p := range got.Points {
		points[key{p.Voter, p.Session}] = p
	}
	for _, p := range want.Points {
		q := points[key{voters[p.Voter], p.Session}]
		if math.Abs(p.Estimate-q.Estimate) > 1e-6 || math.Abs(p.SE-q.SE) > 1e-6 || p.Votes != q.Votes {
			t.Fatalf("voter %d in session %d is %+v, in another order %+v", p.Voter, p.Session, p, q)
		}
	}
	items := map[int]Item{}
	for _, i := range got.Items {
		items[rolls[i.RollCall]] = i
	}
	for _, i := range want.Items {
		if j := items[i.RollCall]; math.Abs(i.Discrimination-j.Discrimination) > 1e-5 || math.Abs(i.Lower-j.Lower) > 1e-4 {
			t.Fatalf("roll call %d is %+v, in another order %+v", i.RollCall, i, j)
		}
	}
}

func TestTheSameVotesGiveTheSameResultOnAnyNumberOfProcessors(t *testing.T) {
	w := simulate(6, 30, 3, 15, 0.2, 0.2)
	o := w.anchors()
	o.Dynamic = true
	a := mustFit(t, w.rollCalls, o)
	defer processors(1)()
	if diff := cmp.Diff(a, mustFit(t, w.rollCalls, o)); diff != "" {
		t.Errorf("on one processor (-two +one):\n%s", diff)
	}
}

func TestAnchorsFixTheSign(t *testing.T) {
	w := simulate(7, 30, 2, 30, 0.1, 0.1)
	o := w.anchors()
	o.Dynamic = true
	f := mustFit(t, w.rollCalls, o)
	for _, test := range []struct {
		name    string
		options Options
		sign    float64
	}{
		{"the positive anchor alone", Options{Dynamic: true, Positive: o.Positive}, 1},
		{"the negative anchor alone", Options{Dynamic: true, Negative: o.Negative}, 1},
		{"the sides changed", Options{Dynamic: true, Positive: o.Negative, Negative: o.Positive}, -1},
	} {
		g := mustFit(t, w.rollCalls, test.options)
		for k, p := range f.Points {
			if q := g.Points[k]; math.Abs(test.sign*q.Estimate-p.Estimate) > 1e-9 || math.Abs(p.SE-q.SE) > 1e-9 {
				t.Fatalf("%s: point %d is %.4f, want %.0f times %.4f", test.name, k, q.Estimate, test.sign, p.Estimate)
			}
		}
		for k, i := range f.Items {
			if j := g.Items[k]; math.Abs(test.sign*j.Discrimination-i.Discrimination) > 1e-9 || math.Abs(j.Lower-i.Lower) > 1e-9 {
				t.Fatalf("%s: roll call %d is %+v, was %+v", test.name, k, j, i)
			}
		}
	}
}

func TestVotersComeAndGo(t *testing.T) {
	w := simulate(8, 40, 6, 25, 0.15, 0.05)
	for k := range w.rollCalls {
		c, session := w.rollCalls[k].Choices, w.rollCalls[k].Session
		if session < 4 {
			c[7] = Missing // a new one
		}
		if session == 3 || session == 4 {
			c[8] = Missing // one that stayed away
		}
		if session != 5 {
			c[9] = Missing // there once
		}
		c[10] = Missing // never
	}
	o := Options{Dynamic: true, Positive: w.anchors().Positive}
	got := map[int][]int{}
	for _, p := range mustFit(t, w.rollCalls, o).Points {
		got[p.Voter] = append(got[p.Voter], p.Session)
		if math.IsNaN(p.Estimate) || !(p.SE > 0) {
			t.Errorf("%+v", p)
		}
	}
	for voter, want := range map[int][]int{6: {1, 2, 3, 4, 5, 6}, 7: {4, 5, 6}, 8: {1, 2, 5, 6}, 9: {5}, 10: nil} {
		if diff := cmp.Diff(want, got[voter]); diff != "" {
			t.Errorf("sessions of voter %d (-want +got):\n%s", voter, diff)
		}
	}
}

func TestWhatIsMissingTellsNothing(t *testing.T) {
	w := simulate(9, 30, 1, 40, 0, 0.1)
	o := w.anchors()
	want := mustFit(t, w.rollCalls, o)
	more := slices.Clone(w.rollCalls)
	empty := RollCall{Session: 1, Choices: make([]Choice, 30)}
	unanimous := RollCall{Session: 1, Choices: slices.Repeat([]Choice{Yes}, 30)}
	more = append(more, empty, unanimous)
	got := mustFit(t, more, o)
	if got.Left != want.Left+2 {
		t.Errorf("%d roll calls were left out, want 2 more than %d", got.Left, want.Left)
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Result{}, "Left")); diff != "" {
		t.Errorf("roll calls that tell nothing changed the result (-without +with):\n%s", diff)
	}
}

func TestRollCallsOfTwoChoicesHaveOneThreshold(t *testing.T) {
	w := simulate(10, 60, 1, 60, 0, 0)
	first := w.rollCalls[0].Choices
	for v, c := range first {
		if c == No {
			first[v] = Abstain
		}
	}
	f := mustFit(t, w.rollCalls, w.anchors())
	if i := f.Items[0]; i.RollCall != 0 || i.Lower != i.Upper {
		t.Errorf("a roll call of yes and abstain has thresholds %v and %v", i.Lower, i.Upper)
	}
	for _, i := range f.Items {
		if i.Lower > i.Upper {
			t.Errorf("thresholds are out of order: %+v", i)
		}
	}
	o := w.anchors()
	o.Binary = true
	for _, i := range mustFit(t, w.rollCalls, o).Items {
		if i.Lower != i.Upper {
			t.Errorf("a binary item has two thresholds: %+v", i)
		}
	}
}

func TestTheFitSaysHowWellItExplains(t *testing.T) {
	w := simulate(11, 100, 1, 50, 0, 0)
	f := mustFit(t, w.rollCalls, w.anchors())
	if f.Votes != 100*50 || !(f.Correct > f.Commonest) || f.Correct > 1 || !(f.Likelihood < 0) || f.Moved >= Tolerance {
		t.Errorf("%+v", f)
	}
}

func TestTheFitCanBeStopped(t *testing.T) {
	w := simulate(12, 20, 1, 20, 0, 0)
	enough := errors.New("enough")
	o := w.anchors()
	o.Step = func(iteration int, moved float64) error {
		if iteration == 3 {
			return enough
		}
		return nil
	}
	if _, err := Fit(w.rollCalls, o); !errors.Is(err, enough) {
		t.Errorf("the error is %v", err)
	}
}

func TestWhatCannotBeEstimatedIsAnError(t *testing.T) {
	y, n, o := Yes, No, Missing
	one := Options{Positive: []int{0}}
	tests := []struct {
		name      string
		rollCalls []RollCall
		options   Options
		want      error
	}{
		{"no roll calls", nil, one, ErrNothing},
		{"no voters", []RollCall{{}}, one, ErrNothing},
		{"one voter", []RollCall{{Choices: []Choice{y}}, {Choices: []Choice{n}}}, one, ErrNothing},
		{"all unanimous", []RollCall{{Choices: []Choice{y, y}}, {Choices: []Choice{n, n}}}, one, ErrNothing},
		{"all missing", []RollCall{{Choices: []Choice{o, o}}}, one, ErrNothing},
		{"no and abstain are one in the binary model", []RollCall{{Choices: []Choice{n, Abstain}}}, Options{Binary: true, Positive: []int{0}}, ErrNothing},
		{"different numbers of voters", []RollCall{{Choices: []Choice{y, n}}, {Choices: []Choice{n}}}, one, ErrShape},
		{"an unknown choice", []RollCall{{Choices: []Choice{y, 9}}}, one, ErrShape},
		{"no anchor", []RollCall{{Choices: []Choice{y, n}}}, Options{}, ErrAnchor},
		{"an anchor that did not vote", []RollCall{{Choices: []Choice{o, y, n}}}, one, ErrAnchor},
		{"an anchor that is none of the voters", []RollCall{{Choices: []Choice{y, n}}}, Options{Positive: []int{2}}, ErrAnchor},
		{"an anchor before the first voter", []RollCall{{Choices: []Choice{y, n}}}, Options{Negative: []int{-1}}, ErrAnchor},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, dynamic := range []bool{false, true} {
				test.options.Dynamic = dynamic
				if _, err := Fit(test.rollCalls, test.options); !errors.Is(err, test.want) {
					t.Errorf("dynamic %v: the error is %v, want %v", dynamic, err, test.want)
				}
			}
		})
	}
}

func TestOneRollCallIsEnoughToTellTwoVotersApart(t *testing.T) {
	f := mustFit(t, []RollCall{{Choices: []Choice{Yes, No}}}, Options{Positive: []int{0}})
	if a, b := f.Points[0], f.Points[1]; !(a.Estimate > 0) || !(b.Estimate < 0) || math.Abs(a.Estimate+b.Estimate) > 1e-3 {
		t.Errorf("the points are %+v and %+v", a, b)
	}
}

// Whatever the matrix, the fit is refused or it is finite and in the order that it promises.
func FuzzFit(f *testing.F) {
	f.Add([]byte("YYNNAAYN.YNA"), 3, 1, true, false)
	f.Add([]byte("YN"), 2, 1, false, true)
	f.Add([]byte("YYYYYYNYYYYYYYYYYNYYYYYA........YYYYNNNN"), 4, 2, true, false)
	f.Add([]byte{0, 1, 2, 3, 4, 5, 6, 7}, 2, 3, false, false)
	f.Fuzz(func(t *testing.T, matrix []byte, voters, perSession int, dynamic, binary bool) {
		if voters < 1 || voters > 40 || perSession < 1 || len(matrix) > 1500 {
			return
		}
		coded := map[byte]Choice{'Y': Yes, 'N': No, 'A': Abstain, '.': Missing}
		var rollCalls []RollCall
		for k := 0; k < len(matrix); k += voters {
			r := RollCall{Session: len(rollCalls) / perSession}
			for _, b := range matrix[k:min(len(matrix), k+voters)] {
				c, known := coded[b]
				if !known {
					c = Choice(b % 5) // 4 is none
				}
				r.Choices = append(r.Choices, c)
			}
			rollCalls = append(rollCalls, r)
		}
		got, err := Fit(rollCalls, Options{Dynamic: dynamic, Binary: binary, Positive: []int{0}})
		if err != nil {
			return
		}
		for k, p := range got.Points {
			if math.IsNaN(p.Estimate) || math.Abs(p.Estimate) > 100 || !(p.SE > 0) || math.IsInf(p.SE, 0) || p.Votes < 1 {
				t.Fatalf("point %d is %+v", k, p)
			}
			if k > 0 && (p.Voter < got.Points[k-1].Voter || p.Voter == got.Points[k-1].Voter && p.Session <= got.Points[k-1].Session) {
				t.Fatalf("point %d is out of order", k)
			}
		}
		for _, i := range got.Items {
			if math.IsNaN(i.Discrimination+i.Lower+i.Upper) || i.Lower > i.Upper {
				t.Fatalf("%+v", i)
			}
		}
	})
}
