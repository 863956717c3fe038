package ui

import (
	"bytes"
	"errors"
	"html/template"

	"unhindered/web/ui/chart"
)

// Picture makes a file of its own of a chart: an SVG that carries the styles that a page would lend it.
func Picture(svg template.HTML) ([]byte, error) {
	tokens, err := files.ReadFile("css/tokens.css")
	if err != nil {
		return nil, err
	}
	open, rest, ok := bytes.Cut([]byte(svg), []byte(">"))
	if !ok || !bytes.HasPrefix(open, []byte("<svg ")) {
		return nil, errors.New("there is nothing to draw")
	}
	var b bytes.Buffer
	b.Write(open)
	b.WriteString("><style>")
	b.WriteString(shrinkCSS(string(tokens) + chart.CSS + "svg { background: var(--paper); }"))
	b.WriteString("</style>")
	b.Write(rest)
	b.WriteByte('\n')
	return b.Bytes(), nil
}
