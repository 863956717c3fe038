package sheet_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/sheet"
	"unhindered/record/imports"
	"unhindered/record/visits"
	"unhindered/storage"
)

func run(t *testing.T, db *storage.DB, table, content string) (imports.Report, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return sheet.Run(t.Context(), kind.In{DB: db, Files: []string{path}, Args: []string{table}})
}

const two = "state,visitor,event,date,source\nXEX,SR torture,requested,2019,Example Watch\nExamplestan,SR torture,reminder,2020-03,Example Watch\n"

func TestAFileIsImportedOnceChangedAndUndone(t *testing.T) {
	importertest.Each(t, func(t *testing.T, db *storage.DB) {
		empty := importertest.Dump(t, db, "sheet_row")
		first, err := run(t, db, "visits", two)
		if err != nil {
			t.Fatal(err)
		}
		want := `{"files":[{"changed":0,"file":"file.csv","new":2,"read":2,"refused":[],"unchanged":0}],"import":1}`
		if got := importertest.JSON(t, first); got != want {
			t.Errorf("report of the first import:\n%s, want\n%s", got, want)
		}
		after := importertest.Dump(t, db, "sheet_row")
		again, err := run(t, db, "visits", two)
		if err != nil || again.Files[0].Unchanged != 2 || again.Files[0].New+again.Files[0].Changed != 0 {
			t.Errorf("the second import: %s, %v", importertest.JSON(t, again), err)
		}
		if diff := cmp.Diff(after, importertest.Dump(t, db, "sheet_row")); diff != "" {
			t.Errorf("the second import changed something:\n%s", diff)
		}
		changed, err := run(t, db, "visits", strings.Replace(two, "2020-03,Example Watch", "2020-03,\"Example Watch, page 4\"", 1))
		if err != nil || changed.Files[0].Changed != 1 || changed.Files[0].Unchanged != 1 {
			t.Errorf("the import with another source: %s, %v", importertest.JSON(t, changed), err)
		}
		files, err := visits.New(db).Files(t.Context(), "XEX")
		if err != nil || len(files) != 1 || files[0].Events[1].Source != "Example Watch, page 4" {
			t.Errorf("files: %+v, %v", files, err)
		}
		if err := imports.Undo(t.Context(), db, 1); err == nil {
			t.Error("an import that a later one changed was undone")
		}
		for _, id := range []int64{changed.Import, again.Import} {
			if err := imports.Undo(t.Context(), db, id); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(after, importertest.Dump(t, db, "sheet_row")); diff != "" {
			t.Errorf("undo did not bring back what was there:\n%s", diff)
		}
		if err := imports.Undo(t.Context(), db, 1); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(empty, importertest.Dump(t, db, "sheet_row")); diff != "" {
			t.Errorf("undo left something:\n%s", diff)
		}
	})
}

func TestEveryRefusalNamesRowColumnValueAndReason(t *testing.T) {
	head := "date,state,event,visitor,source,until,id\n"
	for _, test := range []struct{ rule, row, want string }{
		{"an unknown State", "2019,Atlantis,requested,SR torture,E,,", `2 state "Atlantis" is no State that we know; use the three letters of ISO 3166`},
		{"a date that is none", "May 2019,XEX,requested,SR torture,E,,", `2 date "May 2019" is not a date; write 2013-09-14, or 2013-09, or 2013`},
		{"an unknown event", "2019,XEX,ignored,SR torture,E,,", `2 event "ignored" is none of: standing_invitation, requested, requested_for, reminder, reminder_for, agreed, invited_postponed, completed, declined, requested_not_agreed, cancelled`},
		{"no source", "2019,XEX,requested,SR torture, ,,", `2 source "" may not be empty`},
		{"an end before the beginning", "2019,XEX,completed,SR torture,E,2018,", `2 until "2018" is before date`},
		{"a key with a slash", "2019,XEX,requested,SR torture,E,,a/b", `2 id "a/b" a key has letters, digits, hyphens and dots, at most 80`},
		{"a line with a field too few", "2019,XEX,requested", `2  "" 3 fields, but the header has 7`},
		{"the example of the template", "2019,XEX,requested,SR torture,E,,EXAMPLE", `2 id "EXAMPLE" this is the example row of the template; delete it`},
		{"one key for two", "2019,XEX,requested,SR torture,E,,a\n2020,XEX,requested,SR torture,E,,a", `3 id "a" row 2 has the same key with other values; give each its own id`},
		{"a control sign", "2019,XEX,requested,SR\x01,E,,", `2 visitor "SR\x01" holds signs that cannot be read; save the file as UTF-8`},
	} {
		report, err := run(t, importertest.DB(t), "visits", head+test.row+"\n2001,XEX,requested,SR food,E,,good\n")
		if err != nil {
			t.Errorf("%s: %v", test.rule, err)
			continue
		}
		f := report.Files[0]
		if len(f.Refusals()) != 1 || f.New+f.Unchanged+1 != f.Read || f.New == 0 {
			t.Errorf("%s: %s: want one refusal, and all others imported", test.rule, importertest.JSON(t, report))
			continue
		}
		r := f.Refusals()[0]
		if got := strings.Join([]string{itoa(r.Row), r.Column, quoted(r.Value), r.Reason}, " "); got != test.want {
			t.Errorf("%s:\n%s, want\n%s", test.rule, got, test.want)
		}
	}
}

func TestWrongFilesAreRefusedWhole(t *testing.T) {
	for _, test := range []struct{ rule, table, content, want string }{
		{"a missing column is named", "visits", "state,visitor,date,source\nXEX,a,2019,E\n", `no column "event"`},
		{"a column too many is named", "visits", "state,visitor,event,dat,source\n", `has no column "dat"`},
		{"an unknown table is named", "visit", two, `there is no table "visit"`},
		{"a column twice is named", "visits", "state,state,visitor,event,source\n", `twice`},
		{"another encoding is found", "visits", "state,visitor,event,source\nXEX,caf\xe9,requested,E\n", `row 2, column "visitor"`},
		{"an empty file is said to be empty", "visits", "", "empty"},
		{"a file that ends within quotation marks is cut off", "visits", "state,visitor,event,source\nXEX,\"a", "cut off"},
	} {
		_, err := run(t, importertest.DB(t), test.table, test.content)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.rule, err)
		}
	}
}

// Who fills a template and forgets the example row is told; who fills nothing imports nothing; and the example itself is right.
func TestTemplatesAreRight(t *testing.T) {
	db := importertest.DB(t)
	for _, table := range sheet.Tables() {
		template := sheet.Template(table)
		report, err := run(t, db, table.Name, string(template))
		if err != nil || len(report.Files[0].Refusals()) != 1 {
			t.Errorf("%s: %s, %v", table.Name, importertest.JSON(t, report), err)
		}
		report, err = run(t, db, table.Name, strings.Replace(string(template), "EXAMPLE", "EX-01", 1))
		if err != nil || report.Files[0].New != 1 {
			t.Errorf("%s: its example is refused: %s, %v", table.Name, importertest.JSON(t, report), err)
		}
		lines, err := csv.NewReader(bytes.NewReader(template)).ReadAll()
		if err != nil || len(lines) != 2 {
			t.Errorf("%s: %d lines, %v", table.Name, len(lines), err)
		}
		if table.Columns[0].Name != "id" || table.Help == "" || table.Title == "" || len(table.Key) == 0 {
			t.Errorf("%s lacks something", table.Name)
		}
		for _, c := range table.Columns {
			if c.Help == "" {
				t.Errorf("%s: column %s is not explained", table.Name, c.Name)
			}
		}
		for _, k := range table.Key {
			if table.Column(k) == nil {
				t.Errorf("%s: the key has no column %s", table.Name, k)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("visits", two)
	f.Add("advice", string(sheet.Template(sheet.Tables()[len(sheet.Tables())-2])))
	for _, table := range sheet.Tables() {
		if text, err := os.ReadFile("../../demo/facts/ledgers/" + table.Name + ".csv"); err == nil {
			lines := strings.SplitAfterN(string(text), "\n", 4)
			f.Add(table.Name, strings.Join(lines[:min(3, len(lines))], ""))
		}
	}
	f.Add("visits", "\xef\xbb\xbfstate,visitor,event,source\r\n\"X\nEX\",,,\r\n")
	db := importertest.DB(f)
	f.Fuzz(func(t *testing.T, name, content string) {
		table, ok := sheet.ByName(name)
		if !ok {
			return
		}
		report, err := imports.Run(context.Background(), db, "sheet", imports.Options{DryRun: true}, func(tx *imports.Tx) error {
			return sheet.Read(context.Background(), tx, tx.File("fuzz"), strings.NewReader(content), table)
		})
		if err != nil {
			return
		}
		if file := report.Files[0]; file.Read != file.New+file.Changed+file.Unchanged+report.Refused() {
			t.Errorf("%d read, %d new, %d changed, %d unchanged, %d refused", file.Read, file.New, file.Changed, file.Unchanged, report.Refused())
		}
	})
}

func itoa(n int) string      { return strconv.Itoa(n) }
func quoted(s string) string { return strconv.Quote(s) }
