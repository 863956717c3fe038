package csvfile_test

import (
	"encoding/csv"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"unhindered/importer/csvfile"
)

func read(text string, opts csvfile.Options) (rows [][]string, err error) {
	opts.Name = "file.csv"
	r, err := csvfile.NewReader(strings.NewReader(text), opts)
	if err != nil {
		return nil, err
	}
	rows = append(rows, slices.Clone(r.Header()))
	for {
		switch err := r.Next(); {
		case errors.Is(err, io.EOF):
			return rows, nil
		case err != nil:
			return rows, err
		}
		rows = append(rows, slices.Clone(r.Record()))
	}
}

func TestFilesAsTheyCome(t *testing.T) {
	want := [][]string{{"a", "b"}, {"1", "x, \"y\"\nz"}, {"", ""}, {"2", "é"}}
	lf := "a,b\n1,\"x, \"\"y\"\"\nz\"\n,\n2,é\n"
	for name, text := range map[string]string{
		"plain":             lf,
		"no end at the end": strings.TrimSuffix(lf, "\n"),
		"byte order mark":   "\ufeff" + lf,
		"empty lines":       strings.Replace(lf, "\n,", "\n\n\n,", 1),
	} {
		if got, err := read(text, csvfile.Options{}); err != nil || !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	for name, text := range map[string]string{"CRLF": "a,b\r\n1,2\r\n", "CR": "a,b\r1,2\r"} {
		if got, err := read(text, csvfile.Options{}); err != nil || !slices.EqualFunc(got, [][]string{{"a", "b"}, {"1", "2"}}, slices.Equal) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestColumnsInAnyOrderButNoneMissing(t *testing.T) {
	opts := csvfile.Options{Name: "votes.csv", Required: []string{"rcid", "vote"}}
	r, err := csvfile.NewReader(strings.NewReader("vote,rcid\nyes,3\n"), opts)
	if err != nil || r.Next() != nil || r.Get("rcid") != "3" || r.Get("vote") != "yes" || r.Row() != 2 {
		t.Errorf("swapped columns: %v", err)
	}
	for text, want := range map[string]string{
		"rcid,x\n":         `votes.csv: there is no column "vote"; the header has ["rcid" "x"]`,
		"rcid,vote,vote\n": `votes.csv: the header has ["vote"] twice`,
		"":                 "votes.csv: the file is empty",
	} {
		if _, err := csvfile.NewReader(strings.NewReader(text), opts); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestHostileFiles(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"ten million columns", "a,b\n" + strings.Repeat(",", 10_000_000), "row 2: more than 1000 columns"},
		{"ten million columns in the header", strings.Repeat("a,", 10_000_000), "row 1: more than 1000 columns"},
		{"a field without an end", "a,b\n\"" + strings.Repeat("x", 3<<20), "row 2: a field of more than 1048576 bytes"},
		{"cut off within quotation marks", "a,b\n1,\"x", "row 2: the file ends within quotation marks"},
		{"another encoding", "a,b\n1,caf\xe9\n", `row 2, column "b": byte 0xe9 is not UTF-8 (near byte 9 of the file)`},
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		_, err := read(test.text, csvfile.Options{})
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 20<<20 {
			t.Errorf("%s: took %d MiB", test.name, used>>20)
		}
	}
	_, err := read("a,b\n1\n", csvfile.Options{})
	var row *csvfile.RowError
	if !errors.As(err, &row) || row.Row != 2 {
		t.Errorf("a short row: %v", err)
	}
}

// What the standard library reads, we read the same.
func FuzzAgainstTheStandardLibrary(f *testing.F) {
	for _, s := range []string{
		"rcid,country,country_code,vote\n3,United States,US,yes\n", "a,b\n\"x\"\"y\",\n", "a\r\nb\r\n", "\ufeffa,b\n1,2", "\"", "a,\"b\nc\"\n", "a,b\n\n1,2\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := read(text, csvfile.Options{})
		if err != nil || strings.Contains(text, "\r") || strings.HasPrefix(text, "\ufeff") {
			return
		}
		std := csv.NewReader(strings.NewReader(text))
		want, err := std.ReadAll()
		if err != nil || len(want) == 0 { // it is stricter about quotation marks
			return
		}
		for i := range want[0] {
			want[0][i] = strings.TrimSpace(want[0][i])
		}
		if len(want[0]) == 1 {
			return // an empty line is a record of one empty field, or none
		}
		if !slices.EqualFunc(rows, want, slices.Equal) {
			t.Errorf("%q: %q, the standard library reads %q", text, rows, want)
		}
	})
}
