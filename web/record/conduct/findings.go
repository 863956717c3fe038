package conduct

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"unhindered/record/ngo"
	"unhindered/record/treaties"
	"unhindered/record/upr"
	"unhindered/record/votes"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

// A Finding is a contradiction that imports met within a file: what it says in one place and what it shows in another.
type Finding struct {
	Ledger string `json:"ledger"` // "votes"
	Where  string `json:"where"`  // the row or record
	What   string `json:"what"`
	Said   string `json:"said,omitempty"`
	Shown  string `json:"shown,omitempty"`
	Link   string `json:"link,omitempty"`
}

// A Finder returns the contradictions of one ledger.
type Finder func(context.Context) ([]Finding, error)

// Finders returns those of the ledgers that flag contradictions: official totals and roll calls of votes, columns of the
// treaty data, lists of the Committee on NGOs, positions on recommendations of the UPR in several sources. Both values stay in the ledgers.
func Finders(v *votes.Store, t *treaties.Store, n *ngo.Store, u *upr.Store) []Finder {
	return []Finder{
		func(ctx context.Context) ([]Finding, error) {
			l, err := v.Ledger(ctx)
			if err != nil {
				return nil, err
			}
			var all []Finding
			for _, d := range l.Flagged() {
				for _, f := range d.Flags {
					all = append(all, Finding{"votes", cmp.Or(d.Symbol, d.ID), cmp.Or(columnNames[f.What], f.What), f.Said, f.Counted, "/votes/" + d.ID})
				}
			}
			for _, d := range l.Between() {
				twin, err := l.ByID(d.Twin)
				if err != nil {
					return nil, err
				}
				for _, f := range votes.Differ(d, twin) {
					all = append(all, Finding{"votes", cmp.Or(d.Symbol, d.ID), cmp.Or(columnNames[f.What], f.What), f.Said, f.Counted, "/votes/" + d.ID + "#twin"})
				}
			}
			return all, nil
		},
		func(ctx context.Context) ([]Finding, error) {
			l, err := t.Ledger(ctx)
			if err != nil {
				return nil, err
			}
			var all []Finding
			for _, s := range l.Flagged() {
				for _, f := range s.Flags {
					all = append(all, Finding{Ledger: "treaties", Where: s.Treaty + ", " + stateName(s.ISO3), What: f, Link: "/treaties/" + s.Treaty})
				}
			}
			return all, nil
		},
		func(ctx context.Context) ([]Finding, error) {
			l, err := n.Ledger(ctx)
			if err != nil {
				return nil, err
			}
			var all []Finding
			for _, f := range l.Flags {
				all = append(all, Finding{Ledger: "ngo", Where: f.Where, What: f.What, Link: f.Link})
			}
			return all, nil
		},
		func(ctx context.Context) ([]Finding, error) {
			data, err := u.Data(ctx)
			if err != nil {
				return nil, err
			}
			var all []Finding
			for _, review := range data.Reviews {
				for _, rec := range review.Recommendations {
					if rec.Differ() {
						all = append(all, position(rec))
					}
				}
			}
			return all, nil
		},
	}
}

// position is a recommendation whose sources give the State's position differently: what the first one says, and the first
// that says otherwise.
func position(rec *upr.Recommendation) Finding {
	cycle := strconv.Itoa(rec.Review.Cycle)
	f := Finding{Ledger: "upr", What: "position on the recommendation", Where: stateName(rec.Review.ISO3) + ", cycle " + cycle + ", " + rec.Anchor(),
		Link: "/upr/" + rec.Review.ISO3 + "/" + cycle + "#r" + rec.Anchor()}
	first := ""
	for _, said := range rec.Positions {
		switch {
		case said.Position == upr.Pending || said.Position == upr.Unknown:
		case first == "":
			first, f.Said = said.Position, said.Source+": "+said.Position
		case first != said.Position:
			f.Shown = said.Source + ": " + said.Position
			return f
		}
	}
	return f
}

// A findingsPage is what the page c-findings.html shows.
type findingsPage struct {
	Findings   []Finding
	Total      int
	Counts     []option
	Chosen     string
	From, To   int
	Prev, Next string
	Twin       string
}

func (s *site) findings(ctx context.Context) ([]Finding, error) {
	all := []Finding{}
	for _, find := range s.Find {
		some, err := find(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

func (s *site) found(w http.ResponseWriter, r *http.Request) error {
	all, err := s.findings(r.Context())
	if err != nil {
		return err
	}
	p := findingsPage{Chosen: r.URL.Query().Get("ledger")}
	for _, name := range []string{"votes", "treaties", "ngo", "upr"} {
		n := 0
		for _, f := range all {
			if f.Ledger == name {
				n++
			}
		}
		if n > 0 {
			p.Counts = append(p.Counts, option{Value: name, Label: s.pages.T(r, ledgerNames[name]), N: n, Selected: p.Chosen == name})
		}
	}
	if p.Chosen != "" {
		all = slices.DeleteFunc(all, func(f Finding) bool { return f.Ledger != p.Chosen })
	}
	switch _, kind := ledger.Wants(r.URL.Path); kind {
	case "json":
		return ui.JSON(w, r, map[string]any{"entries": all, "total": len(all)})
	case "csv":
		rows := [][]string{{"ledger", "where", "what", "said", "shown", "link"}}
		for _, f := range all {
			rows = append(rows, []string{f.Ledger, f.Where, f.What, f.Said, f.Shown, f.Link})
		}
		return ui.CSV(w, r, "findings.csv", rows)
	}
	page := 1
	if v := r.URL.Query().Get("page"); v != "" {
		if page, err = strconv.Atoi(v); err != nil || page < 1 || page > 1_000_000 {
			return &ui.Fault{Code: ui.BadInput, Public: ui.Text("Pages are counted from 1.")}
		}
	}
	from := (page - 1) * pageSize
	if p.Total = len(all); from > 0 && from >= p.Total {
		return &ui.Fault{Code: ui.NotFound, Public: ui.Text("The list has no such page. Start again from its first page.")}
	}
	p.Findings = all[from:min(p.Total, from+pageSize)]
	p.From, p.To = from+1, from+len(p.Findings)
	at := func(n int) string {
		v := url.Values{"page": {strconv.Itoa(n)}}
		if p.Chosen != "" {
			v.Set("ledger", p.Chosen)
		}
		return "/quality/found?" + v.Encode()
	}
	if page > 1 {
		p.Prev = at(page - 1)
	}
	if p.To < p.Total {
		p.Next = at(page + 1)
	}
	if p.Chosen != "" {
		p.Twin = "?" + url.Values{"ledger": {p.Chosen}}.Encode()
	}
	for i := range p.Findings {
		p.Findings[i].Where = strings.TrimSpace(p.Findings[i].Where)
	}
	return s.pages.Render(w, r, http.StatusOK, "c-findings.html", p)
}

var ledgerNames = map[string]string{"votes": ui.Text("Votes"), "treaties": ui.Text("Treaties"), "ngo": ui.Text("NGO Committee"), "upr": ui.Text("UPR")}
