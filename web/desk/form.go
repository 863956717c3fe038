package desk

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"sort"
	"strconv"
	"strings"

	"unhindered/desk"
	"unhindered/web/ui"
)

// A form is one item as a form shows it.
type form struct {
	Kind   kind
	Action string // address it is sent to
	Cancel string // address of the way back
	Base   int
	Fields []formField
	Errors []fieldTrouble
	New    bool
}

// A fieldTrouble is what is wrong with a field, for the list above the form.
type fieldTrouble struct{ Field, Label, Text string }

// troubles names each field by its label.
func troubles(fields []field, wrong desk.FieldErrors) []fieldTrouble {
	var all []fieldTrouble
	for _, e := range wrong {
		one := fieldTrouble{Field: e.Field, Text: e.Text}
		for _, f := range fields {
			if f.name == e.Field {
				one.Label = f.label
			}
		}
		all = append(all, one)
	}
	return all
}

// What the templates ask of a kind.

func (k kind) Name() string  { return string(k.kind) }
func (k kind) One() string   { return k.one }
func (k kind) Many() string  { return k.many }
func (k kind) Add() string   { return k.add }
func (k kind) Teach() string { return k.teach }

// A formField is a field with its value and what is wrong with it.
type formField struct {
	Name, Label, Hint string
	As                string
	Needed, Covered   bool
	Groups            []group
	Value             string
	Values            map[string]bool // chosen ones, for asItems
	Checked           bool
	Questions         []desk.Question
	Grades            []string
	Error             string
	Theirs            string // what somebody else saved meanwhile, where it differs
}

// values turns data into a map by JSON names; what a type omits as empty is not in it.
func values(data any) map[string]any {
	raw, err := json.Marshal(data)
	if err != nil {
		return map[string]any{}
	}
	m := map[string]any{}
	if json.Unmarshal(raw, &m) != nil || m == nil {
		return map[string]any{}
	}
	return m
}

// read makes data of a kind from what was sent. A number that is none is the only thing that can be wrong here; all
// else is judged by the desk.
func read(k kind, sent url.Values) (desk.Data, desk.FieldErrors) {
	m := map[string]any{}
	var wrong desk.FieldErrors
	for _, f := range k.fields {
		value := clean(sent.Get(f.name))
		switch f.as {
		case asCheck:
			m[f.name] = value != ""
		case asNumber:
			if value == "" {
				continue
			}
			n, err := strconv.Atoi(value)
			if err != nil {
				wrong = append(wrong, desk.FieldError{Field: f.name, Text: ui.Text("Write a whole number.")})
				continue
			}
			m[f.name] = n
		case asItems:
			m[f.name] = sent[f.name]
		case asLines:
			m[f.name] = lines(value)
		case asPairs:
			m[f.name] = pairs(value)
		case asQuestions:
			m[f.name] = questions(f.name, sent)
		default:
			m[f.name] = value
		}
	}
	data := desk.NewData(k.kind)
	raw, err := json.Marshal(m)
	if err != nil || json.Unmarshal(raw, data) != nil {
		// The table and the type disagree, which a test would have found.
		return data, append(wrong, desk.FieldError{Text: ui.Text("This form cannot be read. Nothing was saved.")})
	}
	return data, wrong
}

// clean takes out what browsers add: carriage returns and space around.
func clean(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

func lines(text string) []string {
	var all []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// pairs reads "name: text" lines; a line without a colon goes on with the text before, so that nothing typed is lost.
func pairs(text string) map[string]string {
	all := map[string]string{}
	last := ""
	for _, line := range lines(text) {
		name, value, found := strings.Cut(line, ":")
		if !found {
			if last == "" {
				last = line
				all[last] = ""
				continue
			}
			all[last] = strings.TrimSpace(all[last] + " " + line)
			continue
		}
		last = strings.TrimSpace(name)
		all[last] = strings.TrimSpace(value)
	}
	return all
}

func questions(name string, sent url.Values) []desk.Question {
	var all []desk.Question
	for i, text := range sent[name] {
		q := desk.Question{Text: clean(text)}
		if grades := sent[name+".grade"]; i < len(grades) {
			q.Grade = grades[i]
		}
		if notes := sent[name+".note"]; i < len(notes) {
			q.Note = clean(notes[i])
		}
		if q.Text != "" || q.Note != "" {
			all = append(all, q)
		}
	}
	return all
}

// newForm fills the fields of a kind with data. choices are the items of the case that fields may point to.
func newForm(k kind, data desk.Data, choices func(...desk.Kind) []option, wrong desk.FieldErrors) form {
	m := values(data)
	out := form{Kind: k, Errors: troubles(k.fields, wrong)}
	for _, f := range k.fields {
		ff := formField{Name: f.name, Label: f.label, Hint: f.hint, As: string(f.as), Needed: f.needed, Covered: f.covered,
			Error: wrong.For(f.name), Value: text(m[f.name])}
		switch f.as {
		case asChoice:
			ff.Groups = withValue(f.options(), ff.Value)
		case asItem, asItems:
			ff.Groups = []group{{Options: choices(f.of...)}}
			ff.Values = map[string]bool{}
			if chosen, ok := m[f.name].([]any); ok {
				for _, id := range chosen {
					ff.Values[fmt.Sprint(id)] = true
				}
			} else if ff.Value != "" {
				ff.Values[ff.Value] = true
			}
		case asCheck:
			ff.Checked, _ = m[f.name].(bool)
		case asQuestions:
			if r, ok := data.(*desk.Reply); ok {
				ff.Questions = append(ff.Questions, r.Questions...)
			}
			for range 3 { // room for some more, without a script
				ff.Questions = append(ff.Questions, desk.Question{})
			}
			ff.Grades = desk.Grades()
		}
		out.Fields = append(out.Fields, ff)
	}
	return out
}

// keepTyped puts back what could not be read, as it was typed.
func (f *form) keepTyped(sent url.Values) {
	for i, ff := range f.Fields {
		if ff.As == string(asNumber) && ff.Error != "" {
			f.Fields[i].Value = sent.Get(ff.Name)
		}
	}
}

// withValue adds a value that is not in the list, such as a type of action in somebody's own words, so that saving a
// form never changes what was not touched.
func withValue(groups []group, value string) []group {
	if value == "" {
		return groups
	}
	for _, g := range groups {
		for _, o := range g.Options {
			if o.Value == value {
				return groups
			}
		}
	}
	return append(groups, group{Options: []option{{value, value}}})
}

// text writes a value as a text area or a comparison shows it.
func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		if v {
			return "yes"
		}
		return ""
	case float64:
		if v == 0 {
			return ""
		}
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		parts := make([]string, len(v))
		for i, one := range v {
			parts[i] = text(one)
		}
		return strings.Join(parts, "\n")
	case map[string]any:
		parts := make([]string, 0, len(v))
		for name, one := range v {
			parts = append(parts, name+": "+text(one))
		}
		sort.Strings(parts)
		return strings.Join(parts, "\n")
	}
	return fmt.Sprint(v)
}

// merged puts both sides of a conflict together: what only they changed is theirs, all else is yours.
func merged(k kind, c *desk.Conflict) desk.Data {
	if c.Theirs.Op == desk.Removed {
		return c.Yours.Data
	}
	base, theirs, yours := values(c.Base.Data), values(c.Theirs.Data), values(c.Yours.Data)
	for _, f := range k.fields {
		if reflect.DeepEqual(yours[f.name], base[f.name]) {
			yours[f.name] = theirs[f.name]
		}
	}
	data := desk.NewData(k.kind)
	raw, err := json.Marshal(yours)
	if err != nil || json.Unmarshal(raw, data) != nil {
		return c.Yours.Data
	}
	return data
}

func capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}
