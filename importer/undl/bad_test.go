package undl_test

import (
	"os"
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/undl"
)

func TestSpoiltFilesOfBothLayouts(t *testing.T) {
	for _, layout := range []string{"layout-2025.csv", "layout-2026.csv"} {
		t.Run(layout, func(t *testing.T) {
			text, err := os.ReadFile("testdata/" + layout)
			if err != nil {
				t.Fatal(err)
			}
			importertest.Bad(t, importertest.Sample{Run: undl.Run, Name: layout, Text: string(text), Swap: [2]string{"ms_vote", "date"}})
		})
	}
}
