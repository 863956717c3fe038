package register_test

import (
	"strings"
	"testing"

	"unhindered/office/table"
	"unhindered/record/register"
	"unhindered/storage"
)

func TestExportsFollowCorrectionsAndWithdrawals(t *testing.T) {
	each(t, func(t *testing.T, s *register.Store, _ *storage.DB) {
		library(t, s)
		tables := map[string]*table.Source{}
		for _, source := range s.Tables() {
			tables[source.Name] = source
		}
		keys := func(name string, q table.Query) string {
			t.Helper()
			var all []string
			for row, err := range tables[name].Rows(t.Context(), q) {
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, row[0].(string))
			}
			return strings.Join(all, " ")
		}
		where := func(column, value string) table.Query { return table.Query{Where: map[string]string{column: value}} }
		for _, test := range []struct {
			rule string
			q    table.Query
			want string
		}{
			{"all, latest act first", table.Query{}, "A-3 A-1 A-2 A-4"},
			{"a State", table.Query{State: "XEX"}, "A-1 A-2"},
			{"a year within the time", table.Query{Year: "2014"}, "A-1 A-2"},
			{"a date within the time", table.Query{From: "2013-12", To: "2013-12"}, "A-1"},
			{"an act", where("acts", "DETENTION_SHORT"), "A-2"},
			{"a heading is no act", where("acts", "LIBERTY"), ""},
			{"a body", where("bodies", "HRC"), "A-1 A-2"},
			{"what explains others", where("context", "yes"), "A-4"},
			{"invented ones", where("fictional", "yes"), "A-1 A-2"},
		} {
			if got := keys("register", test.q); got != test.want {
				t.Errorf("%s: %q, want %q", test.rule, got, test.want)
			}
		}
		before := keys("register-actions", where("entry", "A-1"))

		corrected, err := s.Entry(t.Context(), "A-1")
		if err != nil {
			t.Fatal(err)
		}
		corrected.Kind, corrected.Actions = register.Group, append(corrected.Actions, register.Action{Type: "news release", Text: "One more."})
		if _, err := s.Publish(t.Context(), "correction", corrected.Entry); err != nil {
			t.Fatal(err)
		}
		if got := keys("register", where("kind", string(register.Group))); !strings.Contains(got, "A-1") {
			t.Errorf("after the correction groups are %q", got)
		}
		after := keys("register-actions", where("entry", "A-1"))
		if len(strings.Fields(after)) != len(strings.Fields(before))+1 {
			t.Errorf("actions %q, then %q", before, after)
		}
		last := strings.Fields(after)[len(strings.Fields(after))-1]
		if row, err := tables["register-actions"].Get(t.Context(), last); err != nil || row[tables["register-actions"].Column("text")] != "One more." {
			t.Errorf("%s: %v, %v", last, row, err)
		}

		if _, err := s.Withdraw(t.Context(), "withdrawal", "A-1"); err != nil {
			t.Fatal(err)
		}
		for name := range tables {
			if got := keys(name, table.Query{}); strings.Contains(got, "A-1") {
				t.Errorf("%s still has the withdrawn entry: %s", name, got)
			}
		}
		if _, err := tables["register"].Get(t.Context(), "A-1"); err != table.ErrGone {
			t.Errorf("the withdrawn entry: %v", err)
		}
	})
}
