package kind

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"unhindered/importer/csvfile"
	"unhindered/record/imports"
)

// A Refusal is why a row is not taken. Each notes it in the report and reads on.
type Refusal struct{ Column, Value, Reason string }

func (r *Refusal) Error() string { return fmt.Sprintf("column %q: %q %s", r.Column, r.Value, r.Reason) }

// Refuse returns a Refusal. Reason completes the sentence that column and value begin: "is not a number".
func Refuse(column, value, reason string) error { return &Refusal{column, value, reason} }

// Each calls take for each row of a file that can be read, counting all of them as read. A *Refusal of take, like a row
// that cannot be read, is noted in the report; any other error ends the reading.
func Each(f *imports.File, rows *csvfile.Reader, take func() error) error {
	for {
		err := rows.Next()
		var bad *csvfile.RowError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &bad):
			f.Read++
			f.Refuse(bad.Row, "", "", bad.Reason)
			continue
		case err != nil:
			return err
		}
		f.Read++
		if err := take(); err != nil {
			var no *Refusal
			if !errors.As(err, &no) {
				return err
			}
			f.Refuse(rows.Row(), no.Column, no.Value, no.Reason)
		}
	}
}

// EachFile opens the files of an import one after the other for read.
func (in In) EachFile(tx *imports.Tx, read func(*File) error) error {
	for _, path := range in.Files {
		f, err := in.Open(tx, path)
		if err != nil {
			return err
		}
		if err := errors.Join(read(f), f.Close()); err != nil {
			return err
		}
	}
	return nil
}

// A Layout is one of several kinds of files that belong together, known by its columns.
type Layout struct {
	Name    string // of the file, for messages
	Columns []string
	Read    func(*Sheet) error
}

// A Sheet is an open file of a layout.
type Sheet struct {
	*File
	CSV *csvfile.Reader
}

// Together opens all files of an import, whatever their order and names, and reads those of the first layout first. A file
// that fits none is refused by the columns that it lacks of the layout that it is nearest to.
func (in In) Together(tx *imports.Tx, layouts ...Layout) (err error) {
	sheets := make([][]*Sheet, len(layouts))
	defer func() {
		for _, s := range slices.Concat(sheets...) {
			err = errors.Join(err, s.Close())
		}
	}()
	for _, path := range in.Files {
		f, err := in.Open(tx, path)
		if err != nil {
			return err
		}
		s := &Sheet{File: f}
		i := 0
		if s.CSV, err = csvfile.NewReader(f, csvfile.Options{Name: f.Name}); err == nil {
			i, err = Which(f.Name, s.CSV, layouts)
		}
		if err != nil {
			return errors.Join(err, f.Close())
		}
		sheets[i] = append(sheets[i], s)
	}
	for i, l := range layouts {
		for _, s := range sheets[i] {
			if err := l.Read(s); err != nil {
				return err
			}
		}
	}
	return nil
}

// Which returns the number of the layout whose columns a file has.
func Which(file string, rows *csvfile.Reader, layouts []Layout) (int, error) {
	names := make([]string, len(layouts))
	nearest, missing := 0, []string(nil)
	for i, l := range layouts {
		var lacks []string
		for _, c := range l.Columns {
			if !rows.Has(c) {
				lacks = append(lacks, c)
			}
		}
		if lacks == nil {
			if twice := rows.Twice(l.Columns); twice != nil {
				return 0, &csvfile.HeaderError{File: file, Twice: twice, Have: rows.Header()}
			}
			return i, nil
		}
		if missing == nil || len(lacks)*len(layouts[nearest].Columns) < len(missing)*len(l.Columns) {
			nearest, missing = i, lacks
		}
		names[i] = l.Name
	}
	return 0, fmt.Errorf("%s is none of %s; as %s it lacks %q", file, strings.Join(names, ", "), names[nearest], missing)
}
