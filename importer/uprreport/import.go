package uprreport

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"unhindered/importer/document"
	"unhindered/importer/kind"
	"unhindered/record/imports"
	"unhindered/record/upr"
)

// Kind is the kind of these files.
func Kind() kind.Kind {
	return kind.Kind{
		Names: []string{"*.pdf", "*.docx", "*.txt"},
		Name:  "upr-report",
		Help:  "reports of the UPR Working Group (PDF, Word or text): numbered recommendations, their States, the State's position",
		Run:   Run,
	}
}

// Run imports reports. A report that cannot be read, or that is of no known review, is refused as a whole.
func Run(ctx context.Context, in kind.In) (imports.Report, error) {
	var total tally
	report, err := in.Import(ctx, "upr-report", func(tx *imports.Tx) error {
		r := run{tx: tx, reports: tx.Writer(upr.Reports), numbered: tx.Writer(upr.Numbereds), taken: map[string]string{}}
		for _, path := range in.Files {
			if err := r.file(ctx, in, path); err != nil {
				return err
			}
		}
		total = r.total
		return nil
	})
	report.Extra = total.extra()
	return report, err
}

// A tally counts what a report of the import adds to the usual numbers.
//
// A mention is one name of a State in brackets; a State that stands behind two texts of one number is mentioned twice, as
// UPR Info has two rows then. A pair is a number and a State.
type tally struct{ recommendations, withState, mentions, pairs int }

func (t tally) extra() map[string]any {
	return map[string]any{"recommendations": t.recommendations, "with_state": t.withState, "state_mentions": t.mentions, "number_state_pairs": t.pairs}
}

func (t *tally) add(o tally) {
	t.recommendations += o.recommendations
	t.withState += o.withState
	t.mentions += o.mentions
	t.pairs += o.pairs
}

type run struct {
	tx                *imports.Tx
	reports, numbered *imports.Writer
	taken             map[string]string // file by review
	total             tally
}

func (r *run) file(ctx context.Context, in kind.In, path string) (err error) {
	f, err := in.Open(r.tx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	f.File.Extra = tally{}.extra()
	refuse := func(value string, err error) error {
		f.Refuse(1, "", value, err.Error())
		return nil
	}
	data, err := f.All(document.MaxSize)
	if err != nil {
		return refuse(f.Name, err)
	}
	report, text, err := Read(ctx, data)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return refuse(f.Name, err)
	}
	if report.State.ISO3 == "" {
		return refuse(f.Name, errors.New(`it names no State under review ("The review of ... was held")`))
	}
	review, ok := upr.ReviewAt(report.State.ISO3, report.Session)
	if !ok && report.Held != "" {
		review, ok = upr.ReviewBefore(report.State.ISO3, report.Held)
	}
	if !ok {
		return refuse(f.Name, fmt.Errorf("it names no session of the UPR Working Group that is known (read: %d)", report.Session))
	}
	return r.put(ctx, f, review, report, text)
}

func (r *run) put(ctx context.Context, f *kind.File, review upr.Review, report *Report, text document.Text) error {
	count := tally{recommendations: len(report.Recommendations)}
	for _, rec := range report.Recommendations {
		if n := len(distinct(rec.States)); n > 0 {
			count.withState++
			count.pairs += n
		}
		for _, m := range rec.States {
			if m.ISO3 != "" {
				count.mentions++
			}
		}
	}
	f.File.Extra = count.extra()
	f.File.Read = count.recommendations
	if len(report.Gaps) > 0 {
		f.File.Extra["gaps"] = report.Gaps
	}
	if len(report.Misprints) > 0 {
		f.File.Extra["misprints"] = report.Misprints
	}
	if len(report.Unresolved) > 0 {
		f.File.Extra["unresolved"] = report.Unresolved
	}
	f.File.Extra["read_by"] = text.Method
	if other, twice := r.taken[review.ID]; twice { // the PDF and the text of one report side by side: the first stays
		f.File.Extra["same_report_as"] = other
		f.File.Unchanged = count.recommendations
		return nil
	}
	r.taken[review.ID] = f.Name
	r.total.add(count)
	body, err := content(report)
	if err != nil {
		return err
	}
	notes, err := json.Marshal(upr.Notes{
		Gaps: report.Gaps, Misprints: report.Misprints, Unresolved: report.Unresolved, References: report.References,
		Method: text.Method, Quality: text.Quality,
	})
	if err != nil {
		return err
	}
	if err := r.reports.Put(ctx, nil, review.ID, review.ISO3, review.Cycle, review.Session, report.Symbol, body, count.recommendations, string(notes)); err != nil {
		return err
	}
	kept := map[string]bool{}
	for _, rec := range report.Recommendations {
		states, err := json.Marshal(rec.States)
		if err != nil {
			return err
		}
		id := review.ID + "/" + strings.ReplaceAll(rec.Number, " ", "-")
		if kept[id] {
			id += "-" + hex.EncodeToString(hash(rec.Text)[:3])
		}
		kept[id] = true
		if err := r.numbered.Put(ctx, f.File, id, review.ID, rec.Paragraph, rec.Index, rec.Number, rec.Printed, rec.Text, string(states),
			rec.Position, rec.Said, rec.Page); err != nil {
			return err
		}
	}
	return r.dropOthers(ctx, review.ID, kept)
}

// dropOthers deletes numbers of an earlier reading of the same report that this one has no more.
func (r *run) dropOthers(ctx context.Context, review string, kept map[string]bool) error {
	if err := r.numbered.Flush(ctx); err != nil {
		return err
	}
	ids, err := upr.NumberedIDs(ctx, r.tx.Storage(), review)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if !kept[id] {
			if err := r.numbered.Delete(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// distinct returns the States of a recommendation, each once; names of no known State are left out.
func distinct(all []upr.Mention) []string {
	var codes []string
	seen := map[string]bool{}
	for _, m := range all {
		if m.ISO3 != "" && !seen[m.ISO3] {
			seen[m.ISO3] = true
			codes = append(codes, m.ISO3)
		}
	}
	return codes
}

func hash(s string) []byte {
	sum := sha256.Sum256([]byte(s))
	return sum[:]
}

// content is the hash of what was read, so that the same report in another format shows as the same or not.
func content(r *Report) (string, error) {
	text, err := json.Marshal(r.Recommendations)
	return hex.EncodeToString(hash(string(text))), err
}
