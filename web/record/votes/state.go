package votes

import (
	"context"

	"unhindered/record/votes"
	"unhindered/un"
	"unhindered/web/record/ledger"
)

// A stateSection is the part of votes on the page of a State.
type stateSection struct {
	State     un.State
	Records   []votes.Record
	Reprisals []reprisal
}

// A reprisal is one resolution on reprisals with what the State did about it.
type reprisal struct {
	*votes.Decision
	Position   string
	Amendments votes.Tally
	Sponsored  int
	Put        int // amendments put
}

func (h *handler) state(ctx context.Context, iso3 string) (*ledger.Section, error) {
	l, err := h.store.Ledger(ctx)
	if err != nil || len(l.All) == 0 {
		return nil, err
	}
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
	return &ledger.Section{Data: d, JSON: map[string]any{"bodies": bodies}}, nil
}
