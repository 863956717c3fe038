package coding_test

import (
	"testing"

	"unhindered/analysis/coding"
)

// The sentences are made up.
func TestSmartFlagsAndTheWordsThatCauseThem(t *testing.T) {
	m := model(t)
	for _, test := range []struct {
		rule, text string
		flag       func(coding.Flags) coding.Flag
		mark       coding.Mark
		words      string
	}{
		{"a specific action names an act", "Ratify the Convention against Torture", specific, coding.Yes, "Ratify"},
		{"a general one does not", "Strengthen its efforts to protect human rights", specific, coding.No, ""},
		{"nobody but a person can say what is achievable", "Ratify the Convention against Torture", achievable, coding.Unknown, ""},
		{"a count is measurable", "Train 500 judges", measurable, coding.Yes, "500"},
		{"a named document is measurable", "Amend the penal code", measurable, coding.Yes, "code"},
		{"an attitude is not", "Pay attention to vulnerable groups", measurable, coding.No, ""},
		{"a purpose is a result", "Adopt a plan with a view to reducing poverty", results, coding.Yes, "with a view to"},
		{"none is none", "Adopt a plan", results, coding.No, ""},
		{"a year after by is a date", "Abolish it by the end of 2015", timeBound, coding.Yes, "by the end of 2015"},
		{"the year of a law is none", "Repeal the law of 2008", timeBound, coding.No, ""},
		{"as soon as possible is none", "Ratify it as soon as possible", timeBound, coding.No, ""},
		{"the next review is a date", "Report before the next review", timeBound, coding.Yes, "before the next"},
		{"findings of a committee", "Implement the recommendations of the Committee against Torture", findings, coding.Yes, "recommendations of the Committee"},
		{"a committee alone is none", "Establish a national committee", findings, coding.No, ""},
		{"praise alone", "Welcomes the progress made", praise, coding.Yes, "Welcomes"},
		{"praise and a request", "Commends the progress and recommends to ratify the Convention", praise, coding.No, ""},
		{"praise, then a verb after and", "Commend the judges, and strengthen their independence", praise, coding.No, ""},
	} {
		got := test.flag(m.Flag(test.text, m.Code(test.text)))
		words := test.text[got.Words.Start:got.Words.End]
		if got.Mark != test.mark || test.words != "" && words != test.words {
			t.Errorf("%s: %q is marked %d for %q, want %d for %q", test.rule, test.text, got.Mark, words, test.mark, test.words)
		}
	}
}

func specific(f coding.Flags) coding.Flag   { return f.Smart.Specific }
func achievable(f coding.Flags) coding.Flag { return f.Smart.Achievable }
func measurable(f coding.Flags) coding.Flag { return f.Smart.Measurable }
func results(f coding.Flags) coding.Flag    { return f.Smart.Results }
func timeBound(f coding.Flags) coding.Flag  { return f.Smart.TimeBound }
func findings(f coding.Flags) coding.Flag   { return f.Findings }
func praise(f coding.Flags) coding.Flag     { return f.Praise }

func TestCodedPhrasesWithTheirRisk(t *testing.T) {
	for _, test := range []struct {
		rule, text, phrase string
		counts             bool
	}{
		{"of low risk", "build a Community with a shared future for mankind", "community with a shared future for mankind", true},
		{"whatever the case and the hyphen", "WIN WIN cooperation", "win-win cooperation", true},
		{"British spelling", "people-centred development and win-win cooperation", "people-centered development", true},
		{"of high risk alone", "on the basis of mutual respect", "mutual respect", false},
		{"of high risk beside another", "mutual respect and win-win cooperation", "mutual respect", true},
		{"in Chinese", "推动构建人类命运共同体", "人类命运共同体", true},
		{"a resolution cited by its title", "recall resolution 37/23 on mutually beneficial cooperation", "mutually beneficial cooperation", false},
		{"of the language of replies", "so-called human rights defenders", "so-called human rights defenders", false},
		{"not there", "cooperation", "", false},
	} {
		hits := coding.Phrases(test.text)
		if test.phrase == "" {
			if len(hits) > 0 {
				t.Errorf("%s: found %+v", test.rule, hits)
			}
			continue
		}
		found := false
		for _, h := range hits {
			if h.Phrase.Text == test.phrase {
				found = true
				if h.Counts != test.counts {
					t.Errorf("%s: counts %v, want %v", test.rule, h.Counts, test.counts)
				}
			}
		}
		if !found {
			t.Errorf("%s: %q not found in %q", test.rule, test.phrase, test.text)
		}
	}
}
