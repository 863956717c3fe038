package drift_test

import (
	"encoding/csv"
	"errors"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"unhindered/analysis/drift"
	"unhindered/analysis/rate"
)

func TestWhatBecameOfProposals(t *testing.T) {
	proposals := []drift.Proposal{
		{2017, drift.Adopted, []string{"XEX", "XFX"}},
		{2013, drift.Rejected, []string{"XEX"}},
		{2017, drift.Withdrawn, []string{"XEX", "XEX"}},
		{2017, drift.Unknown, nil},
	}
	years, err := drift.Fates(proposals)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]drift.Year{{Year: 2013, Tabled: 1, Rejected: 1}, {Year: 2017, Tabled: 3, Adopted: 1, Withdrawn: 1, Unknown: 1}}, years); diff != "" {
		t.Error(diff)
	}
	want := []drift.Sponsor{{"XEX", 3, 1, 2013, 2017}, {"XFX", 1, 1, 2017, 2017}}
	if diff := cmp.Diff(want, drift.Sponsors(proposals)); diff != "" {
		t.Error(diff)
	}
	if _, err := drift.Fates([]drift.Proposal{{Fate: 9}}); !errors.Is(err, drift.ErrFate) {
		t.Errorf("fate 9: got %v", err)
	}
}

func TestSharesByYear(t *testing.T) {
	shares, err := drift.Shares([]drift.Vote{{2017, drift.For}, {2013, drift.Abstained}, {2017, drift.Against}, {2017, drift.For}}, .95)
	if err != nil {
		t.Fatal(err)
	}
	if len(shares) != 2 || shares[0].Year != 2013 || shares[0].Abstained != 1 || shares[0].Support.Share != 0 || shares[1].For != 2 || shares[1].Against != 1 {
		t.Fatalf("got %+v", shares)
	}
	want, _ := rate.Wilson(2, 3, .95)
	if shares[1].Support != want {
		t.Errorf("got %+v, Wilson %+v", shares[1].Support, want)
	}
	if _, err := drift.Shares([]drift.Vote{{Choice: 7}}, .95); !errors.Is(err, drift.ErrChoice) {
		t.Errorf("choice 7: got %v", err)
	}
	if _, err := drift.Shares([]drift.Vote{{2017, drift.For}}, 1); !errors.Is(err, rate.ErrLevel) {
		t.Errorf("certainty: got %v", err)
	}
}

func TestTrendIsThatOfR(t *testing.T) {
	f, err := os.Open("testdata/trends.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		years, choices := strings.Fields(r[0]), strings.Fields(r[1])
		var votes []drift.Vote
		for i := range years {
			year, _ := strconv.Atoi(years[i])
			choice, _ := strconv.Atoi(choices[i])
			votes = append(votes, drift.Vote{Year: year, Choice: drift.Choice(choice)})
		}
		trend, err := drift.Kendall(votes)
		if err != nil {
			t.Fatal(err)
		}
		for i, got := range []float64{trend.Tau, trend.Z, trend.P} {
			if want, _ := strconv.ParseFloat(r[2+i], 64); math.Abs(got-want) > 1e-8 {
				t.Errorf("%d votes: %+v, R has %v", len(votes), trend, r[2:])
				break
			}
		}
	}
}

func TestWithoutChangeThereIsNoTrend(t *testing.T) {
	for name, votes := range map[string][]drift.Vote{
		"no vote":         nil,
		"one vote":        {{2010, drift.For}},
		"one year":        {{2010, drift.For}, {2010, drift.Against}},
		"always the same": {{2010, drift.For}, {2011, drift.For}},
	} {
		if trend, err := drift.Kendall(votes); err != nil || !math.IsNaN(trend.Tau) || !math.IsNaN(trend.P) {
			t.Errorf("%s: got %+v, %v", name, trend, err)
		}
	}
	if trend, _ := drift.Kendall([]drift.Vote{{2010, drift.Abstained}, {2011, drift.Against}}); trend.Tau != -1 {
		t.Errorf("from abstention to opposition: got %+v", trend)
	}
	if _, err := drift.Kendall([]drift.Vote{{Choice: 3}}); !errors.Is(err, drift.ErrChoice) {
		t.Errorf("choice 3: got %v", err)
	}
}

func TestStepsFromVoteToVote(t *testing.T) {
	steps, err := drift.Follow([]drift.Ballot{
		{"cooperation", "2017", drift.Abstained},
		{"cooperation", "2013", drift.For},
		{"cooperation", "2019", drift.Against},
		{"another", "2018", drift.Abstained},
		{"another", "2019", drift.Against}, // of two on one day, the last given stands
		{"another", "2019", drift.Abstained},
		{"a third", "2019", drift.For},
	})
	if err != nil {
		t.Fatal(err)
	}
	var want drift.Steps
	want[drift.For][drift.Abstained] = 1
	want[drift.Abstained][drift.Against] = 1
	want[drift.Abstained][drift.Abstained] = 1
	if diff := cmp.Diff(want, steps); diff != "" {
		t.Error(diff)
	}
	up, down := steps.Toward()
	if up != 0 || down != 2 || steps.Total() != 3 || steps.Sign() != .5 {
		t.Errorf("%d up, %d down, %d in all, sign test %v", up, down, steps.Total(), steps.Sign())
	}
	if _, err := drift.Follow([]drift.Ballot{{Choice: 3}}); !errors.Is(err, drift.ErrChoice) {
		t.Errorf("choice 3: got %v", err)
	}
}

func TestTimeBackwardsTurnsTheTrend(t *testing.T) {
	vote := rapid.Custom(func(t *rapid.T) drift.Vote {
		return drift.Vote{Year: rapid.IntRange(2006, 2012).Draw(t, "year"), Choice: drift.Choice(rapid.IntRange(0, 2).Draw(t, "choice"))}
	})
	rapid.Check(t, func(t *rapid.T) {
		votes := rapid.SliceOf(vote).Draw(t, "votes")
		back := make([]drift.Vote, len(votes))
		ballots, turned := make([]drift.Ballot, len(votes)), make([]drift.Ballot, len(votes))
		for i, v := range votes {
			back[i] = drift.Vote{Year: -v.Year, Choice: v.Choice}
			ballots[i] = drift.Ballot{Text: "one", Order: strconv.Itoa(100 + i), Choice: v.Choice}
			turned[i] = drift.Ballot{Text: "one", Order: strconv.Itoa(100 + len(votes) - i), Choice: v.Choice}
		}
		a, _ := drift.Kendall(votes)
		b, _ := drift.Kendall(back)
		if !math.IsNaN(a.Tau) && (math.Abs(a.Tau+b.Tau) > 1e-9 || math.Abs(a.Tau) > 1+1e-9 || math.Abs(a.P-b.P) > 1e-9) {
			t.Fatalf("%+v forwards, %+v backwards", a, b)
		}
		forth, _ := drift.Follow(ballots)
		other, _ := drift.Follow(turned)
		up, down := forth.Toward()
		if u, d := other.Toward(); u != down || d != up || forth.Total() != max(0, len(votes)-1) {
			t.Fatalf("%v forwards, %v backwards", forth, other)
		}
	})
}
