package study

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"unhindered/analysis/agreement"
	"unhindered/analysis/bloc"
	"unhindered/record"
)

// A BlocsQuestion says whose blocs are looked for, and how finely.
type BlocsQuestion struct {
	RollCallsQuestion
	Resolution float64 // above 0; more gives more and smaller blocs
	Runs       int     // times that the roll calls are drawn anew
	Seed       uint64
}

// What a pair must share to be compared, what a State must have voted in to take part, and how often each division is tried.
const (
	sharedAtLeast = 10
	votedAtLeast  = .3 // of the roll calls
	triesWhole    = 20
	triesDrawn    = 4
	rollsAWindow  = 30
)

// sweep are the resolutions that are compared.
var sweep = []float64{.6, .8, .9, 1, 1.1, 1.2, 1.3, 1.5}

// Blocs are the groups of States that vote more alike than with the rest.
type Blocs struct {
	Question BlocsQuestion
	Rolls    *RollCalls
	States   []string       // those that take part
	Few      []string       // States left out because they voted too rarely
	In       bloc.Partition // bloc of each of States, the largest bloc first
	Stay     []float64      // share of the drawings in which each State is in the same bloc
	Centre   []float64      // mean kappa of each State with the others of its bloc
	Quality  float64        // modularity
	Rand     float64        // mean adjusted Rand index between the division and those of the drawings
	Sweep    []Resolution
	Windows  []Window
	swept    []bloc.Partition // the divisions of Sweep
}

// A Resolution is what another resolution would give.
type Resolution struct {
	At          float64
	Blocs       int // those of one State among them
	Modularity  float64
	Rand        float64 // mean adjusted Rand index with the drawings
	Information float64 // mean normalised mutual information with them
}

// A Window is the blocs of some sessions in a row. Blocs are numbered like those of the window before that they match best;
// numbers beyond those of In are blocs that match none.
type Window struct {
	First, Last int
	Rolls       int
	In          map[string]int // bloc of each State that took part
}

// FindBlocs looks for blocs; progress, if not nil, learns the share done.
func FindBlocs(ctx context.Context, r *record.Record, q BlocsQuestion, progress func(float64)) (*Blocs, error) {
	rolls, err := FindRollCalls(ctx, r, q.RollCallsQuestion)
	if err != nil {
		return nil, err
	}
	if progress == nil {
		progress = func(float64) {}
	}
	if !(q.Resolution > 0) || q.Resolution > 100 || q.Runs < 1 || q.Runs > 10_000 {
		return nil, fmt.Errorf("blocs want a resolution above 0 and at most 100, and 1 to 10000 drawings, not %v and %d", q.Resolution, q.Runs)
	}
	b := &Blocs{Question: q, Rolls: rolls}
	members := taking(rolls.Votes)
	for m, code := range rolls.States {
		if slices.Contains(members, m) {
			b.States = append(b.States, code)
		} else {
			b.Few = append(b.Few, code)
		}
	}
	if len(members) < 3 {
		return b, nil
	}
	if err := b.divide(members); err != nil {
		return nil, err
	}
	if err := b.resample(ctx, members, progress); err != nil {
		return nil, err
	}
	return b, b.windows()
}

// taking are the members that voted in enough of the roll calls.
func taking(v *agreement.Votes) []int {
	var members []int
	for m := range v.Members() {
		if float64(v.Cast(m)) >= votedAtLeast*float64(v.Rolls()) && v.Cast(m) >= sharedAtLeast {
			members = append(members, m)
		}
	}
	return members
}

// closeness is how much two members agree beyond chance; those that agree less than chance are not close at all.
func closeness(v *agreement.Votes, members []int) (*bloc.Graph, error) {
	g, err := bloc.NewGraph(len(members))
	if err != nil {
		return nil, err
	}
	for i, a := range members {
		for j := range i {
			p, err := v.Pair(a, members[j])
			if err != nil {
				return nil, err
			}
			if p.Shared < sharedAtLeast {
				continue
			}
			k, err := v.Kappa(a, members[j])
			if err != nil {
				return nil, err
			}
			if math.IsNaN(k) { // both always voted the same one thing
				k = p.Identical()
			}
			if k > 0 {
				if err := g.Set(i, j, k); err != nil {
					return nil, err
				}
			}
		}
	}
	return g, nil
}

func (b *Blocs) divide(members []int) error {
	g, err := closeness(b.Rolls.Votes, members)
	if err != nil {
		return err
	}
	if b.In, err = g.Divide(bloc.Options{Resolution: b.Question.Resolution, Tries: triesWhole, Seed: b.Question.Seed}); err != nil {
		return err
	}
	b.In = largestFirst(b.In)
	if b.Quality, err = g.Modularity(b.In, b.Question.Resolution); err != nil {
		return err
	}
	b.Centre = make([]float64, len(members))
	for m := range members {
		sum, n := 0., 0
		for o := range members {
			if o != m && b.In[o] == b.In[m] {
				sum += g.At(m, o)
				n++
			}
		}
		b.Centre[m] = sum / math.Max(1, float64(n))
	}
	for _, at := range sweep {
		p, err := g.Divide(bloc.Options{Resolution: at, Tries: triesWhole, Seed: b.Question.Seed})
		if err != nil {
			return err
		}
		q, err := g.Modularity(p, at)
		if err != nil {
			return err
		}
		b.Sweep = append(b.Sweep, Resolution{At: at, Blocs: p.Communities(), Modularity: q})
		b.swept = append(b.swept, p)
	}
	return nil
}

// largestFirst numbers blocs by size.
func largestFirst(p bloc.Partition) bloc.Partition {
	members := p.Members()
	order := make([]int, len(members))
	for c := range order {
		order[c] = c
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(members[b]) - len(members[a]) })
	q := make(bloc.Partition, len(p))
	for number, c := range order {
		for _, m := range members[c] {
			q[m] = number
		}
	}
	return q
}

// resample draws the roll calls anew, as many as there are, and looks what becomes of the blocs.
func (b *Blocs) resample(ctx context.Context, members []int, progress func(float64)) error {
	var own []bloc.Partition
	random := rand.New(rand.NewPCG(b.Question.Seed, 1))
	picked := make([]int, b.Rolls.Votes.Rolls())
	for run := range b.Question.Runs {
		if err := ctx.Err(); err != nil {
			return err
		}
		progress(float64(run) / float64(b.Question.Runs))
		for i := range picked {
			picked[i] = random.IntN(len(picked))
		}
		v, err := b.Rolls.Votes.Pick(picked)
		if err != nil {
			return err
		}
		g, err := closeness(v, members)
		if err != nil {
			return err
		}
		p, err := g.Divide(bloc.Options{Resolution: b.Question.Resolution, Tries: triesDrawn, Seed: uint64(run)})
		if err != nil {
			return err
		}
		own = append(own, p)
		x, err := bloc.Rand(b.In, p)
		if err != nil {
			return err
		}
		b.Rand += x / float64(b.Question.Runs)
		for i, r := range sweep {
			if p, err = g.Divide(bloc.Options{Resolution: r, Tries: triesDrawn, Seed: uint64(run)}); err != nil {
				return err
			}
			x, err := bloc.Rand(b.swept[i], p)
			if err != nil {
				return err
			}
			y, err := bloc.Information(b.swept[i], p)
			if err != nil {
				return err
			}
			b.Sweep[i].Rand += x / float64(b.Question.Runs)
			b.Sweep[i].Information += y / float64(b.Question.Runs)
		}
	}
	var err error
	b.Stay, err = bloc.Stay(b.In, own)
	return err
}

// windows divides sessions by themselves, taking as many in a row as give enough roll calls.
func (b *Blocs) windows() error {
	var from int
	before := map[string]int{}
	for i, code := range b.States {
		before[code] = b.In[i]
	}
	number := func(i int) int { return sessionOf(b.Rolls.Decisions[i]) }
	for i := 0; i <= len(b.Rolls.Decisions); i++ {
		last := i == len(b.Rolls.Decisions)
		if !last && (i == from || number(i) == number(i-1) || i-from < rollsAWindow) {
			continue
		}
		if i-from >= rollsAWindow {
			w, err := b.window(from, i, before)
			if err != nil {
				return err
			}
			if w != nil {
				b.Windows = append(b.Windows, *w)
				for code, c := range w.In {
					before[code] = c
				}
			}
		}
		from = i
	}
	return nil
}

// window divides the roll calls from one to before another, with the numbers that States had before.
func (b *Blocs) window(from, to int, before map[string]int) (*Window, error) {
	picked := make([]int, to-from)
	w := &Window{Rolls: to - from, In: map[string]int{}}
	for i := range picked {
		picked[i] = from + i
		n := sessionOf(b.Rolls.Decisions[from+i])
		w.First, w.Last = min(cmp.Or(w.First, n), n), max(w.Last, n)
	}
	v, err := b.Rolls.Votes.Pick(picked)
	if err != nil {
		return nil, err
	}
	members := taking(v)
	if len(members) < 3 {
		return nil, nil
	}
	g, err := closeness(v, members)
	if err != nil {
		return nil, err
	}
	p, err := g.Divide(bloc.Options{Resolution: b.Question.Resolution, Tries: triesWhole, Seed: b.Question.Seed})
	if err != nil {
		return nil, err
	}
	// Only States that were somewhere before say which bloc is which.
	var now, then bloc.Partition
	compact := map[int]int{}
	var numbers []int
	for i, m := range members {
		if c, ok := before[b.Rolls.States[m]]; ok {
			if _, known := compact[c]; !known {
				compact[c] = len(compact)
				numbers = append(numbers, c)
			}
			now, then = append(now, p[i]), append(then, compact[c])
		}
	}
	most := 0
	for _, c := range before {
		most = max(most, c+1)
	}
	names := map[int]int{} // of p's blocs
	if len(now) > 0 {
		small := map[int]int{}
		for i, c := range now {
			if _, ok := small[c]; !ok {
				small[c] = len(small)
			}
			now[i] = small[c]
		}
		aligned, err := bloc.Align(now, then)
		if err != nil {
			return nil, err
		}
		byNow := map[int]int{}
		for i := range aligned {
			byNow[now[i]] = aligned[i]
		}
		for c, s := range small {
			if a := byNow[s]; a < len(numbers) {
				names[c] = numbers[a]
			}
		}
	}
	for i, m := range members {
		c, ok := names[p[i]]
		if !ok {
			c = most
			names[p[i]] = c
			most++
		}
		w.In[b.Rolls.States[m]] = c
	}
	return w, nil
}
