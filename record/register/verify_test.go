package register_test

import (
	"errors"
	"strings"
	"testing"

	"unhindered/record/register"
	"unhindered/storage"
)

// Every change of the database behind the register's back is found, and the entry concerned is named.
func TestVerifyNamesTheEntry(t *testing.T) {
	ctx := t.Context()
	exec := func(statements ...string) func(*testing.T, *storage.DB) {
		return func(t *testing.T, db *storage.DB) {
			t.Helper()
			err := db.Update(ctx, func(tx *storage.Tx) error {
				for _, statement := range statements {
					n, err := tx.Exec(ctx, statement)
					if err != nil {
						return err
					}
					if n == 0 {
						return errors.New("nothing was changed by " + statement)
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	tests := []struct {
		rule    string
		tamper  func(*testing.T, *storage.DB)
		problem string
	}{
		{"one byte of a text", func(t *testing.T, db *storage.DB) {
			var text []byte
			if err := db.QueryRow(ctx, "SELECT text FROM entry WHERE id = 'CN-0007'").Scan(&text); err != nil {
				t.Fatal(err)
			}
			text[len(text)/2] ^= 1
			err := db.Update(ctx, func(tx *storage.Tx) error {
				_, err := tx.Exec(ctx, "UPDATE entry SET text = $1 WHERE id = 'CN-0007'", text)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}, "CN-0007 version 1: its text is not what the log committed to"},
		{"a salt", func(t *testing.T, db *storage.DB) {
			err := db.Update(ctx, func(tx *storage.Tx) error {
				_, err := tx.Exec(ctx, "UPDATE entry SET salt = $1 WHERE id = 'CN-0007'", make([]byte, 32))
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}, "CN-0007 version 1: its text is not what the log committed to"},
		{"a commitment",
			exec("UPDATE entry_version SET commitment = 'x' WHERE entry = 'CN-0007'"),
			"CN-0007 version 1: its commitment is not the one in leaf 6 of the log"},
		{"the text of another entry under this ID",
			exec("UPDATE entry SET text = (SELECT text FROM entry WHERE id = 'CN-0008'), salt = (SELECT salt FROM entry WHERE id = 'CN-0008') WHERE id = 'CN-0007'"),
			"CN-0007 version 1: its text is not what the log committed to"},
		{"two entries that change names",
			exec("UPDATE entry SET id = 'X' WHERE id = 'CN-0007'", "UPDATE entry SET id = 'CN-0007' WHERE id = 'CN-0008'",
				"UPDATE entry SET id = 'CN-0008' WHERE id = 'X'", "UPDATE entry_version SET entry = 'X' WHERE entry = 'CN-0007'",
				"UPDATE entry_version SET entry = 'CN-0007' WHERE entry = 'CN-0008'", "UPDATE entry_version SET entry = 'CN-0008' WHERE entry = 'X'"),
			"CN-0007 version 1: its text is that of another entry or version"},
		{"what the lists know",
			exec("UPDATE entry SET facets = 'state=XEX act=TORTURE act=BODY' WHERE id = 'CN-0007'"),
			"CN-0007 version 1: what lists and search know of it is not what its text says"},
		{"an entry that is gone",
			exec("DELETE FROM entry WHERE id = 'CN-0007'"),
			"CN-0007: it was published and is gone, without having been withdrawn"},
		{"an entry that is gone with its versions",
			exec("DELETE FROM entry WHERE id = 'CN-0007'", "DELETE FROM entry_version WHERE entry = 'CN-0007'"),
			"leaf 6 of the log publishes an entry, and the register no longer knows which"},
		{"a published entry that is gone with its versions still has a key",
			exec("DELETE FROM entry WHERE version = 2", "DELETE FROM entry_version WHERE entry IN (SELECT entry FROM publication WHERE version = 2)"),
			" version 2: leaf 11 of the log publishes it, and the register no longer knows it"},
		{"an entry that nobody published",
			exec("INSERT INTO entry (id, version, leaf, text, salt, subject, date, facets, search) SELECT 'CN-0099', 1, 99, text, salt, subject, date, facets, search FROM entry WHERE id = 'CN-0007'"),
			"CN-0099 version 1: it was never published"},
		{"a forged version with its commitment",
			exec("INSERT INTO entry_version (entry, version, commitment, leaf, day) SELECT 'CN-0007', 2, commitment, 99, day FROM entry_version WHERE entry = 'CN-0007'"),
			"CN-0007 version 2: its leaf 99 is not in the log"},
		{"a tombstone that is gone",
			exec("DELETE FROM tombstone"),
			"CN-0010: it was published and is gone, without having been withdrawn"},
		{"a tombstone that is gone leaves its leaf",
			exec("DELETE FROM tombstone"),
			"leaf 12 of the log withdraws it, and the register has no tombstone for it"},
		{"a withdrawn entry that is back",
			exec("INSERT INTO entry (id, version, leaf, text, salt, subject, date, facets, search) SELECT 'CN-0010', 1, 99, text, salt, subject, date, facets, search FROM entry WHERE id = 'CN-0007'"),
			"CN-0010: it was withdrawn and is there again"},
		{"a forged tombstone",
			exec("INSERT INTO tombstone (entry, leaf, day) VALUES ('CN-0007', 99, '2026-01-01')", "DELETE FROM entry WHERE id = 'CN-0007'"),
			"CN-0007: its leaf 99 is not in the log"},
		{"a leaf",
			exec("UPDATE log_leaf SET text = (SELECT text FROM log_leaf WHERE n = 7) WHERE n = 6"),
			"CN-0007 version 1: its leaf 6 of the log is not the text that was appended"},
		{"a leaf that is gone",
			exec("DELETE FROM log_leaf WHERE n = 6"),
			"CN-0007 version 1: its leaf 6 of the log is missing"},
		{"a hash of the log",
			exec("UPDATE log_tile SET hashes = (SELECT text FROM log_leaf WHERE n = 0)"),
			"has a sound text, but its hash in tile 0 of level 0 was altered"},
		{"the checkpoint",
			exec("UPDATE log_head SET checkpoint = REPLACE(checkpoint, 'record.example.org', 'record.example.com')"),
			"the log's checkpoint is not one that was signed with the log's key"},
	}
	each(t, func(t *testing.T, s *register.Store, db *storage.DB) {
		var numbered []register.Entry
		for _, id := range []string{"01", "02", "03", "04", "05", "06", "07", "08", "09", "10"} {
			numbered = append(numbered, entry(func(e *register.Entry) { e.ID, e.Place = "CN-00"+id, "room "+id }))
		}
		if err := s.Import(ctx, numbered); err != nil {
			t.Fatal(err)
		}
		p := publish(t, s, "k1", entry())
		publish(t, s, "k2", entry(func(e *register.Entry) { e.ID = p.ID }))
		if _, err := s.Withdraw(ctx, "k3", "CN-0010"); err != nil {
			t.Fatal(err)
		}
		sound(t, s, 10, 1, 13)
		restore := keepTables(t, db)
		for _, test := range tests {
			test.tamper(t, db)
			r, err := s.Verify(ctx)
			if err != nil {
				t.Errorf("%s: %v", test.rule, err)
			}
			var all []string
			for _, problem := range r.Problems {
				all = append(all, problem.String())
			}
			if !strings.Contains(strings.Join(all, "\n"), test.problem) {
				t.Errorf("%s: found %q\nwant %s", test.rule, all, test.problem)
			}
			restore()
			sound(t, s, 10, 1, 13)
		}
	})
}

// keepTables copies all tables and returns what puts them back.
func keepTables(t *testing.T, db *storage.DB) (restore func()) {
	tables := []string{"entry", "entry_version", "tombstone", "publication", "log_leaf", "log_tile", "log_head"}
	run := func(statements func(table string) []string) {
		t.Helper()
		err := db.Update(t.Context(), func(tx *storage.Tx) error {
			for _, table := range tables {
				for _, statement := range statements(table) {
					if _, err := tx.Exec(t.Context(), statement); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	run(func(table string) []string {
		return []string{"CREATE TABLE kept_" + table + " AS SELECT * FROM " + table}
	})
	return func() {
		t.Helper()
		run(func(table string) []string {
			return []string{"DELETE FROM " + table, "INSERT INTO " + table + " SELECT * FROM kept_" + table}
		})
	}
}
