package record

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"unhindered/record/register"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

// A listPage is what the page register.html shows.
type listPage struct {
	Query      query
	Page       register.Page
	Cases      int
	States     int // that the entries concern
	Made       int // invented entries
	Wishes     []wish
	Acts       []actGroup
	Charts     charts
	From, To   int // rows shown, counted from 1
	Prev, Next string
}

// A wish is one thing that the visitor asked for, with the address without it.
type wish struct{ Kind, Value, Without string }

// An actGroup is a heading of act types with the counted types under it, for the form.
type actGroup struct {
	Head  register.Count
	Types []register.Count
}

func (h *Handler) register(w http.ResponseWriter, r *http.Request) error {
	q, err := readQuery(r)
	if err != nil {
		return err
	}
	filter := q.filter()
	_, kind := ledger.Wants(r.URL.Path)
	if kind != "html" && r.URL.Query().Get("page") == "" {
		filter.Limit = register.NoLimit // data come whole unless a page is asked for
	}
	page, err := h.store.List(r.Context(), filter)
	if err != nil {
		return err
	}
	switch kind {
	case "json":
		return ui.JSON(w, r, page)
	case "csv":
		return ui.CSV(w, r, "register.csv", table(page.Records))
	}
	d := listPage{Query: q, Page: page, Cases: cases(page), States: len(page.States), Made: invented(page, q), Acts: groupActs(page.Acts, q.Act)}
	if q.State != "" {
		d.States = 1 // the facet counts the others too
	}
	d.Page.States = withChosen(page.States, q.State)
	d.Page.Bodies = withChosen(page.Bodies, q.Body)
	d.Page.Years = withChosen(page.Years, q.Year)
	d.Wishes = h.wishes(r, q)
	d.From, d.To = filter.Offset+1, filter.Offset+len(page.Records)
	if q.Page > 1 && len(page.Records) == 0 {
		return &ui.Fault{Code: ui.NotFound, Public: ui.Text("The list has no such page. Start again from its first page.")}
	}
	if q.Page > 1 {
		d.Prev = q.With("page", strconv.Itoa(q.Page-1))
	}
	if d.To < page.Total {
		d.Next = q.With("page", strconv.Itoa(q.Page+1))
	}
	d.Charts = h.charts(r, page, q)
	return h.pages.Render(w, r, http.StatusOK, "register.html", d)
}

func (h *Handler) wishes(r *http.Request, q query) []wish {
	var out []wish
	add := func(kind, key, value, words string) {
		if value != "" {
			out = append(out, wish{h.pages.T(r, kind), words, q.With(key, "")})
		}
	}
	add(ui.Text("State"), "state", q.State, h.pages.T(r, stateName(q.State)))
	add(ui.Text("Act"), "act", q.Act, h.pages.T(r, actName(q.Act)))
	add(ui.Text("UN body"), "body", q.Body, h.pages.T(r, bodyName(q.Body)))
	add(ui.Text("Year"), "year", q.Year, q.Year)
	add(ui.Text("Words"), "q", q.Q, "“"+q.Q+"”")
	return out
}

// withChosen returns the counts with what is chosen among them, so that the form keeps it when nothing has it.
func withChosen(counts []register.Count, chosen string) []register.Count {
	if chosen == "" || slices.ContainsFunc(counts, func(c register.Count) bool { return c.Value == chosen }) {
		return counts
	}
	return append(slices.Clone(counts), register.Count{Value: chosen})
}

// groupActs sets counted act types under their headings, in the order of the vocabulary. What is chosen is always there.
func groupActs(counts []register.Count, chosen string) []actGroup {
	n := map[string]int{}
	for _, c := range counts {
		n[c.Value] = c.N
	}
	var groups []actGroup
	for _, a := range un.ActTypes() {
		count := register.Count{Value: a.Code, N: n[a.Code]}
		switch {
		case a.Heading():
			groups = append(groups, actGroup{Head: count})
		case len(groups) > 0 && (count.N > 0 || a.Code == chosen):
			last := &groups[len(groups)-1]
			last.Types = append(last.Types, count)
		}
	}
	var out []actGroup
	for _, g := range groups {
		if g.Head.N > 0 || len(g.Types) > 0 || g.Head.Value == chosen {
			out = append(out, g)
		}
	}
	return out
}

// table is the register as rows, lists within a cell separated by semicolons.
func table(records []register.Record) [][]string {
	rows := [][]string{{
		"id", "version", "subject", "kind", "named", "state", "from", "to", "date_note", "place", "summary", "acts", "actor",
		"engagement", "bodies", "actions", "replies", "outcome", "sources", "context", "fictional", "published", "commitment", "leaf",
	}}
	for _, e := range records {
		var actions, replies, sources []string
		for _, a := range e.Actions {
			actions = append(actions, words(string(a.Date), a.Type, a.Symbol, a.Text))
		}
		for _, a := range e.Replies {
			replies = append(replies, words(string(a.Date), a.Symbol, a.Text))
		}
		for _, s := range e.Sources {
			sources = append(sources, words(s.Document, s.Part, s.Address))
		}
		rows = append(rows, []string{
			e.ID, strconv.Itoa(e.Version), e.Subject, string(e.Kind), yes(e.Named), e.State, string(e.From), string(e.To), e.DateNote,
			e.Place, e.Summary, strings.Join(e.Acts, ";"), e.Actor, e.Engagement, strings.Join(e.Bodies, ";"),
			strings.Join(actions, "; "), strings.Join(replies, "; "), e.Outcome, strings.Join(sources, "; "),
			yes(e.Context), yes(e.Fictional), e.Day, e.Commitment, strconv.FormatInt(e.Leaf, 10),
		})
	}
	return rows
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func words(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, ", ")
}

// all returns the counts over the whole register and the entries published last.
func (h *Handler) all(ctx context.Context, newest int) (register.Page, error) {
	return h.store.List(ctx, register.Filter{Sort: register.SortPublished, Limit: newest})
}
