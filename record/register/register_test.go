package register_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/record/log"
	"unhindered/record/register"
	"unhindered/storage"
	"unhindered/storage/storagetest"
)

func newSigner(t testing.TB) log.Signer {
	t.Helper()
	private, _, err := log.NewKey("record.example.org/log")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := log.ParseSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

func open(t testing.TB, url string, signer log.Signer) *register.Store {
	t.Helper()
	s, err := register.Open(t.Context(), url, signer)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// each opens a new register on each engine. db is a second handle on its database, to look or tamper.
func each(t *testing.T, test func(t *testing.T, s *register.Store, db *storage.DB)) {
	storagetest.Each(t, func(t *testing.T, url string) {
		s := open(t, url, newSigner(t))
		db, err := storage.Open(t.Context(), url, register.Migrations())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		test(t, s, db)
	})
}

// entry returns an entry about a fictional person in a fictional State.
func entry(change ...func(*register.Entry)) register.Entry {
	e := register.Entry{
		Subject: "a librarian", Kind: register.Person, State: "XEX", Fictional: true,
		From: "2021-03", To: "2022", Place: "Bibliopolis",
		Summary: "Stopped at the airport on the way to a session.",
		Acts:    []string{"EXIT_STOP"}, Bodies: []string{"HRC"},
		Sources: []register.Source{{Document: "invented for tests"}},
	}
	for _, c := range change {
		c(&e)
	}
	return e
}

func publish(t testing.TB, s *register.Store, key string, e register.Entry) register.Published {
	t.Helper()
	p, err := s.Publish(t.Context(), key, e)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// sound fails the test unless the register verifies, with these numbers.
func sound(t testing.TB, s *register.Store, entries, tombstones, leaves int) {
	t.Helper()
	r, err := s.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := register.Report{Entries: entries, Tombstones: tombstones, Leaves: int64(leaves), Problems: []register.Problem{}}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("verify (-want +got):\n%s", diff)
	}
}

func TestLifeOfAnEntry(t *testing.T) {
	each(t, func(t *testing.T, s *register.Store, _ *storage.DB) {
		ctx := t.Context()
		first := publish(t, s, "k1", entry())
		if !regexp.MustCompile(`^UNH-[0-9A-HJKMNP-TV-Z]{8}$`).MatchString(first.ID) || first.Version != 1 || first.Leaf != 0 {
			t.Errorf("published %+v", first)
		}
		r, err := s.Entry(ctx, first.ID)
		if err != nil {
			t.Fatal(err)
		}
		want := entry(func(e *register.Entry) { e.ID, e.Version = first.ID, 1 })
		if diff := cmp.Diff(want, r.Entry); diff != "" {
			t.Errorf("entry (-want +got):\n%s", diff)
		}
		if r.Commitment != first.Commitment || r.Leaf != 0 || len(r.Versions) != 1 || r.Withdrawn {
			t.Errorf("record %+v", r)
		}

		second := publish(t, s, "k2", entry(func(e *register.Entry) { e.ID, e.Summary = first.ID, "Corrected." }))
		if second.ID != first.ID || second.Version != 2 || second.Leaf != 1 || second.Commitment == first.Commitment {
			t.Errorf("corrected %+v", second)
		}
		if r, err = s.Entry(ctx, first.ID); err != nil || r.Summary != "Corrected." || r.Version != 2 {
			t.Errorf("%+v, %v", r, err)
		}
		if len(r.Versions) != 2 || r.Versions[0].Commitment != first.Commitment || r.Versions[1].Commitment != second.Commitment {
			t.Errorf("versions %+v", r.Versions)
		}
		sound(t, s, 1, 0, 2)

		gone, err := s.Withdraw(ctx, "k3", first.ID)
		if err != nil || gone != (register.Published{ID: first.ID, Leaf: 2}) {
			t.Errorf("withdrawn %+v, %v", gone, err)
		}
		r, err = s.Entry(ctx, first.ID)
		if err != nil || !r.Withdrawn || r.Leaf != 2 || r.Subject != "" || r.Text != nil || r.Salt != "" || len(r.Versions) != 2 {
			t.Errorf("tombstone %+v, %v", r, err)
		}
		if page, err := s.List(ctx, register.Filter{}); err != nil || page.Total != 0 || len(page.Records) != 0 || len(page.States) != 0 {
			t.Errorf("list %+v, %v", page, err)
		}
		sound(t, s, 0, 1, 3)
	})
}

func TestRefusals(t *testing.T) {
	each(t, func(t *testing.T, s *register.Store, _ *storage.DB) {
		ctx := t.Context()
		p := publish(t, s, "k1", entry())
		if _, err := s.Withdraw(ctx, "k2", p.ID); err != nil {
			t.Fatal(err)
		}
		named := func(id string) register.Entry { return entry(func(e *register.Entry) { e.ID = id }) }
		for _, test := range []struct {
			rule string
			do   func() error
			want error
		}{
			{"a withdrawn entry does not come back", func() error { _, err := s.Publish(ctx, "k3", named(p.ID)); return err }, register.ErrWithdrawn},
			{"a withdrawn entry is not withdrawn again", func() error { _, err := s.Withdraw(ctx, "k4", p.ID); return err }, register.ErrWithdrawn},
			{"no version of an entry that is not there", func() error { _, err := s.Publish(ctx, "k5", named("UNH-NOTHERE0")); return err }, register.ErrNotFound},
			{"no withdrawal of an entry that is not there", func() error { _, err := s.Withdraw(ctx, "k6", "UNH-NOTHERE0"); return err }, register.ErrNotFound},
			{"no entry that never was", func() error { _, err := s.Entry(ctx, "UNH-NOTHERE0"); return err }, register.ErrNotFound},
			{"no publication without a key", func() error { _, err := s.Publish(ctx, "", entry()); return err }, register.ErrKey},
			{"the key of a publication withdraws nothing", func() error { _, err := s.Withdraw(ctx, "k1", p.ID); return err }, register.ErrKey},
			{"the key of a withdrawal publishes nothing", func() error { _, err := s.Publish(ctx, "k2", entry()); return err }, register.ErrKey},
			{"no order that is none", func() error { _, err := s.List(ctx, register.Filter{Sort: "colour"}); return err }, register.ErrSort},
		} {
			if err := test.do(); !errors.Is(err, test.want) {
				t.Errorf("%s: got %v, want %v", test.rule, err, test.want)
			}
		}
		sound(t, s, 0, 1, 2)
	})
}

func TestTheSameKeyIsTheSamePublication(t *testing.T) {
	each(t, func(t *testing.T, s *register.Store, _ *storage.DB) {
		ctx := t.Context()
		first := publish(t, s, "k1", entry())
		if again := publish(t, s, "k1", entry()); again != first {
			t.Errorf("again %+v, first %+v", again, first)
		}
		correction := entry(func(e *register.Entry) { e.ID = first.ID })
		second := publish(t, s, "k2", correction)
		if again := publish(t, s, "k2", correction); again != second || second.Version != 2 {
			t.Errorf("again %+v, second %+v", again, second)
		}
		if again := publish(t, s, "k1", entry()); again != first {
			t.Errorf("after a correction %+v, first %+v", again, first)
		}
		gone, err := s.Withdraw(ctx, "k3", first.ID)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := s.Withdraw(ctx, "k3", first.ID); again != gone || err != nil {
			t.Errorf("again %+v, %v, first %+v", again, err, gone)
		}
		sound(t, s, 0, 1, 3)
	})
}

// Sixteen at once, each key twice: no leaf is left out, none is given twice.
func TestPublishingAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *register.Store, _ *storage.DB) {
		const publishers, each = 16, 5
		var wg sync.WaitGroup
		var mu sync.Mutex
		leaves, ids := map[int64]bool{}, map[string]bool{}
		for p := range publishers {
			wg.Go(func() {
				for i := range each {
					key := fmt.Sprintf("%d/%d", p/2*2, i) // two goroutines share their keys
					published, err := s.Publish(t.Context(), key, entry())
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					leaves[published.Leaf], ids[published.ID] = true, true
					mu.Unlock()
					if _, err := s.List(t.Context(), register.Filter{State: "XEX"}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		const want = publishers / 2 * each
		for n := range int64(want) {
			if !leaves[n] {
				t.Errorf("nobody has leaf %d", n)
			}
		}
		if len(leaves) != want || len(ids) != want {
			t.Errorf("%d leaves, %d entries, want %d", len(leaves), len(ids), want)
		}
		if page, err := s.List(t.Context(), register.Filter{}); err != nil || page.Total != want {
			t.Errorf("list of %d, %v", page.Total, err)
		}
		sound(t, s, want, 0, want)
	})
}

// When the database fails between one table and the next, nothing of the publication is kept, and the same key works later.
func TestFailureHalfWayKeepsNothing(t *testing.T) {
	each(t, func(t *testing.T, s *register.Store, db *storage.DB) {
		ctx := t.Context()
		kept := publish(t, s, "k0", entry())
		rename := func(from, to string) {
			t.Helper()
			err := db.Update(ctx, func(tx *storage.Tx) error {
				_, err := tx.Exec(ctx, "ALTER TABLE "+from+" RENAME TO "+to)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		// The tables in the order in which they are written: each fails after those before it.
		for i, table := range []string{"log_leaf", "log_tile", "entry_version", "publication"} {
			key := fmt.Sprintf("publish %d", i)
			rename(table, "broken")
			if _, err := s.Publish(ctx, key, entry()); err == nil {
				t.Errorf("published without %s", table)
			}
			if table != "entry_version" { // a withdrawal leaves the versions as they are
				if _, err := s.Withdraw(ctx, "w"+key, kept.ID); err == nil {
					t.Errorf("withdrew without %s", table)
				}
			}
			rename("broken", table)
			sound(t, s, 1+i, 0, 1+i)
			publish(t, s, key, entry())
			sound(t, s, 2+i, 0, 2+i)
		}
	})
}

// grep returns the name of a file in dir that holds the text, or "".
func grep(t *testing.T, dir, text string) string {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		content, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(bytes.ToLower(content), []byte(strings.ToLower(text))) {
			return f.Name()
		}
	}
	return ""
}

// What was withdrawn or corrected is nowhere in the files of the database.
func TestWithdrawnTextIsGoneFromTheDisk(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir+"/room.db", newSigner(t))
	p := publish(t, s, "k1", entry(func(e *register.Entry) { e.Summary = "canary-one in the first version" }))
	publish(t, s, "k2", entry(func(e *register.Entry) { e.ID, e.Summary = p.ID, "canary-two in the second version" }))
	if found := grep(t, dir, "canary-one"); found != "" {
		t.Errorf("the corrected text is in %s", found)
	}
	if found := grep(t, dir, "canary-two"); found == "" {
		t.Error("the published text is not found: this test would prove nothing")
	}
	if _, err := s.Withdraw(t.Context(), "k3", p.ID); err != nil {
		t.Fatal(err)
	}
	for _, canary := range []string{"canary", "Bibliopolis", "librarian"} {
		if found := grep(t, dir, canary); found != "" {
			t.Errorf("%s of the withdrawn text is in %s", canary, found)
		}
	}
}

// The log tells strangers neither names nor IDs.
func TestLeavesTellNothing(t *testing.T) {
	each(t, func(t *testing.T, s *register.Store, _ *storage.DB) {
		p := publish(t, s, "k1", entry())
		if _, err := s.Withdraw(t.Context(), "k2", p.ID); err != nil {
			t.Fatal(err)
		}
		for n, want := range []string{
			`^unhindered leaf 1\npublication\nid [A-Z2-7]{26}\nsha256 ` + p.Commitment + `\n$`,
			`^unhindered leaf 1\nwithdrawal\nid [A-Z2-7]{26}\n$`,
		} {
			text, err := s.Log().Leaf(t.Context(), int64(n))
			if err != nil {
				t.Fatal(err)
			}
			if !regexp.MustCompile(want).Match(text) {
				t.Errorf("leaf %d: %q", n, text)
			}
			if strings.Contains(string(text), strings.TrimPrefix(p.ID, "UNH-")) {
				t.Errorf("leaf %d holds the ID: %q", n, text)
			}
		}
	})
}

func TestImport(t *testing.T) {
	each(t, func(t *testing.T, s *register.Store, _ *storage.DB) {
		ctx := t.Context()
		numbered := func(n int, summary string) register.Entry {
			return entry(func(e *register.Entry) { e.ID, e.Summary = fmt.Sprintf("CN-%04d", n), summary })
		}
		batch := []register.Entry{numbered(1, "a"), numbered(2, "b"), numbered(3, "c")}
		for range 2 {
			if err := s.Import(ctx, batch); err != nil {
				t.Fatal(err)
			}
			sound(t, s, 3, 0, 3)
		}
		if _, err := s.Withdraw(ctx, "k", "CN-0003"); err != nil {
			t.Fatal(err)
		}
		batch[1].Summary = "changed"
		if err := s.Import(ctx, batch); err != nil {
			t.Fatal(err)
		}
		sound(t, s, 2, 1, 5)
		if r, err := s.Entry(ctx, "CN-0002"); err != nil || r.Version != 2 || r.Summary != "changed" {
			t.Errorf("%+v, %v", r, err)
		}
		for _, bad := range []register.Entry{numbered(4, ""), entry(), entry(func(e *register.Entry) { e.ID = "../x" }), batch[0]} {
			if err := s.Import(ctx, []register.Entry{numbered(5, "e"), batch[0], bad}); err == nil {
				t.Errorf("imported %q", bad.ID)
			}
		}
		sound(t, s, 2, 1, 5)
	})
}

func TestAnotherKeyIsRefused(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		open(t, url, newSigner(t))
		if _, err := register.Open(t.Context(), url, newSigner(t)); !errors.Is(err, log.ErrOtherKey) {
			t.Errorf("got %v", err)
		}
	})
}
