// Package analysis is the pages of analyses. Each asks one question of the ledgers, answers it in a sentence, a picture
// and a table, and says how it was computed, with the command that repeats it.
package analysis

import (
	"context"
	"embed"
	"html/template"
	"maps"
	"net/http"
	"strconv"
	"strings"

	ledgers "unhindered/record"
	"unhindered/record/study"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

//go:embed templates/*.html
var files embed.FS

//go:embed analysis.css
var style string

// New returns the pages over a record.
func New(r *ledgers.Record) ledger.Ledger {
	h := &handler{record: r}
	h.topics = []topic{
		agreement(h),
		idealPoints(h),
		blocs(h),
		amendments(h),
		waiting(h),
		replies(h),
		reports(h),
		undercount(h),
		duplicates(h),
		phrases(h),
		codings(h),
	}
	funcs := template.FuncMap{"analysisNth": func(i int) int { return i + 1 }}
	for _, t := range h.topics {
		maps.Copy(funcs, t.funcs)
	}
	return ledger.Ledger{
		Name:      "analysis",
		Nav:       []ui.NavItem{{Path: "/analysis", Text: ui.Text("Analysis")}},
		Templates: files,
		Funcs:     funcs,
		CSS:       style,
		Routes: func(pages *ui.Pages) []ui.Route {
			h.pages = pages
			routes := []ui.Route{ledger.Get("/analysis", h.index), ledger.Get("/analysis.json", h.index)}
			for _, t := range h.topics {
				routes = append(routes, ledger.Get(t.Path, t.handle), ledger.Get(t.Path+".json", t.handle), ledger.Get(t.Path+".csv", t.handle))
			}
			return routes
		},
		Paths: h.paths,
	}
}

type handler struct {
	record *ledgers.Record
	pages  *ui.Pages
	topics []topic
}

// A topic is one analysis.
type topic struct {
	Path     string `json:"path"`     // "/analysis/duplicates"; its data lie beside it
	Title    string `json:"title"`    // a text to translate
	Question string `json:"question"` // likewise
	handle   func(http.ResponseWriter, *http.Request) error
	funcs    template.FuncMap // of its templates; names are unique in the record
}

func (h *handler) index(w http.ResponseWriter, r *http.Request) error {
	if kind(r) == "json" {
		return ui.JSON(w, r, map[string]any{"entries": h.topics, "total": len(h.topics)})
	}
	return h.pages.Render(w, r, http.StatusOK, "analysis.html", h.topics)
}

func (h *handler) paths(context.Context) ([]string, error) {
	all := []string{"/analysis"}
	for _, t := range h.topics {
		all = append(all, t.Path)
	}
	return all, nil
}

// kind is the kind of answer that an address asks for: "html", "json" or "csv".
func kind(r *http.Request) string {
	for _, kind := range []string{"json", "csv"} {
		if strings.HasSuffix(r.URL.Path, "."+kind) {
			return kind
		}
	}
	return "html"
}

// A how is what the piece analysis-how shows: the method of an answer, and where it is as data.
type how struct {
	study.Method
	JSON, CSV string
}

// explain makes a how for the page that is asked for.
func explain(r *http.Request, m study.Method) how {
	at := func(kind string) string {
		u := *r.URL
		u.Path += "." + kind
		q := u.Query()
		q.Del("lang")
		q.Del("page")
		u.RawQuery = q.Encode()
		return u.RequestURI()
	}
	return how{m, at("json"), at("csv")}
}

// data sends an answer as JSON or CSV.
func data(w http.ResponseWriter, r *http.Request, a study.Answer) error {
	if kind(r) == "csv" {
		name := strings.TrimPrefix(r.URL.Path, "/analysis/")
		return ui.CSV(w, r, name, a.Texts())
	}
	return ui.JSON(w, r, a)
}

// wait tells that an answer is still being worked out, and how far it is; the page asks again by itself.
func (h *handler) wait(w http.ResponseWriter, r *http.Request, title string, s study.State) error {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Retry-After", "2")
	if kind(r) != "html" {
		return ui.JSONStatus(w, http.StatusServiceUnavailable, map[string]any{"done": s.Done, "message": "being worked out; ask again in two seconds"})
	}
	w.Header().Set("Refresh", "2")
	percent := strconv.Itoa(int(100 * s.Done))
	return h.pages.Render(w, r, http.StatusServiceUnavailable, "analysis_wait.html", struct{ Title, Percent string }{title, percent})
}

// fault is a public answer to a question that cannot be asked.
func fault(text string) error { return &ui.Fault{Code: ui.BadInput, Public: text} }
