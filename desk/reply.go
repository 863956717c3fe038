package desk

import "unhindered/un"

// A Reply is what a State answered to a UN action. Its denial stands beside the allegation.
type Reply struct {
	State     string     `json:"state"`
	Action    string     `json:"action,omitempty" desk:"ref"` // item ID of what it answers
	Date      un.Date    `json:"date,omitempty"`
	Symbol    string     `json:"symbol,omitempty"`
	Text      string     `json:"text"` // in own words, quotations short and marked
	Questions []Question `json:"questions,omitempty"`
	Source    string     `json:"source,omitempty" desk:"ref"` // item ID
	Notes     string     `json:"notes,omitempty"`
}

// A Question is one question of the letter, and how the reply deals with it.
type Question struct {
	Text  string `json:"text"`
	Grade string `json:"grade"` // Grades
	Note  string `json:"note,omitempty"`
}

// Grades lists how a question may have been dealt with.
func Grades() []string {
	return []string{"answered", "partly", "evaded", "denied", "refused", "not addressed"}
}

// Kind returns KindReply.
func (*Reply) Kind() Kind { return KindReply }

// Validate demands a State, a text and a grade for each question.
func (r *Reply) Validate() FieldErrors {
	var e FieldErrors
	e.state("state", r.State)
	e.date("date", string(r.Date))
	e.text("symbol", r.Symbol, line)
	e.text("text", r.Text, needed, page)
	for _, q := range r.Questions {
		e.text("questions", q.Text, needed, page)
		e.oneOf("questions", q.Grade, Grades())
		e.text("questions", q.Note, page)
	}
	e.text("notes", r.Notes, page)
	return e
}
