package study

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"unhindered/analysis/agreement"
	"unhindered/analysis/rate"
	"unhindered/un"
)

// hixSource is where the index comes from.
const hixSource = "S. Hix, A. Noury and G. Roland, Power to the Parties: Cohesion and Competition in the European Parliament, 1979-2001, British Journal of Political Science 35 (2005), 209-234"

// A Group is some States that are measured together.
type Group struct {
	Name   string   // in English; empty for one that was asked for by its members
	States []string // alpha-3, in the order given
}

// String is the group as a cell: its members with semicolons between.
func (g Group) String() string { return strings.Join(g.States, ";") }

var groupNames = map[un.Group]string{
	un.African: "African States", un.AsiaPacific: "Asia-Pacific States", un.EEG: "Eastern European States",
	un.GRULAC: "Latin American and Caribbean States", un.WEOG: "Western European and other States",
}

// StandingGroups are groups that are measured where nobody asks for others: the permanent members of the Security Council
// and the regional groups of the United Nations as they are now.
func StandingGroups() []Group {
	groups := []Group{{"Permanent members of the Security Council", []string{"CHN", "FRA", "GBR", "RUS", "USA"}}}
	for _, g := range un.Groups() {
		of := Group{Name: groupNames[g]}
		for _, s := range un.States() {
			if s.Group == g {
				of.States = append(of.States, s.ISO3)
			}
		}
		slices.Sort(of.States)
		groups = append(groups, of)
	}
	return groups
}

// ParseGroup reads States by code or name with commas (or semicolons) between.
func ParseGroup(text string) (Group, error) {
	var g Group
	for _, name := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' }) {
		s, ok := un.FindState(strings.TrimSpace(name))
		if !ok {
			return Group{}, fmt.Errorf("%q is no State; write its alpha-3 code, as CHN", name)
		}
		if !slices.Contains(g.States, s.ISO3) {
			g.States = append(g.States, s.ISO3)
		}
	}
	if len(g.States) < 2 {
		return Group{}, fmt.Errorf("a group has two States or more, with commas between, as in CHN,RUS,CUB")
	}
	return g, nil
}

// A Cohesion is how alike the members of a group voted.
type Cohesion struct {
	Group
	Index  agreement.Score
	Rice   agreement.Score
	Absent []string // members that voted in none of the roll calls
}

// Cohesions measures groups.
func (c *RollCalls) Cohesions(groups []Group) ([]Cohesion, error) {
	var all []Cohesion
	for _, g := range groups {
		one := Cohesion{Group: g}
		var members []int
		for _, code := range g.States {
			if m, ok := c.Of(code); ok {
				members = append(members, m)
			} else {
				one.Absent = append(one.Absent, code)
			}
		}
		var err error
		if one.Index, err = c.Votes.Index(members); err != nil {
			return nil, err
		}
		if one.Rice, err = c.Votes.Rice(members); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// CohesionAnswer lists groups with their index.
func (c *RollCalls) CohesionAnswer(groups []Group) (Answer, error) {
	all, err := c.Cohesions(groups)
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Columns: []string{"group", "roll_calls", "agreement_index"}, Method: c.cohesionMethod(all)}
	for _, g := range all {
		a.Rows = append(a.Rows, []any{g.String(), g.Index.Rolls, known(g.Index.Mean)})
	}
	return a, nil
}

func (c *RollCalls) cohesionMethod(all []Cohesion) Method {
	m := Method{
		Question: "How alike do the members of a group vote?",
		How: []string{
			"Counted: " + c.what() + ".",
			"The agreement index of a roll call is (max(Y,N,A) − ½ of the rest) / (Y+N+A), over the members of the group that voted; it is 1 where all vote the same and 0 where they are split evenly in three. Roll calls in which fewer than two of them voted do not count. The index of the group is the mean over roll calls; each weighs the same.",
		},
		Sources: []string{hixSource, "S. A. Rice, Quantitative Methods in Politics, New York, Knopf, 1928 (on the page)"},
		Missing: c.missing(),
		Command: "unhindered analyse agreement" + c.Question.flags(),
	}
	for _, g := range all {
		if g.Name == "" {
			m.Command += " --group " + strings.Join(g.States, ",")
		}
		if len(g.Absent) > 0 && g.Name == "" {
			m.Missing = append(m.Missing, fmt.Sprintf("%s voted in none of these roll calls.", strings.Join(g.Absent, ", ")))
		}
	}
	m.Command += " --format csv"
	return m
}

// A Likeness is how alike one State voted with another.
type Likeness struct {
	State string
	agreement.Pair
	Identical rate.Rate // share of identical votes, with Wilson's interval
}

// With compares a State with all others, those that vote most like it first. States with which it shares no roll call come
// last. The answer is nil if the State voted in none.
func (c *RollCalls) With(code string) ([]Likeness, error) {
	own, ok := c.Of(code)
	if !ok {
		return nil, nil
	}
	all := make([]Likeness, 0, len(c.States)-1)
	for m, other := range c.States {
		if m == own {
			continue
		}
		p, err := c.Votes.Pair(own, m)
		if err != nil {
			return nil, err
		}
		l := Likeness{State: other, Pair: p}
		if l.Identical, err = rate.Wilson(p.Same, p.Shared, level); err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	slices.SortStableFunc(all, func(a, b Likeness) int {
		if (a.Shared == 0) != (b.Shared == 0) {
			return cmp.Compare(b.Shared, a.Shared)
		}
		return cmp.Or(cmp.Compare(b.Identical.Share, a.Identical.Share), cmp.Compare(b.Shared, a.Shared))
	})
	return all, nil
}

// level is that of all intervals.
const level = 0.95

// WithAnswer lists how alike each State votes with one.
func (c *RollCalls) WithAnswer(code string) (Answer, error) {
	all, err := c.With(code)
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Columns: []string{"iso3", "shared", "identical_share"}, Method: c.withMethod(code, len(all) == 0)}
	for _, l := range all {
		a.Rows = append(a.Rows, []any{l.State, l.Shared, known(l.Identical.Share)})
	}
	return a, nil
}

func (c *RollCalls) withMethod(code string, nothing bool) Method {
	m := Method{
		Question: "Who votes how often as " + code + " does?",
		How: []string{
			"Counted: " + c.what() + ".",
			"Shared are the roll calls in which both voted yes or no or abstained. The share is that in which both did the same; an abstention is the same only as another abstention. Each roll call weighs the same.",
		},
		Sources: []string{"A. Lijphart, The Analysis of Bloc Voting in the General Assembly, American Political Science Review 57 (1963), 902-917"},
		Missing: c.missing(),
		Command: "unhindered analyse agreement" + c.Question.flags() + " --with " + code + " --format csv",
	}
	if nothing {
		m.Missing = append(m.Missing, code+" voted in none of these roll calls.")
	}
	return m
}

// PairsAnswer lists all pairs of States.
func (c *RollCalls) PairsAnswer() Answer {
	a := Answer{Columns: []string{"a", "b", "shared", "identical_share"}, Method: c.withMethod("any other", false)}
	a.Method.Question = "How alike do any two States vote?"
	a.Method.Command = "unhindered analyse agreement" + c.Question.flags() + " --pairs --format csv"
	pairs := c.Votes.Pairs()
	for i := range c.States {
		for j := i + 1; j < len(c.States); j++ {
			p := pairs.At(i, j)
			a.Rows = append(a.Rows, []any{c.States[i], c.States[j], p.Shared, known(p.Identical())})
		}
	}
	return a
}

// known is a number as a cell; nil for what is not known.
func known(x float64) any {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return x
}

// GroupName is a regional group in full, in English.
func GroupName(g un.Group) string { return groupNames[g] }
