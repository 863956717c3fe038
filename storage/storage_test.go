package storage_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"unhindered/storage"
	"unhindered/storage/storagetest"
)

func migrations(files ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		fsys[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return fsys
}

var first = []string{"0001_thing.sql", "-- +goose Up\nCREATE TABLE thing (id TEXT PRIMARY KEY, n BIGINT NOT NULL, sealed BYTEA NOT NULL);\n"}

func open(t *testing.T, url string) *storage.DB {
	t.Helper()
	db, err := storage.Open(t.Context(), url, migrations(first...))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestSameSQLOnBothEngines(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db := open(t, url)
		ctx := t.Context()
		err := db.Update(ctx, func(tx *storage.Tx) error {
			// Parameters out of order: a driver that binds by appearance would swap them.
			_, err := tx.Exec(ctx, "INSERT INTO thing (sealed, n, id) VALUES ($3, $2, $1)", "a", 7, []byte{0, 1, 2})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		var id string
		var n int
		var sealed []byte
		if err := db.QueryRow(ctx, "SELECT id, n, sealed FROM thing WHERE id = $1", "a").Scan(&id, &n, &sealed); err != nil {
			t.Fatal(err)
		}
		if id != "a" || n != 7 || string(sealed) != "\x00\x01\x02" {
			t.Errorf("got %q %d %v", id, n, sealed)
		}
	})
}

func TestFailedUpdateLeavesNothing(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db := open(t, url)
		ctx := t.Context()
		stop := errors.New("stop")
		err := db.Update(ctx, func(tx *storage.Tx) error {
			if _, err := tx.Exec(ctx, "INSERT INTO thing VALUES ('a', 1, $1)", []byte("x")); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Fatalf("got %v", err)
		}
		var n int
		if err := db.QueryRow(ctx, "SELECT count(*) FROM thing").Scan(&n); err != nil || n != 0 {
			t.Errorf("%d rows left, %v", n, err)
		}
	})
}

func TestDuplicateKeyIsRecognised(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db := open(t, url)
		ctx := t.Context()
		insert := func() error {
			return db.Update(ctx, func(tx *storage.Tx) error {
				_, err := tx.Exec(ctx, "INSERT INTO thing VALUES ('a', 1, $1)", []byte("x"))
				return err
			})
		}
		if err := insert(); err != nil {
			t.Fatal(err)
		}
		if err := insert(); !storage.IsDuplicate(err) {
			t.Errorf("second insert: %v is not seen as a duplicate", err)
		}
	})
}

// Many writers at once lose no update: each reads, adds one and writes.
func TestConcurrentUpdatesLoseNothing(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db := open(t, url)
		ctx := t.Context()
		if err := db.Update(ctx, func(tx *storage.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO thing VALUES ('a', 0, $1)", []byte("x"))
			return err
		}); err != nil {
			t.Fatal(err)
		}
		const writers = 4
		const each = 5
		errs := make(chan error)
		for range writers {
			go func() {
				for range each {
					if err := addOne(ctx, db); err != nil {
						errs <- err
						return
					}
				}
				errs <- nil
			}()
		}
		for range writers {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		var n int
		if err := db.QueryRow(ctx, "SELECT n FROM thing").Scan(&n); err != nil || n != writers*each {
			t.Errorf("n = %d, want %d (%v)", n, writers*each, err)
		}
	})
}

func addOne(ctx context.Context, db *storage.DB) error {
	return db.Update(ctx, func(tx *storage.Tx) error {
		var n int
		if err := tx.QueryRow(ctx, "SELECT n FROM thing WHERE id = 'a'").Scan(&n); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "UPDATE thing SET n = $1 WHERE id = 'a'", n+1)
		return err
	})
}

func TestRefusesANewerDatabase(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		newer := append([]string{"0002_more.sql", "-- +goose Up\nCREATE TABLE more (id TEXT PRIMARY KEY);\n"}, first...)
		db, err := storage.Open(t.Context(), url, migrations(newer...))
		if err != nil {
			t.Fatal(err)
		}
		db.Close()
		_, err = storage.Open(t.Context(), url, migrations(first...))
		if !errors.Is(err, storage.ErrNewer) {
			t.Errorf("got %v, want ErrNewer", err)
		}
	})
}

func TestBlobs(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "blobs")
	blobs, err := storage.OpenBlobs(dir)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := blobs.Create()
	if err != nil {
		t.Fatal(err)
	}
	kept.Write([]byte("sealed"))
	name, err := kept.Commit()
	if err != nil {
		t.Fatal(err)
	}
	unfinished, err := blobs.Create()
	if err != nil {
		t.Fatal(err)
	}
	unfinished.Write([]byte("half"))
	unfinished.Sync() // and then the program is killed

	blobs, err = storage.OpenBlobs(dir)
	if err != nil {
		t.Fatal(err)
	}
	if there, _ := os.ReadDir(dir); len(there) != 2 {
		t.Errorf("%d files after opening, want 2: another process may be writing", len(there))
	}
	if err := blobs.RemoveUnfinished(); err != nil {
		t.Fatal(err)
	}
	names, err := blobs.Names()
	if err != nil || len(names) != 1 || names[0] != name {
		t.Errorf("names = %v, %v; want only %s", names, err, name)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("%d files left, want 1", len(left))
	}
	for _, bad := range []string{"../room.db", "", name + "0", "missing"} {
		if _, err := blobs.Open(bad); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("Open(%q): %v, want ErrNotFound", bad, err)
		}
	}
}

func TestCompactLeavesNoDeletedBytes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "room.db")
	db := open(t, path)
	ctx := t.Context()
	const secret = "deleted-canary-7d1f"
	for _, statement := range []string{"INSERT INTO thing VALUES ('a', 1, $1)", "DELETE FROM thing WHERE sealed = $1"} {
		if err := db.Update(ctx, func(tx *storage.Tx) error {
			_, err := tx.Exec(ctx, statement, []byte(secret))
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Compact(ctx); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no database files at %s (%v): this test would check nothing", path, err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte(secret)) {
			t.Errorf("%s still holds a deleted row", filepath.Base(name))
		}
	}
}

func TestCompactSaysWhenAReaderKeepsOldBytesAlive(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "room.db"))
	ctx := t.Context()
	insert := func(id string) {
		t.Helper()
		if err := db.Update(ctx, func(tx *storage.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO thing VALUES ($1, 1, $2)", id, []byte("x"))
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	insert("a")
	err := db.View(ctx, func(tx *storage.Tx) error {
		var n int
		if err := tx.QueryRow(ctx, "SELECT count(*) FROM thing").Scan(&n); err != nil {
			return err
		}
		insert("b")
		if err := db.Compact(ctx); err == nil {
			t.Error("Compact claims to have emptied a log that is being read")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Compact(ctx); err != nil {
		t.Errorf("after the reader has gone: %v", err)
	}
}
