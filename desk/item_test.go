package desk_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"unhindered/desk"
	"unhindered/storage/storagetest"
)

func TestTwoTabsLoseNothing(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		ada, ben := h.signIn("ada"), h.signIn("ben")
		id, _ := aCase(t, ada)
		note := save(t, ada, id, &desk.Note{Text: "first"})
		if _, err := ada.Save(t.Context(), id, desk.Item{ID: note, Data: &desk.Note{Text: "ada's"}}, 1); err != nil {
			t.Fatal(err)
		}
		_, err := ben.Save(t.Context(), id, desk.Item{ID: note, Data: &desk.Note{Text: "ben's"}}, 1)
		var conflict *desk.Conflict
		if !errors.As(err, &conflict) {
			t.Fatalf("the second save: %v, want a conflict", err)
		}
		if strings.Contains(err.Error(), "ada's") {
			t.Error("the error quotes the case")
		}
		want := []desk.FieldDiff{{Field: "text", Base: "first", Theirs: "ada's", Yours: "ben's"}}
		if !slices.Equal(conflict.Diff, want) || conflict.Theirs.Version != 2 || conflict.Base.Version != 1 || !conflict.Diff[0].Clashes() {
			t.Errorf("conflict: %+v", conflict)
		}
		if _, err := ben.Save(t.Context(), id, desk.Item{ID: note, Data: &desk.Note{Text: "both"}}, conflict.Theirs.Version); err != nil {
			t.Fatal(err)
		}
		history, err := ben.Versions(t.Context(), id, note)
		if err != nil || len(history) != 3 || history[0].Data.(*desk.Note).Text != "both" || history[2].By != "ada" {
			t.Errorf("history: %+v, %v", history, err)
		}
		// A draft that two began at the same time.
		other, err := ada.NewCase(t.Context(), desk.NewCase{Header: desk.Header{Title: "Other", State: "XEX"}})
		if err != nil {
			t.Fatal(err)
		}
		d := desk.Draft{Subject: "a", SubjectKind: "person", Summary: "s", Dates: desk.ToYear, Places: desk.ToCountry}
		if _, err := ada.SaveDraft(t.Context(), other, d, 0); err != nil {
			t.Fatal(err)
		}
		if _, err := ben.SaveDraft(t.Context(), other, d, 0); !errors.As(err, &conflict) {
			t.Errorf("a second first draft: %v", err)
		}
		// Removed meanwhile.
		if err := ada.Remove(t.Context(), id, note, 3); err != nil {
			t.Fatal(err)
		}
		_, err = ben.Save(t.Context(), id, desk.Item{ID: note, Data: &desk.Note{Text: "late"}}, 2)
		if !errors.As(err, &conflict) || conflict.Theirs.Op != desk.Removed {
			t.Errorf("saving what was removed: %v", err)
		}
		if c := openCase(t, ben, id); len(c.Notes) != 0 {
			t.Error("a removed note is still in the case")
		}
	})
}

func TestManySavesAtOnceAreAllKeptOrRefused(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		s := h.signIn("ada")
		id, _ := aCase(t, s)
		note := save(t, s, id, &desk.Note{Text: "0"})
		var wg sync.WaitGroup
		var mu sync.Mutex
		kept := 0
		for i := range 8 {
			wg.Go(func() {
				for base := 1; ; {
					_, err := s.Save(t.Context(), id, desk.Item{ID: note, Data: &desk.Note{Text: fmt.Sprint(i)}}, base)
					var conflict *desk.Conflict
					if errors.As(err, &conflict) {
						base = conflict.Theirs.Version
						continue
					}
					if err != nil {
						t.Error(err)
					}
					mu.Lock()
					kept++
					mu.Unlock()
					return
				}
			})
		}
		wg.Wait()
		versions, err := s.Versions(t.Context(), id, note)
		if err != nil || len(versions) != kept+1 {
			t.Errorf("%d versions after %d saves, %v", len(versions), kept, err)
		}
		if err := s.VerifyAudit(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatSaveRefuses(t *testing.T) {
	h := newHouse(t, "")
	s := h.signIn("ada")
	id, party := aCase(t, s)
	c := openCase(t, s, id)
	tests := []struct {
		why  string
		item desk.Item
		base int
		want error
	}{
		{"a second header", desk.Item{Data: &desk.Header{Title: "x", State: "XEX", Stage: desk.StageDraft}}, 0, desk.ErrForbidden},
		{"an identity among the items", desk.Item{Data: &desk.Identity{Name: "x"}}, 0, desk.ErrForbidden},
		{"a consent without the ledger's rules", desk.Item{Data: &desk.Consent{}}, 0, desk.ErrForbidden},
		{"a publication without approval", desk.Item{Data: &desk.Publication{Step: desk.Published}}, 0, desk.ErrForbidden},
		{"evidence without a file", desk.Item{Data: &desk.Evidence{Name: "x"}}, 0, desk.ErrForbidden},
		{"nothing", desk.Item{}, 0, desk.ErrForbidden},
		{"an item that there is not", desk.Item{ID: "0123", Data: &desk.Note{Text: "x"}}, 1, desk.ErrNotFound},
		{"an item that there is not, as new", desk.Item{ID: "0123", Data: &desk.Note{Text: "x"}}, 0, desk.ErrNotFound},
		{"another kind", desk.Item{ID: party, Data: &desk.Note{Text: "x"}}, 1, desk.ErrNotFound},
	}
	for _, test := range tests {
		if _, err := s.Save(t.Context(), id, test.item, test.base); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.why, err, test.want)
		}
	}
	var fields desk.FieldErrors
	for _, bad := range []desk.Data{
		&desk.Note{}, &desk.Act{Type: "NO_SUCH_ACT"}, &desk.Act{Type: "PRESSURE"}, &desk.Act{Type: "SUMMONS", From: "14.4.2026"},
		&desk.Act{Type: "SUMMONS", From: "2026-05", To: "2026-04-30"}, &desk.Engagement{Body: "none", Form: "visit", Status: "done"},
		&desk.Source{Document: "x", Address: "javascript:alert(1)"}, &desk.Party{Label: "x", Role: "x", Is: "x"},
		&desk.Note{Text: strings.Repeat("x", 10<<20)}, &desk.Note{Text: "\xff"}, &desk.Actor{}, &desk.Action{}, &desk.Reply{State: "XEX"},
	} {
		_, err := s.Save(t.Context(), id, desk.Item{Data: bad}, 0)
		if !errors.As(err, &fields) || len(err.Error()) > 200 {
			t.Errorf("%s: %v, want the fields that are wrong", bad.Kind(), err)
		}
	}
	// What the program sets survives a form that says otherwise.
	header := c.Header.Data
	header.DraftID, header.PublicationID, header.Threads, header.Title = "x", "y", []string{"z"}, "Renamed"
	if _, err := s.Save(t.Context(), id, desk.Item{ID: id, Data: &header}, c.Header.Version); err != nil {
		t.Fatal(err)
	}
	now := openCase(t, s, id).Header.Data
	if now.DraftID != c.Header.Data.DraftID || now.PublicationID != c.Header.Data.PublicationID || len(now.Threads) != 0 || now.Title != "Renamed" {
		t.Errorf("header: %+v", now)
	}
}

func TestHistoryTellsWhoChangedWhat(t *testing.T) {
	h := newHouse(t, "")
	ada, ben := h.signIn("ada"), h.signIn("ben")
	id, party := aCase(t, ada)
	if _, err := ben.Save(t.Context(), id, desk.Item{ID: party, Data: &desk.Party{Label: "Person B", Role: desk.Witness, Is: desk.OnePerson}}, 1); err != nil {
		t.Fatal(err)
	}
	history, err := ada.History(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(history, func(c desk.Change) bool { return c.Item == party && c.Version == 2 })
	if i < 0 || history[i].By != "ben" || !slices.Equal(history[i].Diff, []desk.FieldDiff{
		{Field: "label", Base: "Person A", Yours: "Person B"}, {Field: "role", Base: "subject", Yours: "witness"}}) {
		t.Errorf("history: %+v", history)
	}
	if slices.ContainsFunc(history, func(c desk.Change) bool { return c.Kind == desk.KindIdentity && (len(c.Diff) > 0 || c.Title != "") }) {
		t.Error("the history shows an identity")
	}
	if err := ada.Remove(t.Context(), id, party, 2); err != nil {
		t.Fatal(err)
	}
	if _, err := ada.OpenIdentity(t.Context(), id, party); !errors.Is(err, desk.ErrNotFound) {
		t.Errorf("the identity of a removed party opens: %v", err)
	}
}

func TestSearch(t *testing.T) {
	h := newHouse(t, "")
	ada, ben := h.signIn("ada"), h.signIn("ben")
	id, _ := aCase(t, ada)
	note := save(t, ada, id, &desk.Note{Text: "She met José at the café in Al-Qāhira, القَاهِرة."})
	for _, test := range []struct {
		why, query string
		want       int
		match      string
	}{
		{"without diacritics", "jose CAFE", 1, "José"},
		{"in Arabic without vowels", "القاهره", 1, "القَاهِرة"},
		{"all words are needed", "jose zurich", 0, ""},
		{"nothing", "  ", 0, ""},
		{"the name of a party", "yusuf", 1, ""},
		{"the law of a consent, which is not there", "wording", 0, ""},
	} {
		hits, n, err := ben.Search(t.Context(), test.query, 0)
		if err != nil || n != test.want || len(hits) != test.want {
			t.Errorf("%s: %d hits, %v", test.why, n, err)
			continue
		}
		if test.match != "" && (len(hits[0].Snippets) == 0 || hits[0].Snippets[0].Match != test.match) {
			t.Errorf("%s: %+v", test.why, hits[0].Snippets)
		}
		if test.query == "yusuf" && (hits[0].Snippets[0].Kind != desk.KindIdentity || hits[0].Snippets[0].Match != "") {
			t.Errorf("an identity is shown by the search: %+v", hits[0].Snippets)
		}
	}
	if err := ada.Remove(t.Context(), id, note, 1); err != nil {
		t.Fatal(err)
	}
	if _, n, _ := ben.Search(t.Context(), "jose", 0); n != 0 {
		t.Error("what was removed is still found")
	}
	ada.Lock()
	ben.Lock()
	if _, n, _ := h.signIn("cleo").Search(t.Context(), "yusuf", 0); n != 1 {
		t.Error("nothing is found after the vault was opened anew")
	}
}

func TestEvidence(t *testing.T) {
	h := newHouse(t, "")
	s := h.signIn("ada")
	id, _ := aCase(t, s)
	content := strings.Repeat("evidence ", 100_000)
	row, err := s.AddEvidence(t.Context(), id, "../../etc/passwd\"><script>", "text/plain", strings.NewReader(content))
	if err != nil || row.Data.Size != int64(len(content)) {
		t.Fatalf("%+v, %v", row, err)
	}
	if got := readEvidence(t, s, id, row.ID, false); got != content {
		t.Error("what comes out is not what went in")
	}
	row, err = s.AddCleanCopy(t.Context(), id, row.ID, row.Version, strings.NewReader("clean"))
	if err != nil {
		t.Fatal(err)
	}
	if got := readEvidence(t, s, id, row.ID, true); got != "clean" {
		t.Errorf("clean copy: %q", got)
	}
	meta := row.Data
	meta.Title, meta.SHA256, meta.Blob = "The letter", "forged", "forged"
	if _, err := s.Save(t.Context(), id, desk.Item{ID: row.ID, Data: &meta}, row.Version); err != nil {
		t.Fatal(err)
	}
	if got := readEvidence(t, s, id, row.ID, false); got != content {
		t.Error("a form has changed which file it is")
	}
	if _, err := s.AddEvidence(t.Context(), id, "broken", "", brokenReader{}); err == nil {
		t.Error("half a file was kept")
	}
	if report, err := h.desk.Verify(t.Context()); err != nil || len(report.Faults) > 0 {
		t.Errorf("verify: %+v, %v", report, err)
	}
}

type brokenReader struct{}

func (brokenReader) Read(p []byte) (int, error) { return 0, errors.New("the connection broke") }
