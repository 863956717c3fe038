package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"unhindered/office/table"
	"unhindered/office/tablefile"
	"unhindered/un"
	"unhindered/web/ui"
)

// asked is what a request asks for; the operation that it is for knows what it can be asked.
type asked struct{ query url.Values }

// Resolve implements huma.Resolver: every operation reads the query itself, so that it can say what it takes.
func (a *asked) Resolve(ctx huma.Context) []error {
	address := ctx.URL()
	query, err := url.ParseQuery(address.RawQuery)
	if err != nil {
		return []error{&huma.ErrorDetail{Message: "the part after the question mark cannot be read; write name=value, with & between", Location: "query"}}
	}
	a.query = query
	return nil
}

func (a *API) index(context.Context, *struct{}) (*raw, error) {
	type one struct {
		Name    string   `json:"name"`
		Ledger  string   `json:"ledger"`
		Title   string   `json:"title"`
		Help    string   `json:"help"`
		Address string   `json:"address"`
		Filters []string `json:"filters"`
		Columns []string `json:"columns"`
	}
	all := []one{}
	for _, t := range a.tables {
		o := one{t.Name, t.Ledger, t.Title, t.Help, Prefix + "/" + t.Name, t.FilterNames(), nil}
		for _, c := range t.Columns {
			o.Columns = append(o.Columns, c.Name)
		}
		all = append(all, o)
	}
	body, err := json.Marshal(map[string]any{"tables": all, "total": len(all)})
	return &raw{body}, err
}

func (a *API) list(t *table.Source) func(context.Context, *asked) (*raw, error) {
	return func(ctx context.Context, in *asked) (*raw, error) {
		q, page, limit, err := read(t.Table, in.query)
		if err != nil {
			return nil, err
		}
		rows, total, err := t.Page(ctx, q, (page-1)*limit, limit)
		if err != nil {
			return nil, a.fault(ctx, t, err)
		}
		var body bytes.Buffer
		fmt.Fprintf(&body, "{\"table\":%q,\"rows\":[", t.Name)
		for i, row := range rows {
			if i > 0 {
				body.WriteByte(',')
			}
			body.WriteByte('\n')
			if err := tablefile.WriteObject(&body, t.Table, row); err != nil {
				return nil, a.fault(ctx, t, err)
			}
		}
		at := func(page int) string {
			v := url.Values{}
			for name, values := range in.query {
				v[name] = values
			}
			v.Set("page", strconv.Itoa(page))
			return `"` + Prefix + "/" + t.Name + "?" + v.Encode() + `"` // nothing in it needs escaping
		}
		next, previous := "null", "null"
		if page*limit < total {
			next = at(page + 1)
		}
		if page > 1 && total > 0 {
			previous = at(min(page-1, (total+limit-1)/limit))
		}
		fmt.Fprintf(&body, "\n],\"total\":%d,\"page\":%d,\"limit\":%d,\"next\":%s,\"previous\":%s}\n", total, page, limit, next, previous)
		return &raw{body.Bytes()}, nil
	}
}

type byID struct {
	ID string `path:"id" doc:"Key of the row, its field id." maxLength:"300"`
	asked
}

func (a *API) get(t *table.Source) func(context.Context, *byID) (*raw, error) {
	return func(ctx context.Context, in *byID) (*raw, error) {
		for name := range in.query {
			return nil, invalid(name, "", "one row takes no parameters; leave it out")
		}
		row, err := t.Get(ctx, in.ID)
		switch {
		case errors.Is(err, table.ErrGone):
			return nil, huma.Error410Gone("This was withdrawn, and its content deleted. Please withdraw it from your copy, too.")
		case errors.Is(err, table.ErrNotFound):
			return nil, huma.Error404NotFound("The table " + t.Name + " has no row with this id. GET " + Prefix + "/" + t.Name + " lists the rows that it has.")
		case err != nil:
			return nil, a.fault(ctx, t, err)
		}
		var body bytes.Buffer
		if err := tablefile.WriteObject(&body, t.Table, row); err != nil {
			return nil, a.fault(ctx, t, err)
		}
		body.WriteByte('\n')
		return &raw{body.Bytes()}, nil
	}
}

// longest bounds the bytes of a value in the address.
const longest = 300

// read turns the query of an address into one of the table; its errors say what to write instead.
func read(t table.Table, values url.Values) (q table.Query, page, limit int, err error) {
	q, page, limit = table.Query{Where: map[string]string{}}, 1, pageSize
	for name, all := range values {
		if len(all) > 1 {
			return q, 0, 0, invalid(name, "", "it is there more than once; give it once")
		}
		value := all[0]
		if len(value) > longest {
			return q, 0, 0, invalid(name, "", "it is longer than anything in the column")
		}
		switch {
		case name == "page":
			if page, err = strconv.Atoi(value); err != nil || page < 1 || page > 1_000_000 {
				return q, 0, 0, invalid(name, value, "pages are counted from 1")
			}
		case name == "limit":
			if limit, err = strconv.Atoi(value); err != nil || limit < 1 || limit > largestPage {
				return q, 0, 0, invalid(name, value, fmt.Sprintf("a page has 1 to %d rows; whole tables are files, at /data", largestPage))
			}
		case !t.Takes(name):
			return q, 0, 0, invalid(name, "", fmt.Sprintf("this list does not take it; it takes %s", strings.Join(append(t.FilterNames(), "page", "limit"), ", ")))
		case value == "": // as a form leaves it
		case name == "state":
			if q.State = strings.ToUpper(value); !isState(q.State) {
				return q, 0, 0, invalid(name, value, "this is no State; codes have three letters as in ISO 3166, and GET "+Prefix+"/states lists them")
			}
		case name == "year":
			q.Year = value
		case name == "from":
			q.From = value
		case name == "to":
			q.To = value
		default:
			q.Where[name] = value
		}
	}
	if err := t.Check(q); err != nil {
		return q, 0, 0, huma.Error422UnprocessableEntity(sentence(err.Error()) + ".")
	}
	return q, page, limit, nil
}

func isState(code string) bool {
	_, ok := un.StateByISO3(code)
	return ok
}

func invalid(name, value, message string) error {
	detail := &huma.ErrorDetail{Message: message, Location: "query." + name}
	if value != "" {
		detail.Value = value
	}
	return huma.Error422UnprocessableEntity("The parameter "+name+": "+message+".", detail)
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// fault logs an error of ours and tells the visitor no more than that it is ours.
func (a *API) fault(ctx context.Context, t *table.Source, err error) error {
	if !errors.Is(err, context.Canceled) {
		a.log().LogAttrs(ctx, slog.LevelError, "request failed", slog.String("room", "record"), slog.String("table", t.Name), slog.String("error", err.Error()))
	}
	return huma.Error500InternalServerError("The mistake is ours, not yours. Please try again; if it stays, tell the people who run this site.")
}

func (a *API) log() *slog.Logger {
	if a.pages != nil {
		if log := a.pages.Room().Log; log != nil {
			return log
		}
	}
	return slog.Default()
}

// answer runs a handler that writes plainly and sends what it wrote as this site sends public data: open to pages of other
// sites, with an ETag, and kept for a minute.
func (a *API) answer(handler http.HandlerFunc) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		out := &kept{header: http.Header{}, status: http.StatusOK}
		handler(out, r)
		h := w.Header()
		for name, values := range out.header {
			h[name] = values
		}
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", "ETag")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		if h.Get("Content-Type") == "" {
			h.Set("Content-Type", jsonType)
		}
		if out.status == http.StatusOK {
			return ui.Cached(w, r, out.body.Bytes())
		}
		h.Set("Cache-Control", "no-store")
		w.WriteHeader(out.status)
		_, err := w.Write(out.body.Bytes())
		return err
	}
}

// kept keeps an answer until it is known whole.
type kept struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (k *kept) Header() http.Header         { return k.header }
func (k *kept) WriteHeader(status int)      { k.status = status }
func (k *kept) Write(b []byte) (int, error) { return k.body.Write(b) }

// preflight answers browsers that ask before they ask.
func preflight(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
	w.Header().Set("Access-Control-Allow-Headers", "Accept, If-None-Match")
	w.Header().Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}

func (a *API) notFound(w http.ResponseWriter, r *http.Request) {
	problem := huma.Error404NotFound("There is no such table. GET " + Prefix + " lists the tables: " + a.names() + ".")
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(http.StatusNotFound)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.Encode(problem) // into memory
}
