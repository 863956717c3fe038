package desk

import "unhindered/un"

// An Engagement is the cooperation with the UN that an act answered.
type Engagement struct {
	Body    string           `json:"body"` // code of un.Bodies
	Session string           `json:"session,omitempty"`
	Form    EngagementForm   `json:"form" desk:"ref"`
	Status  EngagementStatus `json:"status" desk:"ref"`
	Parties []string         `json:"parties,omitempty" desk:"ref"` // item IDs: who cooperated
	From    un.Date          `json:"from,omitempty"`
	To      un.Date          `json:"to,omitempty"`
	Place   string           `json:"place,omitempty"`
	// LinkBasis says why the act is taken to answer this: alleged or shown, never assumed.
	LinkBasis LinkBasis `json:"link_basis,omitempty"`
	Text      string    `json:"text,omitempty"` // in words
	Notes     string    `json:"notes,omitempty"`
}

// An EngagementForm is how somebody cooperated.
type EngagementForm string

// An EngagementStatus says whether the cooperation took place.
type EngagementStatus string

// A LinkBasis is why an act is linked to the cooperation.
type LinkBasis string

// EngagementForms lists the forms of cooperation.
func EngagementForms() []EngagementForm {
	return []EngagementForm{"meeting", "statement", "submission", "training", "application", "visit", "complaint", "other"}
}

// EngagementStatuses lists whether cooperation was done, sought, or only presumed by those who acted.
func EngagementStatuses() []EngagementStatus { return []EngagementStatus{"done", "sought", "presumed"} }

// LinkBases lists why an act may be linked to the cooperation.
func LinkBases() []LinkBasis {
	return []LinkBasis{"stated by the actor", "in the charges", "told during questioning", "inferred from timing", "stated by a source", "other"}
}

// Kind returns KindEngagement.
func (*Engagement) Kind() Kind { return KindEngagement }

// Validate demands a body, a form and a status.
func (g *Engagement) Validate() FieldErrors {
	var e FieldErrors
	if _, ok := un.BodyByCode(g.Body); !ok {
		e.add("body", "Choose a body or mechanism.")
	}
	e.text("session", g.Session, line)
	e.oneOf("form", string(g.Form), plain(EngagementForms()))
	e.oneOf("status", string(g.Status), plain(EngagementStatuses()))
	e.period(g.From, g.To)
	e.text("place", g.Place, line)
	if g.LinkBasis != "" {
		e.oneOf("link_basis", string(g.LinkBasis), plain(LinkBases()))
	}
	e.text("text", g.Text, page)
	e.text("notes", g.Notes, page)
	return e
}
