package study

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"unhindered/analysis/survival"
	"unhindered/record"
)

// A WaitingQuestion says whose waiting is measured.
type WaitingQuestion struct {
	Ledger  string        // one of WaitingLedgers
	GroupBy string        // one of WaitingGroups of the ledger; empty is no grouping
	Entry   string        // for ngo: one of WaitingEntries
	Band    survival.Band // about the curves
}

// WaitingLedgers are the ledgers in which something waits for an answer.
var WaitingLedgers = []string{"ngo", "visits", "letters"}

// WaitingGroups are the ways to group the waits of a ledger.
var WaitingGroups = map[string][]string{
	"ngo":     {"name", "questioned", "voted", "entered"},
	"visits":  {"state", "mandate"},
	"letters": {"state", "type"},
}

// WaitingEntries say when an application to the NGO Committee begins to wait: at the session that lists it as new, those
// whose beginning is not known left out (known), or at the first session that lists it in any way (seen).
var WaitingEntries = []string{"known", "seen"}

// A WaitRow is one wait.
type WaitRow struct {
	ID      string // of the row in its ledger
	Name    string
	Path    string // of its page
	Group   string // "all" without grouping
	From    string // date, as precise as the source has it
	To      string // of the answer, or of the last that is known
	Days    float64
	Decided bool
	End     string // what it was
}

// A WaitGroup is the waits of one group.
type WaitGroup struct {
	Name  string
	Rows  []WaitRow
	Curve survival.Curve
}

// A Waiting is how long things wait for an answer.
type Waiting struct {
	Question WaitingQuestion
	Groups   []WaitGroup
	Test     *survival.Test // between the groups; nil for one group
	Left     []string       // what was left out, in words with the numbers
	Newest   string         // ngo: the newest session of the lists
	Pending  []WaitRow      // still without an answer, the longest first; of ngo all, also those left out of the curves
	vague    int            // waits of which a date is known to the month or year only
}

// FindWaiting measures the waits of a ledger.
func FindWaiting(ctx context.Context, r *record.Record, q WaitingQuestion) (*Waiting, error) {
	q.Band = cmp.Or(q.Band, survival.Log)
	q.Entry = cmp.Or(q.Entry, "known")
	if !slices.Contains(WaitingLedgers, q.Ledger) {
		return nil, fmt.Errorf("ledger %q: things wait for an answer in ngo, visits and letters", q.Ledger)
	}
	if q.GroupBy != "" && !slices.Contains(WaitingGroups[q.Ledger], q.GroupBy) {
		return nil, fmt.Errorf("waits in %s can be grouped by %s, not by %q", q.Ledger, strings.Join(WaitingGroups[q.Ledger], ", "), q.GroupBy)
	}
	if !slices.Contains(WaitingEntries, q.Entry) {
		return nil, fmt.Errorf("the entry is known or seen, not %q", q.Entry)
	}
	w := &Waiting{Question: q}
	var rows []WaitRow
	var err error
	switch q.Ledger {
	case "ngo":
		rows, err = w.applications(ctx, r)
	case "visits":
		rows, err = w.requests(ctx, r)
	case "letters":
		rows, err = w.replies(ctx, r)
	}
	if err != nil {
		return nil, err
	}
	if q.Ledger != "ngo" {
		for _, row := range rows {
			if !row.Decided {
				w.Pending = append(w.Pending, row)
			}
		}
	}
	slices.SortStableFunc(w.Pending, func(a, b WaitRow) int { return cmp.Compare(b.Days, a.Days) })
	return w, w.measure(rows)
}

// measure makes the curves of groups, the largest first but for periods, which keep their order, and the test.
func (w *Waiting) measure(rows []WaitRow) error {
	by := map[string]*WaitGroup{}
	for _, row := range rows {
		row.Group = cmp.Or(row.Group, "all")
		g := by[row.Group]
		if g == nil {
			g = &WaitGroup{Name: row.Group}
			by[row.Group] = g
		}
		g.Rows = append(g.Rows, row)
	}
	var samples [][]survival.Wait
	for _, g := range by {
		w.Groups = append(w.Groups, *g)
	}
	slices.SortFunc(w.Groups, func(a, b WaitGroup) int {
		if w.Question.GroupBy != "entered" && len(a.Rows) != len(b.Rows) {
			return len(b.Rows) - len(a.Rows)
		}
		return strings.Compare(a.Name, b.Name)
	})
	for i := range w.Groups {
		g := &w.Groups[i]
		waits := make([]survival.Wait, len(g.Rows))
		for k, row := range g.Rows {
			waits[k] = survival.Wait{Time: row.Days, Decided: row.Decided}
		}
		var err error
		if g.Curve, err = survival.KaplanMeier(waits, level, w.Question.Band); err != nil {
			return err
		}
		samples = append(samples, waits)
	}
	if len(samples) > 1 {
		test, err := survival.LogRank(samples...)
		if err != nil {
			return err
		}
		w.Test = &test
	}
	return nil
}

// Rows returns all waits.
func (w *Waiting) Rows() []WaitRow {
	var all []WaitRow
	for _, g := range w.Groups {
		all = append(all, g.Rows...)
	}
	return all
}

// Answer lists the steps of the curves.
func (w *Waiting) Answer() Answer {
	a := Answer{Columns: []string{"group", "days", "at_risk", "decided", "survival", "lower", "upper"}, Method: w.Method()}
	for _, g := range w.Groups {
		for _, s := range g.Curve.Steps {
			a.Rows = append(a.Rows, []any{g.Name, days(s.Time), s.AtRisk, s.Decided, s.Survival, known(s.Lower), known(s.Upper)})
		}
	}
	return a
}

// RowsAnswer lists the waits themselves, so that another program can repeat the curves.
func (w *Waiting) RowsAnswer() Answer {
	a := Answer{Columns: []string{"id", "group", "from", "to", "days", "decided", "end", "name"}, Method: w.Method()}
	a.Method.Command = strings.Replace(a.Method.Command, " --format", " --rows --format", 1)
	for _, r := range w.Rows() {
		decided := 0
		if r.Decided {
			decided = 1
		}
		a.Rows = append(a.Rows, []any{r.ID, r.Group, r.From, r.To, days(r.Days), decided, r.End, r.Name})
	}
	return a
}

// days is a number of days as a cell: whole where it is.
func days(x float64) any {
	if x == math.Trunc(x) {
		return int(x)
	}
	return x
}

// Method says how the waiting is measured.
func (w *Waiting) Method() Method {
	q := w.Question
	m := Method{
		Question: map[string]string{
			"ngo":     "How long do organisations wait for the NGO Committee's decision on their application?",
			"visits":  "How long do requests for a visit wait for an answer?",
			"letters": "How long do letters of special procedures wait for a reply?",
		}[q.Ledger],
		How: []string{w.definition(),
			fmt.Sprintf("The share still waiting is Kaplan and Meier's: days is the time waited, at_risk how many still waited then, decided how many were decided on that day; a row with 0 decided is a day on which waits only ceased to be known. Lower and upper are the pointwise %g %% band from Greenwood's variance, conf.type %q of R's survfit (empty where it cannot be said).", 100*level, q.Band)},
		Missing: w.Left,
		Sources: []string{
			"E. L. Kaplan and P. Meier, Nonparametric Estimation from Incomplete Observations, J. Am. Stat. Assoc. 53 (1958), 457-481",
			"N. Mantel, Evaluation of Survival Data and Two New Rank Order Statistics, Cancer Chemotherapy Reports 50 (1966), 163-170",
		},
		Command: "unhindered analyse waiting --ledger " + q.Ledger,
	}
	if q.GroupBy != "" {
		m.How = append(m.How, groupings[q.GroupBy])
		m.Command += " --group-by " + q.GroupBy
	}
	if q.Entry != "known" {
		m.Command += " --entry " + q.Entry
	}
	if q.Band != survival.Log {
		m.Command += " --band " + string(q.Band)
	}
	m.Command += " --format csv"
	if t := w.Test; t != nil {
		text := "The log-rank test cannot compare these groups: there are no decisions to compare."
		if !math.IsNaN(t.P) {
			text = fmt.Sprintf("Log-rank test between the groups: chi-square %.3f with %d degrees of freedom, p = %.4g. It says whether the groups differ anywhere, not by how much.", t.ChiSq, t.DF, t.P)
		}
		m.How = append(m.How, text)
	}
	for _, g := range w.Groups {
		m.How = append(m.How, fmt.Sprintf("%s: waits %d, decided %d, right-censored %d; median %s.", g.Name, g.Curve.N, g.Curve.Decided, g.Curve.N-g.Curve.Decided, g.Median()))
	}
	if w.vague > 0 {
		m.Missing = append(m.Missing, fmt.Sprintf("Counted with the middle of the shortest and the longest wait that their dates allow, since one is known to the month or the year only: waits: %d.", w.vague))
	}
	return m
}

// Median says the median wait with its interval in words.
func (g WaitGroup) Median() string {
	end := func(x float64) string {
		if math.IsNaN(x) {
			return "not reached"
		}
		return fmt.Sprintf("%.0f", x)
	}
	m := g.Curve.Median()
	if math.IsNaN(m.Is) {
		return "not reached: more than half still wait at the end"
	}
	return fmt.Sprintf("%s days (95 %% interval %s to %s)", end(m.Is), end(m.Lower), end(m.Upper))
}

// groupings say what the groups are.
var groupings = map[string]string{
	"name":       "Groups: whether a name of the organisation speaks of human rights, in one of the languages in which the lists print it.",
	"questioned": "Groups: whether a source in the record reports a question that the Committee put to the organisation. Sources report few, on some organisations only, and who waits longer is asked more: this group is not what the Committee's questions did.",
	"voted":      "Groups: whether the Committee voted on the organisation in any roll call of the record. Votes mostly come at the end of a wait, so the group says who was fought over, not what a vote did.",
	"entered":    "Groups: the five years in which the application was first listed.",
	"state":      "Groups: the State asked.",
	"mandate":    "Groups: the mandate that asked.",
	"type":       "Groups: the kind of letter.",
}
