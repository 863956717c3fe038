package desk

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"unhindered/storage"
)

const benchCases = 10_000

// vocabulary makes texts whose words differ as those of a language do.
var vocabulary = func() []string {
	r := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 5000)
	for i := range words {
		b := make([]byte, 3+r.IntN(8))
		for j := range b {
			b[j] = byte('a' + r.IntN(26))
		}
		words[i] = string(b)
	}
	return words
}()

func prose(r *rand.Rand, words int) string {
	var b strings.Builder
	for range words {
		b.WriteString(vocabulary[r.IntN(len(vocabulary))] + " ")
	}
	return b.String()
}

// newBench makes a desk with 10,000 cases of seven items each, about 2 KB of text a case, some saved twice.
func newBench(b *testing.B) (d *Desk, first Initial, vault string) {
	b.Helper()
	dir := b.TempDir()
	d, err := Open(b.Context(), dir, filepath.Join(dir, "desk.db"), nil, nil, WorkFactor(10))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { d.Close() })
	first, err = d.Init(b.Context(), Setup{Team: "Example team", Members: []NewMember{{Name: "ada", Role: Approver}}})
	if err != nil {
		b.Fatal(err)
	}
	s := benchSignIn(b, d, first)
	held, _ := s.held()
	v := held[0].openVault
	r := rand.New(rand.NewPCG(3, 4))
	err = d.db.Update(b.Context(), func(tx *storage.Tx) error {
		for range benchCases {
			id := newID()
			party := newID()
			put := func(t table, id2 string, data Data, versions int) {
				for version := range versions {
					k := s.stamp(id2, data)
					k.Version = version + 1
					if err := t.put(b.Context(), tx, v, id, k); err != nil {
						b.Fatal(err)
					}
				}
			}
			put(items, id, &Header{Title: prose(r, 6), State: "XEX", Stage: StageDraft, Notes: prose(r, 30)}, 2)
			put(items, party, &Party{Label: prose(r, 2), Role: Subject, Is: OnePerson}, 1)
			put(identities, party, &Identity{Name: prose(r, 2), Contact: prose(r, 6)}, 1)
			for range 2 {
				put(items, newID(), &Act{Type: "SUMMONS", Place: prose(r, 2), Reason: prose(r, 20), Consequence: prose(r, 20)}, 1)
			}
			put(items, newID(), &Engagement{Body: "HRC", Form: "visit", Status: "done", Text: prose(r, 20)}, 1)
			put(items, newID(), &Source{Document: prose(r, 5), Claim: prose(r, 60)}, 1)
			put(items, newID(), &Note{Text: prose(r, 100)}, 2)
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	s.Lock()
	return d, first, v.id
}

func benchSignIn(b *testing.B, d *Desk, first Initial) *Session {
	b.Helper()
	uri, err := url.Parse(first.Members[0].TOTPURI)
	if err != nil {
		b.Fatal(err)
	}
	present := time.Now()
	if d.now != nil {
		present = d.now()
	}
	next := present.Add(time.Minute)
	d.now = func() time.Time { return next } // each sign-in takes a code of its own
	code, err := totp.GenerateCode(uri.Query().Get("secret"), next)
	if err != nil {
		b.Fatal(err)
	}
	s, err := d.SignIn(b.Context(), "ada", first.Members[0].Passphrase, code)
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// BenchmarkOpenSession opens a session with 10,000 cases, everything after the passphrase included: keys, audit line,
// opening and folding of every item. The budget is 2 s. Its reference is one SELECT that reads the same rows.
func BenchmarkOpenSession(b *testing.B) {
	d, first, vault := newBench(b)
	var ours, raw time.Duration
	for b.Loop() {
		raw += rawRead(b, d, vault)
		start := time.Now()
		s := benchSignIn(b, d, first)
		ours += time.Since(start)
		s.Lock()
	}
	b.ReportMetric(ours.Seconds()/float64(b.N), "s/session")
	b.ReportMetric(float64(ours)/float64(raw), "ratio/raw-SELECT-of-all-rows")
	b.ReportMetric(0, "ns/op")
}

func rawRead(b *testing.B, d *Desk, vault string) time.Duration {
	start := time.Now()
	rows, err := d.db.Query(b.Context(), "SELECT case_id, id, version, sealed FROM item WHERE vault = $1", vault)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		var row sealedRow
		if err := scanSealed(rows, &row); err != nil {
			b.Fatal(err)
		}
		n += len(row.sealed)
	}
	return time.Since(start)
}

// BenchmarkSearch searches 10,000 cases for words of three kinds: in many cases, in few, in none. The budget is 50 ms.
// Its reference is bytes.Contains over the same bytes.
func BenchmarkSearch(b *testing.B) {
	d, first, _ := newBench(b)
	s := benchSignIn(b, d, first)
	held, _ := s.held()
	var all [][]byte
	for _, one := range held[0].index.cases {
		all = append(all, one.text)
	}
	queries := map[string]string{
		"common": vocabulary[1],
		"pair":   vocabulary[1] + " " + vocabulary[2],
		"none":   "nothingofthesort",
	}
	for name, query := range queries {
		b.Run(name, func(b *testing.B) {
			var ours, raw, slowest time.Duration
			for b.Loop() {
				start := time.Now()
				for _, text := range all {
					bytes.Contains(text, []byte(query))
				}
				raw += time.Since(start)
				start = time.Now()
				if _, _, err := s.Search(b.Context(), query, 0); err != nil {
					b.Fatal(err)
				}
				took := time.Since(start)
				ours += took
				slowest = max(slowest, took)
			}
			b.ReportMetric(float64(ours.Milliseconds())/float64(b.N), "ms/search")
			b.ReportMetric(float64(slowest.Milliseconds()), "ms-slowest")
			b.ReportMetric(float64(ours)/float64(raw), "ratio/bytes.Contains")
			b.ReportMetric(0, "ns/op")
		})
	}
	b.ReportMetric(float64(memory(all))/1e6, "MB-index")
}

func memory(texts [][]byte) int {
	n := 0
	for _, text := range texts {
		n += len(text)
	}
	return n
}

// BenchmarkSave saves a note into a case among 10,000, and beside it appends as many bytes to a file and syncs it.
func BenchmarkSave(b *testing.B) {
	d, first, _ := newBench(b)
	s := benchSignIn(b, d, first)
	list, _, err := s.Cases(b.Context(), CaseFilter{Limit: 1})
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; b.Loop(); i++ {
		if _, err := s.Save(b.Context(), list[0].ID, Item{Data: &Note{Text: fmt.Sprint(i)}}, 0); err != nil {
			b.Fatal(err)
		}
	}
}
