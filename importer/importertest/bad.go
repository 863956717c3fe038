package importertest

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"unhindered/importer/kind"
	"unhindered/record/imports"
	"unhindered/storage"
)

// A Sample is a good file, to be spoiled.
type Sample struct {
	Run  func(context.Context, kind.In) (imports.Report, error)
	Name string
	Text string            // CSV with a header and at least two rows
	With map[string]string // files without which it is not read
	Swap [2]string         // columns whose cells, exchanged, have every row refused
}

// Bad spoils a file in each way that files come spoilt, and shows that it is refused with the reason, or taken where
// nothing is lost.
func Bad(t *testing.T, s Sample) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(s.Text)).ReadAll()
	if err != nil || len(rows) < 3 {
		t.Fatalf("the sample has %d rows (%v)", len(rows), err)
	}
	wide := strings.Repeat(",", 10_000_000)
	for _, test := range []struct{ name, text, want string }{
		{"gzip that is cut off", cutGzip(s.Text), "cut off"},
		{"Latin-1", s.Text[:len(s.Text)-1] + "\xe9\n", "is not UTF-8"},
		{"UTF-16", "\xff\xfe" + wideLetters(s.Text), "is not UTF-8"},
		{"ten million columns in the header", wide + "\n" + s.Text, "more than 1000 columns"},
		{"ten million columns in a row", s.Text + wide + "\n", "more than 1000 columns"},
		{"nothing at all", "", "empty"},
		{"without its first column", table(columns(rows, order(rows)[1:])), rows[0][0]},
	} {
		t.Run(test.name, func(t *testing.T) {
			db := DB(t)
			_, err := s.run(t, db, map[string]string{s.Name: test.text})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want one with %q", err, test.want)
			}
			if past, err := imports.List(t.Context(), db); len(past) > 0 || err != nil {
				t.Errorf("something was imported all the same: %+v, %v", past, err)
			}
		})
	}
	t.Run("columns in another order", func(t *testing.T) {
		a, b := DB(t), DB(t)
		backwards := order(rows)
		slices.Reverse(backwards)
		if _, err := s.run(t, a, map[string]string{s.Name: s.Text}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.run(t, b, map[string]string{s.Name: table(columns(rows, backwards))}); err != nil {
			t.Fatal(err)
		}
		if Dump(t, a) != Dump(t, b) {
			t.Error("the rows are not the same")
		}
	})
	t.Run("two columns exchanged under their names", func(t *testing.T) {
		i, k := slices.Index(rows[0], s.Swap[0]), slices.Index(rows[0], s.Swap[1])
		swapped := slices.Clone(rows)
		for n, row := range rows[1:] {
			row = slices.Clone(row)
			row[i], row[k] = row[k], row[i]
			swapped[n+1] = row
		}
		report, err := s.run(t, DB(t), map[string]string{s.Name: table(swapped)})
		if err != nil {
			t.Fatal(err)
		}
		f := file(t, report, s.Name)
		if f.RefusedRows() != f.Read || f.Read != len(rows)-1 {
			t.Errorf("%d of %d rows refused, want all", f.RefusedRows(), f.Read)
		}
	})
	t.Run("the same file under two names", func(t *testing.T) {
		again := "copy of " + s.Name
		report, err := s.run(t, DB(t), map[string]string{s.Name: s.Text, again: s.Text})
		if err != nil {
			t.Fatal(err)
		}
		first, second := file(t, report, s.Name), file(t, report, again)
		if second.New > 0 { // the files are taken in the order of their names
			first, second = second, first
		}
		if first.New == 0 || second.New+second.Changed > 0 || second.Unchanged != first.New+first.Unchanged {
			t.Errorf("first %s, second %s", JSON(t, first), JSON(t, second))
		}
	})
}

func (s Sample) run(t *testing.T, db *storage.DB, files map[string]string) (imports.Report, error) {
	t.Helper()
	dir := t.TempDir()
	in := kind.In{DB: db}
	for _, more := range []map[string]string{s.With, files} {
		for name, text := range more {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			in.Files = append(in.Files, path)
		}
	}
	return s.Run(t.Context(), in)
}

func file(t *testing.T, report imports.Report, name string) *imports.File {
	t.Helper()
	for _, f := range report.Files {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("%s is not in the report", name)
	return nil
}

func order(rows [][]string) []int {
	all := make([]int, len(rows[0]))
	for i := range all {
		all[i] = i
	}
	return all
}

func columns(rows [][]string, wanted []int) [][]string {
	out := make([][]string, len(rows))
	for n, row := range rows {
		for _, i := range wanted {
			out[n] = append(out[n], row[i])
		}
	}
	return out
}

func table(rows [][]string) string {
	var out strings.Builder
	_ = csv.NewWriter(&out).WriteAll(rows) // a builder takes everything
	return out.String()
}

func cutGzip(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, text) // a buffer takes everything
	_ = w.Close()
	return b.String()[:b.Len()*2/3]
}

func wideLetters(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		b.WriteByte(c)
		b.WriteByte(0)
	}
	return b.String()
}
