package ledger

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"unhindered/un"
	"unhindered/web/ui"
)

// Wants is the kind of answer that an address asks for: "html", "json" or "csv"; rest is the address without the ending.
func Wants(path string) (rest, kind string) {
	for _, kind := range []string{"json", "csv"} {
		if rest, ok := strings.CutSuffix(path, "."+kind); ok {
			return rest, kind
		}
	}
	return path, "html"
}

// Trio is the addresses of a list: the page, and its data.
func Trio(path string, handler func(http.ResponseWriter, *http.Request) error) []ui.Route {
	return []ui.Route{Get(path, handler), Get(path+".json", handler), Get(path+".csv", handler)}
}

// PageSize is how many rows a page of a list shows, where its rows take one or two lines.
const PageSize = 50

// A List is one page of rows.
type List struct {
	From, To, Total int    // rows From to To are shown, counted from 1, of Total
	Prev, Next      string // addresses of the pages around it; empty where there is none
}

// Cut finds the part of n rows that the address asks for: rows[from:to]. It returns a fault for a page that is no number
// and for one beyond the last.
func Cut(r *http.Request, n, size int) (from, to int, l List, err error) {
	page := 1
	if s := r.URL.Query().Get("page"); s != "" {
		if page, err = strconv.Atoi(s); err != nil || page < 1 || page > 1_000_000 {
			return 0, 0, l, &ui.Fault{Code: ui.BadInput, Public: ui.Text("Pages are counted from 1."), Err: err}
		}
	}
	if page > 1 && (page-1)*size >= n {
		return 0, 0, l, &ui.Fault{Code: ui.NotFound, Public: ui.Text("The list has no such page. Start again from its first page.")}
	}
	from = (page - 1) * size
	to = min(from+size, n)
	l = List{From: from + 1, To: to, Total: n}
	if page > 1 {
		l.Prev = With(r, "page", strconv.Itoa(page-1))
	}
	if to < n {
		l.Next = With(r, "page", strconv.Itoa(page+1))
	}
	return from, to, l, nil
}

// With is the address of this page with one condition changed; an empty value takes it away. A changed condition starts
// from the first page again. The language is left to Page.Link.
func With(r *http.Request, name, value string) string {
	q := r.URL.Query()
	q.Del("lang")
	if name != "page" {
		q.Del("page")
	}
	q.Set(name, value)
	if value == "" {
		q.Del(name)
	}
	return at(r.URL.Path, q)
}

// Twin is the address of the rows of this page as data ("json" or "csv"), with its conditions, whole.
func Twin(r *http.Request, kind string) string {
	q := r.URL.Query()
	q.Del("page")
	q.Del("lang")
	return at(r.URL.Path+"."+kind, q)
}

func at(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// StateCode reads a State from the address, in any case; empty if none is asked for.
func StateCode(q url.Values, name string) (string, error) {
	code := strings.ToUpper(strings.TrimSpace(q.Get(name)))
	if code == "" {
		return "", nil
	}
	if _, ok := un.StateByISO3(code); !ok {
		return "", &ui.Fault{Code: ui.BadInput, Public: ui.Text("There is no State with this code. Codes have three letters, as in ISO 3166; the list of States shows them.")}
	}
	return code, nil
}
