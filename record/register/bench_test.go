package register_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"unhindered/record/register"
	"unhindered/storage"
	"unhindered/un"
)

// many returns n made-up entries, spread over States, acts, bodies and years as a large register might be.
func many(n int) []register.Entry {
	random := rand.New(rand.NewPCG(1, 2))
	states, bodies := un.States(), un.Bodies()
	var acts []string
	for _, a := range un.ActTypes() {
		if !a.Heading() {
			acts = append(acts, a.Code)
		}
	}
	all := make([]register.Entry, n)
	for i := range all {
		year := 1990 + random.IntN(35)
		e := &all[i]
		*e = register.Entry{
			ID: fmt.Sprintf("B-%06d", i), Subject: fmt.Sprintf("defender %d", i), Kind: register.Person,
			State: states[int(random.ExpFloat64()*25)%len(states)].ISO3, // some States have many entries
			From:  un.Date(fmt.Sprintf("%d-%02d", year, 1+random.IntN(12))), To: un.Date(fmt.Sprint(year + random.IntN(3))),
			Place: "a town", Summary: "Made up for a benchmark: stopped at the border on the way to a session, questioned and sent home.",
			Engagement: "attendance at a session", Sources: []register.Source{{Document: "made up"}},
		}
		for range 1 + random.IntN(4) {
			e.Acts = append(e.Acts, acts[random.IntN(len(acts))])
		}
		for range 1 + random.IntN(2) {
			e.Bodies = append(e.Bodies, bodies[random.IntN(len(bodies))].Code)
		}
	}
	return all
}

// BenchmarkList asks for pages of a register of 100,000 entries, filtered in all ways, with all counts. The budget is
// 20 ms for 95 of 100 pages; the reference in the same run is SELECT COUNT(*) over the same table.
func BenchmarkList(b *testing.B) {
	path := b.TempDir() + "/room.db"
	s := open(b, path, newSigner(b))
	for batch := range slices.Chunk(many(100_000), 5000) {
		if err := s.Import(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
	db, err := storage.Open(b.Context(), path, register.Migrations())
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	began := time.Now()
	if _, err := s.List(b.Context(), register.Filter{}); err != nil { // loads the index
		b.Fatal(err)
	}
	b.Logf("first list: %v", time.Since(began).Round(time.Millisecond))
	for name, filters := range map[string][]register.Filter{
		"filters": {
			{}, {State: "AFG"}, {Act: "LIBERTY"}, {Body: "HRC"}, {Year: 2013}, {State: "AGO", Act: "LIBERTY", Year: 2001},
			{Sort: register.SortSubject, Offset: 50_000}, {Sort: register.SortPublished}, {Sort: register.SortState},
		},
		"words": {{Query: "defender 4711"}, {Query: "border questioned"}, {Query: "nowhere to be found"}},
	} {
		b.Run(name, func(b *testing.B) {
			var lists, counts []time.Duration
			for b.Loop() {
				f := filters[len(lists)%len(filters)]
				lists = append(lists, took(func() error { _, err := s.List(b.Context(), f); return err }, b))
				counts = append(counts, took(func() error {
					var n int
					return db.QueryRow(b.Context(), "SELECT COUNT(*) FROM entry").Scan(&n)
				}, b))
			}
			report(b, lists, counts)
		})
	}
}

func took(do func() error, b *testing.B) time.Duration {
	began := time.Now()
	if err := do(); err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}

func report(b *testing.B, ours, reference []time.Duration) {
	p95 := func(all []time.Duration) float64 {
		slices.Sort(all)
		return float64(all[len(all)*95/100].Microseconds()) / 1000
	}
	a, r := p95(ours), p95(reference)
	b.ReportMetric(a, "p95-ms")
	b.ReportMetric(r, "count-p95-ms")
	b.ReportMetric(a/r, "ratio/bare-SELECT-COUNT")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkPublish publishes one entry at a time: text, leaf, tiles, signature and a synced commit.
func BenchmarkPublish(b *testing.B) {
	s := open(b, b.TempDir()+"/room.db", newSigner(b))
	n := 0
	for b.Loop() {
		publish(b, s, fmt.Sprint(n), entry())
		n++
	}
}
