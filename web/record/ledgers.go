package record

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	ledgers "unhindered/record"
	"unhindered/web/record/analysis"
	"unhindered/web/record/conduct"
	"unhindered/web/record/ledger"
	ngopages "unhindered/web/record/ngo"
	searchpages "unhindered/web/record/search"
	treatypages "unhindered/web/record/treaties"
	uprpages "unhindered/web/record/upr"
	votepages "unhindered/web/record/votes"
	"unhindered/web/ui"
)

// Ledgers returns the pages of all ledgers of a record, for Options: one line each.
func Ledgers(r *ledgers.Record) []ledger.Ledger {
	return slices.Concat([]ledger.Ledger{
		votepages.New(r.Votes),
		ngopages.New(r.NGO),
		treatypages.New(r.Treaties),
		uprpages.New(r.UPR),
	}, conduct.Ledgers(conduct.Stores{Visits: r.Visits, Letters: r.Letters, Statements: r.Statements, Reports: r.Reports, Advice: r.Advice,
		Find: conduct.Finders(r.Votes, r.Treaties, r.NGO, r.UPR)}), []ledger.Ledger{analysis.New(r), searchpages.New(r.Search)}, exports(r))
}

// addLedgers adds what the ledgers bring to the room, and a piece that shows the part of any ledger on the State page.
func addLedgers(r *ui.Room, all []ledger.Ledger) {
	funcs := maps.Clone(r.Funcs)
	var piece strings.Builder
	piece.WriteString(`{{define "ledgers"}}{{range .Data}}`)
	for _, l := range all {
		r.Nav = append(r.Nav, l.Nav...)
		r.CSS += l.CSS
		maps.Copy(funcs, l.Funcs)
		if l.Templates != nil {
			r.More = append(r.More, l.Templates)
		}
		if l.Piece != "" {
			fmt.Fprintf(&piece, `{{if eq .Name %q}}{{template %q ($.With .Section.Data)}}{{end}}`, l.Name, l.Piece)
		}
	}
	piece.WriteString(`{{end}}{{end}}`)
	r.Funcs = funcs
	r.Pieces = piece.String()
}

// A part is the section of one ledger on the page of a State.
type part struct {
	Name    string
	Section *ledger.Section
}

// parts returns what the ledgers say about a State.
func (h *Handler) parts(ctx context.Context, iso3 string) ([]part, error) {
	var all []part
	for _, l := range h.opts.Ledgers {
		if l.State == nil {
			continue
		}
		section, err := l.State(ctx, iso3)
		if err != nil {
			return nil, fmt.Errorf("ledger %s: %w", l.Name, err)
		}
		if section != nil {
			all = append(all, part{l.Name, section})
		}
	}
	return all, nil
}

// partsJSON is the parts as data, by name.
func partsJSON(parts []part) map[string]any {
	all := map[string]any{}
	for _, p := range parts {
		all[p.Name] = p.Section.JSON
	}
	return all
}
