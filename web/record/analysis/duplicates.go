package analysis

import (
	"cmp"
	"context"
	"html"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"unhindered/analysis/reuse"
	"unhindered/record/study"
	"unhindered/un"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// duplicates is the analysis of repeated wording in the Universal Periodic Review.
func duplicates(h *handler) topic {
	shelf := &study.Shelf[*study.Duplicates]{Patience: time.Second, Compute: func(ctx context.Context, scope string, _ func(float64)) (*study.Duplicates, error) {
		return study.FindDuplicates(ctx, h.record, study.DuplicatesQuestion{Ledger: "upr", Threshold: "0.8", Scope: scope})
	}}
	return topic{
		Path:     "/analysis/duplicates",
		Title:    ui.Text("Who repeats whose words"),
		Question: ui.Text("Which recommendations in the Universal Periodic Review say the same or nearly the same, and which States make them?"),
		handle: func(w http.ResponseWriter, r *http.Request) error {
			q, err := readDuplicates(r)
			if err != nil {
				return err
			}
			rows, err := h.record.UPR.Data(r.Context())
			if err != nil {
				return err
			}
			d, state, err := shelf.Get(q.Scope, rows)
			if err != nil {
				return err
			}
			if !state.Ready {
				return h.wait(w, r, ui.Text("Who repeats whose words"), state)
			}
			return h.duplicates(w, r, q, d)
		},
	}
}

// A duplicatesQuery is what a visitor asks of the page, as it stands in the address.
type duplicatesQuery struct {
	Scope, By, To string
	Page          int
}

func readDuplicates(r *http.Request) (duplicatesQuery, error) {
	v := r.URL.Query()
	q := duplicatesQuery{Scope: cmp.Or(v.Get("scope"), "review"), By: strings.ToUpper(v.Get("by")), To: strings.ToUpper(v.Get("to")), Page: 1}
	if !slices.Contains(study.Scopes, q.Scope) {
		return q, fault(ui.Text("Texts are compared within a review, a session or all."))
	}
	for _, code := range []string{q.By, q.To} {
		if _, ok := un.StateByISO3(code); code != "" && !ok {
			return q, fault(ui.Text("There is no State with this code. Codes have three letters, as in ISO 3166; the list of States shows them."))
		}
	}
	if page := v.Get("page"); page != "" {
		n, err := strconv.Atoi(page)
		if err != nil || n < 1 || n > 1_000_000 {
			return q, fault(ui.Text("Pages are counted from 1."))
		}
		q.Page = n
	}
	return q, nil
}

// With is the address of the page with one thing asked for differently.
func (q duplicatesQuery) With(key, value string) string {
	v := url.Values{}
	for k, s := range map[string]string{"scope": q.Scope, "by": q.By, "to": q.To} {
		if s != "" && (k != "scope" || s != "review") {
			v.Set(k, s)
		}
	}
	v.Set(key, value)
	if value == "" || key == "scope" && value == "review" {
		v.Del(key)
	}
	if len(v) == 0 {
		return "/analysis/duplicates"
	}
	return "/analysis/duplicates?" + v.Encode()
}

// A duplicatesPage is what the page analysis_duplicates.html shows.
type duplicatesPage struct {
	Query               duplicatesQuery
	Texts               int
	Exact, Near         int // pairs, whatever the filters
	Groups, Found       int // groups in all, and with the filters
	Repeated            int // texts in groups
	Largest             int
	Shown               []sameWords
	Prev, Next          string
	ByTo, ByBy          template.HTML
	States              []repeats
	Company             []company
	Speakers, Addressed []string // codes, for the filters
	How                 how
}

// sameWords is a group as the page shows it: one version a distinct wording.
type sameWords struct {
	Texts    int
	Least    string
	Exact    bool
	To       string // code, if all are said to one State
	Versions []version
	More     int // further wordings
}

// A version is one wording with the rows that have it.
type version struct {
	Text template.HTML // with the words that it shares with the first version marked
	Rows []study.Text
	More int
}

// repeats is how much of what a State recommends is said by others too.
type repeats struct {
	State         string
	Texts, Shared int
}

// Percent is the share of texts.
func (r repeats) Percent() int { return (100*r.Shared + r.Texts/2) / r.Texts }

// company is two States and the groups in which both speak.
type company struct {
	A, B   string
	Groups int
}

const (
	groupsAPage   = 15
	versionsShown = 4
	rowsShown     = 14
)

func (h *handler) duplicates(w http.ResponseWriter, r *http.Request, q duplicatesQuery, d *study.Duplicates) error {
	if kind(r) != "html" {
		a, err := d.Answer()
		if err != nil {
			return err
		}
		return data(w, r, a)
	}
	p := duplicatesPage{Query: q, Texts: len(d.Texts), Exact: d.Exact, Near: d.Near, Groups: len(d.Groups), How: explain(r, d.Method())}
	by, to, inBy := map[string]int{}, map[string]int{}, map[string]int{}
	for _, t := range d.Texts {
		by[t.By]++
	}
	pairs := map[[2]string]int{}
	var found []reuse.Group
	for _, g := range d.Groups {
		p.Repeated += len(g.Texts)
		p.Largest = max(p.Largest, len(g.Texts))
		speaks, addressed := map[string]bool{}, map[string]bool{}
		for _, i := range g.Texts {
			t := d.Texts[i]
			inBy[t.By]++
			to[t.To]++
			speaks[t.By], addressed[t.To] = true, true
		}
		together(pairs, speaks)
		if (q.By == "" || speaks[q.By]) && (q.To == "" || addressed[q.To]) {
			found = append(found, g)
		}
	}
	p.Found = len(found)
	p.States = shares(by, inBy)
	p.Company = most(pairs, 12)
	p.Speakers, p.Addressed = codes(h, r, by), codes(h, r, to)
	p.ByBy = h.bars(r, "dup-by", ui.Text("Whose recommendations do others make too?"), p.States, func(code string) string { return q.With("by", code) })
	received := shares(to, to)
	p.ByTo = h.bars(r, "dup-to", ui.Text("Who is told the same several times?"), received, func(code string) string { return q.With("to", code) })
	from := (q.Page - 1) * groupsAPage
	if from >= len(found) && q.Page > 1 {
		return &ui.Fault{Code: ui.NotFound, Public: ui.Text("The list has no such page. Start again from its first page.")}
	}
	for _, g := range found[from:min(from+groupsAPage, len(found))] {
		p.Shown = append(p.Shown, show(d, g))
	}
	if q.Page > 1 {
		p.Prev = q.With("page", strconv.Itoa(q.Page-1))
	}
	if from+groupsAPage < len(found) {
		p.Next = q.With("page", strconv.Itoa(q.Page+1))
	}
	return h.pages.Render(w, r, http.StatusOK, "analysis_duplicates.html", p)
}

// shares lists the States by how many of their texts are shared.
func shares(all, shared map[string]int) []repeats {
	var list []repeats
	for code, n := range all {
		if code != "" {
			list = append(list, repeats{code, n, shared[code]})
		}
	}
	slices.SortFunc(list, func(a, b repeats) int { return cmp.Or(b.Shared-a.Shared, strings.Compare(a.State, b.State)) })
	return list
}

func together(pairs map[[2]string]int, speaks map[string]bool) {
	const crowd = 12 // of a text that everybody has, nobody is the company of anybody
	if len(speaks) > crowd {
		return
	}
	var all []string
	for code := range speaks {
		if code != "" {
			all = append(all, code)
		}
	}
	slices.Sort(all)
	for i, a := range all {
		for _, b := range all[i+1:] {
			pairs[[2]string{a, b}]++
		}
	}
}

func most(pairs map[[2]string]int, limit int) []company {
	var all []company
	for p, n := range pairs {
		all = append(all, company{p[0], p[1], n})
	}
	slices.SortFunc(all, func(a, b company) int {
		return cmp.Or(b.Groups-a.Groups, strings.Compare(a.A, b.A), strings.Compare(a.B, b.B))
	})
	return all[:min(limit, len(all))]
}

// codes are the States of a count by name in the language of the page.
func codes(h *handler, r *http.Request, n map[string]int) []string {
	var all []string
	for code := range n {
		if code != "" {
			all = append(all, code)
		}
	}
	slices.SortFunc(all, func(a, b string) int { return strings.Compare(h.state(r, a), h.state(r, b)) })
	return all
}

// state is the name of a State in the language of the page.
func (h *handler) state(r *http.Request, code string) string {
	if s, ok := un.StateByISO3(code); ok {
		return h.pages.T(r, s.Name)
	}
	return code
}

func (h *handler) bars(r *http.Request, id, title string, list []repeats, at func(string) string) template.HTML {
	const shown = 12
	var bars []chart.Bar
	var said []string
	for _, s := range list[:min(shown, len(list))] {
		bars = append(bars, chart.Bar{Label: h.state(r, s.State), Count: s.Shared, URL: h.pages.Link(r, at(s.State))})
		said = append(said, h.state(r, s.State)+" "+ui.Number(s.Shared))
	}
	return chart.Bars(chart.Head{ID: id, Title: h.pages.T(r, title), Desc: strings.Join(said, "; "), RTL: h.pages.Lang(r) == "ar"}, bars)
}

// show makes a group ready for the page: exact copies are one version.
func show(d *study.Duplicates, g reuse.Group) sameWords {
	s := sameWords{Texts: len(g.Texts), Exact: g.Exact, Least: strconv.Itoa(int(100*g.Least)) + " %"}
	place := map[string]int{}
	s.To = d.Texts[g.Texts[0]].To
	for _, i := range g.Texts {
		t := d.Texts[i]
		if t.To != s.To {
			s.To = ""
		}
		var key strings.Builder
		for _, w := range reuse.Words(t.Body) {
			key.WriteString(w.Text + " ")
		}
		k, known := place[key.String()]
		if !known {
			k = len(s.Versions)
			place[key.String()] = k
			s.Versions = append(s.Versions, version{Text: template.HTML(html.EscapeString(t.Body))})
		}
		if v := &s.Versions[k]; len(v.Rows) < rowsShown {
			v.Rows = append(v.Rows, t)
		} else {
			v.More++
		}
	}
	if len(s.Versions) > versionsShown {
		s.More = len(s.Versions) - versionsShown
		s.Versions = s.Versions[:versionsShown]
	}
	for k := range s.Versions {
		if k > 0 {
			s.Versions[k].Text = mark(s.Versions[0].Rows[0].Body, s.Versions[k].Rows[0].Body)
		}
	}
	return s
}

// mark is text b with the words marked that it has in common with a.
func mark(a, b string) template.HTML {
	_, spans := reuse.Shared(a, b)
	var out strings.Builder
	last := 0
	for _, s := range spans {
		out.WriteString(html.EscapeString(b[last:s.Start]) + "<mark>" + html.EscapeString(b[s.Start:s.End]) + "</mark>")
		last = s.End
	}
	out.WriteString(html.EscapeString(b[last:]))
	return template.HTML(out.String())
}

// DuplicatesPicture draws which speakers have the most texts in common with others.
func DuplicatesPicture(d *study.Duplicates) template.HTML {
	all, in := map[string]int{}, map[string]int{}
	for _, t := range d.Texts {
		all[t.By]++
	}
	for _, g := range d.Groups {
		for _, i := range g.Texts {
			in[d.Texts[i].By]++
		}
	}
	var bars []chart.Bar
	for _, s := range shares(all, in) {
		if name, ok := un.StateByISO3(s.State); ok && len(bars) < 20 {
			bars = append(bars, chart.Bar{Label: name.Name, Count: s.Shared})
		}
	}
	return chart.Bars(chart.Head{ID: "duplicates", Title: "Whose texts do others have too?", Desc: "Texts in a group of duplicates, the twenty States with most"}, bars)
}
