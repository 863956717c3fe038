package log_test

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"unhindered/record/log"
	"unhindered/storage"
	"unhindered/storage/storagetest"
)

func verify(t testing.TB, db *storage.DB, l *log.Log) (size int64, problems []log.Problem) {
	t.Helper()
	err := db.View(t.Context(), func(tx *storage.Tx) (err error) {
		size, problems, err = l.Verify(t.Context(), tx, func(int64, []byte) error { return nil })
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return size, problems
}

func alter(t testing.TB, db *storage.DB, statement string, args ...any) {
	t.Helper()
	err := db.Update(t.Context(), func(tx *storage.Tx) error {
		n, err := tx.Exec(t.Context(), statement, args...)
		if err == nil && n == 0 {
			return errors.New("nothing was altered")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// flip changes one byte of a tile.
func flip(t testing.TB, db *storage.DB, level, n int64, at int) {
	t.Helper()
	var hashes []byte
	if err := db.QueryRow(t.Context(), "SELECT hashes FROM log_tile WHERE level = $1 AND n = $2", level, n).Scan(&hashes); err != nil {
		t.Fatal(err)
	}
	hashes[at] ^= 1
	alter(t, db, "UPDATE log_tile SET hashes = $1 WHERE level = $2 AND n = $3", hashes, level, n)
}

func TestTamperingIsFound(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		for _, test := range []struct {
			what   string
			tamper func(t *testing.T, db *storage.DB, l *log.Log)
			leaf   int64 // that is named, or -1
			want   string
		}{
			{"nothing", func(*testing.T, *storage.DB, *log.Log) {}, -1, ""},
			{"a leaf altered", func(t *testing.T, db *storage.DB, _ *log.Log) {
				alter(t, db, "UPDATE log_leaf SET text = $1 WHERE n = 7", []byte("leaf 8\n"))
			}, 7, "is not the text that was appended"},
			{"a leaf of the last tile altered", func(t *testing.T, db *storage.DB, _ *log.Log) {
				alter(t, db, "UPDATE log_leaf SET text = $1 WHERE n = 299", []byte("leaf 8\n"))
			}, 299, "is not the text that was appended"},
			{"a leaf and its hash altered", func(t *testing.T, db *storage.DB, _ *log.Log) {
				alter(t, db, "UPDATE log_leaf SET text = $1 WHERE n = 299", []byte("leaf 8\n"))
				flip(t, db, 0, 1, 43*32)
			}, 299, "is not the text that was appended"},
			{"a leaf taken out", func(t *testing.T, db *storage.DB, _ *log.Log) {
				alter(t, db, "DELETE FROM log_leaf WHERE n = 7")
			}, 7, "is missing"},
			{"the last leaf taken away", func(t *testing.T, db *storage.DB, _ *log.Log) {
				alter(t, db, "DELETE FROM log_leaf WHERE n = 299")
			}, 299, "is missing"},
			{"a hash of the leaves altered", func(t *testing.T, db *storage.DB, _ *log.Log) {
				flip(t, db, 0, 0, 5*32)
			}, 5, "hash in tile 0 of level 0 was altered"},
			{"a hash of the next level altered", func(t *testing.T, db *storage.DB, _ *log.Log) {
				flip(t, db, 1, 0, 31)
			}, -1, "hash 0 of level 1 was altered"},
			{"a tile taken away", func(t *testing.T, db *storage.DB, _ *log.Log) {
				alter(t, db, "DELETE FROM log_tile WHERE level = 1")
			}, -1, "hash 0 of level 1 was altered"},
			{"a tile too many", func(t *testing.T, db *storage.DB, _ *log.Log) {
				alter(t, db, "INSERT INTO log_tile (level, n, hashes) VALUES (0, 9, $1)", make([]byte, 32))
			}, -1, "holds more than the tree has there"},
			{"a leaf too many", func(t *testing.T, db *storage.DB, _ *log.Log) {
				alter(t, db, "INSERT INTO log_leaf (n, text) VALUES (300, $1)", []byte("forged\n"))
			}, -1, "the log has 301 leaves, its checkpoint speaks of 300"},
			{"the signature altered", func(t *testing.T, db *storage.DB, l *log.Log) {
				head, err := l.Checkpoint(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				note := []byte(head.Note)
				note[len(note)-10] ^= 1
				alter(t, db, "UPDATE log_head SET checkpoint = $1", string(note))
			}, -1, "not one that was signed"},
			{"the size altered", func(t *testing.T, db *storage.DB, l *log.Log) {
				head, err := l.Checkpoint(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				alter(t, db, "UPDATE log_head SET checkpoint = $1", strings.Replace(head.Note, "\n300\n", "\n299\n", 1))
			}, -1, "not one that was signed"},
			{"an older checkpoint put back", func(t *testing.T, db *storage.DB, l *log.Log) {
				head, err := l.Checkpoint(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				grow(t, db, l, 300, 301)
				alter(t, db, "UPDATE log_head SET checkpoint = $1", head.Note)
			}, -1, "the log has 301 leaves, its checkpoint speaks of 300"},
		} {
			t.Run(test.what, func(t *testing.T) {
				own := t.TempDir() + "/room.db"
				if strings.HasPrefix(url, "postgres") {
					own = storagetest.NewPostgres(t)
				}
				db := openDB(t, own)
				l := openLog(t, db, newSigner(t))
				grow(t, db, l, 0, 300)
				test.tamper(t, db, l)
				_, problems := verify(t, db, l)
				if test.want == "" {
					if len(problems) > 0 {
						t.Errorf("problems in a sound log: %v", problems)
					}
					return
				}
				for _, p := range problems {
					if p.Leaf == test.leaf && strings.Contains(p.What, test.want) {
						return
					}
				}
				t.Errorf("got %v, want leaf %d: %s", problems, test.leaf, test.want)
			})
		}
	})
}

// Nothing is signed over a log that was tampered with at its growing side.
func TestAppendRefusesADamagedLog(t *testing.T) {
	db := openDB(t, t.TempDir()+"/room.db")
	l := openLog(t, db, newSigner(t))
	grow(t, db, l, 0, 300)
	flip(t, db, 0, 1, 0)
	err := db.Update(t.Context(), func(tx *storage.Tx) error {
		_, err := l.Append(t.Context(), tx, []byte("next\n"))
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "do not match its checkpoint") {
		t.Errorf("got %v", err)
	}
	var leaves int
	if err := db.QueryRow(t.Context(), "SELECT COUNT(*) FROM log_leaf").Scan(&leaves); err != nil || leaves != 300 {
		t.Errorf("%d leaves, %v", leaves, err)
	}
}

// A client with the proper checkpoint is not fooled by altered tiles either.
func TestAStrangerIsNotFooled(t *testing.T) {
	db, signer := openDB(t, t.TempDir()+"/room.db"), newSigner(t)
	l := openLog(t, db, signer)
	grow(t, db, l, 0, 300)
	c := client{t, l}
	tree := c.tree(signer.Public())
	flip(t, db, 0, 0, 5*32)
	if _, err := tlog.ProveRecord(tree.N, 5, tlog.TileHashReader(tree, c)); err == nil {
		t.Error("the altered tile was believed")
	}
}
