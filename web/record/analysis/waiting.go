package analysis

import (
	"cmp"
	"context"
	"html/template"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"unhindered/record/letters"
	"unhindered/record/study"
	"unhindered/web/ui"
)

// waiting is the analysis of how long applications, requests and letters wait.
func waiting(h *handler) topic {
	shelf := &study.Shelf[*study.Waiting]{Patience: 2 * time.Second, Compute: func(ctx context.Context, key string, _ func(float64)) (*study.Waiting, error) {
		ledger, by, _ := strings.Cut(key, " ")
		return study.FindWaiting(ctx, h.record, study.WaitingQuestion{Ledger: ledger, GroupBy: by})
	}}
	title := ui.Text("How long they wait")
	return topic{
		Path:     "/analysis/waiting",
		Title:    title,
		Question: ui.Text("How long do applications to the NGO Committee, requests for visits and letters wait for an answer, and who waits longer?"),
		handle: func(w http.ResponseWriter, r *http.Request) error {
			q, err := readWaiting(r)
			if err != nil {
				return err
			}
			var found *study.Waiting
			if q.Ledger == "ngo" {
				rows, err := h.record.NGO.Ledger(r.Context())
				if err != nil {
					return err
				}
				var state study.State
				if found, state, err = shelf.Get(q.Ledger+" "+q.By, rows); err != nil {
					return err
				}
				if !state.Ready {
					return h.wait(w, r, title, state)
				}
			} else if found, err = study.FindWaiting(r.Context(), h.record, study.WaitingQuestion{Ledger: q.Ledger, GroupBy: q.By}); err != nil {
				return err
			}
			return h.waiting(w, r, q, found)
		},
		funcs: template.FuncMap{"analysisDays": wholeDays},
	}
}

// wholeDays writes a number of days, or a dash for what is not known.
func wholeDays(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	return ui.Number(int(math.Round(x)))
}

// A waitingQuery is what a visitor asks of the page.
type waitingQuery struct{ Ledger, By string }

func readWaiting(r *http.Request) (waitingQuery, error) {
	v := r.URL.Query()
	q := waitingQuery{Ledger: cmp.Or(v.Get("ledger"), "ngo"), By: v.Get("by")}
	if !v.Has("by") && q.Ledger == "ngo" {
		q.By = "name"
	}
	if q.By == "all" {
		q.By = ""
	}
	if !slices.Contains(study.WaitingLedgers, q.Ledger) || q.By != "" && !slices.Contains(study.WaitingGroups[q.Ledger], q.By) {
		return q, fault(ui.Text("Waits are known of the NGO Committee (ngo), of visits and of letters, grouped as the page offers."))
	}
	return q, nil
}

// At is the address of the page for a ledger and a grouping.
func (q waitingQuery) At(ledger, by string) string {
	return "/analysis/waiting?" + url.Values{"ledger": {ledger}, "by": {cmp.Or(by, "all")}}.Encode()
}

// RowsData is the address of the waits themselves as data.
func (q waitingQuery) RowsData() string {
	return "/analysis/waiting.csv?" + url.Values{"ledger": {q.Ledger}, "by": {cmp.Or(q.By, "all")}, "rows": {"1"}}.Encode()
}

// groupingNames are the groupings in words.
var groupingNames = map[string]string{"": ui.Text("All together"), "name": ui.Text("Human rights in the name or not"), "questioned": ui.Text("Questions reported or not"),
	"voted": ui.Text("Voted on or not"), "entered": ui.Text("By year of entry"), "state": ui.Text("By State"), "mandate": ui.Text("By mandate"), "type": ui.Text("By kind of letter")}

// waitGroupNames are groups of waits in words; others are States, mandates, kinds of letters or periods.
var waitGroupNames = map[string]string{"all": ui.Text("all"), study.WithHumanRights: ui.Text("human rights in the name"), study.OtherNames: ui.Text("other names"),
	"questions reported": ui.Text("questions reported"), "none reported": ui.Text("none reported"), "voted on": ui.Text("voted on"), "not voted on": ui.Text("not voted on")}

// period is the name of a group by year of entry.
var period = regexp.MustCompile(`^(\d{4}) to (\d{4})$`)

// waitGroupName is the name of a group of waits in the language of a page.
func waitGroupName(group string, say speak) string {
	if years := period.FindStringSubmatch(group); years != nil {
		return say(ui.Text("%s to %s"), years[1], years[2])
	}
	if text, ok := waitGroupNames[group]; ok {
		return say(text)
	}
	for _, column := range letters.Table.Columns {
		for _, kind := range column.Choices {
			if column.Name == "type" && kind.Code == group {
				return say(kind.Label)
			}
		}
	}
	return say(name(group))
}

// Groupings are those that the page offers.
func (q waitingQuery) Groupings() []choice {
	var all []choice
	for _, by := range append([]string{""}, study.WaitingGroups[q.Ledger]...) {
		all = append(all, choice{by, groupingNames[by], by == q.By})
	}
	return all
}

// A waitingPage is what the page analysis_waiting.html shows.
type waitingPage struct {
	Query   waitingQuery
	Waits   int
	Open    int // right-censored
	Groups  []waitingGroup
	Named   *waitingGroup // with human rights in the name, and the others; nil for another grouping
	Others  *waitingGroup
	Left    int // groups that are in the data only
	Picture template.HTML
	Longest []study.WaitRow // still waiting
	Rows    string          // address of the ledger's list
	How     how
}

// A waitingGroup is a row of the table.
type waitingGroup struct {
	Name                    string
	Waits, Decided          int
	Median, Lower, Upper    string
	OneYear, TwoYears, Five string // still waiting after so many years
}

// groupsListed is how many groups the table shows, and longestListed how many waits.
const (
	groupsListed  = 30
	longestListed = 12
)

func (h *handler) waiting(w http.ResponseWriter, r *http.Request, q waitingQuery, found *study.Waiting) error {
	if kind(r) != "html" {
		if r.URL.Query().Get("rows") == "1" {
			return data(w, r, found.RowsAnswer())
		}
		return data(w, r, found.Answer())
	}
	say := h.say(r)
	p := waitingPage{Query: q, How: explain(r, found.Method()), Picture: waitingPicture(found, say), Rows: map[string]string{"ngo": "/ngo/applicants", "visits": "/visits", "letters": "/letters"}[q.Ledger]}
	rows := found.Rows()
	p.Waits = len(rows)
	for _, row := range rows {
		if !row.Decided {
			p.Open++
		}
	}
	p.Longest = found.Pending[:min(longestListed, len(found.Pending))]
	for _, g := range found.Groups {
		m := g.Curve.Median()
		row := waitingGroup{Name: waitGroupName(g.Name, say), Waits: g.Curve.N, Decided: g.Curve.Decided, Median: wholeDays(m.Is), Lower: wholeDays(m.Lower), Upper: wholeDays(m.Upper)}
		row.OneYear, row.TwoYears, row.Five = percent(g.Curve.At(yearDays).Survival), percent(g.Curve.At(2*yearDays).Survival), percent(g.Curve.At(5*yearDays).Survival)
		p.Groups = append(p.Groups, row)
		switch g.Name {
		case study.WithHumanRights:
			p.Named = &row
		case study.OtherNames:
			p.Others = &row
		}
	}
	p.Left = max(0, len(p.Groups)-groupsListed)
	p.Groups = p.Groups[:len(p.Groups)-p.Left]
	return h.pages.Render(w, r, http.StatusOK, "analysis_waiting.html", p)
}
