package desk

// A Note is free text of the team.
type Note struct {
	Text  string `json:"text"`
	About string `json:"about,omitempty" desk:"ref"` // item ID
}

// Kind returns KindNote.
func (*Note) Kind() Kind { return KindNote }

// Validate demands a text.
func (n *Note) Validate() FieldErrors {
	var e FieldErrors
	e.text("text", n.Text, needed, page)
	return e
}
