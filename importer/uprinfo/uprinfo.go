// Package uprinfo reads exports of the UPR Info database: recommendations, one row for each recommending State, and
// voluntary pledges. It takes them as delivered in 2015 (Mac OS Roman, lines ended by CR) and in UTF-8.
package uprinfo

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"html"
	"strconv"
	"strings"

	"unhindered/importer/csvfile"
	"unhindered/importer/kind"
	"unhindered/record/imports"
	"unhindered/record/upr"
	"unhindered/un"
)

// Recommendations is the kind upr-info.
func Recommendations() kind.Kind {
	return kind.Kind{
		Names: []string{"[0-9]*-[0-9]*.csv", "upr-info-sessions*.csv", "upr-info-sessions*.csv.gz", "upr-info-[0-9]*.csv", "upr-info-[0-9]*.csv.gz"},
		Name:  "upr-info",
		Help:  "UPR Info recommendations, one row for each recommending State (To, Text, From, Response, Action, Issue, Session), as delivered or in UTF-8",
		Run: func(ctx context.Context, in kind.In) (imports.Report, error) {
			return run(ctx, in, "upr-info", "recommendation")
		},
	}
}

// Pledges is the kind upr-pledges.
func Pledges() kind.Kind {
	return kind.Kind{
		Names: []string{"*pledges*.csv", "*pledges*.csv.gz"},
		Name:  "upr-pledges",
		Help:  "UPR Info voluntary pledges, the same columns as upr-info",
		Run: func(ctx context.Context, in kind.In) (imports.Report, error) {
			return run(ctx, in, "upr-pledges", "pledge")
		},
	}
}

var columns = []string{"To", "To-Rgrp", "To-Org", "Text", "From", "From-Rgrp", "From-Org", "Response", "Action", "Issue", "Session"}

func run(ctx context.Context, in kind.In, name, kindOfRow string) (imports.Report, error) {
	return in.Import(ctx, name, func(tx *imports.Tx) error {
		r := &reader{kind: kindOfRow, rows: tx.Writer(upr.Rows), seen: map[uint64]int32{}, names: map[string]un.State{}, regional: map[[4]string]string{}}
		return in.EachFile(tx, func(f *kind.File) error { return r.file(ctx, f) })
	})
}

type reader struct {
	kind string
	rows *imports.Writer
	// seen is how often the same State has given the same text in a review: all that is held of a row, 12 bytes.
	seen     map[uint64]int32
	names    map[string]un.State
	regional map[[4]string]string // the JSON of regional groups and organisations, of which there are few
	text     []byte               // what is hashed, kept for the next row
}

func (r *reader) file(ctx context.Context, f *kind.File) error {
	in, err := csvfile.NewReader(f, csvfile.Options{Name: f.Name, Required: columns, Decode: Decode})
	if err != nil {
		return err
	}
	clear(r.seen) // a file that comes twice under two names changes nothing
	at := in.Columns(columns...)
	return kind.Each(f.File, in, func() error { return r.row(ctx, f, in, at) })
}

const unknown = "(Unknown)"

// Positions in columns.
const (
	to = iota
	toGroup
	toOrg
	text
	from
	fromGroup
	fromOrg
	response
	action
	issue
	session
)

func (r *reader) row(ctx context.Context, f *kind.File, in *csvfile.Reader, at []int) error {
	get := func(i int) string { return strings.TrimSpace(unescape(in.Field(at[i]))) } // half of the texts end in blanks
	refuse := func(i int, reason string) error { return kind.Refuse(columns[i], in.Field(at[i]), reason) }
	number, err := strconv.Atoi(get(session))
	if err != nil {
		return refuse(session, "not the number of a session")
	}
	under, ok := r.state(get(to))
	if !ok {
		return refuse(to, "no State of this name is known")
	}
	review, ok := upr.ReviewAt(under.ISO3, number)
	if !ok {
		return refuse(session, "no such session of the UPR Working Group is known")
	}
	by, byName := un.State{}, get(from)
	if r.kind == "recommendation" && byName != unknown {
		if by, ok = r.state(byName); !ok {
			return refuse(from, "no State of this name is known")
		}
	}
	body := get(text)
	if body == "" {
		return refuse(text, "there is no text")
	}
	answer := get(response)
	switch {
	case r.kind == "pledge" && answer != "Voluntary Pledge":
		return refuse(response, "not a voluntary pledge; recommendations are imported as upr-info")
	case r.kind == "recommendation" && answer == "Voluntary Pledge":
		return refuse(response, "a voluntary pledge; pledges are imported as upr-pledges")
	case r.kind == "recommendation" && answer != "Accepted" && answer != "Supported" && answer != "Noted":
		return refuse(response, "neither Accepted (in later exports Supported) nor Noted")
	}
	category := 0
	if s := get(action); s != "" {
		if category, err = strconv.Atoi(s); err != nil || category < 1 || category > 5 {
			return refuse(action, "not an action category, 1 to 5")
		}
	}
	groups, err := r.groups([4]string{in.Field(at[toGroup]), in.Field(at[toOrg]), in.Field(at[fromGroup]), in.Field(at[fromOrg])})
	if err != nil {
		return err
	}
	return r.rows.Put(ctx, f.File, r.id(review.ID, byName, body), r.kind, review.ID, number, get(to), by.ISO3, byName,
		body, answer, category, get(issue), groups)
}

// unescape does what html.UnescapeString does, and nothing to the many texts that have nothing to unescape.
func unescape(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	return html.UnescapeString(s)
}

// groups is the JSON of the regional groups and organisations of both States.
func (r *reader) groups(cells [4]string) (string, error) {
	if known, ok := r.regional[cells]; ok {
		return known, nil
	}
	clean := cells
	for i, c := range cells {
		clean[i] = unescape(c)
	}
	b, err := json.Marshal(clean)
	if err != nil {
		return "", err
	}
	const most = 50_000 // there are some ten thousand pairs of States; a hostile file must not fill the memory
	if len(r.regional) < most {
		for i, c := range cells {
			cells[i] = strings.Clone(c) // not the whole record that it is a part of
		}
		r.regional[cells] = string(b)
	}
	return string(b), nil
}

// id is the key of a row: review, State and text, and a number where one State gives the same text twice.
func (r *reader) id(review, from, text string) string {
	r.text = append(append(append(append(append(append(append(r.text[:0], r.kind...), 0), review...), 0), from...), 0), text...)
	sum := sha256.Sum256(r.text)
	key := binary.LittleEndian.Uint64(sum[:])
	r.seen[key]++
	id := make([]byte, 0, 32)
	id = hex.AppendEncode(append(append(id, review...), '-'), sum[:6])
	if n := r.seen[key]; n > 1 {
		id = strconv.AppendInt(append(id, '-'), int64(n), 10)
	}
	return string(id)
}

func (r *reader) state(name string) (un.State, bool) {
	if s, ok := r.names[name]; ok {
		return s, s.ISO3 != ""
	}
	s, _ := un.FindState(name)
	if len(r.names) < 10_000 {
		r.names[strings.Clone(name)] = s
	}
	return s, s.ISO3 != ""
}
