package record

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"unhindered/record/register"
	"unhindered/un"
	"unhindered/web/ui"
)

// A query is what a visitor asks of the register, as it stands in the address.
type query struct {
	State, Act, Body, Year, Q, Sort string
	Page                            int // from 1
}

// readQuery reads a query and refuses what cannot be meant, in words that say how to mend it.
func readQuery(r *http.Request) (query, error) {
	v := r.URL.Query()
	q := query{
		State: strings.ToUpper(v.Get("state")), Act: strings.ToUpper(v.Get("act")), Body: strings.ToUpper(v.Get("body")),
		Year: v.Get("year"), Q: strings.TrimSpace(v.Get("q")), Sort: v.Get("sort"), Page: 1,
	}
	bad := func(public string) (query, error) { return query{}, &ui.Fault{Code: ui.BadInput, Public: public} }
	if q.State != "" {
		if _, ok := un.StateByISO3(q.State); !ok {
			return bad(ui.Text("There is no State with this code. Codes have three letters, as in ISO 3166; the list of States shows them."))
		}
	}
	if q.Act != "" {
		if _, ok := un.ActTypeByCode(q.Act); !ok {
			return bad(ui.Text("There is no type of act with this code. Choose one from the form of the register."))
		}
	}
	if q.Body != "" {
		if _, ok := un.BodyByCode(q.Body); !ok {
			return bad(ui.Text("There is no UN body with this code. Choose one from the form of the register."))
		}
	}
	if q.Year != "" {
		if n, err := strconv.Atoi(q.Year); err != nil || n < 1900 || n > 2200 {
			return bad(ui.Text("A year has four digits, as 2013."))
		}
	}
	if len(q.Q) > 200 {
		return bad(ui.Text("The search is too long. A few words find more."))
	}
	if page := v.Get("page"); page != "" {
		n, err := strconv.Atoi(page)
		if err != nil || n < 1 || n > 1_000_000 {
			return bad(ui.Text("Pages are counted from 1."))
		}
		q.Page = n
	}
	switch q.Sort {
	case "", register.SortDate, register.SortPublished, register.SortSubject, register.SortState:
	default:
		return bad(ui.Text("Lists can be sorted by date, published, subject or state."))
	}
	return q, nil
}

// filter is the query as the register takes it.
func (q query) filter() register.Filter {
	year, _ := strconv.Atoi(q.Year) // readQuery has checked it
	return register.Filter{
		State: q.State, Act: q.Act, Body: q.Body, Year: year, Query: q.Q, Sort: q.Sort,
		Offset: (q.Page - 1) * register.PageSize,
	}
}

// values is the query as it stands in an address, without page.
func (q query) values() url.Values {
	v := url.Values{}
	for key, value := range map[string]string{"state": q.State, "act": q.Act, "body": q.Body, "year": q.Year, "q": q.Q, "sort": q.Sort} {
		if value != "" {
			v.Set(key, value)
		}
	}
	return v
}

// With is the address of the register with one thing asked for differently; an empty value no longer asks for it.
func (q query) With(key, value string) string {
	v := q.values()
	v.Set(key, value)
	if value == "" {
		v.Del(key)
	}
	return at("/register", v)
}

// Twin is the address of the same rows as data.
func (q query) Twin(kind string) string { return at("/register."+kind, q.values()) }

// Narrow tells whether the query leaves anything out.
func (q query) Narrow() bool { return q.State+q.Act+q.Body+q.Year+q.Q != "" }

func at(path string, v url.Values) string {
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}
