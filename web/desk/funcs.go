package desk

import (
	"fmt"
	"html/template"
	"math"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode"

	"unhindered/desk"
	"unhindered/report"
	"unhindered/un"
	"unhindered/web/ui"
)

// funcs are the words of the templates for what package desk and package un hold as codes.
var funcs = template.FuncMap{
	"date":    func(d un.Date) string { return d.String() },
	"period":  period,
	"day":     func(s string) string { return un.Date(s).String() },
	"stamp":   stamp,
	"act":     actName,
	"body":    bodyName,
	"state":   stateName,
	"stage":   func(s desk.Stage) string { return stageNames[s] },
	"step":    func(s desk.Step) string { return stepNames[s] },
	"size":    func(s desk.SizeClass) string { return sizeNames[s] },
	"purpose": func(p report.Purpose) string { return purposeNames[p].short },
	"bytes":   bytes,
	"short":   short,
	"file":    fileName,
	"capital": capital,
	"word":    func(v any) string { return word(fmt.Sprint(v)) },
	"headerTroubles": func(e desk.FieldErrors) []fieldTrouble {
		k, _ := kindOf(desk.KindHeader)
		return troubles(k.fields, e)
	},
	"consentTroubles": func(e desk.FieldErrors) []fieldTrouble { return troubles(consentFields, e) },
	"draftField": func(name string) string {
		k, _ := kindOf(desk.KindDraft)
		for _, f := range k.fields {
			if f.name == name {
				return f.label
			}
		}
		return name
	},
	"kindName": func(k desk.Kind) string {
		if known, ok := kindOf(k); ok {
			return known.one
		}
		return word(k)
	},
	"key": func(path string) string { return keys[path] },
	"inc": func(n int) int { return n + 1 },
	"now": func() string { return time.Now().UTC().Format(time.DateOnly) },
}

// keys are the access keys of the navigation; the help page lists them.
var keys = map[string]string{"/": "t", "/inbox": "i", "/cases": "c"}

// short is how a random ID is told to people: enough of it to tell two apart on a page.
func short(id string) string { return id[:min(6, len(id))] }

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2 January 2006, 15:04 UTC")
}

func period(from, to un.Date) string {
	switch {
	case to == "" || strings.HasPrefix(string(to), string(from)) && from != "": // the whole of it, as far as is known
		return from.String()
	case from == "":
		return "until " + to.String()
	}
	return from.String() + " – " + to.String()
}

func actName(code string) string {
	if a, ok := un.ActTypeByCode(code); ok {
		return capital(a.Label)
	}
	return code
}

func bodyName(code string) string {
	if b, ok := un.BodyByCode(code); ok {
		return capital(b.Name)
	}
	return code
}

func stateName(code string) string {
	if s, ok := un.StateByISO3(code); ok {
		return s.Name
	}
	return code
}

// word writes a code such as publish_named as words.
func word[T ~string](s T) string { return capital(strings.ReplaceAll(string(s), "_", " ")) }

func bytes(n int64) string {
	switch {
	case n < 0:
		return "size not known"
	case n < 1000:
		return strconv.FormatInt(n, 10) + " bytes"
	case n < 1_000_000:
		return strconv.FormatInt((n+500)/1000, 10) + " KB"
	case n < 1_000_000_000:
		return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) + " MB"
	}
	return strconv.FormatFloat(math.Floor(float64(n)/1e8)/10, 'f', -1, 64) + " GB"
}

// fileName makes a name that came from outside fit to be shown and saved: no folders, no characters that hide the end
// of a name or mean something to a shell or a file system, and not too long.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r), strings.ContainsRune("-_.() ", r):
			return r
		}
		return '_'
	}, name)
	name = strings.Trim(name, " .")
	if len(name) > 100 {
		ext := path.Ext(name)
		if len(ext) > 10 {
			ext = ""
		}
		name = strings.ToValidUTF8(name[:100-len(ext)], "") + ext
	}
	if name == "" || name == "_" {
		return "file"
	}
	return name
}

var stepNames = map[desk.Step]string{
	desk.NotPublished:        ui.Text("Not published"),
	desk.Requested:           ui.Text("Waits for approval"),
	desk.Publishing:          ui.Text("Approved, being published"),
	desk.Published:           ui.Text("Published"),
	desk.WithdrawalRequested: ui.Text("Withdrawal waits for approval"),
	desk.Withdrawing:         ui.Text("Being withdrawn"),
	desk.Withdrawn:           ui.Text("Withdrawn"),
}

var sizeNames = map[desk.SizeClass]string{
	desk.TextOnly: ui.Text("Text only"),
	desk.Small:    ui.Text("Up to 1 MB"),
	desk.Medium:   ui.Text("Up to 16 MB"),
	desk.Large:    ui.Text("More than 16 MB"),
}

// purposeNames say each purpose shortly, and in full.
var purposeNames = map[report.Purpose]struct{ short, long string }{
	report.Hold:             {ui.Text("Keep"), ui.Text("Keep it and work on it")},
	report.SharePartner:     {ui.Text("Share"), ui.Text("Share it with a named partner")},
	report.NameUN:           {ui.Text("Name to UN"), ui.Text("Name them to a UN mechanism")},
	report.NameState:        {ui.Text("Name to State"), ui.Text("Name them to the State")},
	report.SGAnonymous:      {ui.Text("SG report, no name"), ui.Text("In the Secretary-General’s report, without name")},
	report.SGNamed:          {ui.Text("SG report, named"), ui.Text("In the Secretary-General’s report, by name")},
	report.PublishAnonymous: {ui.Text("Publish, no name"), ui.Text("Publish without name")},
	report.PublishNamed:     {ui.Text("Publish, named"), ui.Text("Publish by name")},
}
