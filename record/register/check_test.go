package register_test

import (
	"errors"
	"testing"

	"unhindered/record/register"
)

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		rule, field string
		change      func(*register.Entry)
	}{
		{"a good entry", "", func(*register.Entry) {}},
		{"a real State", "", func(e *register.Entry) { e.State, e.Fictional = "AND", false }},
		{"a State is known", "state", func(e *register.Entry) { e.State = "XXX" }},
		{"the fictional State is called so", "state", func(e *register.Entry) { e.Fictional = false }},
		{"nothing fictional of a real State", "state", func(e *register.Entry) { e.State = "AND" }},
		{"a subject", "subject", func(e *register.Entry) { e.Subject = " " }},
		{"a summary", "summary", func(e *register.Entry) { e.Summary = "" }},
		{"a kind", "kind", func(e *register.Entry) { e.Kind = "ghost" }},
		{"a date is one", "from", func(e *register.Entry) { e.From = "last spring" }},
		{"the end is not before the beginning", "to", func(e *register.Entry) { e.To = "2020-12-31" }},
		{"not before the United Nations", "from", func(e *register.Entry) { e.From = "1844" }},
		{"not in the future", "to", func(e *register.Entry) { e.State, e.Fictional, e.To = "AND", false, "2099" }},
		{"unless it is a story", "", func(e *register.Entry) { e.To = "2099" }},
		{"which ends some day", "to", func(e *register.Entry) { e.To = "9999" }},
		{"within one year the order is unknown", "", func(e *register.Entry) { e.From, e.To = "2021-03", "2021" }},
		{"dates of what belongs to it", "replies: date", func(e *register.Entry) { e.Replies = []register.Reply{{Date: "?"}} }},
		{"at least one act", "acts", func(e *register.Entry) { e.Acts = nil }},
		{"acts are types", "acts", func(e *register.Entry) { e.Acts = []string{"MOVEMENT"} }},
		{"incidents are types", "acts", func(e *register.Entry) { e.Incidents = []register.Incident{{Type: "?"}} }},
		{"bodies are known", "bodies", func(e *register.Entry) { e.Bodies = []string{"?"} }},
		{"a source", "sources", func(e *register.Entry) { e.Sources = nil }},
		{"a source has a document", "sources", func(e *register.Entry) { e.Sources = []register.Source{{}} }},
		{"an address is one of the web", "sources", func(e *register.Entry) { e.Sources[0].Address = "javascript:alert(1)" }},
	} {
		err := register.Check(entry(test.change))
		var invalid *register.InvalidError
		if test.field == "" {
			if err != nil {
				t.Errorf("%s: %v", test.rule, err)
			}
		} else if !errors.As(err, &invalid) || invalid.Field != test.field {
			t.Errorf("%s: got %v, want a fault of %s", test.rule, err, test.field)
		}
	}
}

// Whoever has an entry's members and its salt can recompute the commitment.
func TestCanonicalJSON(t *testing.T) {
	e := register.Entry{
		ID: "X-1", Version: 2, Subject: "Ünïcode <&> \"quoted\" \\u2028 back\\slash", Kind: register.Group, State: "XEX",
		From: "2021", Summary: "line\u2028separator\u2029 tab\t nul\u0001 \\\u2028", Acts: []string{"ARREST"},
		Sources: []register.Source{{Document: "d", Address: "https://example.org/?a=1&b=2"}}, Fictional: true,
	}
	got, err := register.Canonical(e)
	if err != nil {
		t.Fatal(err)
	}
	// Written by hand after RFC 8785: members by name, only what must be escaped is.
	want := `{"acts":["ARREST"],"fictional":true,"from":"2021","id":"X-1","kind":"group","named":false,` +
		`"sources":[{"address":"https://example.org/?a=1&b=2","document":"d"}],"state":"XEX",` +
		`"subject":"Ünïcode <&> \"quoted\" \\u2028 back\\slash",` +
		"\"summary\":\"line\u2028separator\u2029 tab\\t nul\\u0001 \\\\\u2028\",\"version\":2}"
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	// SHA-256 of the salt "salt" and the text "text" (printf salttext | sha256sum).
	if got := register.Commit([]byte("salt"), []byte("text")); got != "8f40d2c1caea4f10a6375603f18ed44f186066fd94eb7c3f1d115d8dc245527d" {
		t.Errorf("commitment %s", got)
	}
}
