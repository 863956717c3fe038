// Package ui is what the three rooms share on a page: layout and styles, languages, errors in plain words, security
// headers, and the routes' common wrapping. It knows no room.
//
// A room hands over a Room (its templates, texts and styles) and gets Pages, which parses everything at start, so that a
// page that does not parse stops the program and never reaches a visitor:
//
//	pages, err := ui.NewPages(ui.Room{Name: "record", Title: ui.Text("The record"), Templates: files, ...})
//	handler := pages.Mux([]ui.Route{{Pattern: "GET /{$}", Handler: h.home, Access: "public"}}, nil)
//
// A page is one file that defines the blocks "title", "description" and "main" (and "head", "nav" or "footer" if it must).
// Files whose name begins with an underscore hold pieces that all pages of the room may use; embed them with
// "templates/*.html", since embedding the folder leaves them out.
package ui

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"path"
	"strings"
)

// A Room is everything that makes one room's pages different from another's.
type Room struct {
	Name  string // "drop", "desk" or "record": a class on the page and part of asset names
	Title string // the room's name in its header, a text to translate
	Line  string // one line of what the room is, a text to translate
	Home  string // address of the room's name in the header; "/" if empty

	Nav       []NavItem // shown in the header; a page may replace it with a block "nav"
	Languages []string  // offered languages, English first; {"en"} if empty

	Templates fs.FS            // every *.html in it, at any depth; names without folders must be unique
	More      []fs.FS          // further templates, likewise: those of parts of the room
	Pieces    string           // pieces that are worked out rather than written: {{define "..."}}...{{end}}; may be empty
	Locales   fs.FS            // every <language>.toml in it, at any depth; may be nil
	Funcs     template.FuncMap // extra functions for the templates; may be nil
	CSS       string           // styles of this room, after the shared ones
	Script    string           // one script of this room; empty means that its pages may run none at all

	Banner string // shown on top of every page; empty in a real installation, else the text of the demo banner

	// Private rooms answer every request with Cache-Control: no-store, and errors outside Fault reach the log by type
	// only, because their text could quote what a person wrote.
	Private bool

	// View makes the room's own part of a page, such as who is signed in; templates find it as .View. May be nil.
	View func(*http.Request) any

	Log *slog.Logger // for faults; slog.Default() if nil
}

// A NavItem is one link of the header. Items of one group share a menu, so that the header keeps to one line.
type NavItem struct {
	Path  string
	Text  string // to translate
	Group string // name of its menu, to translate; empty for a link that stands by itself
}

// Pages renders the pages of one room. It is safe for concurrent use.
type Pages struct {
	room    Room
	pages   map[string]*template.Template
	catalog *catalog
	style   asset
	script  asset
}

// NewPages parses all templates and texts of a room. The error names the file at fault.
func NewPages(room Room) (*Pages, error) {
	if room.Name == "" {
		return nil, errors.New("ui: a room needs a name")
	}
	if room.Home == "" {
		room.Home = "/"
	}
	if len(room.Languages) == 0 {
		room.Languages = []string{"en"}
	}
	if room.Log == nil {
		room.Log = slog.Default()
	}
	p := &Pages{room: room}
	var err error
	if p.catalog, err = newCatalog(room.Languages, room.Locales); err != nil {
		return nil, err
	}
	css, err := sharedCSS()
	if err != nil {
		return nil, err
	}
	p.style = newAsset(room.Name, ".css", shrinkCSS(css+room.CSS))
	if room.Script != "" {
		p.script = newAsset(room.Name, ".js", room.Script)
	}
	if p.pages, err = parse(room); err != nil {
		return nil, err
	}
	return p, nil
}

// Room returns what the pages were made from.
func (p *Pages) Room() Room { return p.room }

// parse makes one template set a page: layout, the room's pieces, then the page, so that each page has its own blocks.
func parse(room Room) (map[string]*template.Template, error) {
	base, err := template.New("layout.html").Funcs(room.Funcs).
		ParseFS(files, "templates/layout.html", "templates/pieces.html")
	if err != nil {
		return nil, fmt.Errorf("ui: %w", err)
	}
	pages := map[string]string{}
	add := func(fsys fs.FS, root string) error {
		return fs.WalkDir(fsys, root, func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Ext(file) != ".html" {
				return err
			}
			text, err := fs.ReadFile(fsys, file)
			if err != nil {
				return err
			}
			if name := path.Base(file); !strings.HasPrefix(name, "_") {
				pages[name] = string(text)
				return nil
			}
			if _, err := base.New(file).Parse(string(text)); err != nil {
				return fmt.Errorf("ui: room %s: %w", room.Name, err)
			}
			return nil
		})
	}
	if err := add(files, "templates/pages"); err != nil {
		return nil, err
	}
	if room.Templates != nil {
		if err := add(room.Templates, "."); err != nil {
			return nil, err
		}
	}
	for _, more := range room.More {
		if err := add(more, "."); err != nil {
			return nil, err
		}
	}
	if _, err := base.New("pieces").Parse(room.Pieces); err != nil {
		return nil, fmt.Errorf("ui: room %s: %w", room.Name, err)
	}
	out := make(map[string]*template.Template, len(pages))
	for name, text := range pages {
		set, err := base.Clone()
		if err != nil {
			return nil, fmt.Errorf("ui: room %s: %w", room.Name, err)
		}
		if _, err := set.New(name).Parse(text); err != nil {
			return nil, fmt.Errorf("ui: room %s: %w", room.Name, err)
		}
		if set.Lookup("main") == nil {
			return nil, fmt.Errorf("ui: room %s: page %s defines no block %q", room.Name, name, "main")
		}
		if set, err = lean(set, room.Funcs); err != nil {
			return nil, fmt.Errorf("ui: room %s: page %s: %w", room.Name, name, err)
		}
		if err := escape(set); err != nil {
			return nil, fmt.Errorf("ui: room %s: page %s: %w", room.Name, name, err)
		}
		out[name] = set
	}
	return out, nil
}

// escape makes html/template work out the escaping of a page now, which it does at the first use: a piece that is
// missing or a place where nothing can be escaped stops the start and not a visitor. Running the page without data
// fails afterwards, which is of no interest.
func escape(set *template.Template) error {
	var bad *template.Error
	if err := set.ExecuteTemplate(io.Discard, "layout.html", nil); errors.As(err, &bad) {
		return bad
	}
	return nil
}

// Render writes the page called name ("report.html") with data as .Data. The page is made in memory first: if it fails,
// nothing has been sent and the returned error can still become an error page.
func (p *Pages) Render(w http.ResponseWriter, r *http.Request, status int, name string, data any) error {
	body, err := p.Bytes(r, name, data)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", p.lang(r).Code)
	if status == http.StatusOK && r.Method != http.MethodPost && !p.room.Private {
		return Cached(w, r, body)
	}
	w.WriteHeader(status)
	_, err = w.Write(body)
	return err
}

// Bytes returns the page that Render would send.
func (p *Pages) Bytes(r *http.Request, name string, data any) ([]byte, error) {
	set := p.pages[name]
	if set == nil {
		return nil, fmt.Errorf("ui: room %s has no page %q", p.room.Name, name)
	}
	var buf bytes.Buffer
	if err := set.ExecuteTemplate(&buf, "layout.html", p.page(r, data)); err != nil {
		return nil, fmt.Errorf("ui: page %s: %w", name, err)
	}
	return buf.Bytes(), nil
}
