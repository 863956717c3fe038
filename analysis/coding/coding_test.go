package coding_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/analysis/coding"
)

// The first rows are the examples that UPR Info gives for its principles (Action Category, October 2014); the others
// apply one principle each. The sentences are made up.
func TestMcMahonsPrinciples(t *testing.T) {
	for _, test := range []struct {
		rule, text string
		action     int
		verb       string
	}{
		{"two verbs at the start: the second one counts", "Continue and strengthen its programme", 4, "strengthen"},
		{"a general action with specific means is specific", "Improve women's rights by amending the family code", 5, "amending"},
		{"minimal: ask others", "Seek technical assistance from the international community", 1, "seek"},
		{"minimal: share", "Share its experience with other countries", 1, "share"},
		{"continuing", "Continue its efforts in education", 2, "continue"},
		{"considering", "Consider ratifying the Convention against Torture", 3, "consider"},
		{"general", "Strengthen the judiciary", 4, "strengthen"},
		{"specific", "Ratify the Convention against Torture", 5, "ratify"},
		{"an adverb before the verb changes nothing", "Seriously consider abolishing the death penalty", 3, "consider"},
		{"a phrase before the verb changes nothing", "In line with its obligations, abolish the death penalty", 5, "abolish"},
		{"a general action with general means stays general", "Promote equality by strengthening dialogue", 4, "promote"},
		{"verbs of no list say nothing", "Xyzzy the plugh", 0, ""},
		{"no word says nothing", "... ,;", 0, ""},
	} {
		action, verb := coding.ByRule(test.text)
		if action != test.action || verb.Word != test.verb {
			t.Errorf("%s: %q is %d by %q, want %d by %q", test.rule, test.text, action, verb.Word, test.action, test.verb)
		}
		if action > 0 && !strings.EqualFold(test.text[verb.Start:verb.End], verb.Word) {
			t.Errorf("%s: the verb %q stands at %q", test.rule, verb.Word, test.text[verb.Start:verb.End])
		}
	}
}

// Texts as people have coded many, with what they mostly gave. The sentences are made up.
func TestTheModelCodesPlainCases(t *testing.T) {
	m := model(t)
	for _, test := range []struct {
		text, verb string
		action     int
		issues     []string
	}{
		{"Ratify the Convention against Torture and its Optional Protocol", "ratify", 5,
			[]string{"Detention", "International instruments", "Torture and other CID treatment"}},
		{"Continue its efforts to improve access to education for girls", "continue", 2, []string{"Right to education", "Rights of the Child", "Women's rights"}},
		{"Consider abolishing the death penalty", "consider", 3, []string{"Death penalty"}},
		{"Strengthen measures to combat trafficking in persons", "strengthen", 4, []string{"Trafficking"}},
		{"Seek technical assistance from the international community", "seek", 1, []string{"Technical assistance and cooperation"}},
		{"Take measures to guarantee freedom of religion by repealing the law on blasphemy", "", 0, []string{"Freedom of religion and belief"}},
		{"Release all journalists held for their work", "release", 5, nil},
		{"Extend a standing invitation to all special procedures", "extend", 5, []string{"Special procedures"}},
	} {
		c := m.Code(test.text)
		if test.action > 0 && (c.Action != test.action || c.Verb.Word != test.verb) {
			t.Errorf("%q is %d by %q, want %d by %q", test.text, c.Action, c.Verb.Word, test.action, test.verb)
		}
		var got []string
		for _, issue := range c.Issues {
			got = append(got, issue.Label)
		}
		slices.Sort(got)
		if diff := cmp.Diff(test.issues, got); test.issues != nil && diff != "" {
			t.Errorf("%q: issues (-want +got):\n%s", test.text, diff)
		}
	}
}

func TestNothingIsCodedWhereThereIsNoWord(t *testing.T) {
	for _, text := range []string{"", " \n", "...", "!?"} {
		if c := model(t).Code(text); c.Action != 0 || c.Issues != nil || c.Confidence != 0 {
			t.Errorf("%q is coded %+v", text, c)
		}
	}
}

// made is a small world in which the first word decides the action and the last one the issue.
func made() []coding.Example {
	verbs := []string{"seek", "continue", "consider", "strengthen", "ratify"}
	things := []string{"schools", "prisons", "treaties", "elections"}
	var all []coding.Example
	for session := 1; session <= 5; session++ {
		for i, verb := range verbs {
			for j, thing := range things {
				for _, filler := range []string{"all", "the", "its", "more"} {
					all = append(all, coding.Example{Text: verb + " " + filler + " national " + thing, Action: i + 1, Issues: []string{things[j]}, Session: session})
				}
			}
		}
	}
	return all
}

func TestTheSameExamplesGiveTheSameModel(t *testing.T) {
	var files [2]bytes.Buffer
	for i := range files {
		m, trial, err := coding.Train(made(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if trial.Accuracy() != 1 || trial.Kappa() != 1 || trial.MicroF1 != 1 {
			t.Errorf("in a world without exceptions the accuracy is %v, kappa %v, micro-F1 %v", trial.Accuracy(), trial.Kappa(), trial.MicroF1)
		}
		if _, err := m.WriteTo(&files[i]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("two trainings gave two models")
	}
	m, err := coding.Load(bytes.NewReader(files[0].Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	if _, err := m.WriteTo(&again); err != nil || !bytes.Equal(again.Bytes(), files[0].Bytes()) {
		t.Errorf("what was read is written otherwise (%v)", err)
	}
	if c := m.Code("Ratify the national treaties"); c.Action != 5 || len(c.Issues) != 1 || c.Issues[0].Label != "treaties" {
		t.Errorf("coded %+v", c)
	}
}

func TestTrainingRefusesWhatItCannotLearnFrom(t *testing.T) {
	all := made()
	if _, _, err := coding.Train(all[:10], nil); !errors.Is(err, coding.ErrExamples) {
		t.Errorf("ten examples: %v", err)
	}
	all[3].Action = 6
	if _, _, err := coding.Train(all, nil); err == nil || !strings.Contains(err.Error(), "example 3 has action 6") {
		t.Errorf("action 6: %v", err)
	}
}

func TestWhatIsNoModelIsRefused(t *testing.T) {
	var file bytes.Buffer
	if _, err := model(t).WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		what string
		data []byte
	}{
		{"nothing", nil},
		{"a text", []byte("To,Text,Action\n")},
		{"the first line alone", file.Bytes()[:26]},
		{"half a model", file.Bytes()[:file.Len()/2]},
	} {
		if _, err := coding.Load(bytes.NewReader(test.data)); !errors.Is(err, coding.ErrModel) {
			t.Errorf("%s: %v", test.what, err)
		}
	}
}

// The figures are worked out by hand: 3 of 4 agree; by chance 0.5 x 0.25 + 0.5 x 0.75 = 0.5; kappa (0.75-0.5)/(1-0.5).
func TestKappaIsCohens(t *testing.T) {
	trial := coding.Trial{Confusion: [5][5]int{{1, 1}, {0, 2}}}
	if trial.Accuracy() != 0.75 || trial.Kappa() != 0.5 {
		t.Errorf("accuracy %v, kappa %v, want 0.75 and 0.5", trial.Accuracy(), trial.Kappa())
	}
}

func FuzzCode(f *testing.F) {
	for _, text := range []string{"Continue and strengthen", "by by by including, and", "’s'’", "ing s ss", "Ⅷ İ ſ 人类命运共同体 mutual respect",
		strings.Repeat("and strengthen by adopting, ", 500), "\xff\xfe", "to the to that with on in"} {
		f.Add(text)
	}
	m := model(f)
	f.Fuzz(func(t *testing.T, text string) {
		c := m.Code(text)
		if c.Action < 0 || c.Action > 5 || c.Confidence < 0 || c.Confidence > 1 || (c.Action == 0) != (c.Issues == nil) {
			t.Errorf("coded %+v", c)
		}
		if c.Verb.Start < 0 || c.Verb.Start > c.Verb.End || c.Verb.End > len(text) || (c.Verb.Word == "") != (c.Verb.End == 0) {
			t.Errorf("verb %+v", c.Verb)
		}
		if again := m.Code(text); cmp.Diff(c, again) != "" {
			t.Error("coded otherwise the second time")
		}
		flags := m.Flag(text, c)
		for _, flag := range []coding.Flag{flags.Smart.Specific, flags.Smart.Measurable, flags.Smart.Results, flags.Smart.TimeBound, flags.Findings, flags.Praise} {
			if w := flag.Words; w.Start < 0 || w.Start > w.End || w.End > len(text) {
				t.Errorf("words %+v of %d", w, len(text))
			}
		}
		coding.ByRule(text)
	})
}

func FuzzLoad(f *testing.F) {
	var file bytes.Buffer
	m, _, err := coding.Train(made(), nil)
	if err != nil {
		f.Fatal(err)
	}
	if _, err := m.WriteTo(&file); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Add([]byte("unhindered coding model 2\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := coding.Load(bytes.NewReader(data)); err == nil {
			m.Code("Ratify the Convention against Torture")
		}
	})
}
