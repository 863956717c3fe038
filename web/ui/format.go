package ui

import (
	"fmt"
	"html"
	"html/template"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

var verb = regexp.MustCompile(`%(?:\[(\d)\])?([sd%])`)

// format fills the verbs %s, %d, %[2]s and %% of a translated text. A translation may use fewer arguments than the
// English text, or in another order; what it asks for and does not get is left out.
func format(text string, args []any) string { return fill(text, args, plain) }

// fill replaces each verb by what show makes of its argument.
func fill(text string, args []any, show func(any) string) string {
	if len(args) == 0 && !strings.Contains(text, "%%") {
		return text
	}
	next := 0
	return verb.ReplaceAllStringFunc(text, func(v string) string {
		m := verb.FindStringSubmatch(v)
		if m[2] == "%" {
			return "%"
		}
		i := next
		if m[1] != "" {
			i, _ = strconv.Atoi(m[1])
			i--
		}
		next = i + 1
		if i < 0 || i >= len(args) {
			return ""
		}
		return show(args[i])
	})
}

func plain(v any) string {
	switch v := v.(type) {
	case int:
		return Number(v)
	case int64:
		return Number(int(v))
	}
	return fmt.Sprint(v)
}

// Number writes a whole number with commas from 10,000 on, so that years stay as they are.
func Number(n int) string {
	s := strconv.Itoa(n)
	if n < 10000 && n > -10000 {
		return s
	}
	first := len(s) % 3
	if first == 0 || s[:first] == "-" {
		first += 3
	}
	var b strings.Builder
	b.WriteString(s[:first])
	for i := first; i < len(s); i += 3 {
		b.WriteByte(',')
		b.WriteString(s[i : i+3])
	}
	return b.String()
}

var (
	mark   = regexp.MustCompile("\\[([^\\]]*)\\]\\(([^)\\s]*)\\)|\\*\\*([^*]+)\\*\\*|`([^`]+)`")
	shield = strings.NewReplacer("[", "&#91;", "]", "&#93;", "(", "&#40;", ")", "&#41;", "*", "&#42;", "`", "&#96;")
)

// rich escapes a translated text and its arguments and then allows links, strong and code. link has the last word on
// the addresses.
func rich(text string, args []any, link func(string) string) template.HTML {
	safe := fill(html.EscapeString(text), args, func(v any) string {
		if h, ok := v.(template.HTML); ok {
			return string(h)
		}
		return shield.Replace(html.EscapeString(plain(v)))
	})
	return template.HTML(mark.ReplaceAllStringFunc(safe, func(s string) string {
		m := mark.FindStringSubmatch(s)
		switch {
		case m[3] != "":
			return "<strong>" + m[3] + "</strong>"
		case m[4] != "":
			return "<code>" + m[4] + "</code>"
		case safeURL(html.UnescapeString(m[2])):
			return `<a href="` + html.EscapeString(link(html.UnescapeString(m[2]))) + `">` + m[1] + "</a>"
		}
		return m[1]
	}))
}

// safeURL reports whether an address may stand in a link: a path of this site, a place on the page, or http(s).
func safeURL(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	return u.Scheme == "" || u.Scheme == "https" || u.Scheme == "http"
}
