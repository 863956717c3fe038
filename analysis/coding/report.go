package coding

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the page
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"text/template"
)

//go:embed report.md
var reportPage string

// Report writes, as Markdown, what a model is and how well it does. The first of the trials is that of Train.
func Report(w io.Writer, m *Model, examples []Example, trials ...*Trial) error {
	var model bytes.Buffer
	if _, err := m.WriteTo(&model); err != nil {
		return err
	}
	sum := sha256.Sum256(model.Bytes())
	f := func(digits int) func(float64) string {
		return func(x float64) string { return strconv.FormatFloat(x, 'f', digits, 64) }
	}
	page, err := template.New("report").Funcs(template.FuncMap{
		"f3": f(3), "f4": f(4), "inc": func(i int) int { return i + 1 },
		"tenth": func(i int) string { return fmt.Sprintf("%.1f", float64(i)/bins) },
		"first": func(x []int) int { return x[0] },
		"last":  func(x []int) int { return x[len(x)-1] },
		"share": func(c Count) string {
			if c.Of == 0 {
				return "–"
			}
			return f(3)(c.Share())
		},
		"mean": func(sum float64, of int) string {
			if of == 0 {
				return "–"
			}
			return f(3)(sum / float64(of))
		},
	}).Parse(reportPage)
	if err != nil {
		return err
	}
	sessions := Sessions(examples)
	all, apart := Agreements(examples)
	openings := Openings(examples, 20)
	return page.Execute(w, map[string]any{
		"Model": m, "Bytes": model.Len(), "Sum": hex.EncodeToString(sum[:]), "Trials": trials, "First": trials[0],
		"All": all, "Apart": apart, "Openings": openings[:min(16, len(openings))], "Middle": sessions[len(sessions)/2],
	})
}

// Words returns the words with which recommendations begin, as the model knows them.
func (m *Model) Words() []string { return slices.Sorted(maps.Keys(m.verbs)) }
