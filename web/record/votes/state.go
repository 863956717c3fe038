package votes

import (
	"context"
	"strings"

	"unhindered/record/votes"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

// A stateSection is the part of votes on the page of a State.
type stateSection struct {
	State     un.State
	Records   []votes.Record
	Reprisals []reprisal
	Multiples []multiple
}

// A reprisal is one resolution on reprisals with what the State did about it.
type reprisal struct {
	*votes.Decision
	Position   string
	Amendments votes.Tally
	Sponsored  int
	Put        int // amendments put
}

// A kept section is the part of a State, worked out from a ledger as long as that is the newest one.
type kept struct {
	from    *votes.Ledger
	section *ledger.Section
}

// state is the part of votes on the page of a State. It goes through all roll calls five times, so what comes out is kept.
func (h *handler) state(ctx context.Context, iso3 string) (*ledger.Section, error) {
	l, err := h.store.Ledger(ctx)
	if err != nil || len(l.All) == 0 {
		return nil, err
	}
	if k, ok := h.sections.Load(iso3); ok && k.(kept).from == l {
		return k.(kept).section, nil
	}
	section := h.section(l, iso3)
	h.sections.Store(iso3, kept{l, section})
	return section, nil
}

func (h *handler) section(l *votes.Ledger, iso3 string) *ledger.Section {
	s, _ := un.StateByISO3(iso3)
	d := stateSection{State: s, Records: l.ByState(iso3)}
	for _, resolution := range l.Reprisals() {
		one := reprisal{Decision: resolution, Position: l.Position(resolution, iso3)}
		for _, a := range l.AmendmentsTo(resolution) {
			one.Put++
			switch l.Position(a, iso3) {
			case "yes":
				one.Amendments.Yes++
			case "no":
				one.Amendments.No++
			case "abstain":
				one.Amendments.Abstain++
			case "sponsor":
				one.Sponsored++
			}
		}
		d.Reprisals = append(d.Reprisals, one)
	}
	years := map[string][]votes.Year{}
	kinds := []struct {
		key, name, query string
		filter           votes.Filter
	}{
		{"ga", ui.Text("General Assembly, all roll calls"), "body=GA", votes.Filter{Body: "GA"}},
		{"ga_human_rights", ui.Text("General Assembly, on human rights by key words"), "body=GA&issue=hr", votes.Filter{Body: "GA", Issue: "hr"}},
		{"chr", ui.Text("Commission on Human Rights"), "body=CHR", votes.Filter{Body: "CHR"}},
		{"hrc", ui.Text("Human Rights Council, all roll calls"), "body=HRC", votes.Filter{Body: "HRC"}},
		{"hrc_amendments", ui.Text("Human Rights Council, amendments"), "body=HRC&kind=amendment", votes.Filter{Body: "HRC", Kind: "amendment"}},
	}
	first, last := 0, 0
	for _, k := range kinds {
		all := l.Years(iso3, k.filter)
		if len(all) == 0 {
			continue
		}
		years[k.key] = all
		if first == 0 || all[0].Year < first {
			first = all[0].Year
		}
		last = max(last, all[len(all)-1].Year)
	}
	for _, k := range kinds {
		if all := years[k.key]; len(all) > 2 {
			d.Multiples = append(d.Multiples, multiple{"vs-" + strings.ReplaceAll(k.key, "_", "-"), k.name, "/votes?" + k.query + "&state=" + iso3,
				all, first, last})
		}
	}
	type body struct {
		Body       string      `json:"body"`
		Total      int         `json:"roll_calls"`
		Yes        int         `json:"yes"`
		No         int         `json:"no"`
		Abstain    int         `json:"abstain"`
		Absent     int         `json:"absent"`
		First      int         `json:"first_year,omitempty"`
		Last       int         `json:"last_year,omitempty"`
		Sponsored  int         `json:"amendments_sponsored"`
		Amendments votes.Tally `json:"amendments"`
	}
	bodies := []body{}
	for _, r := range d.Records {
		bodies = append(bodies, body{r.Body, r.Total(), r.Yes, r.No, r.Abstain, r.Absent, r.First, r.Last, r.Sponsored, r.Amendments})
	}
	section := &ledger.Section{Data: d, JSON: map[string]any{"bodies": bodies, "years": years}, Name: ui.Text("Votes"), At: "votes", Years: map[int]int{}}
	for _, r := range d.Records {
		if r.Total() > 0 {
			section.Figures = append(section.Figures, ledger.N("one roll call of the %[2]s", "%[1]d roll calls of the %[2]s", r.Total(),
				"/votes?body="+r.Body+"&state="+iso3, bodyName(r.Body)))
		}
		if r.Sponsored > 0 {
			section.Figures = append(section.Figures, ledger.N("one amendment sponsored", "%d amendments sponsored", r.Sponsored,
				"/votes?body="+r.Body+"&kind=amendment&sponsor="+iso3))
		}
	}
	for _, key := range []string{"ga", "chr", "hrc"} { // the others are parts of these
		for _, y := range years[key] {
			section.Years[y.Year] += y.Cast() + y.Absent
		}
	}
	return section
}
