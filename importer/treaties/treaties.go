// Package treaties reads the status of the human rights treaties as the World Politics Data Lab took it from the UN Treaty
// Collection in 2022: one file a treaty (hr_status_cat.csv), or all in one (ratification_status.csv); and what other sources
// say of a State's ratifications.
package treaties

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"unhindered/importer/csvfile"
	"unhindered/importer/kind"
	"unhindered/record/imports"
	"unhindered/record/treaties"
	"unhindered/un"
)

// Kind is the kind of these files.
func Kind() kind.Kind {
	return kind.Kind{
		Names: []string{"ratification_status*.csv", "hr_status_*.csv"},
		Name:  "treaties",
		Help:  "status of human rights treaties: ratification_status.csv, or hr_status_TREATY.csv one by one",
		Run:   Run,
	}
}

// Run imports files.
func Run(ctx context.Context, in kind.In) (imports.Report, error) {
	return in.Import(ctx, "treaties", func(tx *imports.Tx) error {
		w := newWriters(tx)
		return in.EachFile(tx, func(f *kind.File) error { return w.file(ctx, f.File, f) })
	})
}

// Read reads one file of the kind within an import, for who has it elsewhere than on the disk.
func Read(ctx context.Context, tx *imports.Tx, f *imports.File, in io.Reader) error {
	return newWriters(tx).file(ctx, f, in)
}

type writers struct{ statuses, claims *imports.Writer }

func newWriters(tx *imports.Tx) writers {
	return writers{tx.Writer(treaties.StatusTable), tx.Writer(treaties.ClaimTable)}
}

func (w writers) file(ctx context.Context, f *imports.File, in io.Reader) error {
	rows, err := csvfile.NewReader(in, csvfile.Options{Name: f.Name, Pad: true})
	if err != nil {
		return err
	}
	take := func() error { return status(ctx, f, rows, w.statuses) }
	if rows.Has("status_in_source") {
		take = func() error { return claim(ctx, f, rows, w.claims) }
	} else if err := check(f.Name, rows); err != nil {
		return err
	}
	return kind.Each(f, rows, take)
}

// columns have two spellings: with spaces in the raw files, with underscores in the joined one.
func cell(rows *csvfile.Reader, column string) string {
	if !rows.Has(column) {
		column = strings.ReplaceAll(column, "_", " ")
	}
	return strings.Join(strings.Fields(rows.Get(column)), " ")
}

func check(name string, rows *csvfile.Reader) error {
	e := &csvfile.HeaderError{File: name, Have: rows.Header()}
	for _, c := range []string{"iso2", "member", "state_party", "year_ratification_or_accession", "signatory", "no_action", "status"} {
		if !rows.Has(c) && !rows.Has(strings.ReplaceAll(c, "_", " ")) {
			e.Missing = append(e.Missing, c)
		}
	}
	if e.Missing != nil {
		return e
	}
	if _, ok := treaties.Find(fromName(name)); !ok && !rows.Has("treaty") {
		return fmt.Errorf("%s: there is no column \"treaty\", and the name of the file does not say which treaty it is; name it as hr_status_crc.csv", name)
	}
	return nil
}

// fromName is the treaty in the name of a raw file: hr_status_op_crc_ac.csv.
func fromName(name string) string {
	name = strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(name), ".gz"), filepath.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz")))
	_, after, ok := strings.Cut(name, "status_")
	if !ok {
		return name
	}
	return after
}

// oldCodes are codes that the files use and ISO has given up: TP was East Timor until 2002.
var oldCodes = map[string]string{"TP": "TLS"}

// find tells the State of a row by its code and its name. "NA" is Namibia and no missing value. Where only one of the two
// is known it decides, and flag says so.
func find(iso2, name string) (s un.State, flag, refused string) {
	var byCode un.State
	for _, s := range un.States() {
		if s.ISO2 == iso2 {
			byCode = s
		}
	}
	if iso3, ok := oldCodes[iso2]; ok {
		byCode, _ = un.StateByISO3(iso3)
	}
	byName, named := un.FindState(name)
	switch {
	case named && byCode.ISO3 == "":
		return byName, "the code " + strconv.Quote(iso2) + " is no State's; the name decides", ""
	case !named && byCode.ISO3 != "":
		return byCode, "the name " + strconv.Quote(name) + " is not known; the code decides", ""
	case !named:
		return un.State{}, "", "neither code nor name is that of a State; a territory has no row of its own"
	case byName.ISO3 != byCode.ISO3:
		return un.State{}, "", fmt.Sprintf("the code is that of %s, the name that of %s", byCode.Name, byName.Name)
	}
	return byCode, "", ""
}

func status(ctx context.Context, f *imports.File, rows *csvfile.Reader, w *imports.Writer) error {
	code := cell(rows, "treaty")
	if !rows.Has("treaty") {
		code = fromName(f.Name)
	}
	treaty, ok := treaties.Find(code)
	if !ok {
		return kind.Refuse("treaty", code, "not one of the human rights treaties that the ledger knows")
	}
	iso2, name := cell(rows, "iso2"), cell(rows, "member")
	state, flag, refused := find(iso2, name)
	if refused != "" {
		return kind.Refuse("iso2", iso2+" "+name, refused)
	}
	var flags []string
	if flag != "" {
		flags = append(flags, flag)
	}
	year, yearText := 0, cell(rows, "year_ratification_or_accession")
	if yearText != "" {
		y, err := strconv.Atoi(yearText)
		if err != nil || y < 1945 || y > 2100 {
			return kind.Refuse("year_ratification_or_accession", yearText, "not a year")
		}
		year = y
	}
	said := cell(rows, "status")
	standing, ok := standings[strings.ToLower(said)]
	if !ok {
		return kind.Refuse("status", said, "not a status: state party, signatory state or no action")
	}
	party, signed, none := cell(rows, "state_party"), cell(rows, "signatory"), cell(rows, "no_action")
	for _, c := range []struct {
		column, value string
		want          bool
	}{{"state_party", party, standing == treaties.Party}, {"signatory", signed, standing == treaties.Signatory}, {"no_action", none, standing == treaties.None}} {
		switch {
		case c.value == "":
			flags = append(flags, c.column+" is empty")
		case c.value != "0" && c.value != "1":
			return kind.Refuse(c.column, c.value, "neither 0 nor 1")
		case (c.value == "1") != c.want:
			flags = append(flags, fmt.Sprintf("the status says %s, %s says %s", said, c.column, c.value))
		}
	}
	switch {
	case standing == treaties.Party && year == 0:
		flags = append(flags, "a State party without a year")
		if party == "0" {
			standing = treaties.Unclear
		}
	case standing != treaties.Party && year != 0:
		flags = append(flags, "a year without being a party")
	}
	note := cell(rows, "note")
	if standing == treaties.Party && strings.HasPrefix(strings.ToLower(note), "denounced") {
		standing = treaties.Denounced
		flags = append(flags, "the status says state party, the note says denounced")
	}
	id := treaty.Code + "/" + state.ISO3
	return w.Put(ctx, f, id, treaty.Code, state.ISO3, string(standing), year, name, note, strings.Join(flags, "; "), rows.Row())
}

var standings = map[string]treaties.Standing{"state party": treaties.Party, "signatory state": treaties.Signatory, "signatory": treaties.Signatory, "no action": treaties.None}

// claim reads what a source says of a State's ratifications.
func claim(ctx context.Context, f *imports.File, rows *csvfile.Reader, w *imports.Writer) error {
	get := func(column string) string { return cell(rows, column) }
	iso3, treaty := get("state"), get("treaty")
	if _, ok := un.StateByISO3(iso3); !ok {
		return kind.Refuse("state", iso3, "not the code of a State, such as BRA")
	}
	if treaty == "" || get("status_in_source") == "" || get("source") == "" {
		return kind.Refuse("treaty", treaty, "a claim needs a treaty, what is said and a source")
	}
	return w.Put(ctx, f, iso3+"/"+treaty+"/"+get("status_as_of"), iso3, treaty, get("status_in_source"), get("status_as_of"), get("year_reference"), get("reference_source"), get("source"))
}
