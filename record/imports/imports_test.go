package imports_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"unhindered/record/imports"
	"unhindered/storage"
	"unhindered/storage/storagetest"
)

const schema = `-- +goose Up
CREATE TABLE thing (id TEXT PRIMARY KEY, import_id BIGINT NOT NULL, name TEXT NOT NULL, n BIGINT, data BYTEA, note TEXT NOT NULL);
`

var thing = imports.Table{Name: "thing", Columns: []string{"id", "name", "n", "data", "note"}, Keep: []string{"note"}}

func each(t *testing.T, test func(t *testing.T, db *storage.DB)) {
	t.Helper()
	storagetest.Each(t, func(t *testing.T, url string) {
		db, err := storage.Open(t.Context(), url, fstest.MapFS{"0001_thing.sql": {Data: []byte(schema)}}, imports.Migrations())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		test(t, db)
	})
}

func put(t *testing.T, db *storage.DB, opts imports.Options, rows ...[]any) (imports.Report, error) {
	t.Helper()
	return imports.Run(t.Context(), db, "things", opts, func(tx *imports.Tx) error {
		f := tx.File("things.csv")
		w := tx.Writer(thing)
		for i, row := range rows {
			f.Read++
			if row[1] == "" {
				f.Refuse(i+2, "name", "", "is empty")
				continue
			}
			if err := w.Put(t.Context(), f, append([]any(nil), row...)...); err != nil {
				return err
			}
		}
		return nil
	})
}

func mustPut(t *testing.T, db *storage.DB, rows ...[]any) imports.Report {
	t.Helper()
	report, err := put(t, db, imports.Options{}, rows...)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func content(t *testing.T, db *storage.DB) string {
	t.Helper()
	rows, err := db.Query(t.Context(), "SELECT id, import_id, name, coalesce(n, -1), data, note FROM thing ORDER BY id")
	lines, err := storage.Collect(rows, err, func(r storage.Row, s *string) error {
		var id, name, note string
		var by, n int64
		var data []byte
		err := r.Scan(&id, &by, &name, &n, &data, &note)
		*s = fmt.Sprintf("%s by %d: %s %d %q %s", id, by, name, n, data, note)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

func row(id, name string, n any, data []byte) []any { return []any{id, name, n, data, ""} }

func TestSecondImportChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		var rows [][]any
		for i := range 1000 { // more than one batch
			rows = append(rows, row(fmt.Sprint("r", i), "x", i, []byte{byte(i), 0}))
		}
		rows = append(rows, row("null", "x", nil, []byte{}))
		first := mustPut(t, db, rows...).Files[0]
		if first.Read != 1001 || first.New != 1001 {
			t.Errorf("first: %+v", first)
		}
		before := content(t, db)
		second := mustPut(t, db, rows...).Files[0]
		if second.Unchanged != 1001 || second.New+second.Changed != 0 {
			t.Errorf("second: %+v", second)
		}
		if content(t, db) != before {
			t.Error("the second import changed rows")
		}
	})
}

func TestUndoLeavesContentAsItWas(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		mustPut(t, db, row("a", "one", 1, []byte("x")), row("b", "two", nil, []byte{0, 255}), row("c", "three", 3, nil))
		before := content(t, db)
		second, err := imports.Run(t.Context(), db, "things", imports.Options{}, func(tx *imports.Tx) error {
			w := tx.Writer(thing)
			for _, r := range [][]any{row("a", "changed", 2, []byte("y")), row("d", "new", 4, nil), row("a", "again", 2, nil)} {
				if err := w.Put(t.Context(), nil, r...); err != nil {
					return err
				}
			}
			return w.Delete(t.Context(), "b")
		})
		if err != nil {
			t.Fatal(err)
		}
		if content(t, db) == before {
			t.Fatal("nothing was changed: this test would show nothing")
		}
		if err := imports.Undo(t.Context(), db, second.Import); err != nil {
			t.Fatal(err)
		}
		if got := content(t, db); got != before {
			t.Errorf("after undo:\n%s\nwant:\n%s", got, before)
		}
		if err := imports.Undo(t.Context(), db, second.Import); !errors.Is(err, imports.ErrUndone) {
			t.Errorf("undone twice: %v", err)
		}
		if err := imports.Undo(t.Context(), db, 99); !errors.Is(err, imports.ErrNotFound) {
			t.Errorf("unknown import: %v", err)
		}
		if err := imports.Undo(t.Context(), db, 1); err != nil {
			t.Fatal(err)
		}
		if got := content(t, db); got != "" {
			t.Errorf("left after both were undone: %s", got)
		}
	})
}

func TestUndoIsRefusedIfALaterImportTouchedTheSameRows(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		mustPut(t, db, row("a", "one", 1, nil))
		mustPut(t, db, row("b", "two", 1, nil))
		mustPut(t, db, row("a", "three", 1, nil))
		var touched *imports.TouchedError
		if err := imports.Undo(t.Context(), db, 1); !errors.As(err, &touched) || touched.Later != 3 {
			t.Errorf("got %v, want a refusal that names import 3", err)
		}
		for _, id := range []int64{2, 3, 1} {
			if err := imports.Undo(t.Context(), db, id); err != nil {
				t.Errorf("undoing %d: %v", id, err)
			}
		}
	})
}

func TestRefusedRowsStopNothingUnlessStrict(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		rows := [][]any{row("a", "one", 1, nil), row("b", "", 1, nil)}
		report, err := put(t, db, imports.Options{Strict: true}, rows...)
		if !errors.Is(err, imports.ErrRefused) || report.Refused() != 1 || report.Import != 0 || content(t, db) != "" {
			t.Errorf("strict: %v, %+v", err, report)
		}
		report, err = put(t, db, imports.Options{DryRun: true}, rows...)
		if err != nil || report.Files[0].New != 1 || report.Import != 0 || content(t, db) != "" {
			t.Errorf("dry run: %v, %+v", err, report)
		}
		report = mustPut(t, db, rows...)
		text, err := report.MarshalJSON()
		want := `{"files":[{"changed":0,"file":"things.csv","new":1,"read":2,"refused":[{"row":3,"column":"name","value":"","reason":"is empty"}],"unchanged":0}],"import":1}`
		if err != nil || string(text) != want {
			t.Errorf("got %s, %v\nwant %s", text, err, want)
		}
	})
}

func TestKeptColumnsSurviveALaterImport(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		mustPut(t, db, []any{"a", "one", 1, nil, "decided by a person"})
		report := mustPut(t, db, []any{"a", "one", 1, nil, ""})
		if report.Files[0].Unchanged != 1 {
			t.Errorf("a kept column counts as a change: %+v", report.Files[0])
		}
		mustPut(t, db, []any{"a", "two", 1, nil, ""})
		if got := content(t, db); got != `a by 1: two 1 "" decided by a person` {
			t.Errorf("got %s", got)
		}
	})
}

func TestMemoryIsLoadedAgainAfterAnImportAndAnUndo(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		loads := 0
		memory := imports.Memory[int]{Tables: []string{"thing"}, Load: func(ctx context.Context, tx *storage.Tx) (*int, error) {
			loads++
			var n int
			return &n, tx.QueryRow(ctx, "SELECT count(*) FROM thing").Scan(&n)
		}}
		want := func(rows, load int) {
			t.Helper()
			for range 2 {
				n, err := memory.Get(t.Context(), db)
				if err != nil || *n != rows || loads != load {
					t.Errorf("%d rows after %d loads, want %d after %d (%v)", *n, loads, rows, load, err)
				}
			}
		}
		want(0, 1)
		mustPut(t, db, row("a", "one", 1, nil))
		want(1, 2)
		mustPut(t, db, row("a", "one", 1, nil)) // changes nothing
		want(1, 2)
		if err := imports.Undo(t.Context(), db, 1); err != nil {
			t.Fatal(err)
		}
		want(0, 3)
	})
}
