package ui

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
)

// where a literal text to translate stands in templates and in Go code.
var (
	calls = regexp.MustCompile(`(?:[.$]|\bp\.|\bui\.|\b)(?:T|Rich|Text)(?:\(r, |\(|\s+)("(?:[^"\\]|\\.)*")`)
	pairs = regexp.MustCompile(`(?:N|RichN)(?:\(r, |\(|\s+)("(?:[^"\\]|\\.)*"),?\s+("(?:[^"\\]|\\.)*")`)
	fails = regexp.MustCompile(`Public:\s*("(?:[^"\\]|\\.)*")`)
)

// MissingTranslations lists the English texts of a room (its templates, the Go files among more, its name, line and
// navigation, and the shared layout) that have no translation into a language. A room that offers a language tests that
// the list is empty.
func MissingTranslations(room Room, code string, more ...fs.FS) []string {
	if room.Locales == nil {
		room.Locales = files
	}
	c, err := newCatalog([]string{"en", code}, room.Locales)
	if err != nil {
		return []string{err.Error()}
	}
	l := c.byCode[code]
	missing := map[string]bool{}
	need := func(text string) {
		if _, ok := l.texts[text]; text != "" && !ok && !l.plurals[text] {
			missing[text] = true
		}
	}
	for _, k := range kinds {
		need(k.title)
		need(k.text)
	}
	for _, item := range room.Nav {
		need(item.Text)
		need(item.Group)
	}
	for _, text := range []string{room.Title, room.Line, room.Banner} {
		need(text)
	}
	for _, src := range append([]fs.FS{files, room.Templates}, more...) {
		if src == nil {
			continue
		}
		texts, plurals, err := Texts(src)
		if err != nil {
			return []string{err.Error()}
		}
		for _, text := range texts {
			need(text)
		}
		for _, text := range plurals {
			if !l.plurals[text] {
				missing[text] = true
			}
		}
	}
	var out []string
	for text := range missing {
		out = append(out, text)
	}
	slices.Sort(out)
	return out
}

// Texts lists the literal texts to translate in all templates and Go files (but tests) of src: plain ones, and those
// with a number by their plural text.
func Texts(src fs.FS) (texts, plurals []string, err error) {
	err = fs.WalkDir(src, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		ext := path.Ext(file)
		if ext != ".html" && ext != ".go" || bytes.HasSuffix([]byte(file), []byte("_test.go")) {
			return nil
		}
		body, err := fs.ReadFile(src, file)
		if err != nil {
			return err
		}
		for _, find := range []*regexp.Regexp{calls, fails} {
			for _, m := range find.FindAllSubmatch(body, -1) {
				if text, err := strconv.Unquote(string(m[1])); err == nil {
					texts = append(texts, text)
				}
			}
		}
		for _, m := range pairs.FindAllSubmatch(body, -1) {
			if text, err := strconv.Unquote(string(m[2])); err == nil {
				plurals = append(plurals, text)
			}
		}
		return nil
	})
	return texts, plurals, err
}
