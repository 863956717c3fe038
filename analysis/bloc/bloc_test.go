package bloc_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/simple"
	"pgregory.net/rapid"

	"unhindered/analysis/bloc"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// club is the friendships in a karate club: W. W. Zachary, An Information Flow Model for Conflict and Fission in Small
// Groups, J. of Anthropological Research 33 (1977), 452-473. Each member is followed by its friends of higher number.
var club = [][]int{
	{1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 18, 20, 22, 32}, {2, 3, 4, 8, 14, 18, 20, 22, 31}, {3, 4, 8, 9, 10, 14, 28, 29, 33},
	{4, 8, 13, 14}, {5, 7, 11}, {6, 7, 11, 17}, {7, 17}, {9, 31, 33, 34}, {10, 34}, {14, 34}, {15, 33, 34}, {16, 33, 34}, {19, 33, 34},
	{20, 34}, {21, 33, 34}, {23, 33, 34}, {24, 26, 28, 30, 33, 34}, {25, 26, 28, 32}, {26, 32}, {27, 30, 34}, {28, 34}, {29, 32, 34},
	{30, 33, 34}, {31, 33, 34}, {32, 33, 34}, {33, 34},
}

func karate(t testing.TB) *bloc.Graph {
	t.Helper()
	g, err := bloc.NewGraph(34)
	if err != nil {
		t.Fatal(err)
	}
	friendships := 0
	for _, row := range club {
		for _, friend := range row[1:] {
			friendships++
			if err := g.Set(row[0]-1, friend-1, 1); err != nil {
				t.Fatal(err)
			}
		}
	}
	if friendships != 78 {
		t.Fatalf("%d friendships, the club has 78", friendships)
	}
	return g
}

// The greatest modularity of the club is 0.4198, with four communities: U. Brandes et al., On Modularity Clustering, IEEE
// Trans. Knowl. Data Eng. 20 (2008), 172-188.
func TestTheClubIsDividedAsWellAsCanBe(t *testing.T) {
	g := karate(t)
	p, err := g.Divide(bloc.Options{Resolution: 1, Tries: 20, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	q, err := g.Modularity(p, 1)
	if err != nil || math.Abs(q-.4198) > 5e-5 || p.Communities() != 4 {
		t.Errorf("%d communities of modularity %v, %v", p.Communities(), q, err)
	}
	again, _ := g.Divide(bloc.Options{Resolution: 1, Tries: 20, Seed: 1})
	if !slices.Equal(p, again) {
		t.Errorf("the same seed gives %v, then %v", p, again)
	}
	if one, _ := g.Divide(bloc.Options{Resolution: .1, Tries: 5, Seed: 1}); one.Communities() != 1 {
		t.Errorf("a low resolution gives %d communities", one.Communities())
	}
	if many, _ := g.Divide(bloc.Options{Resolution: 50, Tries: 5, Seed: 1}); many.Communities() < 20 {
		t.Errorf("a high resolution gives %d communities", many.Communities())
	}
}

// planted is a graph of communities of ten, closer within than between.
func planted(random *rand.Rand, communities int) (*bloc.Graph, bloc.Partition) {
	n := 10 * communities
	g, _ := bloc.NewGraph(n)
	p := make(bloc.Partition, n)
	for a := range n {
		p[a] = a / 10
		for b := range a {
			w := .2 * random.Float64()
			if p[a] == p[b] {
				w += .5
			}
			g.Set(a, b, w)
		}
	}
	return g, p
}

func TestPlantedCommunitiesAreFound(t *testing.T) {
	for communities := 2; communities < 8; communities++ {
		g, want := planted(rand.New(rand.NewPCG(3, uint64(communities))), communities)
		p, err := g.Divide(bloc.Options{Resolution: 1, Tries: 3, Seed: 9})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, p); diff != "" {
			t.Errorf("%d communities: %s", communities, diff)
		}
	}
}

// weighted is the same graph for gonum.
func weighted(g *bloc.Graph) *simple.WeightedUndirectedGraph {
	same := simple.NewWeightedUndirectedGraph(0, 0)
	for a := range g.Members() {
		same.AddNode(simple.Node(a))
	}
	for a := range g.Members() {
		for b := range a {
			if w := g.At(a, b); w > 0 {
				same.SetWeightedEdge(simple.WeightedEdge{F: simple.Node(a), T: simple.Node(b), W: w})
			}
		}
	}
	return same
}

func TestModularityIsThatOfGonumAndNotWorseDivided(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 10 {
		n := 5 + random.IntN(30)
		g, _ := bloc.NewGraph(n)
		for a := range n {
			for b := range a {
				if random.Float64() < .4 {
					g.Set(a, b, random.Float64())
				}
			}
		}
		p, err := g.Divide(bloc.Options{Resolution: 1.1, Tries: 10, Seed: 4})
		if err != nil {
			t.Fatal(err)
		}
		var sets [][]graph.Node
		for _, members := range p.Members() {
			var set []graph.Node
			for _, m := range members {
				set = append(set, simple.Node(m))
			}
			sets = append(sets, set)
		}
		theirs := weighted(g)
		q, _ := g.Modularity(p, 1.1)
		if want := community.Q(theirs, sets, 1.1); !near(q, want) {
			t.Errorf("modularity %v, gonum says %v", q, want)
		}
		best := math.Inf(-1)
		for seed := range uint64(3) {
			r := community.Modularize(theirs, 1.1, rand.NewPCG(seed, 1))
			best = max(best, community.Q(theirs, r.Communities(), 1.1))
		}
		if q < best-.01 {
			t.Errorf("ours is %v, gonum finds %v", q, best)
		}
	}
}

func TestAGraphWithoutClosenessHasNoCommunities(t *testing.T) {
	g, _ := bloc.NewGraph(3)
	p, err := g.Divide(bloc.Options{Resolution: 1, Tries: 1})
	if err != nil || p.Communities() != 3 {
		t.Errorf("each alone is wanted, got %v, %v", p, err)
	}
	if q, err := g.Modularity(p, 1); q != 0 || err != nil {
		t.Errorf("got %v, %v", q, err)
	}
	none, _ := bloc.NewGraph(0)
	if p, err := none.Divide(bloc.Options{Resolution: 1, Tries: 1}); err != nil || len(p) != 0 {
		t.Errorf("nobody: got %v, %v", p, err)
	}
}

// The example "one moved" is worked by hand: 4 pairs are together in both partitions, 6 in one, 7 in the other, of 15; its
// mutual information is 0.459 bits, the entropies are 1 and 0.918 bits.
func TestComparingPartitions(t *testing.T) {
	for _, c := range []struct {
		name     string
		p, q     bloc.Partition
		rand, mi float64
	}{
		{"the same by other numbers", bloc.Partition{0, 0, 1, 1}, bloc.Partition{1, 1, 0, 0}, 1, 1},
		{"all together, twice", bloc.Partition{0, 0, 0}, bloc.Partition{0, 0, 0}, 1, 1},
		{"each alone, twice", bloc.Partition{0, 1, 2}, bloc.Partition{2, 1, 0}, 1, 1},
		{"crosswise is less alike than chance", bloc.Partition{0, 0, 1, 1}, bloc.Partition{0, 1, 0, 1}, -.5, 0},
		{"one moved", bloc.Partition{0, 0, 0, 1, 1, 1}, bloc.Partition{0, 0, 1, 1, 1, 1}, (4 - 6.*7/15) / (6.5 - 6.*7/15), 0.478703988},
		{"all together says nothing", bloc.Partition{0, 0, 1, 1}, bloc.Partition{0, 0, 0, 0}, 0, 0},
	} {
		r, err := bloc.Rand(c.p, c.q)
		if err != nil {
			t.Fatal(err)
		}
		i, err := bloc.Information(c.p, c.q)
		if err != nil {
			t.Fatal(err)
		}
		if !near(r, c.rand) || math.Abs(i-c.mi) > 1e-6 {
			t.Errorf("%s: Rand %v, information %v; want %v, %v", c.name, r, i, c.rand, c.mi)
		}
	}
}

func TestCommunitiesKeepTheirNumbersThroughTime(t *testing.T) {
	before := bloc.Partition{0, 0, 0, 0, 1, 1, 1, 2}
	after := bloc.Partition{0, 1, 1, 1, 2, 2, 3, 3} // the first has split one off; the last has grown
	got, err := bloc.Align(after, before)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(bloc.Partition{3, 0, 0, 0, 1, 1, 2, 2}, got); diff != "" {
		t.Error(diff)
	}
	stay, err := bloc.Stay(before, []bloc.Partition{after, before})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]float64{.5, 1, 1, 1, 1, 1, .5, 1}, stay); diff != "" {
		t.Error(diff)
	}
	together, err := bloc.Together([]bloc.Partition{after, before})
	if err != nil || together[0][1] != .5 || together[1][2] != 1 || together[0][7] != 0 {
		t.Errorf("got %v, %v", together, err)
	}
}

func TestWrongShapesAreRefused(t *testing.T) {
	g := karate(t)
	short := bloc.Partition{0, 1}
	for name, err := range map[string]error{
		"fewer than no members":         second(bloc.NewGraph(-1)),
		"a member with itself":          g.Set(1, 1, 1),
		"a member too many":             g.Set(0, 34, 1),
		"no try":                        second(g.Divide(bloc.Options{Resolution: 1})),
		"no resolution":                 second(g.Divide(bloc.Options{Tries: 1})),
		"a partition of another graph":  second(g.Modularity(short, 1)),
		"a community that is not there": second(bloc.Rand(short, bloc.Partition{0, 2})),
		"partitions of other numbers":   second(bloc.Rand(short, bloc.Partition{0})),
		"information of other numbers":  second(bloc.Information(short, bloc.Partition{0})),
		"aligned to another number":     second(bloc.Align(short, bloc.Partition{0})),
		"no run to stay in":             second(bloc.Stay(short, nil)),
		"no run to be together in":      second(bloc.Together(nil)),
		"a run of another number":       second(bloc.Stay(short, []bloc.Partition{{0}})),
		"runs of two numbers":           second(bloc.Together([]bloc.Partition{short, {0}})),
	} {
		if !errors.Is(err, bloc.ErrShape) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for _, w := range []float64{-1, math.NaN(), math.Inf(1)} {
		if err := g.Set(0, 1, w); !errors.Is(err, bloc.ErrWeight) {
			t.Errorf("weight %v: got %v", w, err)
		}
	}
	if g.At(0, 99) != 0 {
		t.Error("who is not there is close to nobody")
	}
}

func second[T any](_ T, err error) error { return err }

func TestLawsOfComparing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "n")
		draw := func(label string) bloc.Partition {
			return bloc.Partition(rapid.SliceOfN(rapid.IntRange(0, n-1), n, n).Draw(t, label))
		}
		p, q := draw("p"), draw("q")
		r1, err := bloc.Rand(p, q)
		if err != nil {
			t.Fatal(err)
		}
		r2, _ := bloc.Rand(q, p)
		i1, _ := bloc.Information(p, q)
		i2, _ := bloc.Information(q, p)
		if !near(r1, r2) || !near(i1, i2) || r1 > 1+1e-9 || i1 < 0 || i1 > 1 {
			t.Fatalf("Rand %v and %v, information %v and %v", r1, r2, i1, i2)
		}
		if same, _ := bloc.Rand(p, p); !near(same, 1) {
			t.Fatalf("Rand of a partition with itself is %v", same)
		}
		a, err := bloc.Align(p, q)
		if err != nil {
			t.Fatal(err)
		}
		for m := range p { // other numbers, but the same division
			for o := range p {
				if (p[m] == p[o]) != (a[m] == a[o]) {
					t.Fatalf("%v became %v", p, a)
				}
			}
		}
		self, _ := bloc.Align(p, p)
		if !slices.Equal(self, p) {
			t.Fatalf("%v aligned with itself is %v", p, self)
		}
	})
}

func TestADivisionIsNotWorseThanNone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 12).Draw(t, "n")
		g, _ := bloc.NewGraph(n)
		for a := range n {
			for b := range a {
				g.Set(a, b, float64(rapid.IntRange(0, 3).Draw(t, "weight")))
			}
		}
		p, err := g.Divide(bloc.Options{Resolution: 1, Tries: 3, Seed: rapid.Uint64().Draw(t, "seed")})
		if err != nil {
			t.Fatal(err)
		}
		q, _ := g.Modularity(p, 1)
		if all, _ := g.Modularity(make(bloc.Partition, n), 1); q < all-1e-9 {
			t.Fatalf("all together has %v, the division %v", all, q)
		}
		if p[0] != 0 {
			t.Fatalf("%v is not numbered by first members", p)
		}
	})
}
