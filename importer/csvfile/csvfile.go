// Package csvfile reads CSV files as they come: with or without byte order mark, with LF, CRLF or CR at the ends of
// lines, columns in any order. It reads one record at a time and bounds what one may hold, so that no file, however
// hostile, takes more memory than a record may.
package csvfile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits of a record.
const (
	MaxField   = 1 << 20 // bytes
	MaxColumns = 1000
	maxRecord  = 4 << 20
)

// Options say what a file must be like.
type Options struct {
	Name     string   // of the file, for messages
	Required []string // columns that must be there
	Optional []string // columns that are read if they are there
	// Decode, if set, turns another encoding into UTF-8.
	Decode func(io.Reader) io.Reader
	// Pad lets a record have fewer fields than the header: the others are empty.
	Pad bool
}

// A Reader reads a CSV file with a header.
type Reader struct {
	opts   Options
	in     *bufio.Reader
	header []string
	at     map[string]int // position by name
	row    int            // of the record last read; the header is 1
	offset int64          // bytes read
	buf    []byte
	ends   []int
	fields []string
	text   string
}

// A HeaderError names what a header lacks or has twice.
type HeaderError struct {
	File    string
	Missing []string
	Twice   []string
	Have    []string
}

func (e *HeaderError) Error() string {
	switch {
	case len(e.Twice) > 0:
		return fmt.Sprintf("%s: the header has %q twice", e.File, e.Twice)
	case len(e.Missing) == 1:
		return fmt.Sprintf("%s: there is no column %q; the header has %s", e.File, e.Missing[0], shown(e.Have))
	}
	return fmt.Sprintf("%s: there are no columns %q; the header has %s", e.File, e.Missing, shown(e.Have))
}

func shown(header []string) string {
	const most = 40
	if len(header) > most {
		return fmt.Sprintf("%q and %d more", header[:most], len(header)-most)
	}
	return fmt.Sprintf("%q", header)
}

// NewReader reads the header. It returns a *HeaderError if it lacks a required column.
func NewReader(in io.Reader, opts Options) (*Reader, error) {
	if opts.Decode != nil {
		in = opts.Decode(in)
	}
	r := &Reader{opts: opts, in: bufio.NewReaderSize(in, 1<<16)}
	if mark, err := r.in.Peek(3); err == nil && string(mark) == "\xEF\xBB\xBF" {
		r.in.Discard(3)
		r.offset = 3
	}
	if err := r.record(); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s: the file is empty", opts.Name)
		}
		return nil, err
	}
	r.header = slices.Clone(r.fields)
	r.at = map[string]int{}
	e := &HeaderError{File: opts.Name, Have: r.header}
	for i, name := range r.header {
		name = strings.TrimSpace(name)
		r.header[i] = name
		r.at[name] = i
	}
	e.Twice = r.Twice(slices.Concat(opts.Required, opts.Optional))
	for _, name := range opts.Required {
		if _, ok := r.at[name]; !ok {
			e.Missing = append(e.Missing, name)
		}
	}
	if e.Missing != nil || e.Twice != nil {
		return nil, e
	}
	return r, nil
}

// Header returns the names of the columns in the order of the file.
func (r *Reader) Header() []string { return r.header }

// Has tells whether there is a column.
func (r *Reader) Has(column string) bool { _, ok := r.at[column]; return ok }

// Twice returns those of the given columns that the header has more than once.
func (r *Reader) Twice(columns []string) (twice []string) {
	for _, name := range columns {
		first := slices.Index(r.header, name)
		if first >= 0 && r.at[name] != first { // the last one is kept
			twice = append(twice, name)
		}
	}
	return twice
}

// Columns returns the positions of the given columns in a Record, -1 for one that is not there.
func (r *Reader) Columns(names ...string) []int {
	at := make([]int, len(names))
	for i, name := range names {
		at[i] = -1
		if n, ok := r.at[name]; ok {
			at[i] = n
		}
	}
	return at
}

// A RowError is a record that cannot be used although the file can be read on: refuse it and go on.
type RowError struct {
	Row    int
	Reason string
}

func (e *RowError) Error() string { return fmt.Sprintf("row %d: %s", e.Row, e.Reason) }

// Next reads the next record, skipping empty lines. At the end it returns io.EOF. It returns a *RowError for a record
// with the wrong number of fields, after which it can be called again; any other error ends the file.
func (r *Reader) Next() error {
	for {
		if err := r.record(); err != nil {
			return err
		}
		n := len(r.fields)
		switch {
		case n == 1 && r.fields[0] == "" && len(r.header) > 1:
			r.row-- // an empty line is no record
			continue
		case n == len(r.header):
			return nil
		case n < len(r.header) && r.opts.Pad:
			for len(r.fields) < len(r.header) {
				r.fields = append(r.fields, "")
			}
			return nil
		}
		return &RowError{r.row, fmt.Sprintf("%d fields, but the header has %d", n, len(r.header))}
	}
}

// Row returns the number of the record last read as a person counts: the header is row 1.
func (r *Reader) Row() int { return r.row }

// Get returns a field of the record last read; "" if there is no such column.
func (r *Reader) Get(column string) string {
	if i, ok := r.at[column]; ok && i < len(r.fields) {
		return r.fields[i]
	}
	return ""
}

// Field returns the field at a position that Columns returned; "" for -1.
func (r *Reader) Field(i int) string {
	if i < 0 || i >= len(r.fields) {
		return ""
	}
	return r.fields[i]
}

// Record returns all fields of the record last read; they are valid until the next call of Next, their texts for ever.
func (r *Reader) Record() []string { return r.fields }

// record reads one record into fields.
func (r *Reader) record() error {
	r.row++
	r.buf, r.ends = r.buf[:0], r.ends[:0]
	start := r.offset
	if err := r.line(); err != nil {
		return err
	}
	if !utf8.Valid(r.buf) {
		return r.encodingError(start)
	}
	r.text = string(r.buf)
	r.fields = r.fields[:0]
	from := 0
	for _, end := range r.ends {
		r.fields = append(r.fields, r.text[from:end])
		from = end
	}
	return nil
}

func (r *Reader) encodingError(start int64) error {
	at := 0
	for at < len(r.buf) {
		c, size := utf8.DecodeRune(r.buf[at:])
		if c == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	column, commas := "", 0
	for i, end := range r.ends {
		if at < end {
			commas = i
			column = fmt.Sprintf(", field %d", i+1)
			if i < len(r.header) {
				column = fmt.Sprintf(", column %q", r.header[i])
			}
			break
		}
	}
	return fmt.Errorf("%s: row %d%s: byte %#02x is not UTF-8 (near byte %d of the file); save the file as UTF-8",
		r.opts.Name, r.row, column, r.buf[at], start+int64(at+commas))
}

func (r *Reader) tooLarge(what string) error {
	return fmt.Errorf("%s: row %d: %s; no file of this kind has that", r.opts.Name, r.row, what)
}

// line reads the bytes of one record into buf, without quotes and commas, and the end of each field into ends.
func (r *Reader) line() error {
	field := 0 // where the field being read starts in buf
	end := func() error {
		if len(r.ends) >= MaxColumns {
			return r.tooLarge(fmt.Sprintf("more than %d columns", MaxColumns))
		}
		r.ends = append(r.ends, len(r.buf))
		field = len(r.buf)
		return nil
	}
	atStart, quoted := true, false
	for {
		// Take what the buffer holds, up to the next byte with a meaning.
		chunk, err := r.in.Peek(max(1, r.in.Buffered()))
		if len(chunk) == 0 {
			if !errors.Is(err, io.EOF) {
				return err
			}
			if quoted {
				return fmt.Errorf("%s: row %d: the file ends within quotation marks; it is cut off, or a quotation mark is missing", r.opts.Name, r.row)
			}
			if len(r.buf) == 0 && len(r.ends) == 0 && atStart {
				return io.EOF
			}
			return end()
		}
		n := 0
		if quoted {
			n = bytes.IndexByte(chunk, '"')
		} else {
			n = special(chunk)
		}
		if n < 0 {
			n = len(chunk)
		}
		if n > 0 {
			r.buf = append(r.buf, chunk[:n]...)
			atStart = false
			if len(r.buf)-field > MaxField || len(r.buf) > maxRecord {
				return r.tooLarge(fmt.Sprintf("a field of more than %d bytes, or a row of more than %d", MaxField, maxRecord))
			}
			r.skip(n)
			continue
		}
		c := chunk[0]
		r.skip(1)
		switch {
		case quoted: // c is a quotation mark
			if next, err := r.in.Peek(1); err == nil && next[0] == '"' {
				r.buf = append(r.buf, '"')
				r.skip(1)
			} else {
				quoted = false
			}
		case c == '"' && atStart:
			quoted, atStart = true, false
		case c == '"':
			r.buf = append(r.buf, '"') // within a field that is not quoted it stands for itself
		case c == ',':
			if err := end(); err != nil {
				return err
			}
			atStart = true
		default: // an end of the line
			if next, err := r.in.Peek(1); c == '\r' && err == nil && next[0] == '\n' {
				r.skip(1)
			}
			return end()
		}
	}
}

func (r *Reader) skip(n int) {
	r.in.Discard(n)
	r.offset += int64(n)
}

// special returns the position of the first byte that has a meaning outside quotation marks, or -1.
func special(chunk []byte) int {
	for i, c := range chunk {
		if c == ',' || c == '\n' || c == '\r' || c == '"' {
			return i
		}
	}
	return -1
}
