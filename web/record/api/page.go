package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// spec sends the description of the interface.
func (a *API) spec(w http.ResponseWriter, r *http.Request) error {
	text, err := json.Marshal(a.huma.OpenAPI())
	if err != nil {
		return err
	}
	return a.answer(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/openapi+json")
		w.Write(text) // into memory
	})(w, r)
}

// A docsPage is what the page api.html shows: the operations as the description has them.
type docsPage struct {
	Origin string
	Tables int
	Common []huma.Param // parameters that several lists take
	Groups []docsGroup
}

// A docsGroup is the operations of one ledger.
type docsGroup struct {
	Name  string
	Lists []docsList
}

// A docsList is the two operations of one table.
type docsList struct {
	Name, Title, Path, One, Help string
	Parameters                   []string // but for paging
	Try                          string   // address of an example
}

// shared are the parameters that mean the same in every list; their words stand on the page once.
var shared = map[string]bool{"state": true, "year": true, "from": true, "to": true, "page": true, "limit": true}

func (a *API) page(w http.ResponseWriter, r *http.Request) error {
	p := docsPage{Origin: origin(r), Tables: len(a.tables)}
	described := map[string]bool{}
	place := map[string]int{}
	for _, t := range a.tables {
		path := Prefix + "/" + t.Name
		op := a.huma.OpenAPI().Paths[path].Get
		list := docsList{Name: t.Name, Title: op.Summary, Path: path, One: path + "/{id}"}
		list.Help, _, _ = strings.Cut(op.Description, "\n\n")
		try := url.Values{}
		for _, param := range op.Parameters {
			if shared[param.Name] && !described[param.Name] {
				described[param.Name] = true
				p.Common = append(p.Common, *param)
			}
			if param.Name != "page" && param.Name != "limit" {
				list.Parameters = append(list.Parameters, param.Name)
			}
			if example, ok := param.Example.(string); ok && (param.Name == "state" || param.Name == "year") && len(try) < 2 {
				try.Set(param.Name, example)
			}
		}
		list.Try = path
		if len(try) > 0 {
			list.Try += "?" + try.Encode()
		}
		at, known := place[t.Ledger]
		if !known {
			at = len(p.Groups)
			place[t.Ledger] = at
			p.Groups = append(p.Groups, docsGroup{Name: t.Ledger})
		}
		p.Groups[at].Lists = append(p.Groups[at].Lists, list)
	}
	return a.pages.Render(w, r, http.StatusOK, "api.html", p)
}

// origin is the address of the site, for examples to copy.
func origin(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}
