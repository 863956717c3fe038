package agreement_test

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"unhindered/analysis/agreement"
)

const (
	none    = agreement.None
	yes     = agreement.Yes
	no      = agreement.No
	abstain = agreement.Abstain
)

// votes makes votes from one text a member: y, n, a, or a dot for a member that did not vote.
func votes(t testing.TB, members ...string) *agreement.Votes {
	t.Helper()
	v, err := agreement.NewVotes(len(members), len(members[0]))
	if err != nil {
		t.Fatal(err)
	}
	for m, row := range members {
		for r := range row {
			if err := v.Set(m, r, map[byte]agreement.Choice{'y': yes, 'n': no, 'a': abstain, '.': none}[row[r]]); err != nil {
				t.Fatal(err)
			}
		}
	}
	return v
}

func near(a, b float64) bool {
	return math.Abs(a-b) < 1e-12 || math.IsNaN(a) && math.IsNaN(b)
}

func TestPairsCountOnlyRollCallsInWhichBothVoted(t *testing.T) {
	for _, c := range []struct {
		name, a, b                string
		shared, same, opposite    int
		identical, lijphart, kapp float64
	}{
		{"the same in all", "yna", "yna", 3, 3, 0, 1, 1, 1},
		{"yes against no", "yyn", "nyn", 3, 2, 1, 2. / 3, 2. / 3, (2./3 - 4./9) / (5. / 9)},
		{"an abstention is half an agreement for Lijphart only", "yn", "aa", 2, 0, 0, 0, .5, 0},
		{"an absence is neither agreement nor the opposite", "y.n.", "yy.n", 1, 1, 0, 1, 1, math.NaN()},
		{"two that never met have no agreement", "y.", ".y", 0, 0, 0, math.NaN(), math.NaN(), math.NaN()},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := votes(t, c.a, c.b)
			p, err := v.Pair(0, 1)
			if err != nil {
				t.Fatal(err)
			}
			if p != (agreement.Pair{Shared: c.shared, Same: c.same, Opposite: c.opposite}) {
				t.Errorf("got %+v", p)
			}
			kappa, err := v.Kappa(0, 1)
			if err != nil {
				t.Fatal(err)
			}
			if !near(p.Identical(), c.identical) || !near(p.Lijphart(), c.lijphart) || !near(kappa, c.kapp) {
				t.Errorf("identical %v, Lijphart %v, kappa %v; want %v, %v, %v", p.Identical(), p.Lijphart(), kappa, c.identical, c.lijphart, c.kapp)
			}
		})
	}
}

// The four examples are worked by hand from the formula of Hix, Noury and Roland (2005), equation 1.
func TestIndexOfOneRollCall(t *testing.T) {
	for _, c := range []struct {
		name        string
		of          agreement.Count
		index, rice float64
	}{
		{"all vote yes", agreement.Count{Yes: 5}, 1, 1},
		{"evenly split in three", agreement.Count{Yes: 2, No: 2, Abstain: 2}, 0, 0},
		{"four against one", agreement.Count{Yes: 4, No: 1}, .7, .6},
		{"half yes, half no", agreement.Count{Yes: 2, No: 2}, .25, 0},
		{"all abstain, so that Rice has nothing to say", agreement.Count{Abstain: 3}, 1, math.NaN()},
		{"nobody votes", agreement.Count{}, math.NaN(), math.NaN()},
	} {
		if !near(c.of.Index(), c.index) || !near(c.of.Rice(), c.rice) {
			t.Errorf("%s: index %v and Rice %v, want %v and %v", c.name, c.of.Index(), c.of.Rice(), c.index, c.rice)
		}
	}
}

func TestAGroupCountsOnlyRollCallsWithTwoVotes(t *testing.T) {
	v := votes(t, "yy.ay", "yn.ay", "y...y", "nnnn.")
	group := []int{0, 1, 2}
	index, err := v.Index(group)
	if err != nil {
		t.Fatal(err)
	}
	// 1 (three yes), 0.25 (yes against no), nobody, 1 (two abstain), 1 (three yes)
	if index.Rolls != 4 || !near(index.Mean, 3.25/4) || !near(index.SD, .375) {
		t.Errorf("got %+v", index)
	}
	if !near(index.StdErr(), .375/2) {
		t.Errorf("standard error %v", index.StdErr())
	}
	rice, err := v.Rice(group)
	if err != nil {
		t.Fatal(err)
	}
	if rice.Rolls != 3 || !near(rice.Mean, 2./3) {
		t.Errorf("Rice: got %+v", rice)
	}
	alone, err := v.Index([]int{3})
	if err != nil || alone.Rolls != 0 || !math.IsNaN(alone.Mean) {
		t.Errorf("a group of one has no index: %+v, %v", alone, err)
	}
}

func TestWrongShapesAreRefused(t *testing.T) {
	v := votes(t, "yn", "ny")
	for name, err := range map[string]error{
		"fewer than no members":        second(agreement.NewVotes(-1, 1)),
		"fewer than no roll calls":     second(agreement.NewVotes(1, -1)),
		"a member too many":            v.Set(2, 0, yes),
		"a roll call too many":         v.Set(0, 2, yes),
		"a pair with nobody":           second(v.Pair(0, 2)),
		"chance with nobody":           second(v.Chance(-1, 0)),
		"kappa with nobody":            second(v.Kappa(-1, 0)),
		"a group with nobody":          second(v.Index([]int{0, 7})),
		"a group with one twice":       second(v.Rice([]int{0, 0})),
		"a pick of no known roll call": second(v.Pick([]int{2})),
	} {
		if !errors.Is(err, agreement.ErrShape) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if err := v.Set(0, 0, 9); !errors.Is(err, agreement.ErrChoice) {
		t.Errorf("choice 9: got %v", err)
	}
	if v.At(5, 0) != none || v.Cast(5) != 0 || v.Pairs().At(0, 5) != (agreement.Pair{}) || v.Pairs().At(1, 1) != (agreement.Pair{}) {
		t.Error("who is not there has done nothing")
	}
}

func second[T any](_ T, err error) error { return err }

// simple is the same sums, one roll call after another.
func simple(a, b []agreement.Choice) (p agreement.Pair) {
	for i := range a {
		if a[i] == none || b[i] == none {
			continue
		}
		p.Shared++
		if a[i] == b[i] {
			p.Same++
		}
		if a[i] == yes && b[i] == no || a[i] == no && b[i] == yes {
			p.Opposite++
		}
	}
	return p
}

func TestPackedVotesSayWhatPlainOnesSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		members, rolls := rapid.IntRange(2, 6).Draw(t, "members"), rapid.IntRange(1, 200).Draw(t, "rolls")
		v, err := agreement.NewVotes(members, rolls)
		if err != nil {
			t.Fatal(err)
		}
		plain := make([][]agreement.Choice, members)
		for m := range plain {
			plain[m] = rapid.SliceOfN(rapid.SampledFrom([]agreement.Choice{none, yes, no, abstain}), rolls, rolls).Draw(t, "choices")
			for r, c := range plain[m] {
				v.Set(m, r, yes) // overwritten by what follows
				if err := v.Set(m, r, c); err != nil || v.At(m, r) != c {
					t.Fatalf("member %d, roll call %d: set %v, got %v, %v", m, r, c, v.At(m, r), err)
				}
			}
		}
		pairs := v.Pairs()
		for a := range members {
			for b := range members {
				if a == b {
					continue
				}
				if want := simple(plain[a], plain[b]); pairs.At(a, b) != want {
					t.Fatalf("%d and %d: got %+v, want %+v", a, b, pairs.At(a, b), want)
				}
				k, _ := v.Kappa(a, b)
				if other, _ := v.Kappa(b, a); !near(k, other) || k > 1 {
					t.Fatalf("kappa of %d and %d: %v one way, %v the other", a, b, k, other)
				}
			}
		}
		group := rapid.Permutation([]int{0, 1, 2, 3, 4, 5}[:members]).Draw(t, "group")
		index, err := v.Index(group)
		if err != nil || index.Rolls > 0 && (index.Mean < 0 || index.Mean > 1) {
			t.Fatalf("%+v, %v", index, err)
		}
		order := rapid.Permutation(ints(rolls)).Draw(t, "order")
		shuffled, err := v.Pick(order)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range order {
			if shuffled.At(0, i) != v.At(0, r) {
				t.Fatalf("roll call %d stands at %d and says %v", r, i, shuffled.At(0, i))
			}
		}
		if shuffled.Pairs().At(0, 1) != pairs.At(0, 1) {
			t.Fatal("the order of roll calls changes something")
		}
	})
}

func ints(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}
