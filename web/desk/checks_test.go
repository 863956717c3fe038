package desk

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"unhindered/desk"
	"unhindered/web/ui"
)

func TestHintsStandApartFromWhatMustBeMended(t *testing.T) {
	pages, err := ui.NewPages(ui.Room{Name: "desk", Title: "Desk", Templates: templates, Funcs: funcs, CSS: css, Private: true,
		View: func(r *http.Request) any { return view{} }})
	if err != nil {
		t.Fatal(err)
	}
	h := &Handler{pages: pages}
	problem := func(code, field, say string, blocking bool, args ...any) desk.Problem {
		return desk.Problem{Code: code, Field: field, Text: fmt.Sprintf(say, args...), Blocking: blocking, Say: say, Args: args}
	}
	found := h.checks(httptest.NewRequest("GET", "/", nil), []desk.Problem{
		problem(desk.ProblemFewPeople, "summary", "Few people fit.", false),
		problem(desk.ProblemNoConsent, "", "%s has not consented.", true, "the lawyer"),
		problem(desk.ProblemDates, "dates", "No more exact than the %s.", true, desk.Phrase("year")),
	}, "/form")
	if !found.Any() || len(found.Must) != 2 || len(found.Hints) != 1 {
		t.Fatalf("%+v", found)
	}
	if p := found.Must[0]; p.Words != "The lawyer has not consented." || p.Ledger == "" {
		t.Errorf("%+v", p)
	}
	if p := found.Must[1]; p.Words != "No more exact than the year." || p.Form != "/form" || p.Ledger != "" {
		t.Errorf("%+v", p)
	}
	if found.Hints[0].Words != "Few people fit." {
		t.Errorf("%+v", found.Hints)
	}
}
