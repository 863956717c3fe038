// Package rollcall puts decisions together from files with one row a State and roll call, for the importers of such files:
// what was decided, and who voted how.
package rollcall

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"unhindered/record/imports"
	"unhindered/record/votes"
	"unhindered/storage"
)

// most is how many calls are held: more than any of the real files has, so that only larger ones are written and read again.
const most = 8192

// A Desk holds the roll calls of one source that an import is working on. However many a file has, only a part is held;
// the others are in the record.
type Desk struct {
	ctx    context.Context
	tx     *imports.Tx
	source string
	writer *imports.Writer
	one    *sql.Stmt // reads one call from the record

	calls map[string]*Call // by id
	order []string         // of calls, oldest first
	all   bool             // what is not in calls is not in the record

	codes   []string       // of States, by number
	numbers map[string]int // by code
	sorted  []int          // numbers in the order of the codes; nil when a State came since
}

// A Call is a decision being put together. It must not be kept beyond the next Get or Describe.
type Call struct {
	Row       votes.Row // without Votes
	Described bool      // by a row of the file being read
	ballots   []byte    // by number of the State
	seen      []bool    // by number of the State: in the file being read
	changed   bool
}

// New returns the desk of a source, as votes.Row names it.
func New(ctx context.Context, tx *imports.Tx, source string) (*Desk, error) {
	d := &Desk{ctx: ctx, tx: tx, source: source, writer: tx.Writer(votes.Table), calls: map[string]*Call{}, numbers: map[string]int{}}
	var n int
	if err := tx.QueryRow(ctx, "SELECT count(*) FROM vote WHERE source = $1", source).Scan(&n); err != nil {
		return nil, err
	}
	if d.all = n <= most; !d.all {
		return d, nil // each is read when it is asked for
	}
	rows, err := tx.Query(ctx, "SELECT "+votes.Columns+" FROM vote WHERE source = $1", source)
	all, err := storage.Collect(rows, err, func(r storage.Row, row *votes.Row) error { return row.Scan(r.Scan) })
	if err != nil {
		return nil, err
	}
	for _, row := range all {
		if _, err := d.take(row); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// take holds a row of the record.
func (d *Desk) take(row votes.Row) (*Call, error) {
	packed, err := votes.Unpack(row.Votes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", row.ID, err)
	}
	row.Votes = ""
	c := &Call{Row: row}
	for _, v := range packed {
		c.set(d.Number(v.State), byte(v.Ballot))
	}
	return c, d.hold(c)
}

func (d *Desk) hold(c *Call) error {
	if len(d.calls) >= most {
		if err := d.put(most / 8); err != nil {
			return err
		}
		d.all = false
	}
	d.calls[c.Row.ID] = c
	d.order = append(d.order, c.Row.ID)
	return nil
}

// Number returns the number of a State on this desk.
func (d *Desk) Number(iso3 string) int {
	n, ok := d.numbers[iso3]
	if !ok {
		n = len(d.codes)
		d.codes = append(d.codes, iso3)
		d.numbers[iso3] = n
		d.sorted = nil
	}
	return n
}

// Get returns the call with the given id, or the one of several that there is; nil if neither the record has it nor this
// import.
func (d *Desk) Get(ids ...string) (*Call, error) {
	for _, id := range ids {
		if c := d.calls[id]; c != nil {
			return c, nil
		}
	}
	if d.all {
		return nil, nil
	}
	for _, id := range ids {
		if c, err := d.read(id); c != nil || err != nil {
			return c, err
		}
	}
	return nil, nil
}

// read reads a call that is not held from the record.
func (d *Desk) read(id string) (*Call, error) {
	if err := d.writer.Flush(d.ctx); err != nil {
		return nil, err
	}
	if d.one == nil {
		var err error
		if d.one, err = d.tx.Storage().Prepare(d.ctx, "SELECT "+votes.Columns+" FROM vote WHERE id = $1 AND source = $2"); err != nil {
			return nil, err
		}
	}
	var row votes.Row
	err := row.Scan(d.one.QueryRowContext(d.ctx, id, d.source).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return d.take(row)
}

// Describe takes what a file says of a decision. have is what Get returned for its id. Votes stay as they are.
func (d *Desk) Describe(have *Call, row votes.Row) (*Call, imports.Outcome, error) {
	row.Votes = ""
	if have == nil {
		c := &Call{Row: row, Described: true, changed: true}
		return c, imports.New, d.hold(c)
	}
	have.Described = true
	x, err := have.Row.Values()
	if err != nil {
		return nil, 0, err
	}
	y, err := row.Values()
	if err != nil || slices.Equal(x, y) {
		return have, imports.Unchanged, err
	}
	have.Row, have.changed = row, true
	return have, imports.Changed, nil
}

// Change notes that the importer has changed c.Row.
func (c *Call) Change() { c.changed = true }

// Cast takes the vote of the State with the given number. It returns false if this file gave one for it before; that one
// stays. (Where a roll call comes again after thousands of others the former is not remembered, and the latter changes it.)
func (c *Call) Cast(state int, ballot votes.Ballot) (o imports.Outcome, first bool) {
	for state >= len(c.seen) {
		c.seen = append(c.seen, make([]bool, 32)...)
	}
	if c.seen[state] {
		return 0, false
	}
	c.seen[state] = true
	switch c.get(state) {
	case byte(ballot):
		return imports.Unchanged, true
	case 0:
		o = imports.New
	default:
		o = imports.Changed
	}
	c.set(state, byte(ballot))
	c.changed = true
	return o, true
}

func (c *Call) set(n int, ballot byte) {
	for n >= len(c.ballots) {
		c.ballots = append(c.ballots, make([]byte, 32)...)
	}
	c.ballots[n] = ballot
}

func (c *Call) get(n int) byte {
	if n < len(c.ballots) {
		return c.ballots[n]
	}
	return 0
}

// NextFile forgets which rows have been seen: the same file may come under a second name.
func (d *Desk) NextFile() {
	for _, c := range d.calls {
		c.seen, c.Described = nil, false
	}
}

// Write writes what has changed into the record.
func (d *Desk) Write() error { return d.put(len(d.order)) }

// put lets go of the n oldest calls, and writes those that have changed.
func (d *Desk) put(n int) error {
	for _, id := range d.order[:n] {
		c := d.calls[id]
		delete(d.calls, id)
		if !c.changed {
			continue
		}
		c.Row.Votes = d.pack(c.ballots)
		values, err := c.Row.Values()
		if err != nil {
			return err
		}
		if err := d.writer.Put(d.ctx, nil, values...); err != nil {
			return err
		}
	}
	d.order = slices.Clone(d.order[n:])
	return nil
}

// pack writes ballots by number as votes.Pack does.
func (d *Desk) pack(ballots []byte) string {
	if d.sorted == nil {
		d.sorted = make([]int, len(d.codes))
		for i := range d.sorted {
			d.sorted[i] = i
		}
		slices.SortFunc(d.sorted, func(a, b int) int { return strings.Compare(d.codes[a], d.codes[b]) })
	}
	var out strings.Builder
	out.Grow(4 * len(ballots))
	for _, n := range d.sorted {
		if n < len(ballots) && ballots[n] != 0 {
			out.WriteString(d.codes[n])
			out.WriteByte(ballots[n])
		}
	}
	return out.String()
}
