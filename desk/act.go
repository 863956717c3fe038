package desk

import "unhindered/un"

// An Act is something done to a party because they cooperated, as alleged or shown.
type Act struct {
	Type        string   `json:"type"`                            // code of un.ActTypes
	Parties     []string `json:"parties,omitempty" desk:"ref"`    // item IDs: to whom
	Actors      []string `json:"actors,omitempty" desk:"ref"`     // item IDs: by whom, as alleged
	Engagement  string   `json:"engagement,omitempty" desk:"ref"` // item ID: the cooperation it answered
	Timing      string   `json:"timing,omitempty" desk:"ref"`     // before, during or after the cooperation: Timings
	From        un.Date  `json:"from,omitempty"`                  // partial dates keep their precision
	To          un.Date  `json:"to,omitempty"`                    //
	Place       string   `json:"place,omitempty"`                 // as exact as known
	Region      string   `json:"region,omitempty"`                // province or region of it
	Reason      string   `json:"reason,omitempty"`                // as stated by those who did it
	Law         string   `json:"law,omitempty"`                   // invoked
	Method      string   `json:"method,omitempty"`                //
	Consequence string   `json:"consequence,omitempty"`           //
	StatusAtEnd string   `json:"status_at_end,omitempty"`
	Notes       string   `json:"notes,omitempty"`
	// Details are fields of the act's own type, such as "place of detention" or "photographs deleted".
	Details map[string]string `json:"details,omitempty"`
}

// Timings lists when an act came: before, during or after the cooperation, or unknown ("").
func Timings() []string { return []string{"before", "during", "after"} }

// Kind returns KindAct.
func (*Act) Kind() Kind { return KindAct }

// Validate demands a type that is known, and well-formed dates in order.
func (a *Act) Validate() FieldErrors {
	var e FieldErrors
	if t, ok := un.ActTypeByCode(a.Type); !ok || t.Heading() {
		e.add("type", "Choose a type of act.")
	}
	if a.Timing != "" {
		e.oneOf("timing", a.Timing, Timings())
	}
	e.period(a.From, a.To)
	e.text("place", a.Place, line)
	e.text("region", a.Region, line)
	e.text("reason", a.Reason, page)
	e.text("law", a.Law, line)
	e.text("method", a.Method, page)
	e.text("consequence", a.Consequence, page)
	e.text("status_at_end", a.StatusAtEnd, line)
	e.text("notes", a.Notes, page)
	for name, value := range a.Details {
		e.text("details", name, needed, line)
		e.text("details", value, page)
	}
	return e
}
