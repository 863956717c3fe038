package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/analysis/coding"
	"unhindered/importer/uprinfo"
)

func TestWhatPeopleSayGoesBeforeWhatFilesSay(t *testing.T) {
	examples := []coding.Example{
		{Text: "Adopt the law.", Action: 4, Issues: []string{"Other"}, Session: 3},
		{Text: "adopt the LAW", Action: 4, Issues: []string{"Other"}, Session: 7},
		{Text: "Adopt a plan", Action: 4, Issues: []string{"Other"}, Session: 7},
	}
	got, changed, added := overrule(examples, []uprinfo.Text{
		{Body: "Adopt the law", Action: 5},
		{Body: "A text of no file", Action: 2, Issues: []string{"Justice"}},
		{Body: "Half a coding of a text of no file", Action: 2},
	})
	want := []coding.Example{
		{Text: "Adopt the law.", Action: 5, Issues: []string{"Other"}, Session: 3},
		{Text: "adopt the LAW", Action: 5, Issues: []string{"Other"}, Session: 7},
		{Text: "Adopt a plan", Action: 4, Issues: []string{"Other"}, Session: 7},
		{Text: "A text of no file", Action: 2, Issues: []string{"Justice"}, Session: 7},
	}
	if diff := cmp.Diff(want, got); diff != "" || changed != 2 || added != 1 {
		t.Errorf("%d changed, %d added (-want +got):\n%s", changed, added, diff)
	}
}

// A world of twenty sentences, in which the first word decides the action and the last one the issue.
func TestAModelIsTrainedFromFilesAndCodesOthers(t *testing.T) {
	folder := t.TempDir()
	var rows strings.Builder
	rows.WriteString("Text,Action,Issue,Session\n")
	for session := 1; session <= 4; session++ {
		for i, verb := range []string{"seek", "continue", "consider", "strengthen", "ratify"} {
			for _, thing := range []string{"schools", "prisons", "treaties", "elections"} {
				for _, filler := range []string{"all", "the", "its"} {
					fmt.Fprintf(&rows, "%s %s national %s,%d,About %s,%d\n", verb, filler, thing, i+1, thing, session)
				}
			}
		}
	}
	files := map[string]string{"rows.csv": rows.String(), "people.csv": "text,action,reason\nratify all national schools,1,a test\n"}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	at := func(name string) string { return filepath.Join(folder, name) }
	train := analyseTrainUPRCodingCmd{Files: []string{at("rows.csv")}, Overruled: []string{at("people.csv")}, Output: at("a.model"), Report: at("report.md")}
	if err := train.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	m, err := codingModel(at("a.model"))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{"Ratify the national treaties": 5, "Continue its national elections": 2, "ratify all national schools": 1} {
		if c := m.Code(text); c.Action != want || len(c.Issues) != 1 || !strings.HasPrefix(c.Issues[0].Label, "About ") {
			t.Errorf("%q is coded %+v, want action %d", text, c, want)
		}
	}
	report, err := os.ReadFile(at("report.md"))
	if err != nil || !strings.Contains(string(report), "cross-validation") || strings.Contains(string(report), "<no value>") || !strings.Contains(string(report), "people.csv") {
		t.Errorf("the report: %v\n%s", err, report)
	}
	left, err := filepath.Glob(filepath.Join(folder, ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if _, err := codingModel(at("rows.csv")); err == nil || !strings.Contains(err.Error(), "train-upr-coding") {
		t.Errorf("a file that is no model: %v", err)
	}
}
