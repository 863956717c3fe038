package feeds

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/feeds"

	"unhindered/record/register"
	"unhindered/un"
	"unhindered/web/ui"
)

// newest is how many items a feed has.
const newest = 100

// A news is one item.
type news struct {
	at                 string // address on this site
	title, text        string // plain
	published, updated time.Time
	key                string // after "#", where several items share an address
}

func (s *site) register(w http.ResponseWriter, r *http.Request, kind string, state un.State) error {
	page, err := s.Register.List(r.Context(), register.Filter{State: state.ISO3, Sort: register.SortPublished, Limit: newest})
	if err != nil {
		return err
	}
	var all []news
	for _, e := range page.Records {
		n := news{at: "/register/" + e.ID, title: title(e), text: e.Summary, updated: day(e.Day), published: day(e.Day)}
		if e.Version > 1 {
			whole, err := s.Register.Entry(r.Context(), e.ID)
			if err != nil {
				return err
			}
			if whole.Withdrawn {
				continue // in between
			}
			n.published = day(whole.Versions[0].Day)
			n.title += " (correction, version " + strconv.Itoa(e.Version) + ")"
		}
		all = append(all, n)
	}
	name, home := "Unhindered: register", "/register"
	if state.ISO3 != "" {
		name, home = "Unhindered: "+state.Name, "/states/"+state.ISO3
	}
	return s.send(w, r, kind, name, "Entries published or corrected, newest first. An entry that is withdrawn leaves the feed.", home, all)
}

func title(e register.Record) string {
	t := e.Subject
	if state, ok := un.StateByISO3(e.State); ok {
		t += ", " + state.Name
	}
	if from := e.From.String(); from != "" {
		t += ", " + from
	}
	if e.Fictional {
		t = "[invented] " + t
	}
	return t
}

func (s *site) imports(w http.ResponseWriter, r *http.Request, kind string) error {
	past, err := s.Imports(r.Context())
	if err != nil {
		return err
	}
	var all []news
	for _, i := range past {
		if i.Undone != "" || len(all) == newest {
			continue
		}
		read, fresh, changed, refused := 0, 0, 0, 0
		for _, f := range i.Files {
			read, fresh, changed, refused = read+f.Read, fresh+f.New, changed+f.Changed, refused+f.Refused
		}
		started, err := time.Parse(time.RFC3339, i.Started)
		if err != nil {
			return fmt.Errorf("import %d: %w", i.ID, err)
		}
		all = append(all, news{at: "/data", key: "import-" + strconv.FormatInt(i.ID, 10), title: fmt.Sprintf("Import %d: %s, %d new rows, %d changed", i.ID, i.Kind, fresh, changed),
			text: fmt.Sprintf("%d rows of %d files were read: %d new, %d changed, %d refused.", read, len(i.Files), fresh, changed, refused), published: started, updated: started})
	}
	return s.send(w, r, kind, "Unhindered: imports", "Files that were read into the ledgers. An import that is taken back leaves the feed.", "/data", all)
}

func day(d string) time.Time {
	t, _ := time.Parse(time.DateOnly, d) // the register writes it
	return t
}

// send writes a feed. Its time is that of its newest item, so that the same items are the same bytes.
func (s *site) send(w http.ResponseWriter, r *http.Request, kind, name, what, home string, all []news) error {
	origin := s.origin(r)
	updated := time.Unix(0, 0).UTC()
	for _, n := range all {
		if n.updated.After(updated) {
			updated = n.updated
		}
	}
	f := &feeds.Feed{Title: name, Description: what, Link: &feeds.Link{Href: origin + home}, Author: &feeds.Author{Name: "Unhindered"}, Updated: updated, Created: updated}
	for _, n := range all {
		address := origin + n.at
		id := address
		if n.key != "" {
			id += "#" + n.key
		}
		f.Items = append(f.Items, &feeds.Item{Id: id, Title: n.title, Link: &feeds.Link{Href: address}, Description: n.text, Created: n.published, Updated: n.updated})
	}
	var body bytes.Buffer
	mime := "application/atom+xml; charset=utf-8"
	if kind == "json" {
		mime = "application/feed+json; charset=utf-8"
		if err := writeJSON(&body, f, origin+r.URL.Path); err != nil {
			return err
		}
	} else if err := writeAtom(&body, f, origin+r.URL.Path); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", mime)
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	return ui.Cached(w, r, body.Bytes())
}

func writeJSON(body *bytes.Buffer, f *feeds.Feed, own string) error {
	out := (&feeds.JSON{Feed: f}).JSONFeed()
	out.FeedUrl, out.Language = own, "en"
	for i, item := range out.Items {
		item.ContentText, item.Summary = f.Items[i].Description, "" // plain text
	}
	enc := json.NewEncoder(body)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if out.Items == nil {
		out.Items = []*feeds.JSONItem{}
	}
	return enc.Encode(struct { // the library leaves out an empty list, which JSON Feed asks for
		*feeds.JSONFeed
		Items []*feeds.JSONItem `json:"items"`
	}{out, out.Items})
}

func writeAtom(body *bytes.Buffer, f *feeds.Feed, own string) error {
	out := (&feeds.Atom{Feed: f}).AtomFeed()
	out.Id, out.Link = own, &feeds.AtomLink{Href: own, Rel: "self", Type: "application/atom+xml"}
	for i, entry := range out.Entries {
		entry.Published = f.Items[i].Created.Format(time.RFC3339)
		if entry.Summary != nil {
			entry.Summary.Content = html.EscapeString(entry.Summary.Content) // it is marked as HTML
		}
	}
	body.WriteString(xml.Header)
	return xml.NewEncoder(body).Encode(out)
}

// origin is the public address of the site, as the room's options have it.
func (s *site) origin(r *http.Request) string {
	type located interface{ Address() string }
	if s.pages != nil && s.pages.Room().View != nil {
		if at, ok := s.pages.Room().View(r).(located); ok && at.Address() != "" {
			return strings.TrimSuffix(at.Address(), "/")
		}
	}
	return "http://" + r.Host
}
