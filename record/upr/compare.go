package upr

import (
	"fmt"
	"slices"
	"strings"

	"unhindered/un"
)

// A Compared line sets what a report says of one recommending State beside the rows of UPR Info for the same review.
type Compared struct {
	State    string   `json:"state"`
	Numbered int      `json:"numbered"`      // numbered recommendations of the report with the State in the brackets
	Rows     int      `json:"upr_info_rows"` // of UPR Info
	Why      []string `json:"why,omitempty"` // they differ
}

// Compare returns one line for each State that recommended, by code; nil if the report or the rows are not here.
func (o *Outcome) Compare() []Compared {
	if o.Report == nil || o.Rows == 0 {
		return nil
	}
	lines := map[string]*Compared{}
	line := func(code string) *Compared {
		if lines[code] == nil {
			lines[code] = &Compared{State: code}
		}
		return lines[code]
	}
	outside := map[string]int{}
	for _, r := range o.Recommendations {
		rows := map[string]int{}
		for _, row := range r.Rows {
			rows[row.From]++
			line(row.From).Rows++
			if r.Number == "" {
				outside[row.From]++
			}
		}
		if r.Number == "" {
			continue
		}
		for _, from := range r.From {
			l := line(from)
			l.Numbered++
			switch n := rows[from]; {
			case n == 0:
				l.Why = append(l.Why, r.Number+" has no row")
			case n > 1:
				l.Why = append(l.Why, fmt.Sprintf("%s is %d rows: it holds several texts", r.Number, n))
			}
		}
	}
	for code, n := range outside {
		l := line(code)
		switch refs := o.references(); {
		case refs != "" && n == 1:
			l.Why = append(l.Why, "1 row is of a recommendation that has no number in the report; "+refs)
		case refs != "":
			l.Why = append(l.Why, fmt.Sprintf("%d rows are of recommendations that have no number in the report; %s", n, refs))
		case n == 1:
			l.Why = append(l.Why, "1 row is of a recommendation that stands in the summary of the dialogue and not among the numbered ones")
		default:
			l.Why = append(l.Why, fmt.Sprintf("%d rows are of recommendations that stand in the summary of the dialogue and not among the numbered ones", n))
		}
	}
	var all []Compared
	for _, l := range lines {
		all = append(all, *l)
	}
	slices.SortFunc(all, func(a, b Compared) int { return strings.Compare(a.name(), b.name()) })
	return all
}

func (c Compared) name() string {
	s, _ := un.StateByISO3(c.State)
	return s.Name
}

// references says in words where the report names recommendations by their place.
func (o *Outcome) references() string {
	var all []string
	for _, r := range o.Report.Notes.References {
		all = append(all, fmt.Sprintf("paragraph %d names %s of the summary", r.Paragraph, places(r.Places)))
	}
	return strings.Join(all, ", ")
}

func places(all []string) string {
	if len(all) == 1 {
		return "paragraph " + all[0]
	}
	return fmt.Sprintf("%d places", len(all))
}
