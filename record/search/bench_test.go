package search_test

import (
	"database/sql"
	"encoding/csv"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"compress/gzip"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"
	"github.com/ncruces/go-sqlite3/ext/fts5"

	"unhindered/importer/importertest"
	"unhindered/record/search"
	"unhindered/un"
)

// budget is what a page may take (docs: budgets of the record), 95th percentile.
const budget = 20 * time.Millisecond

// texts returns n texts spliced from two halves of real recommendations, the same in every run.
func texts(b *testing.B, n int) []string {
	b.Helper()
	f, err := os.Open(importertest.Shared(b, "data/upr/upr-info-sessions-01-13.csv.gz"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	rows := csv.NewReader(unzipped)
	rows.LazyQuotes, rows.FieldsPerRecord = true, -1
	all, err := rows.ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	var real [][]string
	for _, row := range all[1:] {
		longest := slices.MaxFunc(row, func(a, b string) int { return len(a) - len(b) })
		if words := strings.Fields(longest); len(words) > 4 {
			real = append(real, words)
		}
	}
	if len(real) < 10_000 {
		b.Fatalf("%d texts in the file: this benchmark would measure something else", len(real))
	}
	random := rand.New(rand.NewPCG(1, 2))
	out := make([]string, n)
	for i := range out {
		a, z := real[random.IntN(len(real))], real[random.IntN(len(real))]
		out[i] = strings.Join(a[:(len(a)+1)/2], " ") + " " + strings.Join(z[len(z)/2:], " ")
	}
	return out
}

// corpus are 300,000 recommendations between all States and 7,000 roll calls, which is what a million votes come to.
func corpus(b *testing.B) ([]string, search.Set) {
	const recommendations, rollCalls = 300_000, 7_000
	all := texts(b, recommendations+rollCalls)
	states := un.States()
	return all, search.Set{N: len(all), At: func(i int) search.Document {
		year := 2008 + i%16
		d := search.Document{Ledger: "upr", Kind: "recommendation", Path: "/upr/" + strconv.Itoa(i), Text: all[i], State: states[i%193].ISO3,
			By: []string{states[i*7%193].ISO3}, Date: un.Date(strconv.Itoa(year) + "-05-0" + strconv.Itoa(1+i%9))}
		if i >= recommendations {
			d = search.Document{Ledger: "votes", Kind: "resolution", Path: "/votes/" + strconv.Itoa(i), Title: all[i], Date: un.Date(strconv.Itoa(1946 + i%75))}
		}
		return d
	}}
}

// queries are what people ask: rare words, broad ones, rows of words, beginnings, exclusions, each alone and in a facet.
func queries(all []string) []search.Filter {
	random := rand.New(rand.NewPCG(3, 4))
	word := func() string {
		for {
			words := strings.Fields(all[random.IntN(len(all))])
			if w := strings.Trim(words[random.IntN(len(words))], `.,;:()"`); len(w) > 3 && !strings.ContainsAny(w, `"*-`) {
				return w
			}
		}
	}
	var out []search.Filter
	for i := range 200 {
		f := search.Filter{}
		switch i % 8 {
		case 0:
			f.Query = search.Parse(word())
		case 1, 2:
			f.Query = search.Parse(word() + " " + word())
		case 3:
			words := strings.Fields(all[random.IntN(len(all))])
			at := random.IntN(len(words) - 2)
			f.Query = search.Parse(`"` + strings.Join(words[at:at+2], " ") + `"`)
		case 4:
			f.Query = search.Parse(word()[:3] + "*")
		case 5:
			f.Query = search.Parse("human rights -" + word())
		case 6:
			f.Query, f.State, f.Year = search.Parse(word()), "CHN", 2013
		case 7:
			f.Query, f.Offset = search.Parse([]string{"rights", "human rights", "ensure", `"human rights"`, "women children", "continue"}[i/8%6]), 20*(i%40)
		}
		out = append(out, f)
	}
	return out
}

func p95(took []time.Duration) time.Duration {
	slices.Sort(took)
	return took[len(took)*95/100]
}

// BenchmarkFind finds 200 queries in 307,000 documents, with all facets counted and the texts of the first page marked. The
// budget of 20 ms is that of a whole page; ratio/FTS5 compares with SQLite's own index of the same texts, which has no facets.
func BenchmarkFind(b *testing.B) {
	all, set := corpus(b)
	before := memory()
	start := time.Now()
	x, err := search.Build(b.Context(), []search.Set{set})
	if err != nil {
		b.Fatal(err)
	}
	building := time.Since(start)
	size := memory() - before
	asked := queries(all)
	for _, c := range []struct {
		name   string
		ranked bool
	}{{"newest", false}, {"best", true}} {
		b.Run(c.name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				for _, f := range asked {
					f.Ranked = c.ranked
					start := time.Now()
					page := x.Find(f)
					for _, h := range page.Hits {
						page.Mark(h.Text, 300)
					}
					took = append(took, time.Since(start))
				}
			}
			b.ReportMetric(float64(p95(took))/float64(budget), "ratio/20ms")
			b.ReportMetric(1, "budget-at-most")
			b.ReportMetric(float64(p95(took))/1e6, "ms-p95")
			b.ReportMetric(building.Seconds(), "s-build")
			b.ReportMetric(float64(size)/1e6, "MB")
			b.ReportMetric(0, "ns/op")
		})
	}
	b.Run("FTS5", func(b *testing.B) { reference(b, x, all, asked) })
}

// memory is what is in use after a collection.
func memory() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// reference asks SQLite's full-text index the same: the newest 20 rows, and the total.
func reference(b *testing.B, x *search.Index, all []string, asked []search.Filter) {
	db, err := driver.Open("file::memory:", func(c *sqlite3.Conn) error { return fts5.Register(c) })
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("CREATE VIRTUAL TABLE t USING fts5(text, tokenize='porter unicode61', content='')"); err != nil {
		b.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	insert, err := tx.Prepare("INSERT INTO t (rowid, text) VALUES (?, ?)")
	if err != nil {
		b.Fatal(err)
	}
	for i, text := range all {
		if _, err := insert.Exec(i, text); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	var theirs, ours []time.Duration
	for b.Loop() {
		for _, f := range asked {
			if f.State != "" {
				continue
			}
			match := matchOf(f.Query)
			start := time.Now()
			if !newest(b, db, match) {
				continue
			}
			theirs = append(theirs, time.Since(start))
			start = time.Now()
			x.Find(f)
			ours = append(ours, time.Since(start))
		}
	}
	b.ReportMetric(float64(p95(ours))/float64(p95(theirs)), "ratio/FTS5")
	b.ReportMetric(1, "budget-at-most")
	b.ReportMetric(float64(p95(theirs))/1e6, "ms-p95-FTS5")
	b.ReportMetric(0, "ns/op")
}

func newest(b *testing.B, db *sql.DB, match string) bool {
	rows, err := db.Query("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid LIMIT 20", match)
	if err != nil {
		b.Fatal(match, err)
	}
	for rows.Next() {
	}
	rows.Close()
	var total int
	if err := db.QueryRow("SELECT count(*) FROM t WHERE t MATCH ?", match).Scan(&total); err != nil {
		b.Fatal(match, err)
	}
	return total > 0
}

// matchOf writes a query in the words of FTS5.
func matchOf(q search.Query) string {
	var out string
	for _, t := range q.Terms {
		word := `"` + strings.ReplaceAll(t.Text, `"`, "") + `"`
		if t.Prefix {
			word += "*"
		}
		switch {
		case t.Not:
			out = "(" + out + ") NOT " + word
		case out != "":
			out += " AND " + word
		default:
			out = word
		}
	}
	return out
}
