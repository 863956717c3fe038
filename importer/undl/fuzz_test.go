package undl_test

import (
	"os"
	"strings"
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/undl"
)

func FuzzImport(f *testing.F) {
	var seeds []string
	for _, name := range []string{"testdata/layout-2025.csv", "testdata/layout-2026.csv"} {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		seeds = append(seeds, strings.Join(strings.SplitAfterN(string(text), "\n", 8)[:7], ""))
	}
	importertest.Fuzz(f, undl.Run, seeds...)
}
