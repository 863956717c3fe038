// Package ledger is what the pages of one ledger hand to the record: addresses, templates, styles and a part of the State
// page. The record puts them together (web/record/ledgers.go) and knows nothing else of them.
package ledger

import (
	"context"
	"html/template"
	"io/fs"
	"net/http"

	"unhindered/web/ui"
)

// The menus of the header that ledgers stand in.
var (
	Bodies  = ui.Text("UN bodies")
	Conduct = ui.Text("Conduct")
)

// A Ledger is the pages of one ledger. All but Name may be empty.
type Ledger struct {
	Name string       // "votes": its key in the data of State pages, unique
	Nav  []ui.NavItem // links of the header

	Templates fs.FS            // pages and, with an underscore, pieces; file names and defined names are unique in the record
	Funcs     template.FuncMap // further functions for them; names are unique in the record
	CSS       string           // selectors begin with a class of the ledger

	// Asks is the question that the ledger answers, and Totals what it holds, for the home page; both may be empty.
	Asks   string
	Totals func(context.Context) ([]Figure, error)

	// Routes returns the addresses; called once, when the pages have been parsed.
	Routes func(*ui.Pages) []ui.Route
	// State returns the part of a State's page, or nil if there is nothing to say, not even that there is nothing.
	State func(ctx context.Context, iso3 string) (*Section, error)
	// Piece is the name of the template that shows a Section; its .Data is Section.Data.
	Piece string
	// Paths returns the addresses for the site map; may be nil.
	Paths func(context.Context) ([]string, error)
	// Downloads are the files that the page data lists.
	Downloads []Download
}

// A Section is the part of a ledger on the page of a State.
type Section struct {
	Data any // what the template shows
	JSON any // what the page's data twin holds under the ledger's name

	// What the State at a glance shows of it: a name to translate, the place on the page ("votes" for #votes), the figures, and
	// how many rows there are in each year. A section without a name is left out there.
	Name    string
	At      string
	Figures []Figure
	Years   map[int]int
}

// A Download is a file that the page data lists.
type Download struct {
	Path   string `json:"path"`   // "/votes.csv"
	Format string `json:"format"` // "CSV"
	What   string `json:"what"`   // a text to translate
}

// Get is a public route.
func Get(path string, handler func(http.ResponseWriter, *http.Request) error) ui.Route {
	return ui.Route{Pattern: "GET " + path, Handler: handler, Access: "public"}
}
