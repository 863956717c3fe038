package votes

import (
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"unhindered/record/votes"
	"unhindered/un"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// A listPage is what votes.html shows.
type listPage struct {
	Query      query
	Page       votes.Page
	Rows       []listRow
	From, To   int
	Prev, Next string
	Years      template.HTML
	States     []un.State
	Kinds      []votes.Count
	Issues     []struct{ Code, Name string }
	Wishes     []wish
	Empty      bool // nothing has been imported
	Span       [2]string
	Flagged    int // in the whole ledger
}

type listRow struct {
	*votes.Decision
	Position string // of the State asked for
}

type wish struct{ Kind, Value, Without string }

// A decisionJSON is a decision as data.
type decisionJSON struct {
	ID       string            `json:"id"`
	Body     string            `json:"body"`
	Session  string            `json:"session,omitempty"`
	Date     un.Date           `json:"date,omitempty"`
	Symbol   string            `json:"symbol,omitempty"`
	Title    string            `json:"title"`
	Kind     string            `json:"kind"`
	Result   string            `json:"result"`
	How      string            `json:"how"`
	Recorded bool              `json:"recorded"`
	Official *votes.Totals     `json:"official,omitempty"`
	Counted  *votes.Totals     `json:"counted,omitempty"`
	Flags    []votes.Flag      `json:"contradictions,omitempty"`
	Sponsors []string          `json:"sponsors,omitempty"`
	Draft    string            `json:"draft,omitempty"`
	Source   string            `json:"source"`
	Position string            `json:"position,omitempty"` // of the State asked for
	Votes    map[string]string `json:"votes,omitempty"`
}

func asJSON(d *votes.Decision) decisionJSON {
	j := decisionJSON{ID: d.ID, Body: d.Body, Session: d.Session, Date: d.Date, Symbol: d.Symbol, Title: d.Title, Kind: d.Kind,
		Result: d.Outcome(), How: d.How, Recorded: d.Recorded, Flags: d.Flags, Sponsors: d.About.Sponsors, Draft: d.Draft, Source: d.Source}
	if d.Official != nil && d.Official.Yes != nil {
		t := d.Tally()
		if d.Official.NonVoting != nil {
			t.Absent = int(*d.Official.NonVoting)
		}
		j.Official = &t
	}
	if d.Recorded {
		j.Counted = &d.Counted
	}
	return j
}

func (h *handler) list(w http.ResponseWriter, r *http.Request) error {
	q, err := readQuery(r)
	if err != nil {
		return err
	}
	l, err := h.store.Ledger(r.Context())
	if err != nil {
		return err
	}
	filter := q.Filter
	data := strings.HasSuffix(r.URL.Path, ".json") || strings.HasSuffix(r.URL.Path, ".csv")
	if data && r.URL.Query().Get("page") == "" {
		filter.Limit, filter.Offset = votes.NoLimit, 0 // data come whole unless a page is asked for
	}
	page := l.List(filter)
	rows := make([]listRow, len(page.Decisions))
	for i, d := range page.Decisions {
		rows[i].Decision = d
		if q.State != "" {
			rows[i].Position = l.Position(d, q.State)
		}
	}
	switch {
	case strings.HasSuffix(r.URL.Path, ".json"):
		all := make([]decisionJSON, len(rows))
		for i, row := range rows {
			all[i] = asJSON(row.Decision)
			all[i].Position = row.Position
		}
		return ui.JSON(w, r, map[string]any{"entries": all, "total": page.Total})
	case strings.HasSuffix(r.URL.Path, ".csv"):
		return ui.CSV(w, r, "votes.csv", table(rows))
	}
	d := listPage{Query: q, Page: page, Rows: rows, States: un.States(), Kinds: kinds, Issues: issues, Wishes: h.wishes(r, q), Empty: len(l.All) == 0,
		Flagged: l.Contradictions}
	d.States = append(d.States, un.FormerStates()...)
	if len(rows) > 0 {
		d.From, d.To = filter.Offset+1, filter.Offset+len(rows)
	}
	if q.Page > 1 {
		d.Prev = q.With("page", strconv.Itoa(q.Page-1))
	}
	if d.To < page.Total && len(rows) > 0 {
		d.Next = q.With("page", strconv.Itoa(q.Page+1))
	}
	if n := len(page.Years); n > 0 {
		d.Span = [2]string{page.Years[0].Value, page.Years[n-1].Value}
	}
	d.Years = h.years(r, page.Years, q)
	return h.pages.Render(w, r, http.StatusOK, "votes.html", d)
}

func (h *handler) wishes(r *http.Request, q query) []wish {
	var all []wish
	add := func(kind, value, key string) {
		if value != "" {
			all = append(all, wish{h.pages.T(r, kind), value, q.With(key, "")})
		}
	}
	name := func(code string) string {
		if s, ok := un.StateByISO3(code); ok {
			return h.pages.T(r, s.Name)
		}
		return ""
	}
	add("Words", q.Filter.Query, "q")
	add("Body", h.pages.T(r, bodyName(q.Body)), "body")
	add("Session", q.Session, "session")
	if q.Year != 0 {
		add("Year", strconv.Itoa(q.Year), "year")
	}
	add("Issue", issueName(q.Issue), "issue")
	add("Kind", kindName(q.Kind), "kind")
	add("Result", outcome(q.Result), "result")
	add("State", name(q.State), "state")
	if q.Ballot != "" {
		add("Its vote", h.pages.T(r, word(q.Ballot)), "ballot")
	}
	add("Sponsor", name(q.Sponsor), "sponsor")
	if q.Recorded {
		add("Only", h.pages.T(r, "with a roll call"), "recorded")
	}
	if q.Flagged {
		add("Only", h.pages.T(r, "with a contradiction in the source"), "flagged")
	}
	return all
}

// years draws a column for every year.
func (h *handler) years(r *http.Request, counts []votes.Count, q query) template.HTML {
	if len(counts) < 2 {
		return ""
	}
	n := map[int]int{}
	for _, c := range counts {
		year, _ := strconv.Atoi(c.Value)
		n[year] = c.N
	}
	first, _ := strconv.Atoi(counts[0].Value)
	last, _ := strconv.Atoi(counts[len(counts)-1].Value)
	var bars []chart.Bar
	var said []string
	for year := max(first, 1940); year <= last && year < first+200; year++ {
		label := strconv.Itoa(year)
		b := chart.Bar{Label: label, Count: n[year], Note: h.pages.N(r, "one decision", "%d decisions", n[year])}
		if b.Count > 0 {
			b.URL = h.pages.Link(r, q.With("year", label))
			said = append(said, label+": "+strconv.Itoa(b.Count))
		}
		bars = append(bars, b)
	}
	return chart.Years(chart.Head{ID: "vote-years", Title: h.pages.T(r, "Decisions in each year"), Desc: strings.Join(said, "; ")}, bars)
}

var columns = []string{"id", "body", "session", "date", "symbol", "title", "kind", "result", "how", "yes_official", "no_official", "abstain_official",
	"yes_counted", "no_counted", "abstain_counted", "absent_counted", "contradiction", "sponsors", "draft", "source", "position"}

func table(rows []listRow) [][]string {
	out := [][]string{columns}
	for _, row := range rows {
		d := row.Decision
		cells := []string{d.ID, d.Body, d.Session, string(d.Date), d.Symbol, d.Title, d.Kind, d.Outcome(), d.How, "", "", "", "", "", "", "", "",
			strings.Join(d.About.Sponsors, ";"), d.Draft, d.Source, row.Position}
		if o := d.Official; o != nil {
			for i, n := range []*int64{o.Yes, o.No, o.Abstain} {
				if n != nil {
					cells[9+i] = strconv.FormatInt(*n, 10)
				}
			}
		}
		if d.Recorded {
			for i, n := range []int{d.Counted.Yes, d.Counted.No, d.Counted.Abstain, d.Counted.Absent} {
				cells[12+i] = strconv.Itoa(n)
			}
		}
		var flags []string
		for _, f := range d.Flags {
			flags = append(flags, f.What+": "+f.Said+" said, "+f.Counted+" counted")
		}
		cells[16] = strings.Join(flags, "; ")
		out = append(out, cells)
	}
	return out
}
