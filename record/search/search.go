// Package search finds anything in the record by its words: published cases, roll calls, recommendations, applications,
// letters, statements and the rest, whatever ledger they are in. It knows no ledger: each describes its rows as
// Documents, and an Index of their words is kept in memory (docs/decisions/0013-search-in-memory.md).
//
// A word finds its other forms too, by the analyzers of bleve for English, French, Spanish, Russian and Arabic; Chinese,
// Japanese and Korean are indexed by pairs of characters. Documents are numbered from the newest to the oldest, so that
// a set of numbers is a list in the order in which it is shown.
package search

import "unhindered/un"

// A Document is one row of a ledger as search sees it.
type Document struct {
	Ledger string // "upr"; the name of its facet
	Kind   string // "recommendation": what it is, within the ledger
	ID     string // its key in the ledger; needed only in a Set that is Volatile
	Path   string // address of its page

	Title  string // what it is called, in the words of the source; may be empty
	Symbol string // "A/HRC/36/L.45", "114.5"
	Text   string // what it says
	Also   string // further words by which it is found: other names, symbols, themes

	State string   // alpha-3 code of the State that it is about, or empty
	By    []string // States that speak, ask or act in it

	Date  un.Date // when
	Until un.Date // of what lasts: it is found under every year from Date to Until

	// Keys are names and symbols that mean this document and hardly another: whoever asks for exactly one of them gets it
	// first. Space, case and punctuation in them do not matter.
	Keys []string
}

// A Set is the documents of one ledger at one time. At may be called at any later time, by several goroutines.
type Set struct {
	N  int
	At func(i int) Document
	// Volatile marks documents that can be taken back: each has an ID, and Options.Changed tells which went.
	Volatile bool
}

// Filter says what is wanted. Its zero value wants everything, newest first.
type Filter struct {
	Query Query
	// Means is a key that the query means besides its own words: that of a State whose name in another language it is.
	Means  string
	Ledger string
	State  string // alpha-3: documents about it, or in which it speaks, asks or acts
	Year   int
	// Ranked puts what fits best first (BM25) instead of what is newest.
	Ranked        bool
	Limit, Offset int // Limit 0 is PageSize
}

// PageSize is how many documents a page of the list has.
const PageSize = 20

// A Page is a part of what was found, with counts over all of it.
type Page struct {
	Total int
	Hits  []Hit
	// The counts of each facet are over what matches the rest of the filter, so that they tell how long the list would be
	// with that value chosen instead. Most frequent first, years in order.
	Ledgers, States, Years []Count
	// By counts the years of each ledger, in the order of Ledgers.
	By []Series

	Unknown []string // words of the query that no document has
	Ignored []string // words that are in nearly every text, left out because there are others
	marks   marks
}

// A Hit is a document that was found.
type Hit struct {
	Document
	Named bool // the query names it: it comes first
}

// A Count is how many documents have a value.
type Count struct {
	Value string `json:"value"`
	N     int    `json:"n"`
}

// A Series is the years of one ledger.
type Series struct {
	Ledger string  `json:"ledger"`
	Years  []Count `json:"years"`
}
