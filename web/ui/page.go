package ui

import (
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

// A Page is what a template sees as its dot (and as $ inside range and with).
type Page struct {
	Data any // what the handler passed
	View any // what Room.View made

	Room   Room
	Lang   string // "en"
	Dir    string // "ltr" or "rtl"
	Path   string // of the request, without query
	Style  string // address of the style sheet
	Script string // address of the script, or empty

	p      *Pages
	lang   *lang
	chosen bool // the language was asked for in the address, so links keep it
	query  url.Values
}

func (p *Pages) page(r *http.Request, data any) *Page {
	l := p.lang(r)
	pg := &Page{
		Data: data, Room: p.room, Lang: l.Code, Dir: l.Dir, Path: r.URL.Path,
		Style: p.style.path, Script: p.script.path,
		p: p, lang: l, query: r.URL.Query(),
	}
	pg.chosen = p.catalog.byCode[pg.query.Get("lang")] != nil
	if p.room.View != nil {
		pg.View = p.room.View(r)
	}
	return pg
}

// T translates an English text. Further arguments replace its %s, %d or %[2]s. A text without a translation stays English.
func (pg *Page) T(text string, args ...any) string { return pg.lang.T(text, args...) }

// N translates a text with a number, in the plural form of the language: .N "one case" "%d cases" .Total. The number is
// the first argument of the text; more may follow.
func (pg *Page) N(one, other string, n int, args ...any) string {
	return pg.lang.N(one, other, n, args...)
}

// Rich translates like T and turns [words](/address) into a link, **words** into strong and `words` into code, and
// nothing else. Arguments are plain text wherever they stand. Links of this site keep the language, as with Link.
func (pg *Page) Rich(text string, args ...any) template.HTML {
	return rich(pg.lang.lookup(text), args, pg.Link)
}

// RichN is Rich for a text with a number, as N is T.
func (pg *Page) RichN(one, other string, n int, args ...any) template.HTML {
	return rich(pg.lang.plural(one, other, n), append([]any{n}, args...), pg.Link)
}

// Link returns the address of a page of this site, keeping a language that was chosen in the address.
func (pg *Page) Link(address string) string {
	if !pg.chosen {
		return address
	}
	return withLang(address, pg.Lang)
}

// Link is what Page.Link would return in the answer to a request, for addresses that a handler makes.
func (p *Pages) Link(r *http.Request, address string) string {
	if l := p.catalog.byCode[r.URL.Query().Get("lang")]; l != nil {
		return withLang(address, l.Code)
	}
	return address
}

// With returns the same page around other data, for templates called with a part: {{template "entry" ($.With .)}}.
func (pg *Page) With(data any) *Page {
	c := *pg
	c.Data = data
	return &c
}

// Current reports whether a link of the navigation leads to this page or to one below it.
func (pg *Page) Current(address string) bool {
	return pg.Path == address || address != "/" && strings.HasPrefix(pg.Path, address+"/")
}

// A LanguageLink leads to the same page in another language.
type LanguageLink struct {
	Code, Name, Dir, URL string
	Current              bool
}

// Languages lists the room's languages with links to this page in each; empty if there is only one.
func (pg *Page) Languages() []LanguageLink {
	if len(pg.p.catalog.langs) < 2 {
		return nil
	}
	var out []LanguageLink
	for _, l := range pg.p.catalog.langs {
		q := url.Values{}
		for k, v := range pg.query {
			q[k] = v
		}
		q.Set("lang", l.Code)
		out = append(out, LanguageLink{l.Code, l.Name, l.Dir, pg.Path + "?" + q.Encode(), l.Code == pg.Lang})
	}
	return out
}

// Chosen is the language code to carry through a GET form as a hidden field "lang", or empty.
func (pg *Page) Chosen() string {
	if pg.chosen {
		return pg.Lang
	}
	return ""
}

// withLang sets the language of an address on this site, before any fragment; others are left as they are.
func withLang(address, code string) string {
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() || u.Host != "" || u.Path == "" {
		return address
	}
	q := u.Query()
	q.Set("lang", code)
	u.RawQuery = q.Encode()
	return u.String()
}
