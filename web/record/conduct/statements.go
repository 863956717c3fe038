package conduct

import (
	"context"
	"html/template"
	"net/http"
	"slices"
	"strconv"

	"unhindered/record/sheet"
	"unhindered/record/statements"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

var (
	up            = [2]string{"/statements", ui.Text("Statements")}
	statementList = listing{
		Table: &statements.Table, Path: "/statements", Show: []string{"text", "state", "date", "forum", "position"},
		Facets: []string{"state", "position", "year"}, Head: "text", Title: ui.Text("Statements"),
	}
	groupList = listing{
		Table: &statements.Groups, Path: "/statements/groups", Show: []string{"group", "state", "as_of", "note"}, Facets: []string{"group", "state"},
		Head: "group", Title: ui.Text("Groups of States that speak together"), Up: up,
		Lead: ui.Text("States that a source counts among a group. Such groups have no register of members, so that the list is the source’s."),
	}
	mentionList = listing{
		Table: &statements.Mentions, Path: "/statements/review-mentions", Show: []string{"theme", "state", "about", "date", "claimed"},
		Facets: []string{"state", "about", "theme"}, Head: "theme", Title: ui.Text("Themes raised in a review"), Up: up,
		Lead: ui.Text("Which State raised which theme when another was reviewed. A number that a source claims stands beside the States that it names; rows without a State are numbers alone."),
	}
	jointList = listing{
		Table: &statements.Joint, Path: "/statements/joint", Show: []string{"state", "title", "role", "date", "forum"},
		Facets: []string{"state", "role"}, Head: "title", Title: ui.Text("Joint statements"), Up: up,
		Lead: ui.Text("Each row is one State that delivered, signed, joined or left a joint statement."),
	}
)

func (s *site) statementsLedger() ledger.Ledger {
	return ledger.Ledger{
		Name: "statements", Nav: []ui.NavItem{{Path: "/statements", Text: ui.Text("Statements"), Group: ledger.Conduct}},
		Asks:   ui.Text("What do States say about those who speak to the United Nations, and how did that harden?"),
		Totals: s.rowTotals(&statements.Table, ledger.N("one statement", "%d statements", 0, "/statements")),
		Routes: func(*ui.Pages) []ui.Route {
			return slices.Concat(ledger.Trio("/statements", s.statements), []ui.Route{s.rowRoute(statementList)}, s.routes(jointList),
				s.routes(groupList), s.routes(mentionList))
		},
		State: s.statementsOf, Piece: "c-state-statements",
		Paths: func(ctx context.Context) ([]string, error) {
			all, err := s.rowPaths(ctx, &statements.Table, "/statements")
			return append(all, "/statements", "/statements/joint", "/statements/groups", "/statements/review-mentions"), err
		},
		Downloads: slices.Concat(
			downloads("/statements", ui.Text("Statements of States in and about United Nations bodies, in our own words, with a code for what each does")),
			downloads("/statements/joint", ui.Text("Joint statements, one row a State that stands behind one")),
			downloads("/statements/groups", ui.Text("Groups of States that speak together, as sources count them")),
			downloads("/statements/review-mentions", ui.Text("Themes that States raised in a review"))),
	}
}

// A statementsPage is what the page c-statements.html shows.
type statementsPage struct {
	List        *list
	States      int
	First, Last string
	Years       template.HTML
	Matrix      *matrix
	Joint       []jointView
	Groups      int // rows of groups
	Mentions    int
}

type jointView struct {
	statements.JointStatement
	Delivered []string
	Row       string
}

func (s *site) statements(w http.ResponseWriter, r *http.Request) error {
	found, err := s.find(r, statementList)
	if err != nil {
		return err
	}
	joint, err := s.Statements.JointStatements(r.Context())
	if err != nil {
		return err
	}
	if _, kind := ledger.Wants(r.URL.Path); kind != "html" {
		if joint == nil {
			joint = []statements.JointStatement{}
		}
		return found.data(w, r, kind, map[string]any{"joint_statements": joint})
	}
	p := statementsPage{List: found}
	states := map[string]bool{}
	for _, row := range found.matched {
		states[row.Get("state")] = true
		if d := row.Date("date"); d != "" {
			if year := string(d)[:4]; p.First == "" || year < p.First {
				p.First = year
			}
			p.Last = max(p.Last, string(d)[:4])
		}
	}
	p.States = len(states)
	p.Years = s.statementYears(r, found)
	p.Matrix = s.positions(r, found.matched, found)
	state := found.Query.Get("state")
	for _, j := range joint {
		if state != "" && !slices.ContainsFunc(j.Behind, func(b statements.Behind) bool { return b.State == state }) && !slices.Contains(j.About, state) {
			continue
		}
		p.Joint = append(p.Joint, s.jointView(r, j))
	}
	for _, t := range []struct {
		table *sheet.Table
		n     *int
	}{{&statements.Groups, &p.Groups}, {&statements.Mentions, &p.Mentions}} {
		rows, err := s.sheets.Rows(r.Context(), t.table)
		if err != nil {
			return err
		}
		*t.n = len(rows)
	}
	return s.pages.Render(w, r, http.StatusOK, "c-statements.html", p)
}

func (s *site) jointView(r *http.Request, j statements.JointStatement) jointView {
	v := jointView{JointStatement: j}
	for _, b := range j.Behind {
		if b.Role == "delivered" {
			v.Delivered = append(v.Delivered, b.State)
		}
	}
	return v
}

// statementYears draws statements a year, each column leading to its rows.
func (s *site) statementYears(r *http.Request, l *list) template.HTML {
	n := map[int]int{}
	first, last := 0, 0
	for _, row := range l.matched {
		if y := row.Date("date").Year(); y > 0 {
			n[y]++
			if first == 0 || y < first {
				first = y
			}
			last = max(last, y)
		}
	}
	if first == last {
		return ""
	}
	var bars []chart.Bar
	desc := ""
	for y := first; y <= last; y++ {
		label := strconv.Itoa(y)
		b := chart.Bar{Label: label, Count: n[y], Note: s.pages.N(r, "one statement", "%d statements", n[y])}
		if n[y] > 0 {
			b.URL = s.pages.Link(r, l.With("year", label))
			desc += label + ": " + strconv.Itoa(n[y]) + "; "
		}
		bars = append(bars, b)
	}
	return chart.Years(chart.Head{ID: "years", Title: s.pages.T(r, "Statements on record in each year"), Desc: desc}, bars)
}

// positions shows what statements do, by year: how a position moved.
func (s *site) positions(r *http.Request, rows []sheet.Row, l *list) *matrix {
	type at struct {
		position string
		year     int
	}
	n := map[at]int{}
	years, used := []int{}, map[string]int{}
	for _, row := range rows {
		y := row.Date("date").Year()
		if y == 0 {
			continue
		}
		n[at{row.Get("position"), y}]++
		used[row.Get("position")]++
		years = append(years, y)
	}
	if len(years) < 2 {
		return nil
	}
	first, last := slices.Min(years), slices.Max(years)
	first = max(first, last-40)
	t := func(text string) string { return s.pages.T(r, text) }
	m := &matrix{ID: "positions", Caption: t("What do the statements do, and when?"), Corner: t("What it does"), Last: t("All"),
		Legend: []sign{{"ask", "2", t("number of statements in that year")}}}
	for y := first; y <= last; y++ {
		m.Columns = append(m.Columns, strconv.Itoa(y))
	}
	for _, p := range statements.Positions {
		if used[p.Code] == 0 {
			continue
		}
		row := matrixRow{Label: t(p.Label), Last: strconv.Itoa(used[p.Code])}
		if l != nil {
			row.Link = s.pages.Link(r, l.With("position", p.Code))
		}
		for y := first; y <= last; y++ {
			c := n[at{p.Code, y}]
			mk := mark{}
			if c > 0 {
				mk = mark{Class: "ask", Text: strconv.Itoa(c), Words: s.pages.N(r, "one statement", "%d statements", c)}
			}
			row.Cells = append(row.Cells, mk)
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// A stateStatements is the part of a State's page.
type stateStatements struct {
	ISO3       string
	Statements int
	First      string
	Last       string
	Newest     []sheet.Row
	Joint      []statements.JointStatement // that it stands behind
	About      []statements.JointStatement // about it
	Raised     int                         // themes that it raised when others were reviewed
}

func (s *site) statementsOf(ctx context.Context, iso3 string) (*ledger.Section, error) {
	rows, err := s.sheets.Rows(ctx, &statements.Table)
	if err != nil {
		return nil, err
	}
	p := stateStatements{ISO3: iso3}
	var own []sheet.Row
	for _, row := range rows {
		if row.Get("state") == iso3 {
			own = append(own, row)
		}
	}
	slices.SortStableFunc(own, func(a, b sheet.Row) int {
		switch x, y := a.Get("date"), b.Get("date"); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	if p.Statements = len(own); p.Statements > 0 {
		p.Last, p.First = own[0].Get("date")[:4], own[len(own)-1].Get("date")[:4]
		p.Newest = own[:min(3, len(own))]
	}
	joint, err := s.Statements.JointStatements(ctx)
	if err != nil {
		return nil, err
	}
	for _, j := range joint {
		if slices.ContainsFunc(j.Behind, func(b statements.Behind) bool { return b.State == iso3 && b.Role != "left" }) {
			p.Joint = append(p.Joint, j)
		}
		if slices.Contains(j.About, iso3) {
			p.About = append(p.About, j)
		}
	}
	mentions, err := s.sheets.Rows(ctx, &statements.Mentions)
	if err != nil {
		return nil, err
	}
	for _, m := range mentions {
		if m.Get("state") == iso3 {
			p.Raised++
		}
	}
	if own == nil {
		own = []sheet.Row{}
	}
	section := &ledger.Section{Data: p, JSON: map[string]any{"statements": own, "joint": p.Joint, "about": p.About, "themes_raised": p.Raised},
		Name: ui.Text("Statements"), At: "statements", Years: map[int]int{}}
	for _, row := range own {
		if year := row.Date("date").Year(); year > 0 {
			section.Years[year]++
		}
	}
	section.Figures = ledger.Some(
		ledger.N("one statement", "%d statements", p.Statements, "/statements?state="+iso3),
		ledger.N("one joint statement backed", "%d joint statements backed", len(p.Joint), "/statements/joint?state="+iso3),
		ledger.N("one theme raised in a review", "%d themes raised in reviews", p.Raised, "/statements/review-mentions?state="+iso3))
	return section, nil
}
