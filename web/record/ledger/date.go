package ledger

import (
	"net/http"
	"strings"

	"unhindered/un"
	"unhindered/web/ui"
)

// A Tongue speaks the language of a request. In templates it is the page.
type Tongue interface {
	T(text string, args ...any) string
}

// Asked is the tongue of a handler.
type Asked struct {
	Pages *ui.Pages
	R     *http.Request
}

// T translates a text for the request.
func (a Asked) T(text string, args ...any) string { return a.Pages.T(a.R, text, args...) }

// The months as package un writes them, to translate.
var _ = []string{
	ui.Text("January"), ui.Text("February"), ui.Text("March"), ui.Text("April"), ui.Text("May"), ui.Text("June"), ui.Text("July"),
	ui.Text("August"), ui.Text("September"), ui.Text("October"), ui.Text("November"), ui.Text("December"),
}

// Date writes a date in words, as precise as it is.
func Date(t Tongue, d un.Date) string {
	day, month, year := "", "", d.String()
	switch words := strings.Fields(year); len(words) {
	case 3:
		day, month, year = words[0]+" ", t.T(words[1])+" ", words[2]
	case 2:
		month, year = t.T(words[0])+" ", words[1]
	}
	return day + month + year
}
