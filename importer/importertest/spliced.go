package importertest

import (
	"compress/gzip"
	"encoding/csv"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

// Spliced returns n texts, each put together from two halves of real recommendations of the Universal Periodic Review, the
// same in every run: more texts than there are, with the words that there are.
func Spliced(b testing.TB, n int) []string {
	b.Helper()
	f, err := os.Open(Shared(b, "data/upr/upr-info-sessions-01-13.csv.gz"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	rows := csv.NewReader(unzipped)
	rows.LazyQuotes, rows.FieldsPerRecord = true, -1
	all, err := rows.ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	var real [][]string
	for _, row := range all[1:] {
		longest := slices.MaxFunc(row, func(a, b string) int { return len(a) - len(b) })
		if words := strings.Fields(longest); len(words) > 4 {
			real = append(real, words)
		}
	}
	if len(real) < 10_000 {
		b.Fatalf("%d texts in the file: this benchmark would measure something else", len(real))
	}
	random := rand.New(rand.NewPCG(1, 2))
	out := make([]string, n)
	for i := range out {
		a, z := real[random.IntN(len(real))], real[random.IntN(len(real))]
		out[i] = strings.Join(a[:(len(a)+1)/2], " ") + " " + strings.Join(z[len(z)/2:], " ")
	}
	return out
}
