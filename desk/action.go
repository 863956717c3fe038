package desk

import "unhindered/un"

// An Action is something a UN body did about the case.
type Action struct {
	Body   string  `json:"body,omitempty"` // code of un.Bodies
	Type   string  `json:"type"`           // "joint urgent appeal", "news release", ...: ActionTypes, or own words
	Symbol string  `json:"symbol,omitempty"`
	Date   un.Date `json:"date,omitempty"`
	Text   string  `json:"text,omitempty"`
	Source string  `json:"source,omitempty" desk:"ref"` // item ID
	// Confidential marks a letter that is not public yet; it cannot be published.
	Confidential bool   `json:"confidential,omitempty"`
	Notes        string `json:"notes,omitempty"`
}

// ActionTypes lists usual types of UN actions.
func ActionTypes() []string {
	return []string{"urgent appeal", "joint urgent appeal", "allegation letter", "joint allegation letter", "other letter",
		"news release", "report of the Secretary-General", "statement", "oral update", "opinion", "concluding observations", "other"}
}

// Kind returns KindAction.
func (*Action) Kind() Kind { return KindAction }

// Validate demands a type.
func (a *Action) Validate() FieldErrors {
	var e FieldErrors
	if a.Body != "" {
		if _, ok := un.BodyByCode(a.Body); !ok {
			e.add("body", "Choose a body or mechanism.")
		}
	}
	e.text("type", a.Type, needed, line)
	e.text("symbol", a.Symbol, line)
	e.date("date", string(a.Date))
	e.text("text", a.Text, page)
	e.text("notes", a.Notes, page)
	return e
}
