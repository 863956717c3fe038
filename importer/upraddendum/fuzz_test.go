package upraddendum_test

import (
	"slices"
	"testing"

	"unhindered/importer/upraddendum"
)

func FuzzParse(f *testing.F) {
	f.Add("A/HRC/43/15/Add.1\n3. The Government accepts the following recommendations 122.1, 122.12, 122.17-\n18.\n122.2–4\n  The ratification is no priority.\n")
	f.Add("5., 6.,   The Government accepts these recommendations.\n7.\n84.      Slovenia cannot accept the recommendation.\n")
	f.Add("notes recommendations 6–13, 17. Recs. 6–13 The Government is currently not planning")
	f.Fuzz(func(t *testing.T, text string) {
		numbers := []string{"111.5", "111.6", "111.7", "111.84", "122.1", "122.2", "122.3", "122.12", "122.17", "122.18"}
		seen := map[string]bool{}
		for _, p := range upraddendum.Parse(text, numbers) {
			if !slices.Contains(numbers, p.Number) || seen[p.Number] {
				t.Errorf("%s is not in the report, or twice", p.Number)
			}
			seen[p.Number] = true
		}
	})
}
