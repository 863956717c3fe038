package main_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"
)

// A file of visits as somebody fills it: with a formula, a dash at the start, a vague date and cells that say nothing.
const visitsFile = `state,visitor,event,date,quoted,source,note
XEX,SR arts,requested,2019-05,=1+1,Example Watch 2021,
XEX,SR torture,reminder,2020,"- asked again, ""twice""","Example Watch 2021, page 3",a note
XEX,SR defenders,completed,2018-02-11,,Example Watch 2021,+41 22
`

func TestExportAsTyped(t *testing.T) {
	run := program(t)
	dir := t.TempDir()
	in := filepath.Join(dir, "visits.csv")
	if err := os.WriteFile(in, []byte(visitsFile), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, errs, status := run("import", "sheet", "visits", in); status != 0 {
		t.Fatalf("import: exit %d\n%s%s", status, out, errs)
	}

	out, errs, status := run("export", "visits-events", "--state", "Examplestan")
	if status != 0 || !strings.Contains(errs, "visits-events: 3 rows as CSV") || !strings.Contains(errs, "terms:") {
		t.Fatalf("exit %d, stderr %s", status, errs)
	}
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(rows) != 4 || strings.Contains(out, "terms:") {
		t.Fatalf("%v: %s", err, out)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	if got := rows[1][column["quoted"]]; got != "'=1+1" {
		t.Errorf("a formula came out as %q", got)
	}
	byVisitor := map[string][]string{}
	for _, row := range rows[1:] {
		byVisitor[row[column["visitor"]]+row[column["event"]]] = row
	}
	done := byVisitor["SR defenderscompleted"]
	if done == nil || done[column["date"]] != "2018-02-11" || done[column["note"]] != "'+41 22" || done[column["mandate"]] != "" {
		t.Errorf("%q", done)
	}

	for _, format := range []string{"json", "xlsx", "parquet"} {
		path := filepath.Join(dir, "visits."+format)
		if _, errs, status := run("export", "visits-events", "--output", path); status != 0 {
			t.Fatalf("%s: exit %d: %s", format, status, errs)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if n, quoted := readBack(t, format, data); n != 3 || quoted != "=1+1" {
			t.Errorf("%s: %d rows, quoted %q: want 3 and the text as it is", format, n, quoted)
		}
	}
	if out, _, status := run("export", "visits", "--year", "2018", "--format", "json"); status != 0 || !strings.Contains(out, `"total":1}`) || !strings.Contains(out, `"days_at_most":null`) {
		t.Errorf("exit %d: %s", status, out)
	}
	out, _, status = run("export", "--list")
	for _, name := range []string{"register ", "votes ", "votes-ballots ", "upr ", "upr-reviews ", "upr-pledges ", "upr-questions ", "ngo ", "ngo-lists ", "ngo-questions ",
		"ngo-roll-calls ", "visits ", "letters ", "statements ", "reports ", "advice ", "treaties ", "quality ", "quality-found "} {
		if status != 0 || !strings.Contains(out, "\n"+name) && !strings.HasPrefix(out, name) {
			t.Errorf("--list (exit %d) has no %s", status, name)
		}
	}
}

func readBack(t *testing.T, format string, data []byte) (rows int, quoted string) {
	t.Helper()
	switch format {
	case "json":
		var all struct{ Rows []map[string]any }
		if err := json.Unmarshal(data, &all); err != nil {
			t.Fatal(err)
		}
		quoted, _ = all.Rows[0]["quoted"].(string)
		return len(all.Rows), quoted
	case "xlsx":
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		all, err := f.GetRows("visits-events")
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range all[0] {
			if name == "quoted" {
				quoted = all[1][i]
			}
		}
		return len(all) - 1, quoted
	}
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	row := map[string]any{}
	reader := parquet.NewReader(f)
	defer reader.Close()
	if err := reader.Read(&row); err != nil {
		t.Fatal(err)
	}
	switch v := row["quoted"].(type) {
	case []byte:
		quoted = string(v)
	case string:
		quoted = v
	}
	return int(f.NumRows()), quoted
}

func TestWrongExportsWriteNothing(t *testing.T) {
	run := program(t)
	dir := t.TempDir()
	for _, test := range []struct {
		rule   string
		args   []string
		status int
		want   string
	}{
		{"no table", []string{"export"}, 2, "say which table"},
		{"no such table", []string{"export", "secrets"}, 2, "the tables are register"},
		{"no such format", []string{"export", "votes", "--format", "pdf"}, 2, "csv, json, xlsx, parquet"},
		{"no State", []string{"export", "votes", "--state", "Ruritania"}, 2, "is no State"},
		{"no date", []string{"export", "votes", "--from", "soon"}, 2, "is not a date"},
		{"a filter that the table does not take", []string{"export", "treaties-list", "--year", "2013"}, 2, "it takes body, kind"},
		{"a column that is no filter", []string{"export", "votes", "--where", "title=x"}, 2, "it takes state"},
		{"half a filter", []string{"export", "votes", "--where", "body"}, 2, "COLUMN=VALUE"},
		{"a folder that is not there", []string{"export", "states", "--output", filepath.Join(dir, "no", "states.csv")}, 1, "no such file"},
	} {
		out, errs, status := run(test.args...)
		if status != test.status || out != "" || !strings.Contains(errs, test.want) {
			t.Errorf("%s: exit %d, stdout %q, stderr %s; want %d and %q", test.rule, status, out, errs, test.status, test.want)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if out, _, status := run("export", "states", "--where", "status=member", "--format", "json"); status != 0 || !strings.Contains(out, `"total":`+strconv.Itoa(193)+"}") {
		t.Errorf("exit %d: %.200s", status, out)
	}
}
