package record

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	sheets "unhindered/importer/sheet"
	"unhindered/record/letters"
	"unhindered/record/ngo"
	"unhindered/record/study"
	"unhindered/record/treaties"
	"unhindered/record/visits"
	"unhindered/un"
	"unhindered/web/record/conduct"
	"unhindered/web/ui"
)

// vocabulary is the names from un that pages show, as Go code for the search for texts.
func vocabulary() fstest.MapFS {
	var code strings.Builder
	for _, a := range un.ActTypes() {
		fmt.Fprintf(&code, "ui.Text(%q)\n", a.Label)
	}
	for _, b := range un.Bodies() {
		fmt.Fprintf(&code, "ui.Text(%q)\n", b.Name)
	}
	for _, s := range append(un.States(), un.FormerStates()...) {
		fmt.Fprintf(&code, "ui.Text(%q)\n", s.Name)
	}
	for _, status := range []string{un.Member, un.Observer, un.Former, un.Fictional} {
		fmt.Fprintf(&code, "ui.Text(%q)\n", status)
	}
	example, _ := un.StateByISO3("XEX")
	fmt.Fprintf(&code, "ui.Text(%q)\n", example.Name)
	return fstest.MapFS{"un.go": {Data: []byte(code.String())}}
}

// own is the files of the room and of all its ledgers, whose pages are in the folders below.
func own(t *testing.T) fs.FS {
	t.Helper()
	all := fstest.MapFS{}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if ext := filepath.Ext(name); ext != ".go" && ext != ".html" {
			return nil
		}
		text, err := os.ReadFile(name)
		all[filepath.ToSlash(name)] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil || len(all) < 40 {
		t.Fatalf("%d files of the room and its ledgers: %v", len(all), err)
	}
	return all
}

// tables is the words of the tables that people fill, which pages show: titles, what a row is, and the choices of columns.
func tables() fstest.MapFS {
	var code strings.Builder
	need := func(text string) { fmt.Fprintf(&code, "ui.Text(%q)\n", text) }
	for _, table := range sheets.Tables() {
		need(table.Title)
		need(table.Help)
		for _, column := range table.Columns {
			need(conduct.Heading(column.Name))
			for _, choice := range column.Choices {
				need(choice.Label)
			}
		}
	}
	return fstest.MapFS{"tables.go": {Data: []byte(code.String())}}
}

// ledgerWords is the words of the ledgers below the pages: what a list or an end means, where a visit or a treaty stands.
func ledgerWords() fstest.MapFS {
	var code strings.Builder
	need := func(text string) { fmt.Fprintf(&code, "ui.Text(%q)\n", text) }
	for _, l := range ngo.Lists() {
		need(l.What())
	}
	for _, e := range ngo.Ends() {
		need(e.What())
	}
	for _, w := range []ngo.Verdict{ngo.Same, ngo.Different, ngo.Proposed} {
		need(string(w))
	}
	for _, w := range []ngo.Rule{ngo.ByPerson, ngo.SpeltAlike, ngo.Renamed, ngo.SmallWords, ngo.Typo, ngo.OtherOrder, ngo.OneLonger, ngo.Near} {
		need(string(w))
	}
	for _, w := range []ngo.Outcome{ngo.Carried, ngo.Rejected, ngo.Other} {
		need(string(w))
	}
	for _, w := range treaties.Standings() {
		need(w.What())
	}
	for _, w := range append(visits.Statuses(), visits.NoStatus) {
		need(string(w))
	}
	for _, rule := range letters.Rules() {
		need(rule.What)
	}
	for _, text := range study.Reasons() {
		need(text)
	}
	for _, g := range study.StandingGroups() {
		need(g.Name)
	}
	return fstest.MapFS{"words.go": {Data: []byte(code.String())}}
}

func TestTheRecordIsCompleteInArabic(t *testing.T) {
	missing := ui.MissingTranslations(room(Options{}), "ar", own(t), vocabulary(), tables(), ledgerWords())
	if len(missing) > 0 {
		t.Errorf("the ar.toml of locales lack %d texts:\n%s", len(missing), strings.Join(missing, "\n"))
	}
}
