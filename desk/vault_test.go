package desk_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"unhindered/desk"
	"unhindered/report"
	"unhindered/storage/storagetest"
)

func readEvidence(t testing.TB, s *desk.Session, caseID, id string, clean bool) string {
	t.Helper()
	_, r, err := s.OpenEvidence(t.Context(), caseID, id, clean)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestAnotherVaultIsNotThere calls every method on what is in a vault of others: each must answer as it does for what is
// nowhere.
func TestAnotherVaultIsNotThere(t *testing.T) {
	h := newHouse(t, "")
	p := h.report(report.Message{What: "x", Consents: consents(report.Hold)}, "f", "content")
	h.fetch()
	ada, cleo := h.signIn("ada"), h.signIn("cleo")
	ctx := t.Context()
	vault, err := ada.NewVault(ctx, "Sensitive", "Second team", map[string]desk.Role{"ben": desk.Approver})
	if err != nil {
		t.Fatal(err)
	}
	hidden, err := ada.NewCase(ctx, desk.NewCase{Vault: vault.ID, Header: desk.Header{Title: "Hidden", State: "XEX"}})
	if err != nil {
		t.Fatal(err)
	}
	note := save(t, ada, hidden, &desk.Note{Text: "hidden words"})
	ready(t, ada, hidden)
	thread := p.thread().ID
	vaults, err := cleo.Vaults(ctx)
	if err != nil || len(vaults) != 1 {
		t.Fatalf("cleo's vaults: %+v, %v", vaults, err)
	}
	first := vaults[0].ID
	if err := ada.LeaveVault(ctx, first, "ben"); err != nil { // ben sees the second vault only
		t.Fatal(err)
	}
	ben := h.signIn("ben")

	for _, who := range []struct {
		s            *desk.Session
		case_, other string
	}{{cleo, hidden, thread}, {cleo, "0123", "0123"}, {ben, "0123", thread}} {
		s, c := who.s, who.case_
		checks := map[string]func() error{
			"OpenCase":      func() error { _, err := s.OpenCase(ctx, c); return err },
			"Item":          func() error { _, err := s.Item(ctx, c, note); return err },
			"Save":          func() error { _, err := s.Save(ctx, c, desk.Item{Data: &desk.Note{Text: "x"}}, 0); return err },
			"Remove":        func() error { return s.Remove(ctx, c, note, 1) },
			"OpenIdentity":  func() error { _, err := s.OpenIdentity(ctx, c, note); return err },
			"SaveIdentity":  func() error { _, err := s.SaveIdentity(ctx, c, note, desk.Identity{Name: "x"}, 0); return err },
			"AddEvidence":   func() error { _, err := s.AddEvidence(ctx, c, "x", "", strings.NewReader("x")); return err },
			"AddCleanCopy":  func() error { _, err := s.AddCleanCopy(ctx, c, note, 1, strings.NewReader("x")); return err },
			"MakeCleanCopy": func() error { _, err := s.MakeCleanCopy(ctx, c, note, 1); return err },
			"OpenEvidence":  func() error { _, _, err := s.OpenEvidence(ctx, c, note, false); return err },
			"History":       func() error { _, err := s.History(ctx, c); return err },
			"Versions":      func() error { _, err := s.Versions(ctx, c, note); return err },
			"Consents":      func() error { _, err := s.Consents(ctx, c); return err },
			"AddConsent":    func() error { _, err := s.AddConsent(ctx, c, desk.Consent{}); return err },
			"WithdrawConsent": func() error {
				_, err := s.WithdrawConsent(ctx, c, note, "")
				return err
			},
			"SaveDraft": func() error { _, err := s.SaveDraft(ctx, c, desk.Draft{}, 0); return err },
			"Preview":   func() error { _, err := s.Preview(ctx, c); return err },
			"Check":     func() error { _, err := s.Check(ctx, c); return err },
			"RequestApproval": func() error {
				_, err := s.RequestApproval(ctx, c, "")
				return err
			},
			"RequestWithdrawal": func() error { _, err := s.RequestWithdrawal(ctx, c, "x"); return err },
			"CancelRequest":     func() error { _, err := s.CancelRequest(ctx, c); return err },
			"Approve":           func() error { _, err := s.Approve(ctx, c, ""); return err },
			"AddToCase":         func() error { return s.AddToCase(ctx, thread, c) },
			"AddThreadFile":     func() error { _, err := s.AddThreadFile(ctx, c, thread, "x", 1); return err },
		}
		if who.s == ben {
			checks = map[string]func() error{
				"OpenThread":  func() error { _, err := s.OpenThread(ctx, thread); return err },
				"OpenFile":    func() error { _, _, err := s.OpenFile(ctx, thread, "x", 1); return err },
				"Answer":      func() error { return s.Answer(ctx, thread, "x") },
				"EraseThread": func() error { return s.EraseThread(ctx, thread) },
				"NewCase": func() error {
					_, err := s.NewCase(ctx, desk.NewCase{Thread: thread, Header: desk.Header{Title: "x", State: "XEX"}})
					return err
				},
				"NewCase in it": func() error {
					_, err := s.NewCase(ctx, desk.NewCase{Vault: first, Header: desk.Header{Title: "x", State: "XEX"}})
					return err
				},
				"AddToCase":  func() error { return s.AddToCase(ctx, thread, hidden) },
				"JoinVault":  func() error { return s.JoinVault(ctx, first, "ben", desk.Approver) },
				"LeaveVault": func() error { return s.LeaveVault(ctx, first, "cleo") },
			}
		}
		for name, call := range checks {
			if err := call(); err == nil || err.Error() != desk.ErrNotFound.Error() {
				t.Errorf("%s of %s by %s: %v, want %v", name, c, s.Name(), err, desk.ErrNotFound)
			}
		}
	}
	if inbox, err := ben.Threads(ctx); err != nil || len(inbox) != 0 {
		t.Errorf("ben's inbox: %+v, %v", inbox, err)
	}
	if list, n, err := cleo.Cases(ctx, desk.CaseFilter{}); err != nil || n != 0 {
		t.Errorf("cleo's cases: %+v, %v", list, err)
	}
	if _, n, err := cleo.Search(ctx, "hidden", 0); err != nil || n != 0 {
		t.Errorf("cleo finds %d, %v", n, err)
	}
	lines, _, err := cleo.Audit(ctx, desk.AuditFilter{})
	if err != nil || slices.ContainsFunc(lines, func(l desk.AuditLine) bool { return l.Vault == vault.ID }) {
		t.Errorf("cleo reads audit lines of another vault: %v", err)
	}
}

func TestWhoLeavesOpensNothingNew(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		ctx := t.Context()
		ada, cleo := h.signIn("ada"), h.signIn("cleo")
		before, _ := h.drop.Vaults(ctx)
		if err := cleo.RemoveMember(ctx, "ada"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a member removed another: %v", err)
		}
		id, _ := aCase(t, ada)
		if err := ada.RemoveMember(ctx, "cleo"); err != nil {
			t.Fatal(err)
		}
		if _, err := cleo.OpenCase(ctx, id); !errors.Is(err, desk.ErrLocked) {
			t.Errorf("who was removed is still signed in: %v", err)
		}
		h.clock.advance(time.Minute)
		if _, err := h.desk.SignIn(ctx, "cleo", passphrase, h.code("cleo")); !errors.Is(err, desk.ErrSignIn) {
			t.Errorf("who was removed signs in: %v", err)
		}
		after, err := h.drop.Vaults(ctx)
		if err != nil || len(after) != 1 || after[0].Recipient == before[0].Recipient || after[0].Epoch != 2 {
			t.Errorf("the drop still seals to the old key: %+v", after)
		}
		// Old and new things open for those who remain, reports sealed before and after included.
		h.report(report.Message{What: "after"})
		h.fetch()
		save(t, ada, id, &desk.Note{Text: "after"})
		ada.Lock()
		ben := h.signIn("ben")
		if c := openCase(t, ben, id); len(c.Notes) != 1 || len(c.Parties) != 1 {
			t.Errorf("after the change: %+v", c)
		}
		inbox, _ := ben.Threads(ctx)
		if thread, err := ben.OpenThread(ctx, inbox[0].ID); err != nil || thread.Messages[0].What != "after" {
			t.Errorf("a report after the change: %+v, %v", thread, err)
		}
		if err := ben.LeaveVault(ctx, inbox[0].Vault, "ada"); err != nil {
			t.Fatal(err)
		}
		if err := ben.LeaveVault(ctx, inbox[0].Vault, "ben"); !errors.Is(err, desk.ErrLastApprover) {
			t.Errorf("the last approver left: %v", err)
		}
		if report, err := ben.Verify(ctx); err != nil || len(report.Faults) > 0 {
			t.Errorf("verify: %+v, %v", report, err)
		}
	})
}

func TestMembersComeAndChange(t *testing.T) {
	h := newHouse(t, "")
	ctx := t.Context()
	ada := h.signIn("ada")
	id, _ := aCase(t, ada)
	enrolment, err := ada.AddMember(ctx, desk.NewMember{Name: "dora", Display: "Dora", Role: desk.Member})
	if err != nil || enrolment.Passphrase == "" {
		t.Fatalf("%+v, %v", enrolment, err)
	}
	if _, err := ada.AddMember(ctx, desk.NewMember{Name: "dora", Role: desk.Member}); !errors.Is(err, desk.ErrMember) {
		t.Errorf("a name was given twice: %v", err)
	}
	var fields desk.FieldErrors
	for _, bad := range []desk.NewMember{{Name: "Dora Smith", Role: desk.Member}, {Name: "x", Role: desk.Member}, {Name: "emil", Role: "chief"}, {Name: "emil", Role: desk.Member, Passphrase: "short"}} {
		if _, err := ada.AddMember(ctx, bad); !errors.As(err, &fields) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	h.clock.advance(time.Minute)
	dora, err := h.desk.SignIn(ctx, "dora", enrolment.Passphrase, codeAt(t, []desk.Enrolment{enrolment}, "dora", h.clock.Now()))
	if err != nil {
		t.Fatal(err)
	}
	openCase(t, dora, id)
	vaults, _ := dora.Vaults(ctx)
	if _, err := dora.AddMember(ctx, desk.NewMember{Name: "emil", Role: desk.Member}); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("a member added a member: %v", err)
	}
	if err := ada.JoinVault(ctx, vaults[0].ID, "dora", desk.Approver); err != nil || !dora.IsApprover() {
		t.Errorf("the new role does not reach the open session: %v", err)
	}
	next := "nine loud geese cross an old stone bridge"
	if err := dora.ChangePassphrase(ctx, "wrong", next); !errors.As(err, &fields) {
		t.Errorf("changed with a wrong passphrase: %v", err)
	}
	if err := dora.ChangePassphrase(ctx, enrolment.Passphrase, next); err != nil {
		t.Fatal(err)
	}
	h.clock.advance(time.Minute)
	if _, err := h.desk.SignIn(ctx, "dora", enrolment.Passphrase, codeAt(t, []desk.Enrolment{enrolment}, "dora", h.clock.Now())); !errors.Is(err, desk.ErrSignIn) {
		t.Errorf("the old passphrase still opens: %v", err)
	}
	if _, err := h.desk.SignIn(ctx, "dora", next, codeAt(t, []desk.Enrolment{enrolment}, "dora", h.clock.Now())); err != nil {
		t.Errorf("the new passphrase: %v", err)
	}
}

func TestRecovery(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		ctx := t.Context()
		ada := h.signIn("ada")
		id, _ := aCase(t, ada)
		ada.Lock()
		next := "nine loud geese cross an old stone bridge"
		if _, err := h.desk.Recover(ctx, h.first.Shares[:1], "ada", next); err == nil {
			t.Fatal("one share of two recovered the desk")
		}
		enrolment, err := h.desk.Recover(ctx, h.first.Shares[1:], "ada", next)
		if err != nil {
			t.Fatal(err)
		}
		h.clock.advance(time.Minute)
		if _, err := h.desk.SignIn(ctx, "ada", passphrase, h.code("ada")); !errors.Is(err, desk.ErrSignIn) {
			t.Errorf("the forgotten passphrase opens: %v", err)
		}
		ada, err = h.desk.SignIn(ctx, "ada", next, codeAt(t, []desk.Enrolment{enrolment}, "ada", h.clock.Now()))
		if err != nil {
			t.Fatal(err)
		}
		openCase(t, ada, id)
		if err := ada.VerifyAudit(ctx); err != nil {
			t.Error(err)
		}
		openCase(t, h.signIn("ben"), id) // the others still can
	})
}

// TestKeysThatChangedInAnotherProcess removes a member with the program's own command while the desk is being served.
func TestKeysThatChangedInAnotherProcess(t *testing.T) {
	h := newHouse(t, "")
	ada := h.signIn("ada")
	id, _ := aCase(t, ada)
	served := h.desk
	h.open() // the second process
	defer served.Close()
	if err := h.signIn("ben").RemoveMember(t.Context(), "cleo"); err != nil {
		t.Fatal(err)
	}
	if _, err := ada.Save(t.Context(), id, desk.Item{Data: &desk.Note{Text: "under the old key"}}, 0); !errors.Is(err, desk.ErrLocked) {
		t.Errorf("saved under a key that cleo has: %v", err)
	}
	if _, err := ada.OpenCase(t.Context(), id); !errors.Is(err, desk.ErrLocked) {
		t.Errorf("the session lives on with old keys: %v", err)
	}
	openCase(t, h.signIn("ada"), id)
}
