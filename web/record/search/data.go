package search

import (
	"net/http"
	"strings"

	"unhindered/record/search"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

// A result is a document as data.
type result struct {
	Ledger string   `json:"ledger"`
	Kind   string   `json:"kind"`
	Path   string   `json:"path"`
	Title  string   `json:"title,omitempty"`
	Symbol string   `json:"symbol,omitempty"`
	Text   string   `json:"text,omitempty"`
	Also   string   `json:"also,omitempty"`
	State  string   `json:"state,omitempty"`
	By     []string `json:"by,omitempty"`
	Date   string   `json:"date,omitempty"`
	Until  string   `json:"until,omitempty"`
	Named  bool     `json:"named,omitempty"` // the query names it
}

func results(hits []search.Hit) []result {
	all := make([]result, len(hits))
	for i, h := range hits {
		all[i] = result{h.Ledger, h.Kind, h.Path, h.Title, h.Symbol, h.Text, h.Also, h.State, h.By, string(h.Date), string(h.Until), h.Named}
	}
	return all
}

func (h *handler) json(w http.ResponseWriter, r *http.Request, q query, found search.Page, list ledger.List, fresh bool) error {
	return ui.JSON(w, r, struct {
		Query   string          `json:"query"` // as it was understood
		Cut     bool            `json:"cut,omitempty"`
		Unknown []string        `json:"unknown,omitempty"`
		Ignored []string        `json:"ignored,omitempty"`
		Fresh   bool            `json:"fresh"` // false: a newer index is being built
		Total   int             `json:"total"`
		Results []result        `json:"entries"`
		Next    string          `json:"next,omitempty"`
		Ledgers []search.Count  `json:"ledgers"`
		States  []search.Count  `json:"states"`
		Years   []search.Count  `json:"years"`
		By      []search.Series `json:"years_by_ledger"`
	}{q.Query.String(), q.Query.Cut, found.Unknown, found.Ignored, fresh, found.Total, results(found.Hits), list.Next,
		found.Ledgers, found.States, found.Years, found.By})
}

func table(hits []search.Hit) [][]string {
	rows := [][]string{{"ledger", "kind", "path", "title", "symbol", "text", "also", "state", "by", "date", "until"}}
	for _, h := range results(hits) {
		rows = append(rows, []string{h.Ledger, h.Kind, h.Path, h.Title, h.Symbol, h.Text, h.Also, h.State, strings.Join(h.By, ";"), h.Date, h.Until})
	}
	return rows
}
