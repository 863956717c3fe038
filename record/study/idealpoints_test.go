package study

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"unhindered/analysis/idealpoint"
	"unhindered/importer/importertest"
	"unhindered/importer/unga"
	"unhindered/record"
)

// How near the estimates come to published ones is tested in analysis/idealpoint.
func TestIdealPointsOfTheAssembly(t *testing.T) {
	r := imported(t, unga.Run, "data/unga/roll_calls.csv", "data/unga/issues.csv", "data/unga/votes.csv.gz")
	ask := func(sessions Sessions, issue, model string) *IdealPoints {
		t.Helper()
		p, err := FindIdealPoints(t.Context(), r, IdealPointsQuestion{RollCallsQuestion{Body: "unga", Sessions: sessions, Issue: issue}, model}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, model := range []string{"binary", "ordinal"} {
		p := ask(Sessions{60, 66}, "", model)
		// 677 roll calls, 673 of them not unanimous (issue 4); 194 codes, as States whose name changed have two.
		if p.Fit.Left != 4 || len(p.Fit.Items) != 673 || len(p.Points) != 194 || len(p.Sessions) != 0 {
			t.Errorf("%s: %d left out, %d used, %d points, sessions %v", model, p.Fit.Left, len(p.Fit.Items), len(p.Points), p.Sessions)
		}
		all := p.At(0)
		if all[0].State != "USA" || all[len(all)-1].Estimate > -1 {
			t.Errorf("%s: %+v and %+v are at the ends", model, all[0], all[len(all)-1])
		}
		a := p.Answer()
		if a.Rows[0][0] != "AFG" || a.Rows[0][1] != nil || len(a.Rows) != 194 {
			t.Errorf("%s: the first of %d rows is %v", model, len(a.Rows), a.Rows[0])
		}
	}

	p := ask(Sessions{40, 60}, "hr", "dynamic")
	if p.Sessions[0] != 40 || p.Sessions[len(p.Sessions)-1] != 60 || len(p.Sessions) != 21 {
		t.Errorf("sessions %v", p.Sessions)
	}
	// On human rights there was one roll call in session 19 and two in session 20, and one in session 23.
	missing := strings.Join(p.Method().Missing, "\n")
	for _, want := range []string{"begins with session 21", "have no points: 23.", "votes on amendments and on parts of a text from session 45 on"} {
		if !strings.Contains(missing, want) {
			t.Errorf("nothing is said of %q in:\n%s", want, missing)
		}
	}
	if all := p.At(60); all[0].State != "USA" || len(p.Of("USA")) != 21 || len(p.Of("XXX")) != 0 {
		t.Errorf("%s stands first in session 60; the United States has %d points", all[0].State, len(p.Of("USA")))
	}
	for _, x := range p.Points {
		if x.SE <= 0 || x.Votes < 1 {
			t.Fatalf("%+v", x)
		}
	}
	if _, err := p.In(Sessions{70, 71}); !errors.Is(err, idealpoint.ErrNothing) {
		t.Errorf("points in sessions that there are not: %v", err)
	}
}

func TestIdealPointsOfTheCouncilTellHowFarTheyAre(t *testing.T) {
	r := council(t)
	q := IdealPointsQuestion{RollCallsQuestion{Body: "hrc"}, "dynamic"}
	var done []float64
	p, err := FindIdealPoints(t.Context(), r, q, func(share float64) { done = append(done, share) })
	if err != nil {
		t.Fatal(err)
	}
	if len(done) < 3 || !slices.IsSorted(done) || done[0] < 0 || done[len(done)-1] != 1 {
		t.Errorf("shares of the work done: %v", done)
	}
	if slices.Contains(p.Sessions, 14) || p.Sessions[0] != 10 {
		t.Errorf("sessions %v: 8 and 9 and, alone, 14 have fewer than five roll calls", p.Sessions)
	}
	stopped, stop := context.WithCancel(t.Context())
	if _, err := FindIdealPoints(stopped, r, q, func(float64) { stop() }); !errors.Is(err, context.Canceled) {
		t.Errorf("a fit that is stopped ends with %v", err)
	}
}

func TestIdealPointsThatCannotBeAskedFor(t *testing.T) {
	r := record.New(importertest.DB(t))
	for name, test := range map[string]struct {
		q    IdealPointsQuestion
		want string
	}{
		"an unknown model":  {IdealPointsQuestion{RollCallsQuestion{Body: "unga"}, "cubic"}, "binary, ordinal or dynamic"},
		"an unknown body":   {IdealPointsQuestion{RollCallsQuestion{Body: "icc"}, "ordinal"}, "write unga"},
		"an empty record":   {IdealPointsQuestion{RollCallsQuestion{Body: "unga"}, "dynamic"}, "import votes"},
		"and in one number": {IdealPointsQuestion{RollCallsQuestion{Body: "unga", Sessions: Sessions{60, 60}}, "binary"}, "import votes"},
	} {
		if _, err := FindIdealPoints(t.Context(), r, test.q, nil); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, without %q", name, err, test.want)
		}
	}
	if a := (IdealPointsQuestion{RollCallsQuestion{Body: "unga"}, "dynamic"}).Nothing(); len(a.Columns) != 5 || a.Method.Command == "" || len(a.Method.Missing) == 0 {
		t.Errorf("%+v", a)
	}
}
