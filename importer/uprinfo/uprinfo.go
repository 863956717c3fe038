// Package uprinfo reads exports of the UPR Info database: recommendations, one row for each recommending State, and
// voluntary pledges. It takes them as delivered in 2015 (Mac OS Roman, lines ended by CR) and in UTF-8.
package uprinfo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"html"
	"io"
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
		Names: []string{"[0-9]*-[0-9]*.csv", "upr-info-sessions*.csv", "upr-info-sessions*.csv.gz"},
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
		r := &reader{kind: kindOfRow, rows: tx.Writer(upr.Rows), seen: map[[16]byte]int{}, names: map[string]un.State{}}
		for _, path := range in.Files {
			f, err := in.Open(tx, path)
			if err != nil {
				return err
			}
			if err := errors.Join(r.file(ctx, f), f.Close()); err != nil {
				return err
			}
		}
		return nil
	})
}

type reader struct {
	kind  string
	rows  *imports.Writer
	seen  map[[16]byte]int // how often the same State has given the same text in a review
	names map[string]un.State
}

func (r *reader) file(ctx context.Context, f *kind.File) error {
	in, err := csvfile.NewReader(f, csvfile.Options{Name: f.Name, Required: columns, Decode: Decode})
	if err != nil {
		return err
	}
	clear(r.seen) // a file that comes twice under two names changes nothing
	for {
		err := in.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		var bad *csvfile.RowError
		if errors.As(err, &bad) {
			f.File.Read++
			f.Refuse(bad.Row, "", "", bad.Reason)
			continue
		}
		if err != nil {
			return err
		}
		f.File.Read++
		if err := r.row(ctx, f, in); err != nil {
			return err
		}
	}
}

const unknown = "(Unknown)"

func (r *reader) row(ctx context.Context, f *kind.File, in *csvfile.Reader) error {
	get := func(column string) string { return html.UnescapeString(in.Get(column)) }
	refuse := func(column, reason string) error {
		f.Refuse(in.Row(), column, in.Get(column), reason)
		return nil
	}
	session, err := strconv.Atoi(strings.TrimSpace(get("Session")))
	if err != nil {
		return refuse("Session", "not the number of a session")
	}
	to, ok := r.state(get("To"))
	if !ok {
		return refuse("To", "no State of this name is known")
	}
	review, ok := upr.ReviewAt(to.ISO3, session)
	if !ok {
		return refuse("Session", "no such session of the UPR Working Group is known")
	}
	from, fromName := un.State{}, strings.TrimSpace(get("From"))
	if r.kind == "recommendation" && fromName != unknown {
		if from, ok = r.state(fromName); !ok {
			return refuse("From", "no State of this name is known")
		}
	}
	text := strings.TrimSpace(get("Text")) // half of the texts end in blanks
	if text == "" {
		return refuse("Text", "there is no text")
	}
	response := strings.TrimSpace(get("Response"))
	switch {
	case r.kind == "pledge" && response != "Voluntary Pledge":
		return refuse("Response", "not a voluntary pledge; recommendations are imported as upr-info")
	case r.kind == "recommendation" && response == "Voluntary Pledge":
		return refuse("Response", "a voluntary pledge; pledges are imported as upr-pledges")
	case r.kind == "recommendation" && response != "Accepted" && response != "Noted":
		return refuse("Response", "neither Accepted nor Noted")
	}
	action := 0
	if s := strings.TrimSpace(get("Action")); s != "" {
		if action, err = strconv.Atoi(s); err != nil || action < 1 || action > 5 {
			return refuse("Action", "not an action category, 1 to 5")
		}
	}
	regional, err := json.Marshal([]string{get("To-Rgrp"), get("To-Org"), get("From-Rgrp"), get("From-Org")})
	if err != nil {
		return err
	}
	return r.rows.Put(ctx, f.File, r.id(review.ID, fromName, text), r.kind, review.ID, session, strings.TrimSpace(get("To")), from.ISO3, fromName,
		text, response, action, strings.TrimSpace(get("Issue")), string(regional))
}

// id is the key of a row: review, State and text, and a number where one State gives the same text twice.
func (r *reader) id(review, from, text string) string {
	sum := sha256.Sum256([]byte(r.kind + "\x00" + review + "\x00" + from + "\x00" + text))
	key := [16]byte(sum[:16])
	r.seen[key]++
	id := review + "-" + hex.EncodeToString(sum[:6])
	if n := r.seen[key]; n > 1 {
		id += "-" + strconv.Itoa(n)
	}
	return id
}

func (r *reader) state(name string) (un.State, bool) {
	name = strings.TrimSpace(name)
	if s, ok := r.names[name]; ok {
		return s, s.ISO3 != ""
	}
	s, _ := un.FindState(name)
	if len(r.names) < 10_000 {
		r.names[name] = s
	}
	return s, s.ISO3 != ""
}
