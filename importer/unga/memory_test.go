package unga_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/unga"
)

// More roll calls than are held at a time, with twelve votes each.
func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	states := [][2]string{{"Brazil", "BR"}, {"Chile", "CL"}, {"Ghana", "GH"}, {"India", "IN"}, {"Japan", "JP"}, {"Kenya", "KE"}, {"Latvia", "LV"},
		{"Mexico", "MX"}, {"Namibia", "NA"}, {"Norway", "NO"}, {"Peru", "PE"}, {"Samoa", "WS"}}
	importertest.Flat(t, unga.Run, 9000, map[string]func(io.Writer, int){
		"roll_calls.csv": func(out io.Writer, n int) {
			importertest.Lines(out, "rcid,session,importantvote,date,unres,amend,para,short,descr", n, func(i int) string {
				return fmt.Sprintf("%d,50,0,1995-11-01,R/50/%d,0,0,A DECISION,%s %d\n", i+1, i+1, strings.Repeat("on a matter of importance ", 8), i)
			})
		},
		"votes.csv": func(out io.Writer, n int) {
			importertest.Lines(out, "rcid,country,country_code,vote", n, func(i int) string {
				var rows strings.Builder
				for _, s := range states {
					fmt.Fprintf(&rows, "%d,%s,%s,yes\n", i+1, s[0], s[1])
				}
				return rows.String()
			})
		},
	})
}
