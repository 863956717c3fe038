package drop

import (
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"unhindered/report"
	"unhindered/web/ui"
)

// A form is what a person has typed and chosen so far.
type form struct {
	values map[string][]string
	Files  []report.File // sealed so far
	Kept   string        // token of the store under which they are kept
	Errors []fieldError
	status int // of the page that shows the form again, if not the usual one
}

// httpStatus is that of the page that shows the form again.
func (f *form) httpStatus() int {
	switch {
	case f.status != 0:
		return f.status
	case len(f.Errors) > 0:
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// A fieldError is one thing to mend, in the person's language.
type fieldError struct{ Field, Text string }

func newForm() *form { return &form{values: make(map[string][]string)} }

func (f *form) add(name, value string) { f.values[name] = append(f.values[name], value) }

func (f *form) value(name string) string {
	if v := f.values[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

func (f *form) fail(field, text string) { f.Errors = append(f.Errors, fieldError{field, text}) }

// Value returns what was typed in a field.
func (f *form) Value(name string) string { return f.value(name) }

// Error returns what is wrong with a field; several troubles with files are told together.
func (f *form) Error(name string) string {
	var texts []string
	for _, e := range f.Errors {
		if e.Field == name {
			texts = append(texts, e.Text)
		}
	}
	return strings.Join(texts, " ")
}

// Agreed tells whether the purpose is ticked.
func (f *form) Agreed(p report.Purpose) bool {
	for _, v := range f.values["consent"] {
		if v == string(p) {
			return true
		}
	}
	return false
}

// Danger tells whether the person is in danger now.
func (f *form) Danger() bool { return f.value("danger") == "yes" }

// Empty tells whether there is nothing to send.
func (f *form) Empty() bool { return strings.TrimSpace(f.value("what")) == "" && len(f.Files) == 0 }

// A question is one thing that the form asks. Why says why, and that it may be left out.
type question struct {
	Name, Label, Why string
	Rows             int
}

var questions = []question{
	{"what", ui.Text("What happened?"), ui.Text("In your own words, in any language. It can be short. If you add a file, you can leave this empty."), 9},
	{"whom", ui.Text("To whom did it happen?"), ui.Text("To you, to someone else, to a group? A name helps the team to act, but you can leave it out or describe the person instead."), 3},
	{"where", ui.Text("Where?"), ui.Text("As exact or as vague as you wish. It helps the team to know who may be responsible. You can leave it out."), 2},
	{"when", ui.Text("When?"), ui.Text("A day, a month, a year, or “it goes on”. It helps the team to see what came before. You can leave it out."), 2},
	{"cooperation", ui.Text("What contact with the United Nations do you think was the reason?"), ui.Text("For example a meeting, a letter, a statement, a training or a visit, done or only planned. With it the team can say that this was a reprisal. If you do not know, leave it out."), 3},
}

// consentText is what is shown for a purpose: the wording, and what it means.
type consentText struct {
	Purpose       report.Purpose
	Wording, Hint string
}

var consentTexts = []consentText{
	{report.Hold, ui.Text("Keep what I send and work on it."), ui.Text("Without this, the team may read it and answer you, and must then delete it.")},
	{report.SharePartner, ui.Text("Share it with the person or organisation that I name here."), ui.Text("Only with them, and nobody else.")},
	{report.NameUN, ui.Text("Tell a United Nations human rights body my name."), ui.Text("Its experts must know who you are before they can act for you. They should keep it to themselves.")},
	{report.NameState, ui.Text("Tell the government my name."), ui.Text("The government will then know that you spoke about this. Talk it over with someone you trust first.")},
	{report.SGAnonymous, ui.Text("Ask for it to be in the yearly report of the UN Secretary-General, without my name."), ui.Text("That report is public. People who know the story may still recognise you.")},
	{report.SGNamed, ui.Text("Ask for it to be in the yearly report of the UN Secretary-General, with my name."), ui.Text("That report is public and stays public.")},
	{report.PublishAnonymous, ui.Text("Publish it on the open record, without my name."), ui.Text("Everyone can read it. People who know the story may still recognise you.")},
	{report.PublishNamed, ui.Text("Publish it on the open record, with my name."), ui.Text("Everyone can read it. It can be withdrawn, but not from those who have copied it.")},
}

// steps are the pages of the form when it is shown one question at a time; the last is for looking over and sending.
const (
	stepConsents = 7 // after the five questions and the one about danger
	stepFiles    = 8
	stepSend     = 9
)

// message makes what is sealed out of the form. T translates, so that the wording is kept exactly as it was shown.
func (f *form) message(lang string, translate func(string) string) report.Message {
	return report.Message{
		Language:    lang,
		What:        strings.TrimSpace(f.value("what")),
		Whom:        strings.TrimSpace(f.value("whom")),
		Where:       strings.TrimSpace(f.value("where")),
		When:        strings.TrimSpace(f.value("when")),
		Cooperation: strings.TrimSpace(f.value("cooperation")),
		DangerNow:   f.Danger(),
		Consents:    f.consents(translate),
	}
}

func (f *form) consents(translate func(string) string) []report.Consent {
	var all []report.Consent
	for _, c := range consentTexts {
		one := report.Consent{Purpose: c.Purpose, Given: f.Agreed(c.Purpose), Wording: translate(c.Wording) + "\n" + translate(c.Hint)}
		if c.Purpose == report.SharePartner && one.Given {
			one.Partner = strings.TrimSpace(f.value("partner"))
		}
		all = append(all, one)
	}
	return all
}

// consentForm is the reverse of consents: a form ticked as the person left it.
func consentForm(consents []report.Consent) *form {
	f := newForm()
	for _, c := range consents {
		if c.Given {
			f.add("consent", string(c.Purpose))
		}
		if c.Partner != "" {
			f.add("partner", c.Partner)
		}
	}
	return f
}

// funcs are what the templates of the drop need beyond those of package ui.
var funcs = template.FuncMap{
	"size": func(n int64) string { return size(n) },
	// apart keeps a name of either direction from turning the text around it, where no <bdi> can stand.
	"apart": func(name string) string { return "\u2068" + name + "\u2069" },
	"add":   func(a, b int) int { return a + b },
	"lines": func(s string) int { return min(20, strings.Count(s, "\n")+len(s)/80) },
}

// size writes a number of bytes for people, kept together in text of either direction.
func size(n int64) string {
	text := fmt.Sprintf("%d MB", (n+500_000)/1_000_000)
	switch {
	case n < 1000:
		text = fmt.Sprintf("%d B", n)
	case n < 1_000_000:
		text = fmt.Sprintf("%d kB", (n+500)/1000)
	case n < 10_000_000:
		text = fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return "\u2066" + text + "\u2069"
}
