package register_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/record/register"
	"unhindered/storage"
	"unhindered/storage/storagetest"
	"unhindered/un"
)

// library is a register of four made-up entries, A-1 to A-4; two States are needed, and only one is fictional.
func library(t *testing.T, s *register.Store) {
	t.Helper()
	e := func(id, subject string, from, to un.Date, state string, acts, bodies []string) register.Entry {
		return entry(func(e *register.Entry) {
			e.ID, e.Subject, e.From, e.To, e.State, e.Acts, e.Bodies = id, subject, from, to, state, acts, bodies
			if e.Fictional = state == "XEX"; !e.Fictional {
				e.Summary = "Made up for a test of searching for an airport."
			}
		})
	}
	err := s.Import(t.Context(), []register.Entry{
		e("A-1", "Zoë Archivist", "2013-09-14", "2014-03-14", "XEX", []string{"EXIT_STOP", "ARREST"}, []string{"HRC", "UPR"}),
		e("A-2", "a binder", "2014", "", "XEX", []string{"ARREST", "DETENTION_SHORT"}, []string{"HRC"}),
		e("A-3", "a cataloguer", "", "2019-04", "AND", []string{"THREAT"}, nil),
	})
	if err != nil {
		t.Fatal(err)
	}
	context := e("A-4", "readers", "", "", "AND", []string{"THREAT"}, []string{"SP"})
	context.Context, context.Place = true, "Reading Room 100%"
	if err := s.Import(t.Context(), []register.Entry{context}); err != nil {
		t.Fatal(err)
	}
}

func TestList(t *testing.T) {
	each(t, func(t *testing.T, s *register.Store, _ *storage.DB) {
		library(t, s)
		for _, test := range []struct {
			rule   string
			filter register.Filter
			want   string // IDs in order
			total  int
		}{
			{"latest act first, unknown last", register.Filter{}, "A-3 A-1 A-2 A-4", 4},
			{"by publication", register.Filter{Sort: register.SortPublished}, "A-4 A-3 A-2 A-1", 4},
			{"by subject, accents and case aside", register.Filter{Sort: register.SortSubject}, "A-2 A-3 A-4 A-1", 4},
			{"by State, then date", register.Filter{Sort: register.SortState}, "A-3 A-4 A-1 A-2", 4},
			{"a State", register.Filter{State: "XEX"}, "A-1 A-2", 2},
			{"a State without entries", register.Filter{State: "SMR"}, "", 0},
			{"an act", register.Filter{Act: "EXIT_STOP"}, "A-1", 1},
			{"the heading of acts", register.Filter{Act: "LIBERTY"}, "A-1 A-2", 2},
			{"a body", register.Filter{Body: "HRC"}, "A-1 A-2", 2},
			{"the first year", register.Filter{Year: 2013}, "A-1", 1},
			{"the last year", register.Filter{Year: 2014}, "A-1 A-2", 2},
			{"a year of which only the end is known", register.Filter{Year: 2019}, "A-3", 1},
			{"a year in which nothing happened", register.Filter{Year: 2016}, "", 0},
			{"everything together", register.Filter{State: "XEX", Act: "ARREST", Body: "UPR", Year: 2014}, "A-1", 1},
			{"a word, accents and case aside", register.Filter{Query: "ZOE"}, "A-1", 1},
			{"two words in any order", register.Filter{Query: "archivist zoë"}, "A-1", 1},
			{"every word must be there", register.Filter{Query: "zoe binder"}, "", 0},
			{"a part of a word", register.Filter{Query: "catal"}, "A-3", 1},
			{"a place", register.Filter{Query: "bibliopolis"}, "A-3 A-1 A-2", 3},
			{"a word and a State", register.Filter{Query: "airport", State: "AND"}, "A-3 A-4", 2},
			{"no pattern", register.Filter{Query: "%"}, "A-3 A-1 A-2 A-4", 4},
			{"no pattern within words", register.Filter{Query: "b%r b_nder"}, "A-2", 1},
			{"no pattern in place of letters", register.Filter{Query: "b%nd%x"}, "", 0},
			{"a query without end", register.Filter{Query: strings.Repeat("a ", 100_000)}, "A-3 A-1 A-2 A-4", 4},
			{"a quotation mark is harmless", register.Filter{Query: "'; DROP TABLE entry"}, "", 0},
			{"a page", register.Filter{Limit: 2}, "A-3 A-1", 4},
			{"the next page", register.Filter{Limit: 2, Offset: 2}, "A-2 A-4", 4},
			{"past the end", register.Filter{Offset: 9}, "", 4},
			{"all", register.Filter{Limit: register.NoLimit}, "A-3 A-1 A-2 A-4", 4},
		} {
			page, err := s.List(t.Context(), test.filter)
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, r := range page.Records {
				ids = append(ids, r.ID)
			}
			if got := strings.Join(ids, " "); got != test.want || page.Total != test.total {
				t.Errorf("%s: got %q of %d, want %q of %d", test.rule, got, page.Total, test.want, test.total)
			}
		}
	})
}

func TestCounts(t *testing.T) {
	each(t, func(t *testing.T, s *register.Store, _ *storage.DB) {
		library(t, s)
		type counts map[string]string
		flat := func(p register.Page) counts {
			c := counts{"context": fmt.Sprint(p.Context)}
			for kind, list := range map[string][]register.Count{"states": p.States, "acts": p.Acts, "bodies": p.Bodies, "years": p.Years} {
				var all []string
				for _, count := range list {
					all = append(all, fmt.Sprintf("%s %d", count.Value, count.N))
				}
				c[kind] = strings.Join(all, ", ")
			}
			return c
		}
		for _, test := range []struct {
			rule   string
			filter register.Filter
			want   counts
		}{
			{"each entry counts once for each of its values", register.Filter{}, counts{
				"states": "AND 2, XEX 2", "bodies": "HRC 2, SP 1, UPR 1", "years": "2013 1, 2014 2, 2019 1", "context": "1",
				"acts": "ARREST 2, LIBERTY 2, PRESSURE 2, THREAT 2, DETENTION_SHORT 1, EXIT_STOP 1, MOVEMENT 1"}},
			{"with a State chosen, its counts are of its entries, and the States can still be compared",
				register.Filter{State: "AND"}, counts{
					"states": "AND 2, XEX 2", "bodies": "SP 1", "years": "2019 1", "context": "1", "acts": "PRESSURE 2, THREAT 2"}},
			{"with two things chosen, each is counted under the other", register.Filter{State: "XEX", Year: 2013}, counts{
				"states": "XEX 1", "bodies": "HRC 1, UPR 1", "years": "2013 1, 2014 2", "context": "0",
				"acts": "ARREST 1, EXIT_STOP 1, LIBERTY 1, MOVEMENT 1"}},
			{"words narrow all counts", register.Filter{Query: "binder"}, counts{
				"states": "XEX 1", "bodies": "HRC 1", "years": "2014 1", "context": "0", "acts": "ARREST 1, DETENTION_SHORT 1, LIBERTY 1"}},
		} {
			page, err := s.List(t.Context(), test.filter)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, flat(page)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", test.rule, diff)
			}
		}
	})
}

// Lists show at once what is published, corrected and withdrawn, by this process and by another on the same database.
func TestListsKeepUp(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		signer := newSigner(t)
		here, there := open(t, url, signer), open(t, url, signer)
		library(t, here)
		total := func(s *register.Store, f register.Filter) int {
			t.Helper()
			page, err := s.List(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			return page.Total
		}
		for _, s := range []*register.Store{here, there} {
			if got := total(s, register.Filter{}); got != 4 {
				t.Errorf("%d entries, want 4", got)
			}
		}
		p := publish(t, there, "k1", entry(func(e *register.Entry) { e.Acts = []string{"TORTURE"} }))
		if got := total(here, register.Filter{Act: "TORTURE"}); got != 1 {
			t.Errorf("published elsewhere: %d", got)
		}
		publish(t, here, "k2", entry(func(e *register.Entry) { e.ID, e.Acts = p.ID, []string{"KILLING"} }))
		for _, s := range []*register.Store{here, there} {
			if was, is := total(s, register.Filter{Act: "TORTURE"}), total(s, register.Filter{Act: "KILLING"}); was != 0 || is != 1 {
				t.Errorf("corrected: %d with the old act, %d with the new", was, is)
			}
		}
		if _, err := there.Withdraw(t.Context(), "k3", "A-1"); err != nil {
			t.Fatal(err)
		}
		for _, s := range []*register.Store{here, there} {
			if got := total(s, register.Filter{State: "XEX"}); got != 2 {
				t.Errorf("withdrawn: %d left, want 2", got)
			}
		}
	})
}
