package votes

import (
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"sort"
	"strings"

	"unhindered/record/sheet"
	"unhindered/record/votes"
	"unhindered/un"
	"unhindered/web/ui"
)

// A decisionPage is what vote.html shows.
type decisionPage struct {
	*votes.Decision
	Totals    votes.Totals
	HasTotals bool
	Groups    []group
	Half      template.HTML // seats of a council
	Map       []mapped      // of the Assembly
	Amends    *votes.Decision
	Matrix    *matrix
	Others    []*votes.Decision // other roll calls on the same symbol
	Twin      *votes.Decision
	TwinDiff  []difference
	TwinSays  []votes.Flag // what the other source says otherwise of the decision itself
	NoRow     int          // members that the roll call does not name
	Sponsors  []un.State
	Speakers  [2][]votes.Speaker // for and against the point of order
	SourceAs  string

	Dissociations, Explanations []sheet.Row
}

// Other names the source of another decision.
func (decisionPage) Other(d *votes.Decision) string { return sourceName(d.Source) }

// A group is the States that voted alike.
type group struct {
	Position string
	States   []voter
}

type voter struct {
	un.State
	Note string
}

// A mapped is one regional group of the Assembly.
type mapped struct {
	Name    string
	Sums    string
	Squares template.HTML
}

// A matrix is amendments by States.
type matrix struct {
	Amendments                   []*votes.Decision
	Rows                         []matrixRow
	Adopted, Rejected, Withdrawn int
	Gaps                         []string
}

type matrixRow struct {
	State     un.State
	Positions []string
	Yes       int
}

// A difference is a State whose vote two sources give differently.
type difference struct {
	State       un.State
	Here, There string
}

func (h *handler) decision(w http.ResponseWriter, r *http.Request) error {
	id, kind := r.PathValue("id"), "html"
	for _, k := range []string{"json", "csv"} {
		if rest, ok := strings.CutSuffix(id, "."+k); ok {
			id, kind = rest, k
		}
	}
	l, err := h.store.Ledger(r.Context())
	if err != nil {
		return err
	}
	d, err := l.ByID(id)
	if err != nil {
		return notFound(err)
	}
	dissociations, explanations, err := h.store.Said(r.Context(), d)
	if err != nil {
		return err
	}
	switch kind {
	case "json":
		return ui.JSON(w, r, h.data(l, d, dissociations, explanations))
	case "csv":
		return ui.CSV(w, r, d.ID+".csv", ballots(l, d))
	}
	p := h.page(r, l, d)
	p.Dissociations, p.Explanations = dissociations, explanations
	return h.pages.Render(w, r, http.StatusOK, "vote.html", p)
}

func (h *handler) data(l *votes.Ledger, d *votes.Decision, dissociations, explanations []sheet.Row) any {
	j := asJSON(d)
	j.Votes = map[string]string{}
	for _, v := range l.Cast(d) {
		j.Votes[v.State] = v.Ballot.String()
	}
	type amendment struct {
		decisionJSON
		Positions map[string]string `json:"positions"`
	}
	amendments := []amendment{}
	if m := newMatrix(l, d); m != nil {
		for i, a := range m.Amendments {
			one := amendment{asJSON(a), map[string]string{}}
			for _, row := range m.Rows {
				if row.Positions[i] != "" {
					one.Positions[row.State.ISO3] = row.Positions[i]
				}
			}
			amendments = append(amendments, one)
		}
	}
	return struct {
		decisionJSON
		About      votes.About `json:"about"`
		Import     int64       `json:"import"`
		Amendments []amendment `json:"amendments"`
		// Dissociations and Explanations are what States said; they are no votes.
		Dissociations []sheet.Row `json:"dissociations"`
		Explanations  []sheet.Row `json:"explanations"`
		Total         int         `json:"total"` // votes
	}{j, d.About, d.Import, amendments, append([]sheet.Row{}, dissociations...), append([]sheet.Row{}, explanations...), len(j.Votes)}
}

func ballots(l *votes.Ledger, d *votes.Decision) [][]string {
	m := newMatrix(l, d)
	if m != nil && !d.Recorded { // no votes on the text itself: those on its amendments
		head := []string{"iso3", "state"}
		for _, a := range m.Amendments {
			head = append(head, a.Symbol)
		}
		rows := [][]string{head}
		for _, row := range m.Rows {
			rows = append(rows, append([]string{row.State.ISO3, row.State.Name}, row.Positions...))
		}
		return rows
	}
	head := []string{"iso3", "state", "group", "vote", "note"}
	if m != nil {
		for _, a := range m.Amendments {
			head = append(head, a.Symbol)
		}
	}
	rows := [][]string{head}
	for _, v := range l.Cast(d) {
		s, _ := un.StateByISO3(v.State)
		row := []string{v.State, s.Name, string(s.Group), v.Ballot.String(), d.About.Notes[v.State]}
		if m != nil {
			for _, a := range m.Amendments {
				row = append(row, l.Position(a, v.State))
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func (h *handler) page(r *http.Request, l *votes.Ledger, d *votes.Decision) decisionPage {
	p := decisionPage{Decision: d, Totals: d.Tally(), HasTotals: d.HasTally(), Amends: l.Amends(d), Matrix: newMatrix(l, d), SourceAs: sourceName(d.Source)}
	for _, code := range d.About.Sponsors {
		if s, ok := un.StateByISO3(code); ok {
			p.Sponsors = append(p.Sponsors, s)
		}
	}
	for _, o := range l.BySymbol(d.Symbol) {
		if o.ID != d.ID && o.ID != d.Twin && d.Symbol != "" {
			p.Others = append(p.Others, o)
		}
	}
	if d.Twin != "" {
		if p.Twin, _ = l.ByID(d.Twin); p.Twin != nil {
			p.TwinDiff, p.TwinSays = differences(l, d, p.Twin), votes.Differ(d, p.Twin)
		}
	}
	for _, s := range d.About.Speakers {
		if strings.HasPrefix(s.Position, "for") {
			p.Speakers[0] = append(p.Speakers[0], s)
		} else {
			p.Speakers[1] = append(p.Speakers[1], s)
		}
	}
	by := map[string][]voter{}
	var seats []seat
	named := map[string]bool{}
	for _, v := range l.Cast(d) {
		s, ok := un.StateByISO3(v.State)
		if !ok {
			continue
		}
		named[v.State] = true
		by[v.Ballot.String()] = append(by[v.Ballot.String()], voter{s, d.About.Notes[v.State]})
		if v.Ballot != votes.NoneKnown {
			seats = append(seats, seat{s, v.Ballot.String()})
		}
	}
	if d.Body == "GA" {
		for _, s := range append(un.States(), un.FormerStates()...) {
			if member, known := s.MemberAt(d.Date); member && known && !named[s.ISO3] && !continued(s, named) {
				p.NoRow++
				by["missing"] = append(by["missing"], voter{State: s})
				seats = append(seats, seat{s, "missing"})
			}
		}
	}
	for _, position := range []string{"yes", "no", "abstain", "absent", "none", "missing"} {
		if by[position] != nil {
			p.Groups = append(p.Groups, group{position, by[position]})
		}
	}
	if !d.Recorded {
		return p
	}
	tip := func(s seat) string { return h.pages.T(r, s.State.Name) + ": " + h.pages.T(r, word(s.Position)) }
	if d.Body != "GA" {
		p.Half = halfCircle(h.pages.T(r, "Who voted how"), sums(h, r, seats), seats, tip)
		return p
	}
	for i, g := range append(un.Groups(), un.NoGroup) {
		var of []seat
		for _, s := range seats {
			if s.State.Group == g {
				of = append(of, s)
			}
		}
		if of == nil {
			continue
		}
		sort.SliceStable(of, func(i, j int) bool { return side(of[i].Position) < side(of[j].Position) })
		name := h.pages.T(r, groupName(g))
		p.Map = append(p.Map, mapped{name, sums(h, r, of), tiles(fmt.Sprint("g", i), name, sums(h, r, of), of, tip)})
	}
	return p
}

// continued tells whether a former State is not missing but named under the code of the one that goes on, or the other way.
func continued(s un.State, named map[string]bool) bool {
	if s.Status == un.Former {
		return slices.ContainsFunc(s.Heirs, func(code string) bool { return named[code] })
	}
	for _, f := range un.FormerStates() {
		if named[f.ISO3] && slices.Contains(f.Heirs, s.ISO3) {
			return true
		}
	}
	return false
}

func groupName(g un.Group) string {
	switch g {
	case un.African:
		return ui.Text("African States")
	case un.AsiaPacific:
		return ui.Text("Asia-Pacific States")
	case un.EEG:
		return ui.Text("Eastern European States")
	case un.GRULAC:
		return ui.Text("Latin American and Caribbean States")
	case un.WEOG:
		return ui.Text("Western European and other States")
	}
	return ui.Text("other States")
}

func sums(h *handler, r *http.Request, seats []seat) string {
	n := map[string]int{}
	for _, s := range seats {
		n[s.Position]++
	}
	var parts []string
	for _, position := range []string{"yes", "no", "abstain", "absent", "none", "missing"} {
		if n[position] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[position], h.pages.T(r, word(position))))
		}
	}
	return strings.Join(parts, ", ")
}

func newMatrix(l *votes.Ledger, d *votes.Decision) *matrix {
	amendments := l.AmendmentsTo(d)
	if len(amendments) == 0 {
		return nil
	}
	m := &matrix{Amendments: amendments, Gaps: votes.GapsIn(amendments)}
	states := map[string]bool{}
	for _, a := range amendments {
		switch a.Outcome() {
		case "adopted":
			m.Adopted++
		case "rejected":
			m.Rejected++
		case "withdrawn":
			m.Withdrawn++
		}
		for _, v := range l.Cast(a) {
			if v.Ballot != votes.NoneKnown {
				states[v.State] = true
			}
		}
		for _, code := range a.About.Sponsors {
			states[code] = true
		}
	}
	for code := range states {
		s, ok := un.StateByISO3(code)
		if !ok {
			continue
		}
		row := matrixRow{State: s}
		for _, a := range amendments {
			p := l.Position(a, code)
			if p == "yes" || p == "sponsor" {
				row.Yes++
			}
			row.Positions = append(row.Positions, p)
		}
		m.Rows = append(m.Rows, row)
	}
	sort.Slice(m.Rows, func(i, j int) bool {
		if m.Rows[i].Yes != m.Rows[j].Yes {
			return m.Rows[i].Yes > m.Rows[j].Yes
		}
		return m.Rows[i].State.Name < m.Rows[j].State.Name
	})
	return m
}

func differences(l *votes.Ledger, a, b *votes.Decision) []difference {
	var all []difference
	if !a.Recorded || !b.Recorded { // one of the sources gives no roll call
		return nil
	}
	for _, s := range append(un.States(), un.FormerStates()...) {
		x, y := l.Ballot(a, s.ISO3), l.Ballot(b, s.ISO3)
		taking := func(v votes.Ballot) bool { return v == votes.Yes || v == votes.No || v == votes.Abstain }
		if x != y && (taking(x) || taking(y)) {
			all = append(all, difference{s, x.String(), y.String()})
		}
	}
	return all
}

func sourceName(code string) string {
	switch code {
	case "voeten":
		return ui.Text("Erik Voeten, Data and Analyses of Voting in the UN General Assembly (R package unvotes)")
	case "ohchr":
		return ui.Text("Voting collection of the OHCHR library, harvested by lszoszk/hrc-voting (PolyForm Noncommercial 1.0.0, © 2026 Łukasz Szoszkiewicz)")
	case "dw":
		return ui.Text("DW, list of resolutions scraped from the Council’s pages (dw-data/human-rights-council)")
	case "undl":
		return ui.Text("United Nations Digital Library, General Assembly Voting Data")
	}
	return ui.Text("the sources named on this page")
}
