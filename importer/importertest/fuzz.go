package importertest

import (
	"bufio"
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unhindered/importer/kind"
	"unhindered/record/imports"
)

// Head returns the first lines of a real file, unpacked, as a seed; "" if the real files are not there.
func Head(f *testing.F, path string, lines int) string {
	f.Helper()
	dir, err := os.Getwd()
	if err != nil {
		f.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		in, err := os.Open(filepath.Join(dir, "..", "shared", path))
		if err != nil {
			continue
		}
		defer in.Close()
		var text io.Reader = in
		if strings.HasSuffix(path, ".gz") {
			if text, err = gzip.NewReader(in); err != nil {
				f.Fatal(err)
			}
		}
		var head strings.Builder
		for s := bufio.NewScanner(text); lines > 0 && s.Scan(); lines-- {
			head.WriteString(s.Text() + "\n")
		}
		return head.String()
	}
	return ""
}

// Fuzz runs an importer on hostile files, without keeping anything. Whatever is in them, it must not panic, and what it
// has read must be accounted for: new, changed, unchanged or refused.
func Fuzz(f *testing.F, run func(context.Context, kind.In) (imports.Report, error), seeds ...string) {
	f.Helper()
	for _, s := range seeds {
		if s != "" {
			f.Add(s)
		}
	}
	db := DB(f)
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		file, err := os.CreateTemp(dir, "*.csv")
		if err != nil {
			t.Fatal(err)
		}
		defer os.Remove(file.Name())
		if _, err := file.WriteString(text); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
		report, err := run(context.Background(), kind.In{DB: db, Files: []string{file.Name()}, DryRun: true})
		if err != nil {
			return // refused as a whole, with a reason
		}
		for _, r := range report.Files {
			if sum := r.New + r.Changed + r.Unchanged + r.RefusedRows(); sum != r.Read {
				t.Errorf("%d rows were read, %d are accounted for", r.Read, sum)
			}
		}
	})
}
