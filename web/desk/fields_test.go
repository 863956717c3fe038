package desk

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"unhindered/desk"
)

// setByTheProgram lists fields that no form asks for, because the desk fills them in.
var setByTheProgram = map[desk.Kind][]string{
	desk.KindHeader:   {"threads", "fictional", "draft_id", "publication_id"},
	desk.KindSource:   {"thread"},
	desk.KindEvidence: {"size", "sha256", "blob", "clean_blob", "clean_size", "clean_removed", "clean_remains", "thread", "envelope"},
}

func TestEveryFieldOfTheDeskIsInItsForm(t *testing.T) {
	for _, k := range kinds {
		data := reflect.TypeOf(desk.NewData(k.kind)).Elem()
		var have []string
		for i := range data.NumField() {
			name, _, _ := strings.Cut(data.Field(i).Tag.Get("json"), ",")
			have = append(have, name)
			known := slices.ContainsFunc(k.fields, func(f field) bool { return f.name == name })
			if !known && !slices.Contains(setByTheProgram[k.kind], name) {
				t.Errorf("%s: the form does not ask for %s", k.kind, name)
			}
		}
		for _, f := range k.fields {
			if !slices.Contains(have, f.name) {
				t.Errorf("%s: the form asks for %s, which the desk does not keep", k.kind, f.name)
			}
		}
	}
}

// What is shown in a form and sent back untouched must be what it was.
func TestAnUntouchedFormChangesNothing(t *testing.T) {
	for _, data := range []desk.Data{
		&desk.Header{Title: "A", State: "XEX", Stage: "draft", Due: "2026-01-02", Next: "call", SecretTerms: []string{"a b", "c"}, Notes: "two\nlines"},
		&desk.Party{Label: "A", Role: "subject", Is: "group", Count: 7, Minor: true, Thread: "0f"},
		&desk.Identity{Name: "N", Aliases: []string{"M", "ن"}, Born: "1981-03"},
		&desk.Act{Type: "ARREST", Parties: []string{"p1"}, Actors: []string{"a1", "a2"}, Engagement: "e1", Timing: "after", From: "2025-03", To: "2025-04-01",
			Details: map[string]string{"place of detention": "not told: since May", "b": ""}},
		&desk.Engagement{Body: "HRC", Form: "meeting", Status: "done", Parties: []string{"p1", "p2"}, LinkBasis: "in the charges"},
		&desk.Actor{Name: "police", Type: "police", Involvement: "ordered", State: "XEX"},
		&desk.Source{Document: "D", Open: true, About: []string{"x"}, Reliability: "doubtful", Day: "2020"},
		&desk.Evidence{Title: "T", Name: "../n.jpg", Type: "image/jpeg", About: []string{"x"}, Date: "2020-02"},
		&desk.Note{Text: "T", About: "x"},
		&desk.Action{Body: "SP", Type: "in own words", Symbol: "S", Date: "2021", Confidential: true},
		&desk.Reply{State: "XEX", Text: "T", Questions: []desk.Question{{Text: "Q", Grade: "evaded", Note: "n"}, {Text: "R", Grade: "denied"}}},
		&desk.Draft{Subject: "S", SubjectKind: "group", Named: []string{"p"}, Summary: "s", Dates: "month", Places: "region", Acts: []string{"a", "b"}, Context: true},
	} {
		k, ok := kindOf(data.Kind())
		if !ok {
			t.Fatalf("no form for %s", data.Kind())
		}
		f := newForm(k, data, func(...desk.Kind) []option { return nil }, nil)
		sent := map[string][]string{}
		for _, ff := range f.Fields {
			switch input(ff.As) {
			case asCheck:
				if ff.Checked {
					sent[ff.Name] = []string{"yes"}
				}
			case asItems:
				for id := range ff.Values {
					sent[ff.Name] = append(sent[ff.Name], id)
				}
				slices.Sort(sent[ff.Name])
			case asQuestions:
				for _, q := range ff.Questions {
					sent[ff.Name] = append(sent[ff.Name], q.Text)
					sent[ff.Name+".grade"] = append(sent[ff.Name+".grade"], q.Grade)
					sent[ff.Name+".note"] = append(sent[ff.Name+".note"], q.Note)
				}
			default:
				sent[ff.Name] = []string{strings.ReplaceAll(ff.Value, "\n", "\r\n")}
			}
		}
		back, wrong := read(k, sent)
		if len(wrong) > 0 {
			t.Errorf("%s: %v", k.kind, wrong)
		}
		want, _ := json.Marshal(data)
		got, _ := json.Marshal(back)
		if string(want) != string(got) {
			t.Errorf("%s changed on its way through the form:\n%s\n%s", k.kind, want, got)
		}
	}
}

func TestNamesOfFilesLoseTheirTricks(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"photo.jpg", "photo.jpg"},
		{"../../etc/passwd", "passwd"},
		{`C:\Users\me\report.docx`, "report.docx"},
		{"invoice\u202egnp.exe", "invoice_gnp.exe"},
		{"a\r\nSet-Cookie: x", "a__Set-Cookie_ x"},
		{"تقرير.pdf", "تقرير.pdf"},
		{"..", "file"},
		{"", "file"},
		{strings.Repeat("x", 300) + ".txt", strings.Repeat("x", 96) + ".txt"},
	} {
		if got := fileName(c.name); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.name, got, c.want)
		}
	}
}
