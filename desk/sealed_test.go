package desk_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/desk"
	"unhindered/report"
	"unhindered/storage/storagetest"
)

// swap replaces the files of one house by those of another.
func swap(t *testing.T, h, other *house) {
	t.Helper()
	from, _ := filepath.Glob(filepath.Join(other.dir, "desk", "files", "*"))
	to, _ := filepath.Glob(filepath.Join(h.dir, "desk", "files", "*"))
	content, err := os.ReadFile(from[0])
	if err == nil {
		err = os.WriteFile(to[0], content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// columns lists every column of the desk's tables.
func columns(t *testing.T, db *sql.DB, sqlite bool) [][2]string {
	t.Helper()
	query := "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
	if sqlite {
		query = "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
	}
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all [][2]string
	for rows.Next() {
		var c [2]string
		if err := rows.Scan(&c[0], &c[1]); err != nil {
			t.Fatal(err)
		}
		if c[0] != "goose_db_version" {
			all = append(all, c)
		}
	}
	return all
}

func TestClearFieldsAreThoseOfTheSchema(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		var want, got []string
		for _, f := range slices.Concat(desk.ClearFields, desk.SealedFields) {
			if f.Why == "" {
				t.Errorf("%s.%s has no reason", f.Table, f.Column)
			}
			want = append(want, f.Table+"."+f.Column)
		}
		for _, c := range columns(t, h.raw(), !strings.HasPrefix(url, "postgres")) {
			got = append(got, c[0]+"."+c[1])
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the lists in clear.go and the schema differ (-list +schema):\n%s", diff)
		}
	})
}

// A sower fills things with texts that are found nowhere else.
type sower struct{ n int }

func (s *sower) canary() string {
	s.n++
	return fmt.Sprintf("Canary%04dQzx", s.n)
}

const mark = "Canary"

// sow fills every text of data. Fields whose words come from lists are set by the caller first.
func (s *sower) sow(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		s.sow(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if f := v.Field(i); f.CanSet() && f.IsZero() && !listed[v.Type().Name()+"."+name] && v.Type().Field(i).Tag.Get("desk") != "ref" {
				s.sow(f)
			}
		}
	case reflect.String:
		v.SetString(s.canary())
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.Uint8 {
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			for i := range 2 {
				s.sow(v.Index(i))
			}
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf(s.canary()), reflect.ValueOf(s.canary()))
	}
}

// listed are the fields that take words of a list, dates or addresses.
var listed = map[string]bool{
	"Header.Due": true, "Act.From": true, "Act.To": true, "Engagement.From": true, "Engagement.To": true, "Engagement.LinkBasis": true,
	"Actor.Type": true, "Actor.Involvement": true, "Actor.State": true, "Source.Address": true, "Source.Day": true, "Source.Seen": true,
	"Source.Reliability": true, "Action.Date": true, "Action.Body": true, "Reply.Date": true, "Question.Grade": true, "Evidence.Date": true,
	"Evidence.SHA256": true, "Identity.Born": true, "Consent.Until": true, "Consent.Withdrawn": true, "Consent.UnderstoodRisks": true,
	"Consent.Dates": true, "Consent.Places": true, "Reply.Questions": true,
}

// TestASeizedDeskTellsNothing fills every field and file through every method, locks the desk and looks at every byte
// that it left.
func TestASeizedDeskTellsNothing(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		h := newHouse(t, url)
		s := &sower{}
		said := consents(report.Hold, report.PublishAnonymous)
		for i := range said {
			said[i].Wording = s.canary()
		}
		p := h.report(report.Message{What: s.canary(), Whom: s.canary(), Where: s.canary(), When: s.canary(), Cooperation: s.canary(), Consents: said},
			s.canary(), strings.Repeat(s.canary(), 5000))
		h.fetch()
		ada, ben := h.signIn("ada"), h.signIn("ben")
		thread := p.thread().ID
		if _, err := ada.OpenThread(ctx, thread); err != nil {
			t.Fatal(err)
		}
		if err := ada.Answer(ctx, thread, s.canary()); err != nil {
			t.Fatal(err)
		}
		header := desk.Header{State: "XEX", Stage: desk.StageDraft, Fictional: true}
		s.sow(reflect.ValueOf(&header))
		id, err := ada.NewCase(ctx, desk.NewCase{Thread: thread, Header: header})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ada.NewVault(ctx, s.canary(), "Second team", nil); err != nil {
			t.Fatal(err)
		}
		for _, data := range []desk.Data{
			&desk.Party{Role: desk.Subject, Is: desk.OnePerson}, &desk.Act{Type: "SUMMONS"},
			&desk.Engagement{Body: "HRC", Form: "visit", Status: "done"}, &desk.Actor{}, &desk.Source{}, &desk.Note{},
			&desk.Action{}, &desk.Reply{State: "XEX", Questions: []desk.Question{{Text: s.canary(), Grade: "evaded", Note: s.canary()}}},
		} {
			s.sow(reflect.ValueOf(data))
			item, err := ada.Save(ctx, id, desk.Item{Data: data}, 0)
			if err != nil {
				t.Fatalf("%s: %v", data.Kind(), err)
			}
			if _, err := ben.Save(ctx, id, desk.Item{ID: item.ID, Data: data}, 1); err != nil {
				t.Fatal(err)
			}
			if _, err := ben.Save(ctx, id, desk.Item{ID: item.ID, Data: data}, 1); err == nil {
				t.Fatal("no conflict")
			}
			if data.Kind() == desk.KindParty {
				identity := desk.Identity{}
				s.sow(reflect.ValueOf(&identity))
				if _, err := ada.SaveIdentity(ctx, id, item.ID, identity, 0); err != nil {
					t.Fatal(err)
				}
				c := consent(item.ID, report.PublishAnonymous, "2026-01-01")
				c.Wording = ""
				s.sow(reflect.ValueOf(&c))
				c.Wording = s.canary()
				line, err := ada.AddConsent(ctx, id, c)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := ada.WithdrawConsent(ctx, id, line.ID, ""); err != nil {
					t.Fatal(err)
				}
			}
		}
		evidence, err := ada.AddEvidence(ctx, id, s.canary(), s.canary(), strings.NewReader(strings.Repeat(s.canary(), 9000)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ada.AddCleanCopy(ctx, id, evidence.ID, evidence.Version, strings.NewReader(s.canary())); err != nil {
			t.Fatal(err)
		}
		draft := desk.Draft{SubjectKind: "person", Dates: desk.ToYear, Places: desk.ToCountry}
		s.sow(reflect.ValueOf(&draft))
		if _, err := ada.SaveDraft(ctx, id, draft, 0); err != nil {
			t.Fatal(err)
		}
		if _, err := ada.Preview(ctx, id); err != nil {
			t.Fatal(err)
		}
		if _, n, err := ada.Search(ctx, s.canary(), 0); err != nil || n != 0 {
			t.Fatal(n, err)
		}
		if _, n, err := ada.Search(ctx, mark+"0009", 0); err != nil || n != 1 {
			t.Fatal(n, err)
		}
		p.send(report.Message{Kind: report.Addition, What: s.canary()})
		h.fetch()
		if err := ada.RemoveMember(ctx, "cleo"); err != nil {
			t.Fatal(err)
		}
		if _, err := ada.Verify(ctx); err != nil {
			t.Fatal(err)
		}
		p.withdraw()
		h.fetch()
		if s.n < 75 {
			t.Fatalf("only %d canaries were sown", s.n)
		}
		h.desk.LockAll()
		lookForCanaries(t, h)
		h.desk.Close()
		lookForCanaries(t, h)
	})
}

// lookForCanaries looks at every byte under the desk's folder and every value of its database.
func lookForCanaries(t *testing.T, h *house) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(filepath.Join(h.dir, "desk"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if holdsCanary([]byte(entry.Name())) {
			t.Errorf("the name of %s", path)
		}
		content, err := os.ReadFile(path)
		if holdsCanary(content) {
			t.Errorf("a canary in %s", path)
		}
		files++
		return err
	})
	if err != nil || files < 5 {
		t.Errorf("looked into %d files, %v", files, err)
	}
	db := h.raw()
	for _, c := range columns(t, db, !strings.HasPrefix(h.url, "postgres")) {
		rows, err := db.Query("SELECT " + c[1] + " FROM " + c[0])
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var value sql.RawBytes
			if err := rows.Scan(&value); err != nil {
				t.Fatal(err)
			}
			if holdsCanary(value) {
				t.Errorf("a canary in %s.%s", c[0], c[1])
			}
		}
		rows.Close()
	}
}

// holdsCanary looks for the mark as it is, folded, and as UTF-16.
func holdsCanary(b []byte) bool {
	for _, form := range []string{mark, strings.ToLower(mark), strings.ToUpper(mark), "C\x00a\x00n\x00a\x00r\x00y"} {
		if bytes.Contains(b, []byte(form)) {
			return true
		}
	}
	return false
}
