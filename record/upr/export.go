package upr

import (
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"

	office "unhindered/office/table"
	"unhindered/record/sheet"
)

// Tables returns the tables of the ledger for exports. Recommendations are there in both units, never mixed: numbered ones
// of reports in "upr", rows of UPR Info in "upr-rows".
func (s *Store) Tables() []*office.Source {
	return []*office.Source{s.recommendations(), s.rows(), s.reviews(), s.pledges(), s.questions(), s.contradictions(),
		s.sheets.Source(&Codings, sheet.Export{Ledger: "upr", From: "date"})}
}

var (
	origins   = []string{"upr-info", "upr"}
	fromInfo  = []string{"upr-info"}
	yearHelps = "year of the review, if the session is known"
)

// outcomes yields something of each review in the order of Data.
func outcomes[T any](s *Store, of func(*Outcome) iter.Seq[T]) func(context.Context, office.Query) iter.Seq2[T, error] {
	return func(ctx context.Context, _ office.Query) iter.Seq2[T, error] {
		return func(yield func(T, error) bool) {
			d, err := s.Data(ctx)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, o := range d.Reviews {
				for row := range of(o) {
					if !yield(row, nil) {
						return
					}
				}
			}
		}
	}
}

func when(r Review) (from, to string) { return r.Starts, r.Ends }

func stated(n int) any { return office.Positive(n) }

func importNumbers(all []int64) []string {
	var out []string
	for _, n := range all {
		out = append(out, strconv.FormatInt(n, 10))
	}
	return out
}

func (r *Recommendation) key() string { return r.Review.ID + "-" + r.Anchor() }

func (s *Store) recommendations() *office.Source {
	type row = *Recommendation
	return office.New(office.Def[row]{
		Ledger: "upr", Name: "upr", Title: "Recommendations of the Universal Periodic Review", Origin: origins,
		Help: "One row is one recommendation with all that the sources say of it: a numbered one of a Working Group report, or, where no report is here, the rows of UPR Info that share one text.",
		Key:  row.key, KeyHelp: "key: State, cycle, number in the report or key of the first row of UPR Info",
		Columns: []office.Col[row]{
			office.C("review", office.Text, "key of the review in upr-reviews", func(r row) any { return r.Review.ID }),
			office.C("state", office.Text, "State under review, ISO 3166 alpha-3", func(r row) any { return r.Review.ISO3 }),
			office.C("state_name", office.Text, "its short name", func(r row) any { return r.Review.Name }),
			office.C("cycle", office.Int, "cycle of the review, from 1", func(r row) any { return r.Review.Cycle }),
			office.C("session", office.Int, "session of the Working Group", func(r row) any { return stated(r.Review.Session) }),
			office.C("year", office.Int, yearHelps, func(r row) any { return stated(r.Review.Year()) }),
			office.C("number", office.Text, "number in the report, as 114.5; empty for a recommendation that only UPR Info has", func(r row) any { return r.Number }),
			office.C("text", office.Text, "text of the recommendation", func(r row) any { return r.Text }),
			office.C("recommending", office.List, "States that made it, codes in the order of the text", func(r row) any { return r.From }),
			office.C("recommending_as_printed", office.List, "names of recommending States that are of no State known here", func(r row) any { return r.Printed }),
			office.C("position", office.Text, "supported, noted or pending: the last word of the State under review itself, else that of UPR Info", func(r row) any { return r.Position }),
			office.C("positions", office.List, "the position as each source gives it", func(r row) any { return positionsSaid(r) }),
			office.C("sources_differ", office.Bool, "whether the sources give different positions", func(r row) any { return r.Differ() }),
			office.C("action", office.Int, "category of action of UPR Info, 1 minimal to 5 specific; of several rows the greatest", func(r row) any { return stated(r.Action) }),
			office.C("issues", office.List, "issues of UPR Info", func(r row) any { return r.Issues }),
			office.C("themes", office.List, "themes of OHCHR’s thematic list", func(r row) any { return r.Themes }),
			office.C("goals", office.List, "Sustainable Development Goals of the thematic list", func(r row) any { return r.Goals }),
			office.C("affected", office.List, "affected persons of the thematic list", func(r row) any { return r.Affected }),
			office.C("report", office.Text, "symbol of the report", func(r row) any {
				if r.Review.Report == nil {
					return nil
				}
				return r.Review.Report.Symbol
			}),
			office.C("page", office.Int, "page of the report’s file", func(r row) any { return stated(r.Page) }),
			office.C("upr_info_rows", office.Int, "rows of UPR Info that belong to it", func(r row) any { return len(r.Rows) }),
			office.C("earlier", office.List, "keys of recommendations of earlier cycles that ask the same", func(r row) any {
				var all []string
				for _, e := range r.Earlier {
					all = append(all, e.key())
				}
				return all
			}),
			office.C("imports", office.List, "numbers of the imports that brought it", func(r row) any { return importNumbers(r.Imports) }),
		},
		Concerns: func(r row, iso3 string) bool { return r.Review.ISO3 == iso3 }, StateHelp: "Recommendations to this State, by its code of three letters.",
		When:   func(r row) (string, string) { return when(r.Review.Review) },
		Facets: []string{"review", "cycle", "session", "recommending", "position", "sources_differ", "action", "issues", "themes"},
		All:    outcomes(s, func(o *Outcome) iter.Seq[row] { return slices.Values(o.Recommendations) }),
	})
}

func positionsSaid(r *Recommendation) []string {
	var all []string
	for _, p := range r.Positions {
		position := p.Position
		if position == Unknown {
			position = "not stated"
		}
		all = append(all, p.Source+": "+position)
	}
	return all
}

// A joinedRow is a row of UPR Info with the recommendation to which it belongs.
type joinedRow struct {
	*Row
	of *Recommendation
}

func (s *Store) rows() *office.Source {
	type row = joinedRow
	return office.New(office.Def[row]{
		Ledger: "upr", Name: "upr-rows", Title: "Rows of UPR Info", Origin: fromInfo,
		Help: "One row is one recommendation by one State, as the database of UPR Info counts them. Do not add them to numbered recommendations.",
		Key:  func(r row) string { return r.ID }, KeyHelp: "key of the row",
		Columns: []office.Col[row]{
			office.C("recommendation", office.Text, "key of the recommendation in upr", func(r row) any { return r.of.key() }),
			office.C("review", office.Text, "key of the review in upr-reviews", func(r row) any { return r.Review }),
			office.C("state", office.Text, "State under review, ISO 3166 alpha-3", func(r row) any { return r.of.Review.ISO3 }),
			office.C("session", office.Int, "session of the Working Group", func(r row) any { return stated(r.Session) }),
			office.C("year", office.Int, yearHelps, func(r row) any { return stated(r.of.Review.Year()) }),
			office.C("recommending", office.Text, "recommending State; empty if the source does not know it", func(r row) any { return r.From }),
			office.C("recommending_as_written", office.Text, "recommending State in the source’s words", func(r row) any { return r.FromName }),
			office.C("text", office.Text, "text", func(r row) any { return r.Text }),
			office.C("response", office.Text, "response in the words of UPR Info: Accepted (later Supported) or Noted; Noted is everything not accepted", func(r row) any { return r.Response }),
			office.C("action", office.Int, "category of action, 1 minimal to 5 specific", func(r row) any { return stated(r.Action) }),
			office.C("issues", office.List, "issues", func(r row) any { return r.Issues }),
			office.C("import", office.Int, "number of the import that brought the row", func(r row) any { return r.Import }),
		},
		Concerns: func(r row, iso3 string) bool { return r.of.Review.ISO3 == iso3 }, StateHelp: "Recommendations to this State, by its code of three letters.",
		When:   func(r row) (string, string) { return when(r.of.Review.Review) },
		Facets: []string{"review", "session", "recommending", "response", "action", "issues"},
		All: outcomes(s, func(o *Outcome) iter.Seq[row] {
			return func(yield func(row) bool) {
				for _, rec := range o.Recommendations {
					for _, r := range rec.Rows {
						if !yield(row{r, rec}) {
							return
						}
					}
				}
			}
		}),
	})
}

func (s *Store) reviews() *office.Source {
	type row struct {
		Review
		of *Outcome // nil: no source says anything of it
	}
	count := func(of func(*Outcome) int) func(row) any {
		return func(r row) any {
			if r.of == nil {
				return nil
			}
			return of(r.of)
		}
	}
	return office.New(office.Def[row]{
		Ledger: "upr", Name: "upr-reviews", Title: "Reviews", Origin: append([]string{"reference"}, origins...),
		Help: "One row is the review of one State in one cycle: when it was or is due, and what is here of it. Numbers are empty where no source is here.",
		Key:  func(r row) string { return r.ID }, KeyHelp: "State and cycle, as CHN-1; its page is /upr/STATE/CYCLE",
		Columns: []office.Col[row]{
			office.C("state", office.Text, "State under review, ISO 3166 alpha-3", func(r row) any { return r.ISO3 }),
			office.C("state_name", office.Text, "its short name", func(r row) any { return r.State().Name }),
			office.C("cycle", office.Int, "cycle, from 1", func(r row) any { return r.Cycle }),
			office.C("session", office.Int, "session of the Working Group, if it is known", func(r row) any { return stated(r.Session) }),
			office.C("starts", office.Day, "first day of the session", func(r row) any { return r.Starts }),
			office.C("ends", office.Day, "last day of the session", func(r row) any { return r.Ends }),
			office.C("confidence", office.Text, "how sure dates and order are: confirmed or recalled", func(r row) any { return r.Confidence }),
			office.C("report", office.Text, "symbol of the report that is here", func(r row) any {
				if r.of == nil || r.of.Report == nil {
					return nil
				}
				return r.of.Report.Symbol
			}),
			office.C("recommendations", office.Int, "recommendations in upr", count(func(o *Outcome) int { return len(o.Recommendations) })),
			office.C("supported", office.Int, "of these supported", count(func(o *Outcome) int { return o.Supported })),
			office.C("noted", office.Int, "of these noted", count(func(o *Outcome) int { return o.Noted })),
			office.C("open", office.Int, "of these without a position here", count(func(o *Outcome) int { return o.Open })),
			office.C("sources_differ", office.Int, "of these on which sources give different positions", count(func(o *Outcome) int { return o.Differing })),
			office.C("upr_info_rows", office.Int, "rows of UPR Info", count(func(o *Outcome) int { return o.Rows })),
			office.C("pledges", office.Int, "voluntary pledges", count(func(o *Outcome) int { return len(o.Pledges) })),
			office.C("questions", office.Int, "questions sent in advance", count(func(o *Outcome) int { return len(o.Questions) })),
		},
		Concerns: func(r row, iso3 string) bool { return r.ISO3 == iso3 }, StateHelp: "Reviews of this State, by its code of three letters.",
		When: func(r row) (string, string) { return when(r.Review) }, Facets: []string{"cycle", "session"},
		All: func(ctx context.Context, _ office.Query) iter.Seq2[row, error] {
			return func(yield func(row, error) bool) {
				d, err := s.Data(ctx)
				if err != nil {
					yield(row{}, err)
					return
				}
				listed := map[string]bool{}
				for _, r := range inOrder().all {
					listed[r.ID] = true
					if !yield(row{r, d.byID[r.ID]}, nil) {
						return
					}
				}
				for _, o := range d.Reviews {
					if !listed[o.ID] && !yield(row{o.Review, o}, nil) {
						return
					}
				}
			}
		},
	})
}

func (s *Store) pledges() *office.Source {
	type row = Row
	of := func(r row) Review { review, _ := ReviewByID(r.Review); return review }
	return office.New(office.Def[row]{
		Ledger: "upr", Name: "upr-pledges", Title: "Voluntary pledges", Origin: fromInfo,
		Help: "One row is one pledge that a State made in its review.",
		Key:  func(r row) string { return r.ID }, KeyHelp: "key of the row",
		Columns: []office.Col[row]{
			office.C("review", office.Text, "key of the review in upr-reviews", func(r row) any { return r.Review }),
			office.C("state", office.Text, "State that pledges, ISO 3166 alpha-3", func(r row) any { return of(r).ISO3 }),
			office.C("session", office.Int, "session of the Working Group", func(r row) any { return stated(r.Session) }),
			office.C("text", office.Text, "text", func(r row) any { return r.Text }),
			office.C("action", office.Int, "category of action, 1 minimal to 5 specific", func(r row) any { return stated(r.Action) }),
			office.C("issues", office.List, "issues", func(r row) any { return r.Issues }),
			office.C("import", office.Int, "number of the import that brought the row", func(r row) any { return r.Import }),
		},
		Concerns: func(r row, iso3 string) bool { return of(r).ISO3 == iso3 }, StateHelp: "Pledges of this State, by its code of three letters.",
		When: func(r row) (string, string) { return when(of(r)) }, Facets: []string{"review", "session", "action", "issues"},
		All: outcomes(s, func(o *Outcome) iter.Seq[row] { return slices.Values(o.Pledges) }),
	})
}

func (s *Store) questions() *office.Source {
	type row = Question
	of := func(r row) Review { review, _ := ReviewByID(r.Review); return review }
	return office.New(office.Def[row]{
		Ledger: "upr", Name: "upr-questions", Title: "Questions sent in advance", Origin: []string{"upr"},
		Help: "One row is one question that a State sent before a review.",
		Key:  func(r row) string { return strings.ReplaceAll(r.ID, "/", "-") }, KeyHelp: "key of the question",
		Columns: []office.Col[row]{
			office.C("review", office.Text, "key of the review in upr-reviews", func(r row) any { return r.Review }),
			office.C("state", office.Text, "State under review, ISO 3166 alpha-3", func(r row) any { return of(r).ISO3 }),
			office.C("batch", office.Text, "batch in which it was sent", func(r row) any { return r.Batch }),
			office.C("number", office.Int, "place within the batch", func(r row) any { return r.N }),
			office.C("asking", office.Text, "State that asks; empty if its name is not known here", func(r row) any { return r.From }),
			office.C("asking_as_written", office.Text, "its name in the document", func(r row) any { return r.FromName }),
			office.C("text", office.Text, "text", func(r row) any { return r.Text }),
			office.C("import", office.Int, "number of the import that brought the row", func(r row) any { return r.Import }),
		},
		Concerns: func(r row, iso3 string) bool { return of(r).ISO3 == iso3 }, StateHelp: "Questions to this State, by its code of three letters.",
		When: func(r row) (string, string) { return when(of(r)) }, Facets: []string{"review", "batch", "asking"},
		All: outcomes(s, func(o *Outcome) iter.Seq[row] { return slices.Values(o.Questions) }),
	})
}

func (s *Store) contradictions() *office.Source {
	type row = *Recommendation
	// two are the first two sources that say different things.
	two := func(r row) (a, b Said) {
		for _, p := range r.Positions {
			switch {
			case p.Position == Pending || p.Position == Unknown:
			case a.Position == "":
				a = p
			case a.Position != p.Position:
				return a, p
			}
		}
		return a, b
	}
	return office.New(office.Def[row]{
		Ledger: "upr", Name: "upr-contradictions", Title: "Recommendations on which sources differ", Origin: origins,
		Help: "One row is one recommendation whose sources give different positions of the State under review. Both are kept.",
		Key:  row.key, KeyHelp: "key of the recommendation in upr",
		Columns: []office.Col[row]{
			office.C("where", office.Text, "State under review, cycle and number", func(r row) any {
				return r.Review.Name + ", cycle " + strconv.Itoa(r.Review.Cycle) + ", " + r.Anchor()
			}),
			office.C("what", office.Text, "what the sources differ on", func(row) any { return "position on the recommendation" }),
			office.C("said", office.Text, "what one source says", func(r row) any { a, _ := two(r); return a.Source + ": " + a.Position }),
			office.C("shown", office.Text, "what another says", func(r row) any { _, b := two(r); return b.Source + ": " + b.Position }),
			office.C("state", office.Text, "State under review", func(r row) any { return r.Review.ISO3 }),
			office.C("link", office.Text, "address of the row on the record", func(r row) any {
				return "/upr/" + r.Review.ISO3 + "/" + strconv.Itoa(r.Review.Cycle) + "#r" + r.Anchor()
			}),
		},
		Concerns: func(r row, iso3 string) bool { return r.Review.ISO3 == iso3 }, StateHelp: "Recommendations to this State, by its code of three letters.",
		When: func(r row) (string, string) { return when(r.Review.Review) },
		All: outcomes(s, func(o *Outcome) iter.Seq[row] {
			return func(yield func(row) bool) {
				for _, r := range o.Recommendations {
					if r.Differ() && !yield(r) {
						return
					}
				}
			}
		}),
	})
}
