package study

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"unhindered/analysis/rate"
	"unhindered/record"
	"unhindered/record/register"
	"unhindered/record/reports"
)

// sgReport is the type of an action that stands for a place in a report of the Secretary-General.
const sgReport = "report of the Secretary-General"

// Reports are the States and cases in the Secretary-General's reports, as far as the record knows them.
type Reports struct {
	Years  []int // of reports, oldest first
	States []Named
	Cases  []CasesYear
	claims int
}

// A Named is how often a State is named.
type Named struct {
	State              string
	Yes, No, Unknown   int // reports that name it, do not, and of which no source in the record says
	Runs               []rate.Run
	Longest            rate.Run
	Gone               []int // years of reports that are known not to name it, after one that does
	NewCases, Followed int   // sums over the years for which a source gives them
	CountedYears       int   // how many years that is
	Cells              []reports.Cell
}

// A CasesYear is what became of the cases of the register from one report to the next, as far as the register knows.
type CasesYear struct {
	Year int
	rate.Change
	Named  int  // cases of the register in this report; of a report with none nothing is known
	Before bool // the report before is known too, so that something can be said of what vanished
}

// FindReports counts States and cases by year.
func FindReports(ctx context.Context, r *record.Record) (*Reports, error) {
	m, err := r.Reports.Matrix(ctx, "")
	if err != nil {
		return nil, err
	}
	p := &Reports{claims: len(m.Claims)}
	for _, y := range m.Years {
		p.Years = append(p.Years, y.Year)
	}
	for _, row := range m.States {
		one := Named{State: row.State, Cells: row.Cells}
		var named []int
		for i, c := range row.Cells {
			switch c.Named {
			case "yes":
				one.Yes++
				named = append(named, p.Years[i])
			case "no":
				one.No++
				if i > 0 && row.Cells[i-1].Named == "yes" {
					one.Gone = append(one.Gone, p.Years[i])
				}
			default:
				one.Unknown++
			}
			if c.Known && c.New >= 0 {
				one.NewCases += c.New
				one.CountedYears++
			}
			if c.Known && c.FollowUp >= 0 {
				one.Followed += c.FollowUp
			}
		}
		if one.Runs, err = rate.Runs(p.Years, named); err != nil {
			return nil, fmt.Errorf("reports that name %s: %w", row.State, err)
		}
		one.Longest = rate.Longest(one.Runs)
		p.States = append(p.States, one)
	}
	slices.SortStableFunc(p.States, func(a, b Named) int {
		if a.Yes != b.Yes {
			return b.Yes - a.Yes
		}
		return strings.Compare(a.State, b.State)
	})
	return p, p.cases(ctx, r)
}

// cases follows the cases of the register from report to report.
func (p *Reports) cases(ctx context.Context, r *record.Record) error {
	if r.Register == nil || len(p.Years) == 0 {
		return nil
	}
	page, err := r.Register.List(ctx, register.Filter{Limit: register.NoLimit})
	if err != nil {
		return err
	}
	var cases []register.Entry
	for _, e := range page.Records {
		if !e.Context && !e.Fictional {
			cases = append(cases, e.Entry)
		}
	}
	p.follow(cases)
	return nil
}

// follow compares the cases of each report with those of the reports before.
func (p *Reports) follow(cases []register.Entry) {
	named := make([][]string, len(p.Years))
	for _, e := range cases {
		for _, a := range e.Actions {
			if i, ok := slices.BinarySearch(p.Years, a.Date.Year()); ok && a.Type == sgReport {
				named[i] = append(named[i], e.ID)
			}
		}
	}
	for i, c := range rate.Changes(named) {
		p.Cases = append(p.Cases, CasesYear{Year: p.Years[i], Change: c, Named: len(c.New) + len(c.Kept) + len(c.Returned),
			Before: i > 0 && len(named[i]) > 0 && len(named[i-1]) > 0})
	}
}

// Answer lists States with the reports that name them.
func (p *Reports) Answer() Answer {
	a := Answer{Columns: []string{"state", "reports", "named", "not_named", "not_known", "share_at_least", "share_at_most", "longest_row", "row_from", "row_to",
		"gone_after_being_named", "new_cases", "followed_up", "years_with_counts"}, Method: p.Method()}
	for _, s := range p.States {
		n := float64(len(p.Years))
		row := []any{s.State, len(p.Years), s.Yes, s.No, s.Unknown, float64(s.Yes) / n, float64(s.Yes+s.Unknown) / n, s.Longest.Reports, nil, nil, len(s.Gone), nil, nil, s.CountedYears}
		if s.Longest.Reports > 0 {
			row[8], row[9] = s.Longest.From, s.Longest.To
		}
		if s.CountedYears > 0 {
			row[11], row[12] = s.NewCases, s.Followed
		}
		a.Rows = append(a.Rows, row)
	}
	return a
}

// CasesAnswer lists what became of cases from report to report.
func (p *Reports) CasesAnswer() Answer {
	a := Answer{Columns: []string{"year", "cases_named", "new", "kept", "returned", "vanished", "ids_vanished"}, Method: p.Method()}
	a.Method.Command = "unhindered analyse reports --cases --format csv"
	for _, c := range p.Cases {
		row := []any{c.Year, nil, nil, nil, nil, nil, ""}
		if c.Named > 0 {
			row[1], row[2], row[3], row[4] = c.Named, len(c.New), len(c.Kept), len(c.Returned)
		}
		if c.Before {
			row[5], row[6] = len(c.Vanished), strings.Join(c.Vanished, ";")
		}
		a.Rows = append(a.Rows, row)
	}
	return a
}

// Method says how reports are counted.
func (p *Reports) Method() Method {
	m := Method{
		Question: "Which States do the Secretary-General's reports on reprisals name, how often in a row, and which cases vanish from them?",
		How: []string{
			"A report names a State, does not, or no source in the record says. The share of reports that name it lies between share_at_least, which takes what is not known for no, and share_at_most, which takes it for yes. These are all reports there are, not a sample, so there is no other interval.",
			"A row is a number of reports in turn that are known to name the State; years without a report do not break it, but a report of which nothing is known does, so that the true row can be longer. Gone counts reports that are known not to name it right after one that does.",
			"A case of the register is in a report if its entry has an action of that kind with the year. Vanished are those that are known to be in the report before and not known to be in this one, returned those in an earlier one but not in that before. Of a report in which the register has no case nothing is known: its cells are empty, and nothing counts as vanished in it or right after it.",
		},
		Sources: []string{"Reports of the Secretary-General on cooperation with the United Nations, its representatives and mechanisms in the field of human rights, as far as the sources of the record tell of them"},
		Command: "unhindered analyse reports --format csv",
		Missing: []string{"That a case vanishes does not say why: it may be solved, its people may have asked to be left out, or fear may have grown. A fall in counts is not progress by itself."},
	}
	unknown := 0
	for _, s := range p.States {
		unknown += s.Unknown
	}
	if unknown > 0 {
		m.Missing = append(m.Missing, plural(unknown, "Reports of which no source in the record says whether they name a State, over the States listed"))
	}
	if p.claims > 0 {
		m.Missing = append(m.Missing, plural(p.claims, "Claims of sources on several years at once, which are never added to the years"))
	}
	m.Missing = append(m.Missing, "The register knows only the cases that its sources tell of; most cases of the reports are not in it.")
	return m
}
