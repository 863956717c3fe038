// Package table says what a table is that leaves the house: columns with a type and a meaning, rows that come one after
// the other, and what rows can be chosen by. A ledger defines its tables with it; files, the interface for programs and the
// data dictionary are made from the same definition, so that they cannot say different things.
package table

import (
	"context"
	"errors"
	"iter"
	"slices"
)

// A Type is what the cells of a column are. A cell is nil where the source does not say: never "no", never 0.
type Type int

// The types, with the Go type of their cells.
const (
	Text  Type = iota // string
	Int               // int64
	Float             // float64
	Bool              // bool
	Day               // string, 2013-09-14: always a whole day
	Date              // string, as precise as the source: 2013-09-14, 2013-09 or 2013
	List              // []string
)

// String returns the name of the type in the data dictionary.
func (t Type) String() string {
	return [...]string{"text", "whole number", "number", "yes or no", "day", "date as precise as the source", "list of texts"}[t]
}

// A Column is one column of a table.
type Column struct {
	Name string // stays: programs read it
	Type Type
	Help string // what stands in it, in a line
}

// A Row is the cells of a row in the order of the columns.
type Row []any

// A Table is what is known of a table without its rows.
type Table struct {
	Ledger  string   // "votes"
	Name    string   // "votes-ballots": of commands, files and addresses; unique
	Title   string   // "Votes of States"
	Help    string   // what one row is
	Origin  []string // keys of the data sets that it is made from, for their terms of use
	Columns []Column // the first is "id"
	Filters []Filter // beside paging
}

// A Filter is something that rows can be chosen by.
type Filter struct {
	Name string // "state"
	Help string
}

// Column returns the place of a column, or -1.
func (t Table) Column(name string) int {
	return slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
}

// Takes tells whether rows can be chosen by the filter of that name.
func (t Table) Takes(filter string) bool {
	return slices.ContainsFunc(t.Filters, func(f Filter) bool { return f.Name == filter })
}

// ErrNotFound is returned for a key that no row has.
var ErrNotFound = errors.New("there is no such row")

// ErrGone is returned for a row that was withdrawn.
var ErrGone = errors.New("the row was withdrawn")

// A Source is a table with its rows. It is safe for concurrent use.
type Source struct {
	Table
	rows func(context.Context, Query) iter.Seq2[item, error]
	find func(context.Context, string) (Row, error)
}

// An item is a row that has been chosen and not been made yet: making the cells is most of the work.
type item struct {
	make func() Row
}

// Rows returns the rows that a query chooses, one after the other: only one is in memory at a time. The sequence ends
// after an error.
func (s *Source) Rows(ctx context.Context, q Query) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for it, err := range s.rows(ctx, q) {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(it.make(), nil) {
				return
			}
		}
	}
}

// Page returns a part of the rows that a query chooses, and how many there are in all.
func (s *Source) Page(ctx context.Context, q Query, offset, limit int) (rows []Row, total int, err error) {
	rows = []Row{}
	for it, err := range s.rows(ctx, q) {
		if err != nil {
			return nil, 0, err
		}
		if total >= offset && len(rows) < limit {
			rows = append(rows, it.make())
		}
		if total++; total%4096 == 0 && ctx.Err() != nil {
			return nil, 0, ctx.Err()
		}
	}
	return rows, total, nil
}

// Get returns the row with a key, ErrNotFound or ErrGone.
func (s *Source) Get(ctx context.Context, id string) (Row, error) { return s.find(ctx, id) }
