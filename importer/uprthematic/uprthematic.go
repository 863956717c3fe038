// Package uprthematic reads OHCHR's thematic lists of recommendations (Word): one table with a row for each numbered
// recommendation, its position and where that stands, its themes, the Goals and the persons affected.
package uprthematic

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"unhindered/importer/document"
	"unhindered/importer/kind"
	"unhindered/record/imports"
	"unhindered/record/upr"
	"unhindered/un"
)

// Kind is the kind of these files.
func Kind() kind.Kind {
	return kind.Kind{
		Names: []string{"*.docx", "*.txt"},
		Name:  "upr-thematic",
		Help:  "OHCHR thematic lists of recommendations (.docx, of the second cycle and later)",
		Run:   Run,
	}
}

// An Entry is one recommendation of a list.
type Entry struct {
	Row                       int    // of the table, from 1
	Number, Text              string // "121.1"
	Position, Source, Heading string // Source: "A/HRC/43/15 - Para 121"
	Themes, Goals, Affected   []string
}

// Run imports lists. The review is told by the report that the list names as its source, if that report was imported,
// else by the name of the file ("UPR34_Slovenia_Thematic_list...").
func Run(ctx context.Context, in kind.In) (imports.Report, error) {
	return in.Import(ctx, "upr-thematic", func(tx *imports.Tx) error {
		rows := tx.Writer(upr.Themes)
		taken := map[string]bool{}
		for _, path := range in.Files {
			f, err := in.Open(tx, path)
			if err != nil {
				return err
			}
			if err := errors.Join(file(ctx, tx, rows, f, taken), f.Close()); err != nil {
				return err
			}
		}
		return nil
	})
}

func file(ctx context.Context, tx *imports.Tx, rows *imports.Writer, f *kind.File, taken map[string]bool) error {
	data, err := f.All(document.MaxSize)
	if err == nil && utf8.Valid(data) {
		return put(ctx, tx, rows, f, ParseText(string(data)), taken)
	}
	var blocks []document.Block
	if err == nil {
		blocks, err = document.Blocks(data)
	}
	if err == nil {
		return put(ctx, tx, rows, f, Parse(blocks), taken)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	f.Refuse(1, "", f.Name, err.Error())
	return nil
}

func put(ctx context.Context, tx *imports.Tx, rows *imports.Writer, f *kind.File, entries []Entry, taken map[string]bool) error {
	if len(entries) == 0 {
		f.Refuse(1, "", f.Name, "no table with numbered recommendations was found; is this a thematic list?")
		return nil
	}
	review, err := reviewOf(ctx, tx, f.Name, entries)
	if err != nil {
		f.Refuse(1, "", f.Name, err.Error())
		return nil
	}
	defer func() { taken[review] = true }()
	for _, e := range entries {
		f.File.Read++
		if taken[review] { // the Word file and its text side by side: the first stays
			f.File.Unchanged++
			continue
		}
		if e.Position == "" {
			f.Refuse(e.Row, "Position", e.Number, "there is no position that is known")
			continue
		}
		if err := rows.Put(ctx, f.File, review+"/"+e.Number, review, e.Number, e.Text, e.Position, e.Source, e.Heading,
			list(e.Themes), list(e.Goals), list(e.Affected)); err != nil {
			return err
		}
	}
	return nil
}

func list(all []string) string {
	if all == nil {
		all = []string{}
	}
	text, err := json.Marshal(all)
	if err != nil {
		panic(err) // texts always marshal
	}
	return string(text)
}

var (
	symbol = regexp.MustCompile(`A/HRC/\d+/\d+`)
	named  = regexp.MustCompile(`(?i)^UPR[ _-]*(\d{1,2})[ _-]+(.+?)[ _-]+thematic`)
)

func reviewOf(ctx context.Context, tx *imports.Tx, file string, entries []Entry) (string, error) {
	for _, e := range entries {
		if s := symbol.FindString(e.Source); s != "" {
			review, err := upr.ReviewOfReport(ctx, tx.Storage(), s)
			if err != nil || review != "" {
				return review, err
			}
			break
		}
	}
	if m := named.FindStringSubmatch(file); m != nil {
		session, _ := strconv.Atoi(m[1])
		if state, ok := un.FindState(strings.NewReplacer("_", " ", "-", " ").Replace(m[2])); ok {
			if review, ok := upr.ReviewAt(state.ISO3, session); ok {
				return review.ID, nil
			}
		}
	}
	return "", fmt.Errorf("the review is not told: import its Working Group report first, or name the file like UPR34_Slovenia_Thematic_list.docx")
}

var (
	number = regexp.MustCompile(`^(\d{1,3}\.\d{1,3})\.?\s+`)
	source = regexp.MustCompile(`(?i)source of position\s*:\s*`)
	theme  = regexp.MustCompile(`(?i)^theme\s*:\s*`)
)

// Parse reads the rows of the tables of a list.
func Parse(blocks []document.Block) []Entry {
	var all []Entry
	heading, row, lastIsGoals := "", 0, false
	for _, b := range blocks {
		if b.Table == 0 || len(b.Row) == 0 {
			continue
		}
		row++
		first := strings.TrimSpace(b.Row[0].Text)
		switch {
		case theme.MatchString(first):
			heading = oneLine(theme.ReplaceAllString(first, ""))
			continue
		case strings.EqualFold(first, "recommendation") || len(b.Row) < 3:
			last := strings.ToLower(b.Row[len(b.Row)-1].Text)
			lastIsGoals = strings.Contains(last, "sdg") || strings.Contains(last, "goal")
			continue
		}
		m := number.FindStringSubmatch(first)
		if m == nil {
			continue
		}
		e := Entry{Row: row, Number: m[1], Heading: heading, Position: position(b.Row[1].Text)}
		text := first[len(m[0]):]
		if at := source.FindStringIndex(text); at != nil {
			e.Source = oneLine(text[at[1]:])
			text = text[:at[0]]
		}
		if at := source.FindStringIndex(b.Row[1].Text); at != nil && e.Source == "" {
			e.Source = oneLine(b.Row[1].Text[at[1]:])
		}
		e.Text = oneLine(text)
		e.sort(b.Row[2].Text)
		if lastIsGoals && len(b.Row) > 3 {
			e.Goals = append(e.Goals, items(b.Row[3].Text)...)
		}
		all = append(all, e)
	}
	return all
}

// ParseText reads the text of a list, one line for each line of a cell, as programs take it out of the Word file.
func ParseText(text string) []Entry {
	var all []Entry
	heading, cell := "", ""
	const inText, inPosition, inThemes = 0, 1, 2
	part := inText
	flush := func() {
		if len(all) > 0 && cell != "" {
			all[len(all)-1].sort(cell)
		}
		cell = ""
	}
	row := 0
	for line := range strings.SplitSeq(html.UnescapeString(text), "\n") {
		row++
		line = strings.TrimSpace(line)
		m := number.FindStringSubmatch(line)
		switch {
		case line == "":
		case theme.MatchString(line):
			flush()
			heading = oneLine(theme.ReplaceAllString(line, ""))
		case m != nil:
			flush()
			all = append(all, Entry{Row: row, Number: m[1], Heading: heading, Text: oneLine(line[len(m[0]):])})
			part = inText
		case len(all) == 0:
		case source.MatchString(line):
			all[len(all)-1].Source = oneLine(source.ReplaceAllString(line, ""))
			part = inPosition
		case part == inPosition:
			all[len(all)-1].Position = position(line)
			part = inThemes
		case part == inThemes:
			cell += line + "\n"
		default:
			all[len(all)-1].Text += " " + oneLine(line)
		}
	}
	flush()
	return all
}

func position(cell string) string {
	switch word := strings.ToLower(strings.TrimSpace(cell)); {
	case strings.HasPrefix(word, "supported"), strings.HasPrefix(word, "accepted"):
		return upr.Supported
	case strings.HasPrefix(word, "noted"), strings.HasPrefix(word, "rejected"), strings.HasPrefix(word, "not supported"),
		strings.HasPrefix(word, "not accepted"), strings.HasPrefix(word, "supported/noted"):
		return upr.Noted
	case strings.HasPrefix(word, "pending"):
		return upr.Pending
	}
	return ""
}

// sort puts the lines of the cell of themes where they belong.
func (e *Entry) sort(cell string) {
	into := &e.Themes
	for line := range strings.SplitSeq(cell, "\n") {
		line = oneLine(line)
		switch lower := strings.ToLower(line); {
		case strings.HasPrefix(lower, "sdgs:"):
			into = &e.Goals
		case strings.HasPrefix(lower, "affected persons"):
			into = &e.Affected
		case line != "":
			*into = append(*into, items(line)...)
		}
	}
}

func items(cell string) []string {
	var all []string
	for line := range strings.SplitSeq(cell, "\n") {
		if line = strings.TrimSpace(strings.TrimLeft(oneLine(line), "-•– ")); line != "" {
			all = append(all, line)
		}
	}
	return all
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
