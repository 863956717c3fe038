package ui

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"regexp"
	"strings"
)

// An asset is a file made at start and named by its content, so that browsers may keep it for ever.
type asset struct {
	path, mime, body string
	lasting          bool
}

func newAsset(name, ext, body string) asset {
	mime := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}[ext]
	sum := sha256.Sum256([]byte(body))
	return asset{path: "/assets/" + name + "-" + hex.EncodeToString(sum[:6]) + ext, mime: mime, body: body, lasting: true}
}

// icon is the mark of the house: an open doorway.
var icon = asset{path: "/favicon.svg", mime: "image/svg+xml", body: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">` +
	`<rect width="32" height="32" rx="6" fill="#0b5563"/><path d="M10 26V7h12v19" fill="none" stroke="#fff" stroke-width="2.5"/>` +
	`<path d="M10 7l7 3v19l-7-3z" fill="#fff"/></svg>`}

// ServeHTTP sends the asset. Only what is named by its content may be kept for ever, whatever the room says of its pages.
func (a asset) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.mime)
	if a.lasting {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "public, max-age=86400")
	}
	_, _ = io.WriteString(w, a.body)
}

// sharedCSS is the family's style: tokens first, then everything built from them.
func sharedCSS() (string, error) {
	var b strings.Builder
	for _, name := range []string{"tokens", "base", "forms", "print"} {
		text, err := files.ReadFile("css/" + name + ".css")
		if err != nil {
			return "", err
		}
		b.Write(text)
	}
	return b.String(), nil
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssSpace   = regexp.MustCompile(`\s+`)
	cssTight   = regexp.MustCompile(`\s*([{};,])\s*`)
)

// shrinkCSS takes out comments and spaces that mean nothing; our sheets have no strings with such spaces.
func shrinkCSS(css string) string {
	css = cssComment.ReplaceAllString(css, "")
	css = cssSpace.ReplaceAllString(css, " ")
	css = cssTight.ReplaceAllString(css, "$1")
	return strings.TrimSpace(strings.NewReplacer(";}", "}", ": ", ":", " > ", ">").Replace(css))
}
