package study

import (
	"fmt"
	"math"
	"testing"

	"unhindered/importer/unga"
)

// The figures are those of an independent computation (issue 4) and of R (analysis/agreement/testdata/pairs.R).
func TestAgreementInTheAssembly(t *testing.T) {
	r := imported(t, unga.Run, "data/unga/roll_calls.csv", "data/unga/issues.csv", "data/unga/votes.csv.gz")
	find := func(issue string) *RollCalls {
		c, err := FindRollCalls(t.Context(), r, RollCallsQuestion{Body: "unga", Sessions: Sessions{60, 66}, Issue: issue})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	all, hr := find(""), find("hr")
	if len(all.Decisions) != 677 || len(hr.Decisions) != 175 || all.First != 60 || all.Last != 66 {
		t.Errorf("%d roll calls, %d on human rights, sessions %d to %d", len(all.Decisions), len(hr.Decisions), all.First, all.Last)
	}
	for _, c := range []struct {
		of    *RollCalls
		group string
		rolls int
		index float64
	}{
		{all, "CHN,FRA,GBR,RUS,USA", 676, .555}, {hr, "China, France, United Kingdom, Russia, USA", 175, .465},
		{all, "CHN,RUS,CUB,PAK,EGY,VEN,IRN", 676, .840}, {hr, "CHN,RUS,CUB,PAK,EGY,VEN,IRN", 175, .911},
	} {
		g, err := ParseGroup(c.group)
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.of.Cohesions([]Group{g})
		if err != nil {
			t.Fatal(err)
		}
		if got[0].Index.Rolls != c.rolls || math.Abs(got[0].Index.Mean-c.index) > .0005 {
			t.Errorf("%s: %+v", c.group, got[0].Index)
		}
	}
	want := map[string]string{"IRN": "0.977", "EGY": "0.966", "CUB": "0.947", "PAK": "0.937", "VEN": "0.925", "RUS": "0.823", "DEU": "0.309", "USA": "0.063"}
	with, err := hr.With("CHN")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for i, l := range with {
		if w, ok := want[l.State]; ok {
			found++
			if got := fmt.Sprintf("%.3f", l.Identical.Share); got != w {
				t.Errorf("%s votes like China in %s of roll calls, not %s", l.State, got, w)
			}
		}
		if i > 0 && l.Shared > 0 && l.Identical.Share > with[i-1].Identical.Share {
			t.Errorf("%s stands below %s", l.State, with[i-1].State)
		}
	}
	if found != len(want) {
		t.Errorf("%d of %d States found", found, len(want))
	}
	// 192 States, and Serbia under two codes, as its name changed in 2006, which makes one more than R's 193.
	if n := len(all.States); n != 194 || len(all.PairsAnswer().Rows) != n*(n-1)/2 {
		t.Errorf("%d pairs of %d States", len(all.PairsAnswer().Rows), n)
	}
}

func TestGroupsAreStates(t *testing.T) {
	for _, bad := range []string{"", "CHN", "CHN,CHN", "CHN,Atlantis"} {
		if g, err := ParseGroup(bad); err == nil {
			t.Errorf("%q was read as %v", bad, g)
		}
	}
	if g, err := ParseGroup("China; Cuba"); err != nil || g.String() != "CHN;CUB" {
		t.Errorf("got %v, %v", g, err)
	}
	for _, g := range StandingGroups() {
		if len(g.States) < 5 || g.Name == "" {
			t.Errorf("%+v", g)
		}
	}
	for name, q := range map[string]RollCallsQuestion{"another body": {Body: "un"}, "another issue": {Body: "unga", Issue: "xx"}, "an issue of the Council": {Body: "hrc", Issue: "hr"}} {
		if q.Validate() == nil {
			t.Errorf("%s can be asked for", name)
		}
	}
}
