// Package upr is the ledger of the Universal Periodic Review: reviews, the recommendations made in them, what the State
// under review said to each, pledges and questions in advance.
//
// Two units are never mixed: a numbered recommendation of a Working Group report (the official unit, which may hold
// several texts and States), and a row of the UPR Info database (one recommendation by one State).
package upr

import (
	"bytes"
	"embed"
	"encoding/csv"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"

	"unhindered/record/imports"
	"unhindered/record/sheet"
	"unhindered/storage"
	"unhindered/un"
)

//go:embed migrations/*.sql reference/*.csv
var embedded embed.FS

// Migrations returns the migrations of this ledger.
func Migrations() storage.Set {
	sub, err := fs.Sub(embedded, "migrations")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return storage.Set{Name: "upr", FS: sub}
}

// A Store is the ledger. It is safe for concurrent use.
type Store struct {
	db     *storage.DB
	memory imports.Memory[Data]
	sheets *sheet.Store
}

// New returns the ledger of a database that was opened with Migrations and those of record/sheet.
func New(db *storage.DB) *Store {
	return &Store{db: db, sheets: sheet.New(db), memory: imports.Memory[Data]{
		Tables: []string{"upr_report", "upr_numbered", "upr_row", "upr_theme", "upr_position", "upr_question"},
		Load:   load,
	}}
}

// A Review is the review of one State in one cycle.
type Review struct {
	ID             string `json:"id"` // "CHN-1"
	ISO3           string `json:"state"`
	Cycle, Session int
	Starts, Ends   string // of the session, 2006-01-02; may be empty
	Confidence     string // how sure the date and order are
}

// State returns the State under review.
func (r Review) State() un.State {
	s, _ := un.StateByISO3(r.ISO3)
	return s
}

// Year returns the year of the review, or 0.
func (r Review) Year() int {
	year, _, _ := strings.Cut(r.Ends, "-")
	n, _ := strconv.Atoi(year)
	return n
}

// ID is the key of the review of a State in a cycle.
func ID(iso3 string, cycle int) string { return iso3 + "-" + strconv.Itoa(cycle) }

type reference struct {
	all     []Review
	byID    map[string]Review
	session map[string]Review // "CHN 4"
	cycle   map[int]int       // of a session
}

var inOrder = sync.OnceValue(func() reference {
	sessions := map[string]map[string]string{}
	ref := reference{byID: map[string]Review{}, session: map[string]Review{}, cycle: map[int]int{}}
	for _, row := range table("upr_sessions.csv") {
		sessions[row["session"]] = row
		session, _ := strconv.Atoi(row["session"])
		ref.cycle[session], _ = strconv.Atoi(row["cycle"])
	}
	for _, row := range table("upr_reviews.csv") {
		cycle, _ := strconv.Atoi(row["cycle"])
		session, _ := strconv.Atoi(row["session"])
		s := sessions[row["session"]]
		r := Review{
			ID: ID(row["iso3"], cycle), ISO3: row["iso3"], Cycle: cycle, Session: session,
			Starts: s["starts"], Ends: s["ends"], Confidence: row["confidence"],
		}
		ref.all = append(ref.all, r)
		ref.byID[r.ID] = r
		ref.session[r.ISO3+" "+row["session"]] = r
	}
	return ref
})

func table(name string) []map[string]string {
	data, err := embedded.ReadFile("reference/" + name)
	if err != nil {
		panic(err) // part of the program
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("upr: %s: %v", name, err))
	}
	var all []map[string]string
	for _, row := range rows[1:] {
		cells := map[string]string{}
		for i, cell := range row {
			cells[rows[0][i]] = cell
		}
		all = append(all, cells)
	}
	return all
}

// Reviews returns all reviews of the four cycles as far as their order is known, by session.
func Reviews() []Review { return slices.Clone(inOrder().all) }

// ReviewByID returns a review by its key, "CHN-1". A State and cycle that the list of reviews lacks give a review without
// session and dates.
func ReviewByID(id string) (Review, bool) {
	if r, ok := inOrder().byID[id]; ok {
		return r, true
	}
	iso3, text, _ := strings.Cut(id, "-")
	cycle, err := strconv.Atoi(text)
	if _, ok := un.StateByISO3(iso3); !ok || err != nil || cycle < 1 || cycle > 99 {
		return Review{}, false
	}
	return Review{ID: ID(iso3, cycle), ISO3: iso3, Cycle: cycle}, true
}

// ReviewAt returns the review of a State in a session of the UPR Working Group. Where the list of reviews has the State in
// another session of the same cycle (a review put off), it is that one. It is false for a session that is not known.
func ReviewAt(iso3 string, session int) (Review, bool) {
	if r, ok := inOrder().session[iso3+" "+strconv.Itoa(session)]; ok {
		return r, true
	}
	cycle := inOrder().cycle[session]
	if cycle == 0 && session > 50 && session <= 54 { // the last sessions of the fourth cycle, whose order is not in the list yet
		cycle = 4
	}
	if cycle > 0 {
		return ReviewByID(ID(iso3, cycle))
	}
	return Review{}, false
}

// ReviewBefore returns the last review of a State in a session that began on or before the day, 2006-01-02.
func ReviewBefore(iso3, day string) (Review, bool) {
	var found Review
	for _, r := range inOrder().all {
		if r.ISO3 == iso3 && r.Starts != "" && r.Starts <= day && r.Starts > found.Starts {
			found = r
		}
	}
	return found, found.ID != ""
}

// ReviewAfter returns the first review of a State in a session that ended on or after the day, 2006-01-02.
func ReviewAfter(iso3, day string) (Review, bool) {
	var found Review
	for _, r := range inOrder().all {
		if r.ISO3 == iso3 && r.Ends != "" && r.Ends >= day && (found.ID == "" || r.Ends < found.Ends) {
			found = r
		}
	}
	return found, found.ID != ""
}

// The positions of a State on a recommendation.
const (
	Supported = "supported"
	Noted     = "noted"
	Pending   = "pending" // to be answered after the report; no later source is here
	Unknown   = ""
)
