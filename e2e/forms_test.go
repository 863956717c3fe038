package e2e

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// A form is a form of a page, as a browser would send it.
type form struct {
	action *url.URL
	method string
	upload bool // multipart/form-data
	fields []field
}

type field struct {
	name, kind, value string // kind: the type of an input, "textarea", "select"
	checked           bool
	options           []string // of a select, without empty ones
}

// forms returns the forms of a page at address.
func forms(t testing.TB, address, page string) []*form {
	t.Helper()
	base, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var all []*form
	var visit func(*html.Node, *form)
	visit = func(n *html.Node, in *form) {
		if n.Type == html.ElementNode {
			switch n.Data {
			case "form":
				to, err := base.Parse(attr(n, "action"))
				if err != nil {
					t.Fatal(err)
				}
				in = &form{action: to, method: strings.ToUpper(attr(n, "method")), upload: attr(n, "enctype") == "multipart/form-data"}
				all = append(all, in)
			case "input", "textarea", "select", "button":
				if in != nil && attr(n, "name") != "" {
					in.fields = append(in.fields, readField(n))
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c, in)
		}
	}
	visit(doc, nil)
	return all
}

func readField(n *html.Node) field {
	f := field{name: attr(n, "name"), kind: n.Data, value: attr(n, "value")}
	switch n.Data {
	case "input":
		f.kind = attr(n, "type")
		f.checked = has(n, "checked")
	case "textarea":
		f.value = text(n)
	case "select":
		for option := range n.Descendants() {
			if option.Data != "option" {
				continue
			}
			value := attr(option, "value")
			if value == "" {
				continue
			}
			f.options = append(f.options, value)
			if has(option, "selected") {
				f.value = value
			}
		}
	}
	return f
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func text(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// values returns what the form would send untouched: hidden fields, filled texts, ticked boxes, chosen options.
func (f *form) values() url.Values {
	values := url.Values{}
	for _, field := range f.fields {
		switch field.kind {
		case "checkbox", "radio":
			if field.checked {
				values.Add(field.name, field.value)
			}
		case "submit", "button", "file":
		default:
			values.Add(field.name, field.value)
		}
	}
	return values
}

// An upload is a file to send with a form.
type upload struct{ field, name, content string }

// send sends a form with its values as a browser would, text fields in the order of the page and files after them, and
// returns the page that it leads to with its address.
func (v *visitor) send(t testing.TB, f *form, values url.Values, files ...upload) (status int, address, page string) {
	t.Helper()
	req, err := f.request(values, files)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := v.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	status, page = read(t, resp)
	return status, resp.Request.URL.String(), page
}

func (f *form) request(values url.Values, files []upload) (*http.Request, error) {
	if f.method != "POST" {
		to := *f.action
		to.RawQuery = values.Encode()
		return http.NewRequest("GET", to.String(), nil)
	}
	if !f.upload {
		req, err := http.NewRequest("POST", f.action.String(), strings.NewReader(values.Encode()))
		if err == nil {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		return req, err
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	sent := map[string]bool{}
	for _, field := range f.fields {
		if sent[field.name] || field.kind == "file" {
			continue
		}
		sent[field.name] = true
		for _, value := range values[field.name] {
			w.WriteField(field.name, value)
		}
	}
	for _, file := range files {
		part, err := w.CreateFormFile(file.field, file.name)
		if err != nil {
			return nil, err
		}
		io.WriteString(part, file.content)
	}
	w.Close()
	req, err := http.NewRequest("POST", f.action.String(), &body)
	if err == nil {
		req.Header.Set("Content-Type", w.FormDataContentType())
	}
	return req, err
}

// open loads a page and returns its one form whose address ends with suffix.
func (v *visitor) open(t testing.TB, address, suffix string) *form {
	t.Helper()
	status, page := v.get(t, address)
	if status != http.StatusOK {
		t.Fatalf("GET %s: %d\n%s", address, status, shorten(page))
	}
	return formTo(t, address, page, suffix)
}

// formTo returns the first form of a page whose address ends with suffix and that is posted.
func formTo(t testing.TB, address, page, suffix string) *form {
	t.Helper()
	for _, f := range forms(t, address, page) {
		if f.method == "POST" && strings.HasSuffix(f.action.Path, suffix) {
			return f
		}
	}
	t.Fatalf("%s has no form to %s\n%s", address, suffix, shorten(page))
	return nil
}

// words returns the text of a page on one line.
func words(page string) string {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return page
	}
	var all []string
	for n := range doc.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "style" {
			all = append(all, strings.Fields(n.Data)...)
		}
	}
	return strings.Join(all, " ")
}

func shorten(page string) string { return fmt.Sprintf("%.1500s", words(page)) }
