package idealpoint

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"
)

// readReference reads testdata/votes.csv and testdata/reference.csv, which testdata/reference.R wrote.
func readReference(t testing.TB) (rollCalls []RollCall, estimates map[string][]float64) {
	t.Helper()
	text, err := os.ReadFile("testdata/votes.csv")
	if err != nil {
		t.Fatal(err)
	}
	coded := map[rune]Choice{'Y': Yes, 'A': Abstain, 'N': No, '.': Missing}
	for line := range strings.Lines(string(text)) {
		var r RollCall
		for _, letter := range strings.TrimSpace(line) {
			r.Choices = append(r.Choices, coded[letter])
		}
		rollCalls = append(rollCalls, r)
	}
	file, err := os.Open("testdata/reference.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	estimates = map[string][]float64{}
	for _, line := range lines[1:] {
		for k, name := range lines[0] {
			x, err := strconv.ParseFloat(line[k], 64)
			if err != nil {
				t.Fatal(err)
			}
			estimates[name] = append(estimates[name], x)
		}
	}
	return rollCalls, estimates
}

// The samplers of MCMCpack and pscl average over the posterior and this package finds its centre by another way, so that
// they agree to the errors of the sampling and a little more, and not to the last digit.
func TestStaticModelsAgreeWithSamplers(t *testing.T) {
	rollCalls, reference := readReference(t)
	tests := []struct {
		name    string
		sampler string
		binary  bool
	}{
		{"ordinal, MCMCpack", "ordinal", false},
		{"binary, pscl", "binary", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, err := Fit(rollCalls, Options{Binary: test.binary, Positive: []int{48, 49}, Negative: []int{0, 1}})
			if err != nil {
				t.Fatal(err)
			}
			var x, widths []float64
			for k, p := range f.Points {
				x = append(x, p.Estimate)
				widths = append(widths, p.SE/reference[test.sampler+"_sd"][k])
			}
			mean, _ := moments(widths)
			r := correlation(x, reference[test.sampler])
			t.Logf("correlation %.4f, mean ratio of standard errors %.3f", r, mean)
			if r < 0.99 {
				t.Errorf("correlation with the sampler %.4f, want at least 0.99", r)
			}
			if mean < 0.75 || mean > 1.25 {
				t.Errorf("standard errors are on the mean %.2f of the sampler's", mean)
			}
		})
	}
}
