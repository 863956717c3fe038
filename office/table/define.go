package table

import (
	"context"
	"fmt"
	"iter"
	"reflect"
	"slices"
)

// A Col is a column with the way to its cell. Get may return nil, any whole number, a float64, a bool, a string or a type
// made of one, or a []string; empty texts and lists become nil.
type Col[T any] struct {
	Name string
	Type Type
	Help string
	Get  func(T) any
}

// A Def defines a table over things of type T.
type Def[T any] struct {
	Ledger, Name, Title, Help string
	Origin                    []string
	Columns                   []Col[T] // without "id", which comes first

	// Key makes the key of a row, unique in the table and fit for an address; KeyHelp says what it is.
	Key     func(T) string
	KeyHelp string
	// Find returns the thing with a key; nil looks through all.
	Find func(ctx context.Context, key string) (T, bool, error)

	// Concerns tells whether a row concerns a State; nil: the rows cannot be chosen by State. StateHelp says what concerns means.
	Concerns  func(row T, iso3 string) bool
	StateHelp string
	// When returns the first and last date of a row, as precise as they are known; nil: the rows have no time.
	When func(T) (from, to string)
	// Facets are columns that can be asked for by an exact value.
	Facets []string

	// All returns all things. It may leave out what the query does not choose, and need not.
	All func(context.Context, Query) iter.Seq2[T, error]
}

// New makes the table. It panics on a definition that contradicts itself.
func New[T any](d Def[T]) *Source {
	columns := slices.Insert(slices.Clone(d.Columns), 0, Col[T]{"id", Text, d.KeyHelp, func(row T) any { return d.Key(row) }})
	s := &Source{Table: Table{Ledger: d.Ledger, Name: d.Name, Title: d.Title, Help: d.Help, Origin: d.Origin}}
	get := map[string]Col[T]{}
	for _, c := range columns {
		if _, twice := get[c.Name]; twice || c.Help == "" {
			panic(fmt.Sprintf("table %s: column %s is there twice or says nothing of itself", d.Name, c.Name))
		}
		get[c.Name] = c
		s.Columns = append(s.Columns, Column{c.Name, c.Type, c.Help})
	}
	if d.Concerns != nil {
		s.Filters = append(s.Filters, Filter{"state", d.StateHelp})
	}
	if d.When != nil {
		s.Filters = append(s.Filters, Filter{"year", "Rows whose time may lie in this year, as 2013."},
			Filter{"from", "Rows whose time may lie on this date or after it, as 2013, 2013-09 or 2013-09-14."},
			Filter{"to", "Rows whose time may lie on this date or before it, likewise."})
	}
	for _, name := range d.Facets {
		if _, ok := get[name]; !ok {
			panic(fmt.Sprintf("table %s: there is no column %s to filter by", d.Name, name))
		}
		s.Filters = append(s.Filters, Filter{name, "Rows with exactly this value: " + get[name].Help + "."})
	}
	build := func(row T) Row {
		cells := make(Row, len(columns))
		for i, c := range columns {
			cells[i] = Clean(c.Type, c.Get(row))
		}
		return cells
	}
	s.rows = func(ctx context.Context, q Query) iter.Seq2[item, error] {
		return func(yield func(item, error) bool) {
			if err := s.Check(q); err != nil {
				yield(item{}, err)
				return
			}
			var row T
			it := item{func() Row { return build(row) }}
			for next, err := range d.All(ctx, q) {
				if err != nil {
					yield(item{}, err)
					return
				}
				if row = next; chosen(d, get, row, q) && !yield(it, nil) {
					return
				}
			}
		}
	}
	s.find = func(ctx context.Context, key string) (Row, error) {
		if d.Find != nil {
			row, ok, err := d.Find(ctx, key)
			if err != nil || !ok {
				return nil, orNotFound(err)
			}
			return build(row), nil
		}
		for row, err := range d.All(ctx, Query{}) {
			if err != nil {
				return nil, err
			}
			if d.Key(row) == key {
				return build(row), nil
			}
		}
		return nil, ErrNotFound
	}
	return s
}

func orNotFound(err error) error {
	if err == nil {
		return ErrNotFound
	}
	return err
}

func chosen[T any](d Def[T], get map[string]Col[T], row T, q Query) bool {
	if q.State != "" && !d.Concerns(row, q.State) {
		return false
	}
	if q.timed() {
		if from, to := d.When(row); !q.within(from, to) {
			return false
		}
	}
	for name, value := range q.Where {
		c := get[name]
		switch cell := Clean(c.Type, c.Get(row)).(type) {
		case []string:
			if !slices.Contains(cell, value) {
				return false
			}
		default:
			if Words(cell) != value {
				return false
			}
		}
	}
	return true
}

// Words returns a cell as one text: yes or no, lists with semicolons between, and "" where the source does not say.
func Words(cell any) string {
	switch v := cell.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case []string:
		text := ""
		for i, part := range v {
			if i > 0 {
				text += "; "
			}
			text += part
		}
		return text
	}
	return fmt.Sprint(cell)
}

// Clean brings what a Col.Get returned into the form of a cell.
func Clean(t Type, value any) any {
	switch v := value.(type) {
	case nil:
		return nil
	case string:
		if v == "" {
			return nil
		}
		if t == Day && len(v) != 10 {
			return nil // the source is vaguer than a day
		}
		return v
	case []string:
		if len(v) == 0 {
			return nil
		}
		return v
	case int64, float64, bool:
		return v
	case int:
		return int64(v)
	}
	switch v := reflect.ValueOf(value); v.Kind() {
	case reflect.String:
		return Clean(t, v.String())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int()
	}
	panic(fmt.Sprintf("table: a cell of type %T", value))
}

// Each returns the rows of a slice that load returns.
func Each[T any](load func(context.Context) ([]T, error)) func(context.Context, Query) iter.Seq2[T, error] {
	return func(ctx context.Context, _ Query) iter.Seq2[T, error] {
		return func(yield func(T, error) bool) {
			all, err := load(ctx)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, row := range all {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// Positive is a number that is not stated where it is 0 or below.
func Positive(n int) any {
	if n <= 0 {
		return nil
	}
	return n
}

// C makes a column.
func C[T any](name string, t Type, help string, get func(T) any) Col[T] {
	return Col[T]{name, t, help, get}
}
