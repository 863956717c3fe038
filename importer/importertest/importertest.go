// Package importertest helps the tests of importers: it finds the real files and opens an empty record on both engines.
package importertest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"unhindered/record"
	"unhindered/storage"
	"unhindered/storage/storagetest"
)

// Shared returns the path of a file or folder of the shared data and facts ("data/unga/votes.csv.gz"), which lie in a folder
// called shared beside the project. The test is skipped if they are not there.
func Shared(t testing.TB, path ...string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		shared := filepath.Join(dir, "..", "shared")
		if info, err := os.Stat(shared); err == nil && info.IsDir() {
			return filepath.Join(append([]string{shared}, path...)...)
		}
		if dir == filepath.Dir(dir) {
			t.Skip("the folder of real files, called shared, is not beside the project; this test needs it")
		}
	}
}

// DB opens an empty record database on SQLite.
func DB(t testing.TB) *storage.DB {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "record.db"))
}

func open(t testing.TB, url string) *storage.DB {
	t.Helper()
	db, err := record.OpenLedgers(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// Each runs a test on an empty record database on each engine.
func Each(t *testing.T, test func(t *testing.T, db *storage.DB)) {
	t.Helper()
	storagetest.Each(t, func(t *testing.T, url string) { test(t, open(t, url)) })
}

// Dump returns the content of the given tables as text, one line a row, in the order of their ids, to compare. Without
// tables it takes all those that imports have touched.
func Dump(t testing.TB, db *storage.DB, tables ...string) string {
	t.Helper()
	ctx := t.Context()
	if len(tables) == 0 {
		rows, err := db.Query(ctx, "SELECT tab FROM import_stamp ORDER BY tab")
		if tables, err = storage.Collect(rows, err, func(r storage.Row, s *string) error { return r.Scan(s) }); err != nil {
			t.Fatal(err)
		}
	}
	sort.Strings(tables)
	var out strings.Builder
	for _, table := range tables {
		rows, err := db.Query(ctx, "SELECT * FROM "+table+" ORDER BY id")
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values := make([]any, len(columns))
			into := make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&out, "%s %q\n", table, values)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

// JSON returns v as a line of JSON.
func JSON(t testing.TB, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
