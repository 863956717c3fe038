package desk_test

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"testing"

	"unhindered/desk"
	"unhindered/report"
	"unhindered/storage/storagetest"
)

// raw opens the database of the house beside the desk, as whoever seized the machine would.
func (h *house) raw() *sql.DB {
	h.t.Helper()
	driver := "sqlite3"
	address := "file:" + h.url
	if strings.HasPrefix(h.url, "postgres") {
		driver, address = "pgx", h.url
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { db.Close() })
	return db
}

func (h *house) tamper(statement string) {
	h.t.Helper()
	if _, err := h.raw().Exec(statement); err != nil {
		h.t.Fatalf("%s: %v", statement, err)
	}
}

func TestEveryOpeningLeavesALine(t *testing.T) {
	h := newHouse(t, "")
	ctx := t.Context()
	h.report(report.Message{What: "x", Consents: consents(report.Hold)}, "f", "content")
	h.fetch()
	s := h.signIn("ada")
	inbox, _ := s.Threads(ctx)
	thread := inbox[0].ID
	opened, err := s.OpenThread(ctx, thread)
	if err != nil {
		t.Fatal(err)
	}
	id, party := aCase(t, s)
	evidence, err := s.AddEvidence(ctx, id, "f", "", strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		what desk.Deed
		do   func() error
	}{
		{desk.OpenedThread, func() error { _, err := s.OpenThread(ctx, thread); return err }},
		{desk.OpenedFile, func() error { _, r, err := s.OpenFile(ctx, thread, opened.Messages[0].ID, 1); r.Close(); return err }},
		{desk.Answered, func() error { return s.Answer(ctx, thread, "x") }},
		{desk.OpenedCase, func() error { _, err := s.OpenCase(ctx, id); return err }},
		{desk.OpenedCase, func() error { _, err := s.Item(ctx, id, party); return err }},
		{desk.OpenedIdentity, func() error { _, err := s.OpenIdentity(ctx, id, party); return err }},
		{desk.OpenedEvidence, func() error { _, r, err := s.OpenEvidence(ctx, id, evidence.ID, false); r.Close(); return err }},
		{desk.OpenedHistory, func() error { _, err := s.History(ctx, id); return err }},
		{desk.OpenedHistory, func() error { _, err := s.Versions(ctx, id, party); return err }},
		{desk.OpenedConsents, func() error { _, err := s.Consents(ctx, id); return err }},
		{desk.SavedItem, func() error { _, err := s.Save(ctx, id, desk.Item{Data: &desk.Note{Text: "x"}}, 0); return err }},
		{desk.Searched, func() error { _, _, err := s.Search(ctx, "x", 0); return err }},
		{desk.Previewed, func() error { _, err := s.Preview(ctx, id); return err }},
		{desk.LinkedThread, func() error { return s.AddToCase(ctx, thread, id) }},
		{desk.ErasedThread, func() error { return s.EraseThread(ctx, thread) }},
		{desk.Verified, func() error { _, err := s.Verify(ctx); return err }},
		{desk.SignedIn, func() error { h.signIn("ben"); return nil }},
	} {
		before := lineCount(t, s, step.what)
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.what, err)
		}
		if lineCount(t, s, step.what) == before {
			t.Errorf("%s: no line", step.what)
		}
	}
	lines, _, err := s.Audit(ctx, desk.AuditFilter{})
	if err != nil || lines[0].What != desk.ReadAudit {
		t.Errorf("reading the lines leaves none: %v", err)
	}
	for i := 1; i < len(lines); i++ {
		if lines[i].N != lines[i-1].N-1 {
			t.Fatalf("lines are not in order: %d after %d", lines[i].N, lines[i-1].N)
		}
	}
}

func lineCount(t testing.TB, s *desk.Session, what desk.Deed) int {
	t.Helper()
	lines, _, err := s.Audit(t.Context(), desk.AuditFilter{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, line := range lines {
		if line.What == what {
			n++
		}
	}
	return n
}

func TestNoLineNoContent(t *testing.T) {
	h := newHouse(t, "")
	s := h.signIn("ada")
	id, party := aCase(t, s)
	h.tamper("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END")
	ctx := t.Context()
	for name, call := range map[string]func() (any, error){
		"OpenCase":     func() (any, error) { c, err := s.OpenCase(ctx, id); return c.Header.Data.Title, err },
		"OpenIdentity": func() (any, error) { i, err := s.OpenIdentity(ctx, id, party); return i.Data.Name, err },
		"Preview":      func() (any, error) { p, err := s.Preview(ctx, id); return p.Entry.Summary, err },
		"Item":         func() (any, error) { i, err := s.Item(ctx, id, party); return i.ID, err },
		"Save": func() (any, error) {
			i, err := s.Save(ctx, id, desk.Item{Data: &desk.Note{Text: "x"}}, 0)
			return i.ID, err
		},
	} {
		if content, err := call(); err == nil || content != "" {
			t.Errorf("%s without an audit line: %q, %v", name, content, err)
		}
	}
	h.tamper("DROP TRIGGER full")
	if c := openCase(t, s, id); len(c.Notes) != 0 {
		t.Error("a save without an audit line was kept")
	}
}

func TestChangedAuditLinesAreFound(t *testing.T) {
	for _, tampering := range []struct{ why, statement string }{
		{"a line is taken out", "DELETE FROM audit WHERE n = 4"},
		{"a line is taken out and the gap closed", "DELETE FROM audit WHERE n = 4; UPDATE audit SET n = n - 1 WHERE n > 4"},
		{"two lines change places", "UPDATE audit SET n = -4 WHERE n = 4; UPDATE audit SET n = 4 WHERE n = 5; UPDATE audit SET n = 5 WHERE n = -4"},
		{"a byte is changed", "UPDATE audit SET sealed = substr(sealed, 1, 20) || zeroblob(1) || substr(sealed, 22) WHERE n = 4"},
		{"a line is copied over another", "UPDATE audit SET sealed = (SELECT sealed FROM audit WHERE n = 3) WHERE n = 4"},
	} {
		t.Run(tampering.why, func(t *testing.T) {
			h := newHouse(t, "")
			s := h.signIn("ada")
			aCase(t, s)
			if err := s.VerifyAudit(t.Context()); err != nil {
				t.Fatal(err)
			}
			h.tamper(tampering.statement)
			err := s.VerifyAudit(t.Context())
			if !errors.Is(err, desk.ErrDamaged) || !strings.Contains(err.Error(), "audit line 4") {
				t.Errorf("got %v", err)
			}
			if _, _, err := s.Audit(t.Context(), desk.AuditFilter{}); !errors.Is(err, desk.ErrDamaged) {
				t.Errorf("the list is shown all the same: %v", err)
			}
			report, err := s.Verify(t.Context())
			if err != nil || len(report.Faults) == 0 {
				t.Errorf("verify: %+v, %v", report, err)
			}
		})
	}
}

func TestVerifyFindsWhatWasChanged(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		ctx := context.Background()
		h.report(report.Message{What: "x"}, "f", "content")
		h.fetch()
		s := h.signIn("ada")
		id, _ := aCase(t, s)
		evidence, err := s.AddEvidence(ctx, id, "f", "", strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		clean := func(why string, want ...string) {
			t.Helper()
			without, err := h.desk.Verify(ctx)
			if err != nil {
				t.Fatal(err)
			}
			with, err := s.Verify(ctx)
			if err != nil {
				t.Fatal(err)
			}
			faults := slices.Concat(without.Faults, with.Faults)
			for _, text := range want {
				if !slices.ContainsFunc(faults, func(f string) bool { return strings.Contains(f, text) }) {
					t.Errorf("%s: %q not among %q", why, text, faults)
				}
			}
			if len(want) == 0 && len(faults) > 0 {
				t.Errorf("%s: %q", why, faults)
			}
		}
		clean("untouched")
		h.tamper("UPDATE item SET version = 7 WHERE id = '" + id + "'")
		clean("a version was changed", "versions do not follow", "does not open")
		h.tamper("UPDATE item SET version = 1 WHERE id = '" + id + "'")
		clean("and put back")
		h.tamper("DELETE FROM evidence_file WHERE file = '" + evidence.Data.Blob + "'")
		clean("a file has no row", "belongs to nothing")
		h.tamper("INSERT INTO evidence_file (file, vault, case_id) SELECT '00000000000000000000000000000000', vault, case_id FROM item WHERE id = '" + id + "'")
		clean("a row has no file", "missing")
	})
}
