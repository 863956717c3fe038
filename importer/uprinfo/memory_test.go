package uprinfo_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/uprinfo"
)

func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	importertest.Flat(t, uprinfo.Recommendations().Run, 15_000, map[string]func(io.Writer, int){
		"rows.csv": func(out io.Writer, n int) {
			importertest.Lines(out, strings.TrimSpace(header), n, func(i int) string {
				return fmt.Sprintf("Chad,Africa,AU,%s %d,France,WEOG,EU,Noted,4,Other,6\n", strings.Repeat("Protect those who speak ", 12), i)
			})
		},
	})
}
