package ngocommittee_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/ngocommittee"
)

func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	importertest.Flat(t, ngocommittee.Run, 10_000, map[string]func(io.Writer, int){
		"applications_deferred.csv": func(out io.Writer, n int) {
			importertest.Lines(out, "NGO_name,Session_number,info", n, func(i int) string {
				return fmt.Sprintf("%sAssociation %d,2014-02-07,%s\n", strings.Repeat("Example ", 20), i, strings.Repeat("a note ", 20))
			})
		},
	})
}
