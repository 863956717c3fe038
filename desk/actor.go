package desk

// An Actor is who is alleged to have done an act.
type Actor struct {
	Name        string      `json:"name"`           // as alleged: "police of the capital", a unit, a person
	Type        string      `json:"type,omitempty"` // ActorTypes
	Body        string      `json:"body,omitempty"` // the body or unit they belong to
	Involvement Involvement `json:"involvement,omitempty"`
	// Attribution is on what the allegation rests, in words: uniform, document, own statement.
	Attribution string `json:"attribution,omitempty"`
	State       string `json:"state,omitempty"` // ISO3 of the State they act for, if any
	Denial      string `json:"denial,omitempty"`
	Notes       string `json:"notes,omitempty"`
}

// An Involvement is the degree to which an actor is alleged to be involved.
type Involvement string

// Involvements lists the degrees of involvement.
func Involvements() []Involvement {
	return []Involvement{"ordered", "carried out", "took part", "helped", "knew and did not act", "unknown"}
}

// ActorTypes lists what kinds of actors there are.
func ActorTypes() []string {
	return []string{"police", "security service", "military", "prosecutor or court", "other official", "delegation to the UN",
		"organisation", "media", "employer or school", "private person", "unknown"}
}

// Kind returns KindActor.
func (*Actor) Kind() Kind { return KindActor }

// Validate demands a name, which may be a description.
func (a *Actor) Validate() FieldErrors {
	var e FieldErrors
	e.text("name", a.Name, needed, line)
	if a.Type != "" {
		e.oneOf("type", a.Type, ActorTypes())
	}
	e.text("body", a.Body, line)
	if a.Involvement != "" {
		e.oneOf("involvement", string(a.Involvement), plain(Involvements()))
	}
	e.text("attribution", a.Attribution, page)
	if a.State != "" {
		e.state("state", a.State)
	}
	e.text("denial", a.Denial, page)
	e.text("notes", a.Notes, page)
	return e
}
