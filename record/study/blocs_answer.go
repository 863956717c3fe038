package study

import (
	"fmt"
	"slices"
	"strconv"

	"unhindered/record/votes"
)

func sessionOf(d *votes.Decision) int {
	n, err := strconv.Atoi(d.Session)
	if err != nil {
		return 0
	}
	return n
}

// Members returns the States of each bloc, those in its middle first: the ones that agree most with the rest of it.
func (b *Blocs) Members() [][]int {
	all := b.In.Members()
	for _, members := range all {
		slices.SortStableFunc(members, func(x, y int) int {
			switch {
			case b.Centre[x] > b.Centre[y]:
				return -1
			case b.Centre[x] < b.Centre[y]:
				return 1
			}
			return 0
		})
	}
	return all
}

// Answer lists the States with their blocs.
func (b *Blocs) Answer() Answer {
	a := Answer{Columns: []string{"iso3", "bloc", "stay", "agreement_in_bloc", "votes"}, Method: b.Method()}
	for c, members := range b.Members() {
		for _, m := range members {
			of, _ := b.Rolls.Of(b.States[m])
			a.Rows = append(a.Rows, []any{b.States[m], c + 1, b.Stay[m], b.Centre[m], b.Rolls.Votes.Cast(of)})
		}
	}
	return a
}

// SweepAnswer lists what other resolutions give.
func (b *Blocs) SweepAnswer() Answer {
	a := Answer{Columns: []string{"resolution", "blocs", "modularity", "adjusted_rand", "mutual_information"}, Method: b.Method()}
	a.Method.Command += " --sweep"
	for _, s := range b.Sweep {
		a.Rows = append(a.Rows, []any{s.At, s.Blocs, s.Modularity, s.Rand, s.Information})
	}
	return a
}

// MovesAnswer lists the bloc of each State in each window of sessions.
func (b *Blocs) MovesAnswer() Answer {
	a := Answer{Columns: []string{"iso3", "first_session", "last_session", "roll_calls", "bloc"}, Method: b.Method()}
	a.Method.Command += " --moves"
	for _, code := range b.Rolls.States {
		for _, w := range b.Windows {
			if c, ok := w.In[code]; ok {
				a.Rows = append(a.Rows, []any{code, w.First, w.Last, w.Rolls, c + 1})
			}
		}
	}
	return a
}

// Method says how the blocs are found.
func (b *Blocs) Method() Method {
	q := b.Question
	m := Method{
		Question: "Which States vote more alike with each other than with the rest?",
		How: []string{
			"Counted: " + b.Rolls.what() + ".",
			fmt.Sprintf("How close two States are is Cohen's kappa over the roll calls in which both voted (at least %d): agreement beyond what their own shares of yes, no and abstention would give by chance. Pairs below chance are not close at all. Each roll call weighs the same.", sharedAtLeast),
			fmt.Sprintf("Blocs are the division of greatest modularity at resolution %g, found by Louvain's method in %d random orders from seed %d; the best is kept. Blocs are numbered by size.", q.Resolution, triesWhole, q.Seed),
			fmt.Sprintf("How sure they are: the roll calls are drawn anew with replacement %d times, and divided again. stay is the share of drawings in which a State falls into the bloc that matches its own; the adjusted Rand index between the division and those of the drawings is %.3f on average (1 is the same, 0 as alike as chance). agreement_in_bloc is a State's mean kappa with its bloc.", q.Runs, b.Rand),
			"There is no true number of blocs. The sweep shows what other resolutions give and how well each division comes back; one that does not come back is not one to speak of. Through the years, sessions are divided by themselves, as many in a row as give 30 roll calls, and their blocs numbered like those before that they match best.",
		},
		Sources: []string{
			"V. D. Blondel, J.-L. Guillaume, R. Lambiotte and E. Lefebvre, Fast Unfolding of Communities in Large Networks, J. Stat. Mech. (2008), P10008",
			"J. Reichardt and S. Bornholdt, Statistical Mechanics of Community Detection, Phys. Rev. E 74 (2006), 016110",
			"L. Hubert and P. Arabie, Comparing Partitions, J. of Classification 2 (1985), 193-218",
			"J. Cohen, A Coefficient of Agreement for Nominal Scales, Educational and Psychological Measurement 20 (1960), 37-46",
		},
		Missing: b.Rolls.missing(),
		Command: "unhindered analyse blocs" + q.flags() + fmt.Sprintf(" --resolution %g --runs %d --seed %d --format csv", q.Resolution, q.Runs, q.Seed),
	}
	if n := len(b.Few); n > 0 {
		m.Missing = append(m.Missing, fmt.Sprintf("Left out, because they voted in less than %.0f %% of the roll calls: States: %d.", 100*votedAtLeast, n))
	}
	m.Missing = append(m.Missing, "To be in one bloc means to vote alike. It shows no agreement to do so, and no pressure.")
	return m
}
