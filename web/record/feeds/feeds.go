// Package feeds tells people and programs what is new and what is due: Atom and JSON feeds of the register and of the
// imports, and a calendar of the dates that the record knows. What is withdrawn from the register leaves them at once.
package feeds

import (
	"context"
	"embed"
	"net/http"
	"strings"

	"unhindered/record/imports"
	"unhindered/record/ngo"
	"unhindered/record/register"
	"unhindered/record/sheet"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

//go:embed templates/*.html
var files embed.FS

// Sources are what feeds and calendar are made from.
type Sources struct {
	Register *register.Store
	Imports  func(context.Context) ([]imports.Info, error)
	NGO      *ngo.Store
	Sheets   *sheet.Store // reports and reviews by treaty bodies
}

// A site is the feeds with the pages that list them.
type site struct {
	Sources
	pages *ui.Pages
}

// New returns feeds and calendar as a part of the record's site.
func New(from Sources) ledger.Ledger {
	s := &site{Sources: from}
	return ledger.Ledger{
		Name: "feeds", Templates: files,
		Routes: func(pages *ui.Pages) []ui.Route {
			s.pages = pages
			return []ui.Route{
				ledger.Get("/feeds", s.list), ledger.Get("/feeds.json", s.list),
				ledger.Get("/feeds/{file}", s.feed), ledger.Get("/feeds/states/{file}", s.stateFeed),
				ledger.Get("/calendar.ics", s.calendar), ledger.Get("/calendar", s.calendarPage), ledger.Get("/calendar.json", s.calendarPage),
			}
		},
		Paths: func(context.Context) ([]string, error) { return []string{"/feeds", "/calendar"}, nil },
	}
}

// A listed feed is one line of the page feeds.html.
type listed struct {
	Title string `json:"title"`
	What  string `json:"what"`
	Atom  string `json:"atom"`
	JSON  string `json:"json_feed"`
}

var general = []listed{
	{ui.Text("Register"), ui.Text("New entries and corrections, newest first."), "/feeds/register.atom", "/feeds/register.json"},
	{ui.Text("Imports"), ui.Text("Files that were read into the ledgers: what was new and what changed."), "/feeds/imports.atom", "/feeds/imports.json"},
}

func (s *site) list(w http.ResponseWriter, r *http.Request) error {
	page, err := s.Register.List(r.Context(), register.Filter{Limit: 1})
	if err != nil {
		return err
	}
	all := general[:len(general):len(general)]
	for _, c := range page.States {
		if state, ok := un.StateByISO3(c.Value); ok {
			at := "/feeds/states/" + c.Value
			all = append(all, listed{state.Name, ui.Text("Entries and corrections about this State."), at + ".atom", at + ".json"})
		}
	}
	if strings.HasSuffix(r.URL.Path, ".json") {
		return ui.JSON(w, r, map[string]any{"entries": all, "total": len(all)})
	}
	return s.pages.Render(w, r, http.StatusOK, "feeds.html", all)
}

// kinds are the kinds of feeds, by the ending of the address.
func kind(file string) (name, kind string, ok bool) {
	for _, kind := range []string{"atom", "json"} {
		if name, ok := strings.CutSuffix(file, "."+kind); ok {
			return name, kind, true
		}
	}
	return "", "", false
}

var noFeed = &ui.Fault{Code: ui.NotFound, Public: ui.Text("There is no such feed. The list shows all feeds; each ends in .atom or .json.")}

func (s *site) feed(w http.ResponseWriter, r *http.Request) error {
	name, kind, ok := kind(r.PathValue("file"))
	switch {
	case ok && name == "register":
		return s.register(w, r, kind, un.State{})
	case ok && name == "imports":
		return s.imports(w, r, kind)
	}
	return noFeed
}

func (s *site) stateFeed(w http.ResponseWriter, r *http.Request) error {
	name, kind, ok := kind(r.PathValue("file"))
	state, known := un.StateByISO3(strings.ToUpper(name))
	if !ok || !known {
		return noFeed
	}
	return s.register(w, r, kind, state)
}
