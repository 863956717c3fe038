package desk_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"unhindered/desk"
	"unhindered/report"
	"unhindered/seal"
	"unhindered/storage/storagetest"
)

func TestErasedMeansGone(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		ctx := t.Context()
		ada, ben, cleo := h.signIn("ada"), h.signIn("ben"), h.signIn("cleo")
		id, party := aCase(t, ada)
		evidence, err := ada.AddEvidence(ctx, id, "secret file", "", strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		note := save(t, ada, id, &desk.Note{Text: "first wording"})
		if _, err := ada.Save(ctx, id, desk.Item{ID: note, Data: &desk.Note{Text: "second wording"}}, 1); err != nil {
			t.Fatal(err)
		}
		if err := cleo.Erase(ctx, id, note); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a member erased: %v", err)
		}
		for _, item := range []string{note, evidence.ID, party} {
			if err := ada.Erase(ctx, id, item); err != nil {
				t.Fatal(err)
			}
		}
		c := openCase(t, ada, id)
		if len(c.Notes)+len(c.Evidence)+len(c.Parties) != 0 {
			t.Errorf("still in the case: %+v", c)
		}
		history, err := ada.History(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range history {
			if slices.Contains([]string{note, evidence.ID, party}, change.Item) && (change.Op != desk.Erased || change.Title != "" || len(change.Diff) != 0) {
				t.Errorf("the history still tells: %+v", change)
			}
		}
		if _, err := ada.OpenIdentity(ctx, id, party); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("identity: %v", err)
		}
		for _, word := range []string{"wording", "yusuf"} {
			if _, n, _ := ada.Search(ctx, word, 0); n != 0 {
				t.Errorf("%q is still found", word)
			}
		}
		for _, verify := range []*desk.Session{ada} {
			if r, err := verify.Verify(ctx); err != nil || len(r.Faults) > 0 {
				t.Errorf("verify: %+v, %v", r, err)
			}
		}
		if r, err := h.desk.Verify(ctx); err != nil || len(r.Faults) > 0 || r.Files != 0 {
			t.Errorf("verify: %+v, %v", r, err)
		}

		// A whole case: not while it is public.
		id, party = aCase(t, ada)
		if _, err := ada.AddConsent(ctx, id, consent(party, report.PublishAnonymous, h.clock.Now().Format(time.DateOnly))); err != nil {
			t.Fatal(err)
		}
		publish(t, ada, ben, id)
		if err := ben.EraseCase(ctx, id); !errors.Is(err, desk.ErrState) {
			t.Errorf("a public case was erased: %v", err)
		}
		if _, err := ada.RequestWithdrawal(ctx, id, "asked"); err != nil {
			t.Fatal(err)
		}
		if _, err := ben.Approve(ctx, id, ""); err != nil {
			t.Fatal(err)
		}
		if err := ben.EraseCase(ctx, id); err != nil {
			t.Fatal(err)
		}
		c = openCase(t, ada, id)
		if c.Header.Data.Title != "Erased case" || len(c.Parties)+len(c.Acts)+len(c.Consents) != 0 || c.Draft.Data.Summary != "" || len(c.Publication.Data.Entry)+len(c.Publication.Data.Live) != 0 {
			t.Errorf("left of an erased case: %+v", c)
		}
		versions, err := ada.Versions(ctx, id, c.Header.Data.PublicationID)
		if err != nil || slices.ContainsFunc(versions, func(i desk.Item) bool { return len(i.Data.(*desk.Publication).Entry) > 0 }) {
			t.Errorf("the history of the publication still tells: %v", err)
		}
		if r, err := ada.Verify(ctx); err != nil || len(r.Faults) > 0 {
			t.Errorf("verify: %+v, %v", r, err)
		}
	})
}

func TestOneBadByteKeepsNobodyOut(t *testing.T) {
	h := newHouse(t, "")
	s := h.signIn("ada")
	id, party := aCase(t, s)
	other, _ := aCase(t, s)
	s.Lock()
	h.tamper("UPDATE item SET sealed = substr(sealed, 1, 30) || zeroblob(1) || substr(sealed, 32) WHERE id = '" + party + "'")
	s = h.signIn("ada")
	openCase(t, s, other)
	if _, err := s.OpenCase(t.Context(), id); !errors.Is(err, desk.ErrDamaged) {
		t.Errorf("a damaged case opens: %v", err)
	}
	list, n, err := s.Cases(t.Context(), desk.CaseFilter{})
	if err != nil || n != 2 || !slices.ContainsFunc(list, func(c desk.CaseInfo) bool { return c.ID == id && slices.Contains(c.Warnings, desk.WarnDamaged) }) {
		t.Errorf("list: %+v, %v", list, err)
	}
	report, err := s.Verify(t.Context())
	if err != nil || len(report.Faults) != 1 || !strings.Contains(report.Faults[0], party) {
		t.Errorf("verify: %+v, %v", report, err)
	}
}

func TestAFileThatThePersonSealed(t *testing.T) {
	h := newHouse(t, "")
	keys, err := h.drop.Vaults(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	to, err := seal.ParseRecipient(keys[0].Recipient)
	if err != nil {
		t.Fatal(err)
	}
	other, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	sub, err := h.drop.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, recipient := range []age.Recipient{to, other.Recipient()} {
		var sealed strings.Builder
		w, err := age.Encrypt(&sealed, recipient)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, "sealed at home")
		w.Close()
		if _, err := sub.AddSealedFile("note.txt.age", "", strings.NewReader(sealed.String())); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := sub.Finish(t.Context(), report.Message{}); err != nil {
		t.Fatal(err)
	}
	h.fetch()
	s := h.signIn("ada")
	inbox, _ := s.Threads(t.Context())
	thread, err := s.OpenThread(t.Context(), inbox[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	file, r, err := s.OpenFile(t.Context(), thread.ID, thread.Messages[0].ID, 1)
	if err != nil || !file.Sealed || file.Name != "note.txt" {
		t.Fatalf("%+v, %v", file, err)
	}
	if content, err := io.ReadAll(r); err != nil || string(content) != "sealed at home" {
		t.Errorf("%q, %v", content, err)
	}
	r.Close()
	if _, _, err := s.OpenFile(t.Context(), thread.ID, thread.Messages[0].ID, 2); !errors.Is(err, seal.ErrWrongKey) {
		t.Errorf("a file for another key: %v", err)
	}
	id, err := s.NewCase(t.Context(), desk.NewCase{Thread: thread.ID, Header: desk.Header{Title: "x", State: "XEX"}})
	if err != nil {
		t.Fatal(err)
	}
	if c := openCase(t, s, id); len(c.Evidence) != 1 || c.Evidence[0].Data.Size != int64(len("sealed at home")) {
		t.Errorf("evidence: %+v", c.Evidence)
	}
}

func TestConsentsOfAThreadSpeakForOneParty(t *testing.T) {
	h := newHouse(t, "")
	p := h.report(report.Message{What: "x", Consents: consents(report.Hold, report.PublishNamed)})
	h.fetch()
	s := h.signIn("ada")
	id, party := aCase(t, s)
	var fields desk.FieldErrors
	item, err := s.Item(t.Context(), id, party)
	if err != nil {
		t.Fatal(err)
	}
	claim := *item.Data.(*desk.Party)
	claim.Thread = p.thread().ID
	if _, err := s.Save(t.Context(), id, desk.Item{ID: party, Data: &claim}, 1); !errors.As(err, &fields) {
		t.Errorf("a party claims a report that is not in the case: %v", err)
	}
	if err := s.AddToCase(t.Context(), p.thread().ID, id); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Save(t.Context(), id, desk.Item{ID: party, Data: &claim}, 1); !errors.As(err, &fields) {
		t.Errorf("two parties wrote one report: %v", err)
	}
	c := openCase(t, s, id)
	at := slices.IndexFunc(c.Parties, func(p desk.Row[desk.Party]) bool { return p.Data.Thread != "" })
	today := h.clock.Now().Format(time.DateOnly)
	if c.Allowed(report.PublishNamed, party, "", today).OK || !c.Allowed(report.PublishNamed, c.Parties[at].ID, "", today).OK {
		t.Error("a consent speaks for another party than the one who gave it")
	}
	// The member finds out that the reporter is person A: the stand-in goes, the consents stay with the thread.
	if err := s.Remove(t.Context(), id, c.Parties[at].ID, c.Parties[at].Version); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Save(t.Context(), id, desk.Item{ID: party, Data: &claim}, 1); err != nil {
		t.Fatal(err)
	}
	c = openCase(t, s, id)
	if !c.Allowed(report.PublishNamed, party, "", today).OK {
		t.Error("the consents of the report do not speak for who wrote it")
	}
	// Adding it again changes nothing; adding it to another case is refused.
	if err := s.AddToCase(t.Context(), p.thread().ID, id); err != nil {
		t.Error(err)
	}
	other, _ := aCase(t, s)
	if err := s.AddToCase(t.Context(), p.thread().ID, other); !errors.As(err, &fields) {
		t.Errorf("one report in two cases: %v", err)
	}
}
