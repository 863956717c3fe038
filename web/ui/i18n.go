package ui

import (
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"path"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed templates css locales
var files embed.FS

// Text marks an English text in Go code as one to translate, and returns it unchanged. MissingTranslations finds it.
func Text(english string) string { return english }

// names of languages in themselves; the six of the UN first.
var names = map[string]string{
	"en": "English", "ar": "العربية", "zh": "中文", "fr": "Français", "ru": "Русский", "es": "Español",
}

// A catalog holds a room's languages. The English text is the key of every message, as in gettext.
type catalog struct {
	langs   []*lang
	byCode  map[string]*lang
	matcher language.Matcher
}

// A lang is one language of a room.
type lang struct {
	Code, Name, Dir string

	texts     map[string]string // messages without plural forms
	plurals   map[string]bool
	localizer *i18n.Localizer
}

func newCatalog(codes []string, room fs.FS) (*catalog, error) {
	if codes[0] != "en" {
		return nil, fmt.Errorf("ui: the first language of a room must be en, the language of its texts, not %q", codes[0])
	}
	c := &catalog{byCode: map[string]*lang{}}
	var tags []language.Tag
	for _, code := range codes {
		tag, err := language.Parse(code)
		if err != nil {
			return nil, fmt.Errorf("ui: language %q: %w", code, err)
		}
		l := &lang{Code: code, Name: names[code], Dir: "ltr", texts: map[string]string{}, plurals: map[string]bool{}}
		if l.Name == "" {
			l.Name = code
		}
		if script, _ := tag.Script(); script.String() == "Arab" || script.String() == "Hebr" {
			l.Dir = "rtl"
		}
		bundle := i18n.NewBundle(language.English)
		for _, src := range []fs.FS{files, room} {
			if src == nil || code == "en" {
				continue
			}
			if err := l.load(bundle, tag, src); err != nil {
				return nil, err
			}
		}
		l.localizer = i18n.NewLocalizer(bundle, code)
		c.langs = append(c.langs, l)
		c.byCode[code] = l
		tags = append(tags, tag)
	}
	c.matcher = language.NewMatcher(tags)
	return c, nil
}

// load reads every <code>.toml of src: "English text" = "translation", or a table of plural forms under the text that
// holds the number. Later files win, so a room may say a shared text in its own words.
func (l *lang) load(bundle *i18n.Bundle, tag language.Tag, src fs.FS) error {
	return fs.WalkDir(src, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Base(file) != l.Code+".toml" {
			return err
		}
		text, err := fs.ReadFile(src, file)
		if err != nil {
			return err
		}
		var raw map[string]any
		if _, err := toml.Decode(string(text), &raw); err != nil {
			return fmt.Errorf("ui: texts in %s: %w", file, err)
		}
		for id, v := range raw {
			m := &i18n.Message{ID: id}
			switch v := v.(type) {
			case string:
				l.texts[id] = v
				continue
			case map[string]any:
				if m, err = i18n.NewMessage(v); err != nil {
					return fmt.Errorf("ui: texts in %s: %q: %w", file, id, err)
				}
				m.ID = id
				l.plurals[id] = true
			default:
				return fmt.Errorf("ui: texts in %s: %q is neither a text nor a table of plural forms", file, id)
			}
			if err := bundle.AddMessages(tag, m); err != nil {
				return fmt.Errorf("ui: texts in %s: %w", file, err)
			}
		}
		return nil
	})
}

func (l *lang) T(text string, args ...any) string { return format(l.lookup(text), args) }

func (l *lang) N(one, other string, n int, args ...any) string {
	return format(l.plural(one, other, n), append([]any{n}, args...))
}

func (l *lang) lookup(text string) string {
	if t, ok := l.texts[text]; ok {
		return t
	}
	return text
}

func (l *lang) plural(one, other string, n int) string {
	if l.plurals[other] {
		if t, err := l.localizer.Localize(&i18n.LocalizeConfig{MessageID: other, PluralCount: n}); err == nil {
			return t
		}
	}
	if n == 1 {
		return one
	}
	return other
}

// lang decides the language of a request: ?lang= first, then Accept-Language, else English. No cookie is involved.
func (p *Pages) lang(r *http.Request) *lang {
	if l := p.catalog.byCode[r.URL.Query().Get("lang")]; l != nil {
		return l
	}
	if len(p.catalog.langs) == 1 {
		return p.catalog.langs[0]
	}
	header := r.Header.Get("Accept-Language")
	if header == "" || len(header) > 1000 {
		return p.catalog.langs[0]
	}
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return p.catalog.langs[0]
	}
	_, i, confidence := p.catalog.matcher.Match(tags...)
	if confidence < language.Low {
		i = 0
	}
	return p.catalog.langs[i]
}

// Lang returns the code of the language in which a request is answered.
func (p *Pages) Lang(r *http.Request) string { return p.lang(r).Code }

// T translates a text for a request, for what a handler must say outside a template.
func (p *Pages) T(r *http.Request, text string, args ...any) string {
	return p.lang(r).T(text, args...)
}

// N is T for a text with a number.
func (p *Pages) N(r *http.Request, one, other string, n int, args ...any) string {
	return p.lang(r).N(one, other, n, args...)
}

// DemoBanner is what Room.Banner holds in a demonstration.
const DemoBanner = "This is a demonstration. The people and events in its sandbox case are invented. Do not send anything real."
