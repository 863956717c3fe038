package coding

import (
	"cmp"
	"slices"
	"strings"
)

// An Agreement says how far people agree with themselves: the same words, coded more than once. No coder of texts can
// agree with them better than that for long.
type Agreement struct {
	Texts   int     // examples whose words another example has too
	Actions Count   // pairs of such examples; those with one action
	MicroF1 float64 // of the issues, each example of a pair judged by the other
}

// Agreements compares examples with the same words, letters' case and punctuation apart: all of them, and those of
// different sessions alone, which were not coded side by side. Of many with the same words each counts once: its pairs
// share its weight in MicroF1, and Actions has one pair for each, with the next example in order.
func Agreements(examples []Example) (all, apart Agreement) {
	same := map[string][]int{}
	for i, e := range examples {
		same[plain(e.Text)] = append(same[plain(e.Text)], i)
	}
	var allIssues, apartIssues tally
	for _, group := range same {
		for k, i := range group {
			if len(group) > 1 {
				all.pair(&examples[i], &examples[group[(k+1)%len(group)]], &allIssues)
			}
			for d := 1; d < len(group); d++ {
				if j := group[(k+d)%len(group)]; examples[j].Session != examples[i].Session {
					apart.pair(&examples[i], &examples[j], &apartIssues)
					break
				}
			}
		}
	}
	all.MicroF1, apart.MicroF1 = allIssues.f1(), apartIssues.f1()
	return all, apart
}

func (a *Agreement) pair(x, y *Example, issues *tally) {
	a.Texts++
	a.Actions.add(x.Action == y.Action)
	issues.wanted += len(x.Issues)
	issues.given += len(y.Issues)
	for _, label := range x.Issues {
		if slices.Contains(y.Issues, label) {
			issues.right++
		}
	}
}

func plain(text string) string {
	var words []string
	for _, t := range tokenise(text, nil) {
		if t.word() {
			words = append(words, t.lower)
		}
	}
	return strings.Join(words, " ")
}

// An Opening is three words with which recommendations begin, and how people code those.
type Opening struct {
	Words    string
	Actions  [5]int
	Early    Count // of the first half of the sessions: those with the higher of the two commonest actions
	Late     Count
	High     int
	Minority int // recommendations that do not have the commonest action
}

// Openings returns the openings that people code in different ways, those with the most exceptions first: most of them at
// least so often as few says, and at least a quarter otherwise than the rest.
func Openings(examples []Example, few int) []Opening {
	sessions := Sessions(examples)
	middle := sessions[len(sessions)/2]
	count := map[string]*Opening{}
	half := map[string]*[2][5]int{}
	for _, e := range examples {
		words := strings.SplitN(plain(e.Text), " ", 4)
		if len(words) < 4 || e.Action == 0 {
			continue
		}
		key := strings.Join(words[:3], " ")
		if count[key] == nil {
			count[key], half[key] = &Opening{Words: key}, &[2][5]int{}
		}
		count[key].Actions[e.Action-1]++
		late := 0
		if e.Session > middle {
			late = 1
		}
		half[key][late][e.Action-1]++
	}
	var all []Opening
	for key, o := range count {
		sum := 0
		for _, n := range o.Actions {
			sum += n
		}
		first := greatestCount(o.Actions, -1)
		second := greatestCount(o.Actions, first)
		o.Minority = sum - o.Actions[first]
		o.High = max(first, second) + 1
		if sum < few || 4*o.Minority < sum {
			continue
		}
		for i, into := range []*Count{&o.Early, &o.Late} {
			into.Right = half[key][i][o.High-1]
			into.Of = half[key][i][first] + half[key][i][second]
		}
		all = append(all, *o)
	}
	slices.SortFunc(all, func(a, b Opening) int {
		return cmp.Or(cmp.Compare(b.Minority, a.Minority), strings.Compare(a.Words, b.Words))
	})
	return all
}

func greatestCount(actions [5]int, but int) int {
	best := -1
	for i, n := range actions {
		if i != but && (best < 0 || n > actions[best]) {
			best = i
		}
	}
	return best
}
