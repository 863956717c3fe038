package tablefile

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"unhindered/office/table"
)

var sample = table.Table{
	Ledger: "votes", Name: "votes-sample", Title: "Votes of Examplestan", Help: "One row is one vote.",
	Columns: []table.Column{
		{Name: "id", Type: table.Text, Help: "key"}, {Name: "zeal", Type: table.Text, Help: "a text; its name would come last in the alphabet"},
		{Name: "count", Type: table.Int, Help: "a whole number"}, {Name: "share", Type: table.Float, Help: "a number"},
		{Name: "fictional", Type: table.Bool, Help: "yes or no"}, {Name: "day", Type: table.Day, Help: "a day"},
		{Name: "time", Type: table.Date, Help: "a date as vague as its source"}, {Name: "states", Type: table.List, Help: "States"},
	},
}

// rows are a full one, one of which nothing is stated, and everything that a file format can trip over.
var rows = []table.Row{
	{"a", "Côte d’Ivoire, “quoted”; a,b", int64(42), 0.25, true, "2013-09-14", "2013-09-14", []string{"CIV", "XEX"}},
	{"b", nil, nil, nil, nil, nil, nil, nil},
	{"c", "=HYPERLINK(\"http://example.org\")", int64(-7), -1.5, false, "1946-02-29"[:8] + "28", "1946", []string{"XEX"}},
	{"d", "+1", int64(0), 0.0, false, "2020-02-29", "2020-02", []string{"-dash", "@at"}},
	{"e", "- begins with a dash\nand has a second line", int64(1) << 53, 1e-9, true, "1900-01-01", "1848-05-18", []string{"one; and two", "three"}},
	{"f", "'tis quoted", int64(3), 3.0, true, "9999-12-31", "1999-12", []string{"العربية"}},
	{"g", "  spaces at both ends  ", int64(4), 4.5, nil, nil, "2013", nil},
	{"h", "@cmd|' /C calc'!A0", nil, nil, nil, nil, nil, []string{"=1+1"}},
}

func write(t *testing.T, format string, rows []table.Row) []byte {
	t.Helper()
	f, ok := ByName(format)
	if !ok {
		t.Fatalf("there is no format %s", format)
	}
	var buf bytes.Buffer
	w, err := f.New(&buf, About{Table: sample, Notes: []string{"made for a test"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func names() []string {
	var all []string
	for _, c := range sample.Columns {
		all = append(all, c.Name)
	}
	return all
}

func TestCSVReadsBackCellByCell(t *testing.T) {
	got, err := csv.NewReader(bytes.NewReader(write(t, "csv", rows))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got[0], names()) {
		t.Errorf("head %q", got[0])
	}
	for i, row := range rows {
		for j, cell := range row {
			want := table.Words(cell)
			if f, ok := cell.(float64); ok {
				want = strconv.FormatFloat(f, 'f', -1, 64)
			}
			text := got[i+1][j]
			if _, number := cell.(int64); number || sample.Columns[j].Type == table.Float {
				if text != want {
					t.Errorf("row %s, %s: %q, want %q", row[0], sample.Columns[j].Name, text, want)
				}
				continue
			}
			if RawCell(text) != want {
				t.Errorf("row %s, %s: %q, want %q", row[0], sample.Columns[j].Name, RawCell(text), want)
			}
			if text != "" && strings.ContainsAny(text[:1], "=+-@\t\r") {
				t.Errorf("row %s, %s: %q could run as a formula", row[0], sample.Columns[j].Name, text)
			}
		}
	}
	if got[2][4] != "" || got[3][4] != "no" {
		t.Errorf("not stated is %q, no is %q", got[2][4], got[3][4])
	}
}

func FuzzSafeCellComesBack(f *testing.F) {
	for _, s := range []string{"", "=1", "'=1", "''", "＝1", "plain", "-", "\t"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		safe := SafeCell(s)
		if RawCell(safe) != s {
			t.Errorf("%q became %q and came back as %q", s, safe, RawCell(safe))
		}
		if safe != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(safe)[0]) {
			t.Errorf("%q is not safe", safe)
		}
	})
}

func TestJSONReadsBackCellByCell(t *testing.T) {
	var got struct {
		Table string           `json:"table"`
		Rows  []map[string]any `json:"rows"`
		Total int              `json:"total"`
	}
	dec := json.NewDecoder(bytes.NewReader(write(t, "json", rows)))
	dec.UseNumber()
	if err := dec.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if got.Table != sample.Name || got.Total != len(rows) {
		t.Errorf("table %q, total %d", got.Table, got.Total)
	}
	for i, row := range rows {
		if len(got.Rows[i]) != len(row) {
			t.Errorf("row %s has %d fields: every column is there, null where nothing is stated", row[0], len(got.Rows[i]))
		}
		for j, cell := range row {
			var want any
			switch v := cell.(type) {
			case []string:
				var list []any
				for _, s := range v {
					list = append(list, s)
				}
				want = list
			case int64:
				want = json.Number(strconv.FormatInt(v, 10))
			case float64:
				n, _ := got.Rows[i][sample.Columns[j].Name].(json.Number)
				if f, err := n.Float64(); err != nil || f != v {
					t.Errorf("row %s, %s: %v, want %v", row[0], sample.Columns[j].Name, n, v)
				}
				continue
			default:
				want = v
			}
			if diff := cmp.Diff(want, got.Rows[i][sample.Columns[j].Name]); diff != "" {
				t.Errorf("row %s, %s: %s", row[0], sample.Columns[j].Name, diff)
			}
		}
	}
}

func TestXLSXReadsBackCellByCell(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(write(t, "xlsx", rows)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := f.GetSheetList(); !slices.Equal(got, []string{"votes-sample", "About"}) {
		t.Fatalf("sheets %q", got)
	}
	at := func(column, row int) string {
		cell, err := excelize.CoordinatesToCellName(column+1, row+1)
		if err != nil {
			t.Fatal(err)
		}
		if formula, err := f.GetCellFormula("votes-sample", cell); err != nil || formula != "" {
			t.Errorf("%s is a formula: %q, %v", cell, formula, err)
		}
		v, err := f.GetCellValue("votes-sample", cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for j, name := range names() {
		if at(j, 0) != name {
			t.Errorf("head %q, want %q", at(j, 0), name)
		}
	}
	for i, row := range rows {
		for j, cell := range row {
			got, want := at(j, i+1), table.Words(cell)
			switch v := cell.(type) {
			case float64:
				if n, err := strconv.ParseFloat(got, 64); err != nil || n != v {
					t.Errorf("row %s, %s: %q, want %v", row[0], sample.Columns[j].Name, got, v)
				}
				continue
			case string:
				if kind := sample.Columns[j].Type; kind == table.Day || kind == table.Date {
					if n, err := strconv.ParseFloat(got, 64); err == nil && len(v) == 10 {
						day, err := excelize.ExcelDateToTime(n, false)
						if err != nil || day.Format(time.DateOnly) != v {
							t.Errorf("row %s, %s: day %v, want %s", row[0], sample.Columns[j].Name, day, v)
						}
						continue
					}
				}
			}
			if got != want {
				t.Errorf("row %s, %s: %q, want %q", row[0], sample.Columns[j].Name, got, want)
			}
		}
	}
	about, err := f.GetRows("About")
	if err != nil || !slices.ContainsFunc(about, func(line []string) bool {
		return len(line) == 3 && line[0] == "zeal" && line[2] == sample.Columns[1].Help
	}) {
		t.Errorf("the sheet About does not explain the columns: %v, %v", about, err)
	}
}

func TestCellsTooLongForXLSXAreMarked(t *testing.T) {
	long := strings.Repeat("𝔘", cellLimit) // two units each
	f, err := excelize.OpenReader(bytes.NewReader(write(t, "xlsx", []table.Row{{"a", long, nil, nil, nil, nil, nil, nil}})))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := f.GetCellValue("votes-sample", "B2")
	if err != nil || !strings.HasSuffix(got, cutMark) || !strings.HasPrefix(long, strings.TrimSuffix(got, cutMark)) {
		t.Errorf("%d bytes that end in %q, %v", len(got), got[max(0, len(got)-10):], err)
	}
	about, _ := f.GetRows("About")
	if !strings.Contains(fmt.Sprint(about), "1 cells are longer") {
		t.Errorf("the sheet About does not say that a cell was cut: %v", about)
	}
}

func TestParquetReadsBackCellByCell(t *testing.T) {
	data := write(t, "parquet", rows)
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]string{}
	var order []string
	for _, c := range f.Root().Columns() {
		order = append(order, c.Name())
		if c.Leaf() {
			types[c.Name()] = c.Type().String()
			if c.Optional() == (c.Name() == "id") {
				t.Errorf("%s: optional is %v", c.Name(), c.Optional())
			}
		}
	}
	if want := []string{"id", "zeal", "count", "share", "fictional", "day", "time", "time_first", "time_last", "states"}; !slices.Equal(order, want) {
		t.Errorf("columns %v, want %v", order, want)
	}
	want := map[string]string{"id": "STRING", "zeal": "STRING", "count": "INT(64,true)", "share": "DOUBLE", "fictional": "BOOLEAN", "day": "DATE",
		"time": "STRING", "time_first": "DATE", "time_last": "DATE"}
	if diff := cmp.Diff(want, types); diff != "" {
		t.Error(diff)
	}
	if text, ok := f.Lookup("columns"); !ok || !strings.Contains(text, sample.Columns[1].Help) {
		t.Errorf("the metadata do not explain the columns: %q", text)
	}
	reader := parquet.NewReader(f)
	defer reader.Close()
	day := func(v any) any {
		if v == nil {
			return nil
		}
		return time.Unix(int64(v.(int32))*24*60*60, 0).UTC().Format(time.DateOnly)
	}
	for i, row := range rows {
		got := map[string]any{}
		if err := reader.Read(&got); err != nil {
			t.Fatalf("row %d: %v", i, err)
		}
		for j, cell := range row {
			c := sample.Columns[j]
			have := got[c.Name]
			switch c.Type {
			case table.Day:
				have = day(have)
			case table.List:
				have = list(have)
				if cell == nil {
					cell = []string(nil)
				}
			case table.Date:
				date, _ := cell.(string)
				var first, last any
				if d, ok := table.First(date); ok {
					first = d.Format(time.DateOnly)
				}
				if d, ok := table.Last(date); ok {
					last = d.Format(time.DateOnly)
				}
				if day(got["time_first"]) != first || day(got["time_last"]) != last {
					t.Errorf("row %s: %v to %v, want %v to %v", row[0], day(got["time_first"]), day(got["time_last"]), first, last)
				}
			}
			if b, ok := have.([]byte); ok {
				have = string(b)
			}
			if diff := cmp.Diff(cell, have); diff != "" {
				t.Errorf("row %s, %s: %s", row[0], c.Name, diff)
			}
		}
	}
	if err := reader.Read(&map[string]any{}); !errors.Is(err, io.EOF) {
		t.Errorf("after the last row: %v", err)
	}
}

// list reads what the reader makes of a LIST of strings.
func list(v any) []string {
	var out []string
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			if m, ok := e.(map[string]any); ok {
				e = m["element"]
			}
			if b, ok := e.([]byte); ok {
				e = string(b)
			}
			out = append(out, e.(string))
		}
	case []string:
		return v
	case map[string]any:
		return list(v["list"])
	case []map[string]any:
		for _, m := range v {
			out = append(out, m["element"].(string))
		}
	}
	return out
}

// many gives n rows without keeping any.
func many(n int) iter.Seq[table.Row] {
	return func(yield func(table.Row) bool) {
		text := strings.Repeat("a text of some length ", 8)
		for i := range n {
			if !yield(table.Row{strconv.Itoa(i), text + strconv.Itoa(i), int64(i), nil, i%2 == 0, "2013-09-14", "2013", []string{"XEX"}}) {
				return
			}
		}
	}
}

func TestMemoryDoesNotGrowWithTheRows(t *testing.T) {
	peak := func(format string, n int) uint64 {
		f, _ := ByName(format)
		w, err := f.New(io.Discard, About{Table: sample})
		if err != nil {
			t.Fatal(err)
		}
		var most uint64
		i := 0
		for row := range many(n) {
			if err := w.Write(row); err != nil {
				t.Fatal(err)
			}
			if i++; i%10_000 == 0 {
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return most
	}
	for _, format := range Names() {
		peak(format, 10_000) // pools fill
		small, large := peak(format, 30_000), peak(format, 90_000)
		if large > 2*small+(16<<20) {
			t.Errorf("%s: %d MB at 30,000 rows, %d MB at 90,000", format, small>>20, large>>20)
		}
	}
}

func TestAFileIsWholeOrNotThere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "votes.csv")
	if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("the rows ended early")
	if err := Save(path, func(w io.Writer) error { io.WriteString(w, "half"); return broken }); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "before" {
		t.Errorf("after a failure: %q, %v", text, err)
	}
	if err := Save(path, func(w io.Writer) error { _, err := io.WriteString(w, "whole"); return err }); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(path); string(text) != "whole" {
		t.Errorf("%q", text)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("files are left behind: %v", left)
	}
	if err := Save(filepath.Join(dir, "nowhere", "votes.csv"), func(io.Writer) error { return nil }); err == nil {
		t.Error("a folder that is not there was no error")
	}
}

func TestARowThatDoesNotFitIsRefused(t *testing.T) {
	for _, f := range Formats() {
		w, err := f.New(io.Discard, About{Table: sample})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(table.Row{"a"}); err == nil || !strings.Contains(err.Error(), "1 cells") {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}
