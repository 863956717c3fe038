package conduct

import (
	"context"
	"html/template"
	"net/http"
	"slices"

	"unhindered/record/letters"
	"unhindered/record/sheet"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

var letterList = listing{
	Table: &letters.Table, Path: "/letters", Show: []string{"subject", "state", "type", "symbol", "date", "reply", "reply_date", "grade"},
	Facets: []string{"state", "type", "reply", "grade", "year"}, Head: "subject", Title: ui.Text("Letters"),
}

var letterCounts = listing{
	Table: &letters.Counts, Path: "/letters/counts", Show: []string{"unit", "state", "from", "to", "at_least", "at_most", "note"},
	Facets: []string{"state"}, Head: "unit", Title: ui.Text("Numbers of letters, as sources give them"),
	Lead: ui.Text("Numbers that a source gives without the letters behind them. They are never added to letters that are on record."),
	Up:   [2]string{"/letters", ui.Text("Letters")},
}

var questionList = listing{
	Table: &letters.Questions, Path: "/letters/questions", Show: []string{"text", "letter", "state", "number", "grade", "says"},
	Facets: []string{"state", "letter", "grade"}, Head: "text", Title: ui.Text("Questions of letters, and how replies deal with them"),
	Lead: ui.Text("Each row is one question that a letter asked, with a grade of how the reply deals with it."),
	Note: ui.Text("Grades are judgments; each row says whose. A question of which the quoted part of a reply says nothing is not addressed as far as is known."),
	Up:   [2]string{"/letters", ui.Text("Letters")},
}

func (s *site) lettersLedger() ledger.Ledger {
	return ledger.Ledger{
		Name: "letters", Nav: []ui.NavItem{{Path: "/letters", Text: ui.Text("Letters"), Group: ledger.Conduct}},
		Asks: ui.Text("Which letters of special procedures were answered, when, and with how much substance?"),
		Totals: func(ctx context.Context) ([]ledger.Figure, error) {
			all, err := s.Letters.Letters(ctx, "")
			rate := letters.Measure(all)
			return ledger.Some(ledger.N("one letter", "%d letters", rate.Letters, "/letters"),
				ledger.N("one of them replied to", "%d of them replied to", rate.Replied, "/letters?reply=yes")), err
		},
		Routes: func(*ui.Pages) []ui.Route {
			return slices.Concat(ledger.Trio("/letters", s.letters), []ui.Route{ledger.Get("/letters/{id}", s.letter)}, s.routes(letterCounts), s.routes(questionList))
		},
		State: s.lettersOf, Piece: "c-state-letters",
		Paths: func(ctx context.Context) ([]string, error) {
			all, err := s.rowPaths(ctx, &letters.Table, "/letters")
			return append(all, "/letters", "/letters/counts", "/letters/questions"), err
		},
		Downloads: append(downloads("/letters/questions", questionList.Title), downloads("/letters", ui.Text("Letters of special procedures to States and public statements, with replies, days and what sources say of them"))...),
	}
}

// A lettersPage is what the page c-letters.html shows.
type lettersPage struct {
	List    *list
	Rate    letters.Rate
	Median  int
	Percent int
	Waits   template.HTML
	Grades  []option
	Counts  []sheet.Row
	Rules   []letters.Rule
	Asked   *asked
}

func (s *site) letters(w http.ResponseWriter, r *http.Request) error {
	found, err := s.find(r, letterList)
	if err != nil {
		return err
	}
	all, err := s.lettersIn(r.Context(), found)
	if err != nil {
		return err
	}
	rate := letters.Measure(all)
	if _, kind := ledger.Wants(r.URL.Path); kind != "html" {
		return found.data(w, r, kind, map[string]any{"letters": all, "rate": rate, "rules": letters.Rules()})
	}
	p := lettersPage{List: found, Rate: rate, Median: rate.Median(), Percent: rate.Percent(), Rules: letters.Rules()}
	p.Waits = s.replyWaits(r, all)
	if p.Asked, err = s.askedIn(r, all...); err != nil {
		return err
	}
	p.Grades = s.grades(r, rate)
	counts, err := s.sheets.Rows(r.Context(), &letters.Counts)
	if err != nil {
		return err
	}
	for _, c := range counts {
		if state := found.Query.Get("state"); state == "" || c.Get("state") == state {
			p.Counts = append(p.Counts, c)
		}
	}
	return s.pages.Render(w, r, http.StatusOK, "c-letters.html", p)
}

func (s *site) lettersIn(ctx context.Context, found *list) ([]letters.Letter, error) {
	all, err := s.Letters.Letters(ctx, found.Query.Get("state"))
	if err != nil {
		return nil, err
	}
	in := map[string]bool{}
	for _, row := range found.matched {
		in[row.ID] = true
	}
	out := []letters.Letter{}
	for _, l := range all {
		if in[l.ID] {
			out = append(out, l)
		}
	}
	return out, nil
}

// grades are the replies by what sources say of their substance, in the order of the table, ungraded ones last.
func (s *site) grades(r *http.Request, rate letters.Rate) []option {
	var all []option
	for _, c := range letters.Table.Column("grade").Choices {
		if n := rate.Grades[c.Code]; n > 0 {
			all = append(all, option{Value: c.Code, Label: s.pages.T(r, c.Label), N: n})
		}
	}
	if n := rate.Grades[""]; n > 0 {
		all = append(all, option{Label: s.pages.T(r, ui.Text("not judged by the source")), N: n})
	}
	return all
}

// replyWaits draws the days from each letter to its reply.
func (s *site) replyWaits(r *http.Request, all []letters.Letter) template.HTML {
	var bars []wait
	for _, l := range all {
		if l.Public() || len(bars) == mostRows {
			continue
		}
		name := l.Symbol
		if name == "" {
			name = s.pages.T(r, letters.Table.Label("type", l.Type))
		}
		name += " · " + l.Subject
		if d := l.Date.String(); d != "" {
			name += " · " + d
		}
		b := wait{Label: name, Link: s.pages.Link(r, "/letters/"+l.ID), Least: l.Least, Most: l.Most}
		switch {
		case l.Reply == "no":
			b.Said, b.Open, b.None = s.pages.T(r, "no reply"), true, true
		case l.Reply == "":
			b.Said, b.None = s.pages.T(r, "not stated whether there was a reply"), true
		case !l.Known:
			b.Said, b.None = s.pages.T(r, "replied, date not stated"), true
		case l.Least == l.Most:
			b.Said = s.pages.N(r, "one day", "%d days", l.Least)
		default:
			b.Said = s.pages.T(r, "%s to %s days", ui.Number(l.Least), ui.Number(l.Most))
		}
		bars = append(bars, b)
	}
	return waits(bars, s.pages.Lang(r) == "ar")
}

// A stateLetters is the part of a State's page.
type stateLetters struct {
	ISO3    string
	Rate    letters.Rate
	Median  int
	Percent int
}

func (s *site) lettersOf(ctx context.Context, iso3 string) (*ledger.Section, error) {
	all, err := s.Letters.Letters(ctx, iso3)
	if err != nil {
		return nil, err
	}
	rate := letters.Measure(all)
	section := &ledger.Section{Data: stateLetters{iso3, rate, rate.Median(), rate.Percent()}, JSON: rate, Name: ui.Text("Letters"), At: "letters", Years: map[int]int{}}
	for _, l := range all {
		if year := l.Date.Year(); year > 0 && !l.Public() {
			section.Years[year]++
		}
	}
	section.Figures = ledger.Some(
		ledger.N("one letter received", "%d letters received", rate.Letters, "/letters?state="+iso3),
		ledger.N("one of them replied to", "%d of them replied to", rate.Replied, "/letters?reply=yes&state="+iso3))
	return section, nil
}
