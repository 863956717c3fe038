package study

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"unhindered/analysis/coding"
	"unhindered/analysis/rate"
	"unhindered/record"
	"unhindered/record/upr"
)

// A Side says whose recommendations are counted.
type Side string

// The sides of a recommendation.
const (
	Received Side = "received"
	Made     Side = "made"
)

// Coded are the rows of UPR Info in the ledger as the model codes them.
type Coded struct {
	Model  *coding.Model
	Rows   []CodedRow           // in the order of the ledger: the newest session first
	People map[string]upr.Coded // what people said since, by the words of the text

	counts map[Side]counts
}

// counts are those of one side.
type counts struct {
	whole  Specificity
	states []Specificity // by code
}

// A CodedRow is one recommendation by one State with its coding.
type CodedRow struct {
	*upr.Row
	To     string // code of the State under review
	Path   string // of the page with the row
	Coding coding.Coding
}

// CodeLedger codes all rows of UPR Info, beside what people said of them. Rows with the same text are coded once.
func CodeLedger(ctx context.Context, r *record.Record, m *coding.Model) (*Coded, error) {
	data, err := r.UPR.Data(ctx)
	if err != nil {
		return nil, err
	}
	c := &Coded{Model: m, counts: map[Side]counts{}}
	if c.People, err = r.UPR.Coded(ctx); err != nil {
		return nil, err
	}
	at := map[string]int{}
	var texts []string
	for _, o := range data.Reviews {
		for _, rec := range o.Recommendations {
			for _, row := range rec.Rows {
				c.Rows = append(c.Rows, CodedRow{Row: row, To: o.ISO3, Path: rowPath(o, row)})
				if _, known := at[row.Text]; !known {
					at[row.Text] = len(texts)
					texts = append(texts, row.Text)
				}
			}
		}
	}
	all := m.CodeAll(texts)
	for i := range c.Rows {
		c.Rows[i].Coding = all[at[c.Rows[i].Text]]
	}
	for _, side := range []Side{Received, Made} {
		if c.counts[side], err = c.count(side); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// Person returns the action that people gave a row, and why: what was said last, else what UPR Info has; 0 if nobody did.
func (c *Coded) Person(row *CodedRow) (action int, overruled *upr.Coded) {
	if len(c.People) > 0 {
		if p, ok := c.People[upr.Words(row.Text)]; ok {
			overruled = &p
			if p.Action > 0 {
				return p.Action, overruled
			}
		}
	}
	return row.Action, overruled
}

// A Specificity is how many recommendations of a State have each action category.
type Specificity struct {
	State  string // code; empty for all together
	Model  [5]int // as the model codes them
	People [5]int // as people do, of those that people coded
	Agree  rate.Rate
	Rate   rate.Rate // of category 5, by the model
}

// Total is the number of recommendations.
func (s Specificity) Total() int {
	n := 0
	for _, k := range s.Model {
		n += k
	}
	return n
}

// PeopleShare is the share of category 5 among those that people coded, NaN if there is none.
func (s Specificity) PeopleShare() float64 {
	n := 0
	for _, k := range s.People {
		n += k
	}
	if n == 0 {
		return math.NaN()
	}
	return float64(s.People[4]) / float64(n)
}

// Counts returns the whole, and every State that has a recommendation on the given side, by code.
func (c *Coded) Counts(side Side) (whole Specificity, states []Specificity) {
	return c.counts[side].whole, c.counts[side].states
}

func (c *Coded) count(side Side) (all counts, err error) {
	by := map[string]*Specificity{}
	agree := map[string][2]int{}
	for i := range c.Rows {
		row := &c.Rows[i]
		if row.Coding.Action == 0 {
			continue
		}
		state := row.To
		if side == Made {
			state = row.From
		}
		person, _ := c.Person(row)
		keys := []string{"", state}
		if state == "" { // nobody is named: only the whole has it
			keys = keys[:1]
		}
		for _, key := range keys {
			if by[key] == nil {
				by[key] = &Specificity{State: key}
			}
			s, n := by[key], agree[key]
			s.Model[row.Coding.Action-1]++
			if person > 0 {
				s.People[person-1]++
				n[1]++
			}
			if person == row.Coding.Action {
				n[0]++
			}
			agree[key] = n
		}
	}
	for key, s := range by {
		if s.Rate, err = rate.Wilson(s.Model[4], s.Total(), level); err != nil {
			return all, err
		}
		if s.Agree, err = rate.Wilson(agree[key][0], agree[key][1], level); err != nil {
			return all, err
		}
		if key != "" {
			all.states = append(all.states, *s)
		}
	}
	if s := by[""]; s != nil {
		all.whole = *s
	}
	slices.SortFunc(all.states, func(a, b Specificity) int { return cmp.Compare(a.State, b.State) })
	return all, nil
}

// Of returns the rows of a State on a side, the newest session first.
func (c *Coded) Of(state string, side Side) []*CodedRow {
	var all []*CodedRow
	for i := range c.Rows {
		row := &c.Rows[i]
		if side == Received && row.To == state || side == Made && row.From == state {
			all = append(all, row)
		}
	}
	return all
}

// Answer lists every State with its counts.
func (c *Coded) Answer(side Side) Answer {
	_, states := c.Counts(side)
	a := Answer{Columns: []string{"iso3", "recommendations", "minimal", "continuing", "considering", "general", "specific", "specific_share", "lower", "upper",
		"people_minimal", "people_continuing", "people_considering", "people_general", "people_specific"}, Method: c.Method(side, "")}
	for _, s := range states {
		row := []any{s.State, s.Total()}
		for _, n := range s.Model {
			row = append(row, n)
		}
		row = append(row, s.Rate.Share, s.Rate.Lower, s.Rate.Upper)
		for _, n := range s.People {
			row = append(row, n)
		}
		a.Rows = append(a.Rows, row)
	}
	return a
}

// AnswerOf lists the recommendations of one State with their codings, flags and what people say.
func (c *Coded) AnswerOf(state string, side Side) Answer {
	a := Answer{Columns: append([]string{"id", "session", "to", "from", "text", "action", "confidence", "verb", "issues", "people_action", "people_issues",
		"overruled_action", "overruled_issues", "overruled_why"}, FlagColumns...), Method: c.Method(side, state)}
	for _, row := range c.Of(state, side) {
		cells := []any{row.ID, row.Session, row.To, row.From, row.Text, nil, nil, row.Coding.Verb.Word, IssueList(row.Coding), nil, list(row.Issues), nil, "", ""}
		if row.Coding.Action > 0 {
			cells[5], cells[6] = row.Coding.Action, row.Coding.Confidence
		}
		if row.Action > 0 {
			cells[9] = row.Action
		}
		if _, p := c.Person(row); p != nil {
			if p.Action > 0 {
				cells[11] = p.Action
			}
			cells[12], cells[13] = list(p.Issues), p.Reason
		}
		a.Rows = append(a.Rows, append(cells, FlagCells(row.Text, c.Model.Flag(row.Text, row.Coding))...))
	}
	return a
}

func list(issues []string) string {
	text := ""
	for i, issue := range issues {
		if i > 0 {
			text += ","
		}
		text += issue
	}
	return text
}

// Method says how the codings of a side, of one State or of all, were made.
func (c *Coded) Method(side Side, state string) Method {
	command := "unhindered analyse upr-coding --side " + string(side)
	if state != "" {
		command += " --state " + state
	}
	m := CodingMethod(c.Model, command+" --format csv")
	m.Question = "How specific are the recommendations that each State receives?"
	if side == Made {
		m.Question = "How specific are the recommendations that each State makes?"
	}
	unknown, seen := 0, 0
	first, last := c.Model.Origin.Sessions[0], c.Model.Origin.Sessions[len(c.Model.Origin.Sessions)-1]
	for i := range c.Rows {
		if c.Rows[i].Action == 0 {
			unknown++
		}
		if s := c.Rows[i].Session; first <= s && s <= last {
			seen++
		}
	}
	m.How = append(m.How,
		"The share of category 5 stands with Wilson's 95 % interval. A specific request is not a better one: general ones can ask for more, and friendly ones can be specific. States are listed in the order of their names; the whole set is always shown.",
		"SMART: specific is category 5 (unknown below a confidence of 0.6); measurable a count or a document; results-oriented words of purpose; time-bound a date (\"as soon as possible\" is none); achievable is left to people. A phrase of the list of coded phrases counts only if it is not common language, or stands beside one that is not.")
	m.Missing = append(m.Missing,
		fmt.Sprintf("%s of %s rows are of sessions %d to %d, on which the model was trained: there it agrees with people more than on others.", strconv.Itoa(seen), strconv.Itoa(len(c.Rows)), first, last),
		fmt.Sprintf("%d rows were coded by nobody.", unknown))
	m.Sources = append(m.Sources, "Rows of UPR Info: one recommendation by one State; what people coded there (McMahon); the sheet upr-coding.")
	return m
}
