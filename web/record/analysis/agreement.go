package analysis

import (
	"html/template"
	"net/http"
	"slices"
	"strings"

	"unhindered/record/study"
	"unhindered/un"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// agreement is the analysis of who votes like whom.
func agreement(h *handler) topic {
	shelf := h.rollCallsShelf()
	title := ui.Text("Who votes like whom")
	return topic{
		Path:     "/analysis/agreement",
		Title:    title,
		Question: ui.Text("How alike do the members of a group vote, and which States vote most and least like a given one?"),
		handle: func(w http.ResponseWriter, r *http.Request) error {
			q, err := h.readAgreement(r)
			if err != nil {
				return err
			}
			ledger, err := h.record.Votes.Ledger(r.Context())
			if err != nil {
				return err
			}
			c, state, err := shelf.Get(q.key(), ledger)
			if err != nil {
				return err
			}
			if !state.Ready {
				return h.wait(w, r, title, state)
			}
			return h.agreement(w, r, q, c)
		},
		funcs: template.FuncMap{"analysisPercent": percent, "analysisThree": three, "analysisGroup": groupTitle, "analysisNames": names, "analysisPlus": func(a, b int) int { return a + b }},
	}
}

// groupTitle is the name of a group, or its members, in the language of a page.
func groupTitle(p *ui.Page, g study.Cohesion) string {
	if g.Name != "" {
		return p.T(g.Name)
	}
	return names(p, g.States)
}

// names are those of States, in the language of a page.
func names(p *ui.Page, all []string) string {
	var texts []string
	for _, code := range all {
		texts = append(texts, p.T(name(code)))
	}
	return strings.Join(texts, p.T(", "))
}

// An agreementQuery is what a visitor asks of the page.
type agreementQuery struct {
	rollCallsQuery
	With   string
	Group  study.Group // empty where none is asked for
	Typed  string      // the group as it stands in the address
	Listed []study.Group
}

func (h *handler) readAgreement(r *http.Request) (agreementQuery, error) {
	var q agreementQuery
	var err error
	if q.rollCallsQuery, err = h.readRollCalls(r); err != nil {
		return q, err
	}
	if q.With, err = readState(r, "with"); err != nil {
		return q, err
	}
	q.Listed = study.StandingGroups()
	if q.Typed = strings.TrimSpace(r.URL.Query().Get("group")); q.Typed != "" {
		if q.Group, err = study.ParseGroup(q.Typed); err != nil || len(q.Group.States) > groupLimit {
			return q, fault(ui.Text("A group is two to sixty States by code or name, with commas between, as CHN,RUS,CUB."))
		}
		q.Listed = append([]study.Group{q.Group}, q.Listed...)
	}
	return q, nil
}

// groupLimit is how many States a group of the page may have, and matrixLimit how many a matrix shows.
const (
	groupLimit  = 60
	matrixLimit = 16
)

// At is the address of the page with other things asked for.
func (q agreementQuery) At(key, value string) string {
	v := q.values()
	for k, s := range map[string]string{"with": q.With, "group": q.Typed} {
		if s != "" {
			v.Set(k, s)
		}
	}
	v.Set(key, value)
	if value == "" {
		v.Del(key)
	}
	if len(v) == 0 {
		return "/analysis/agreement"
	}
	return "/analysis/agreement?" + v.Encode()
}

// answer is what the page gives as data: one State with all others, the group asked for, or the standing groups.
func (q agreementQuery) answer(c *study.RollCalls) (study.Answer, error) {
	switch {
	case q.With != "":
		return c.WithAnswer(q.With)
	case q.Typed != "":
		return c.CohesionAnswer(q.Listed[:1])
	}
	return c.CohesionAnswer(q.Listed)
}

// An agreementPage is what the page analysis_agreement.html shows.
type agreementPage struct {
	Query    agreementQuery
	Rolls    int
	First    int
	Last     int
	Groups   []study.Cohesion
	Most     *study.Cohesion // of the groups, the one that votes most alike
	With     []study.Likeness
	Unshared int // States that share no roll call with it
	Cohesion template.HTML
	Map      []tileGroup
	Ends     template.HTML
	Matrix   template.HTML
	States   []string // that voted, for the form
	How      how
}

// A tileGroup is the squares of one regional group.
type tileGroup struct {
	Name    string
	Mean    string // share that the group votes alike on average
	Picture template.HTML
}

func (h *handler) agreement(w http.ResponseWriter, r *http.Request, q agreementQuery, c *study.RollCalls) error {
	if kind(r) != "html" {
		if r.URL.Query().Get("rows") == "1" {
			return data(w, r, c.Answer())
		}
		a, err := q.answer(c)
		if err != nil {
			return err
		}
		return data(w, r, a)
	}
	say, rtl := h.say(r), h.pages.Lang(r) == "ar"
	p := agreementPage{Query: q, Rolls: len(c.Decisions), First: c.First, Last: c.Last, States: h.named(r, c.States)}
	var err error
	if p.Groups, err = c.Cohesions(q.Listed); err != nil {
		return err
	}
	for i := range p.Groups {
		if g := &p.Groups[i]; g.Index.Rolls > 0 && (p.Most == nil || g.Index.Mean > p.Most.Index.Mean) {
			p.Most = g
		}
	}
	p.Cohesion = cohesionPicture(p.Groups, say, rtl)
	a, err := q.answer(c)
	if err != nil {
		return err
	}
	p.How = explain(r, a.Method)
	matrix := q.Listed[0].States
	if q.With != "" {
		if p.With, err = c.With(q.With); err != nil {
			return err
		}
		for _, l := range p.With {
			if l.Shared == 0 {
				p.Unshared++
			}
		}
		p.Ends = likenessPicture(p.With, q.With, say, rtl, func(code string) string { return h.pages.Link(r, q.At("with", code)) })
		p.Map = likenessMap(p.With, say, func(code string) string { return h.pages.Link(r, q.At("with", code)) })
	}
	if len(matrix) <= matrixLimit {
		p.Matrix = matrixPicture(c, matrix, say, func(a, _ string) string { return h.pages.Link(r, q.At("with", a)) })
	}
	return h.pages.Render(w, r, http.StatusOK, "analysis_agreement.html", p)
}

// likenessMap draws how alike each State votes with one, a picture a regional group.
func likenessMap(all []study.Likeness, say speak, at func(string) string) []tileGroup {
	by := map[un.Group][]study.Likeness{}
	for _, l := range all {
		if s, ok := un.StateByISO3(l.State); ok && l.Shared > 0 && s.Group != un.NoGroup {
			by[s.Group] = append(by[s.Group], l)
		}
	}
	var groups []tileGroup
	for _, g := range un.Groups() {
		list := by[g]
		if len(list) == 0 {
			continue
		}
		slices.SortFunc(list, func(a, b study.Likeness) int { return strings.Compare(a.State, b.State) })
		var tiles []chart.Tile
		var said []string
		sum := 0.
		for _, l := range list {
			share := l.Identical.Share
			sum += share
			tiles = append(tiles, chart.Tile{Code: l.State, Step: step(share), Value: strings.TrimSuffix(percent(share), " %"),
				Bar: chart.Bar{Label: say(name(l.State)), Note: say(ui.Text("the same in %d of %d roll calls"), l.Same, l.Shared), URL: at(l.State)}})
			said = append(said, say(name(l.State))+" "+percent(share))
		}
		title := say(study.GroupName(g))
		groups = append(groups, tileGroup{Name: title, Mean: percent(sum / float64(len(list))),
			Picture: chart.Tiles(chart.Head{ID: "like-" + strings.ToLower(string(g)), Title: title, Desc: strings.Join(said, say("; "))}, tiles)})
	}
	return groups
}
