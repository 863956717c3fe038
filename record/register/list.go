package register

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"unhindered/storage"
)

// A Filter chooses entries; they must match every field that is not zero.
type Filter struct {
	State string // alpha-3 code
	Act   string // code of a type of act, or of a heading for every type under it
	Body  string // code of a UN body
	Year  int    // a year within the time of the entry's acts
	Query string // up to eight words or parts of words, each of which must be in subject, place or summary

	Sort          string // one of the Sort constants; "" is SortDate
	Limit, Offset int    // Limit 0 is PageSize, NoLimit is all
}

// The orders of lists. Entries that are equal in it come in the order of their IDs.
const (
	SortDate      = "date"      // latest act first, unknown dates last
	SortPublished = "published" // latest publication first
	SortSubject   = "subject"
	SortState     = "state" // by alpha-3 code, latest act first within a State
)

// PageSize is the number of entries of a list unless Filter.Limit says otherwise.
const PageSize = 50

// NoLimit as Filter.Limit asks for all entries.
const NoLimit = -1

// ErrSort is returned for an order that List does not know.
var ErrSort = errors.New("unknown order; sort by date, published, subject or state")

// A Page is a part of a list, with counts over the whole list.
type Page struct {
	Records []Record `json:"entries"`
	Total   int      `json:"total"`   // number of entries that match
	Context int      `json:"context"` // how many of them explain others and are not cases themselves

	// The counts of each facet are over the entries that match the rest of the filter, so that they tell how long the list
	// would be with that value chosen instead. Most frequent first, Years in order. An entry counts once for each of its
	// acts, headings, bodies and years, so that these do not add up to Total.
	States []Count `json:"states"`
	Acts   []Count `json:"acts"`
	Bodies []Count `json:"bodies"`
	Years  []Count `json:"years"`
}

// A Count is a number of entries that have a value.
type Count struct {
	Value string `json:"value"`
	N     int    `json:"n"`
}

// List returns the entries that match the filter, without withdrawn ones. Each Record is as Entry returns it, but for Versions.
func (s *Store) List(ctx context.Context, f Filter) (Page, error) {
	switch f.Sort {
	case "":
		f.Sort = SortDate
	case SortDate, SortPublished, SortSubject, SortState:
	default:
		return Page{}, ErrSort
	}
	index, err := s.index.current(ctx, s)
	if err != nil {
		return Page{}, fmt.Errorf("reading the register: %w", err)
	}
	page, ids := index.list(f)
	if page.Records, err = s.records(ctx, ids); err != nil {
		return Page{}, fmt.Errorf("reading the register: %w", err)
	}
	return page, nil
}

const recordColumns = `SELECT e.text, e.salt, v.commitment, v.leaf, v.day
	FROM entry e JOIN entry_version v ON v.entry = e.id AND v.version = e.version WHERE e.id`

func scanRecord(row storage.Row, r *Record) error {
	var salt []byte
	if err := row.Scan(&r.Text, &salt, &r.Commitment, &r.Leaf, &r.Day); err != nil {
		return err
	}
	r.Salt = hex.EncodeToString(salt)
	return json.Unmarshal(r.Text, &r.Entry)
}

// records returns the records of the IDs in their order. One that was withdrawn meanwhile is left out.
func (s *Store) records(ctx context.Context, ids []string) ([]Record, error) {
	all := make([]Record, 0, len(ids))
	for len(ids) > 0 {
		chunk := ids[:min(len(ids), 500)]
		ids = ids[len(chunk):]
		places, args := make([]string, len(chunk)), make([]any, len(chunk))
		for i, id := range chunk {
			places[i], args[i] = "$"+strconv.Itoa(i+1), id
		}
		rows, err := s.db.Query(ctx, recordColumns+" IN ("+strings.Join(places, ",")+")", args...)
		found, err := storage.Collect(rows, err, scanRecord)
		if err != nil {
			return nil, err
		}
		byID := make(map[string]Record, len(found))
		for _, r := range found {
			byID[r.ID] = r
		}
		for _, id := range chunk {
			if r, ok := byID[id]; ok {
				all = append(all, r)
			}
		}
	}
	return all, nil
}
