package idealpoint

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// A Choice is what one voter did on one roll call. The order of No, Abstain and Yes is that of the model.
type Choice uint8

// The choices. Missing is that of a voter who was absent, did not take part or was no member.
const (
	Missing Choice = iota
	No
	Abstain
	Yes
)

// A RollCall is one vote.
type RollCall struct {
	Session int      // when it was taken; sessions follow each other in the order of their numbers, which may have gaps
	Choices []Choice // of each voter; all roll calls have the same voters in the same order
}

// Errors that Fit returns, with more words around them.
var (
	ErrShape   = errors.New("the roll calls are not of one shape")
	ErrNothing = errors.New("there is nothing to estimate")
	ErrAnchor  = errors.New("the direction of the line is not fixed")
)

// votes holds the votes that tell something, twice: in the order of roll calls and in that of points.
type votes struct {
	rolls  []roll
	points []point
	voters [][2]int // first and after-last point of each voter, in the order of its sessions

	rollPoint   []int32 // of each vote, by roll call: its point
	rollChoice  []Choice
	pointRoll   []int32 // of each vote, by point: its roll call
	pointChoice []Choice

	left int // roll calls left out, as all who voted chose the same
}

// A roll is a roll call with its parameters. If it has two choices only, they are coded No and Yes and lower is upper.
type roll struct {
	source             int // its index among the roll calls given
	first, last        int // its votes are rollPoint[first:last]
	three              bool
	beta, lower, upper float64
}

// A point is a voter in a session, or in all sessions if the model is static.
type point struct {
	voter, session int
	first, last    int     // its votes are pointRoll[first:last]
	mean, sd       float64 // of its distribution given the roll calls
}

// pack checks the roll calls and packs those that tell something.
func pack(rollCalls []RollCall, o Options) (*votes, error) {
	if len(rollCalls) == 0 {
		return nil, fmt.Errorf("%w: no roll call was given", ErrNothing)
	}
	n := len(rollCalls[0].Choices)
	v := &votes{}
	type key struct{ voter, session int }
	count := map[key]int{}
	session := func(r RollCall) int {
		if o.Dynamic {
			return r.Session
		}
		return 0
	}
	for i, r := range rollCalls {
		if len(r.Choices) != n {
			return nil, fmt.Errorf("%w: roll call %d has %d voters, the first has %d", ErrShape, i, len(r.Choices), n)
		}
		var tally [Yes + 1]int
		for j, c := range r.Choices {
			if c > Yes {
				return nil, fmt.Errorf("%w: choice %d of voter %d on roll call %d is none of the known ones", ErrShape, c, j, i)
			}
			tally[o.code(c)]++
		}
		tally[Missing] = 0
		choices := 0
		for _, t := range tally {
			choices += min(t, 1)
		}
		if choices < 2 {
			v.left++
			continue
		}
		v.rolls = append(v.rolls, start(i, tally, choices == 3))
		for j, c := range r.Choices {
			if c != Missing {
				count[key{j, session(r)}]++
			}
		}
	}
	if len(v.rolls) == 0 {
		return nil, fmt.Errorf("%w: on each of %d roll calls all who voted chose the same", ErrNothing, len(rollCalls))
	}

	keys := make([]key, 0, len(count))
	for k := range count {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b key) int {
		if a.voter != b.voter {
			return a.voter - b.voter
		}
		return cmp.Compare(a.session, b.session)
	})
	at := make(map[key]int, len(keys))
	v.voters = make([][2]int, n)
	total := 0
	for p, k := range keys {
		at[k] = p
		if v.voters[k.voter][1] == 0 {
			v.voters[k.voter] = [2]int{p, p}
		}
		v.voters[k.voter][1]++
		v.points = append(v.points, point{voter: k.voter, session: k.session, first: total, last: total})
		total += count[k]
	}

	v.rollPoint, v.rollChoice = make([]int32, 0, total), make([]Choice, 0, total)
	v.pointRoll, v.pointChoice = make([]int32, total), make([]Choice, total)
	for k := range v.rolls {
		r := &v.rolls[k]
		r.first = len(v.rollPoint)
		source := rollCalls[r.source]
		_, most := ends(source.Choices, o)
		for j, c := range source.Choices {
			if c == Missing {
				continue
			}
			c = o.code(c)
			if !r.three { // the two that occur, in their order, become No and Yes
				if c == most {
					c = Yes
				} else {
					c = No
				}
			}
			p := at[key{j, session(source)}]
			v.rollPoint, v.rollChoice = append(v.rollPoint, int32(p)), append(v.rollChoice, c)
			e := v.points[p].last
			v.pointRoll[e], v.pointChoice[e] = int32(k), c
			v.points[p].last++
		}
		r.last = len(v.rollPoint)
	}
	return v, nil
}

// ends returns the first and the last choice in the order of the model that occur.
func ends(choices []Choice, o Options) (least, most Choice) {
	least = Yes
	for _, c := range choices {
		if c != Missing {
			c = o.code(c)
			least, most = min(least, c), max(most, c)
		}
	}
	return least, most
}

// start returns a roll call with the thresholds that its shares alone suggest.
func start(source int, tally [Yes + 1]int, three bool) roll {
	all := float64(tally[No] + tally[Abstain] + tally[Yes])
	r := roll{source: source, three: three}
	switch {
	case three:
		r.lower = quantile(float64(tally[No]) / all)
		r.upper = quantile(float64(tally[No]+tally[Abstain]) / all)
	case tally[No] > 0:
		r.lower = quantile(float64(tally[No]) / all)
		r.upper = r.lower
	default:
		r.lower = quantile(float64(tally[Abstain]) / all)
		r.upper = r.lower
	}
	return r
}
