package undl_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/undl"
)

// More roll calls than are held at a time, with three votes each.
func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	importertest.Flat(t, undl.Run, 9000, map[string]func(io.Writer, int){
		"voting.csv": func(out io.Writer, n int) {
			importertest.Lines(out, "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,title,agenda_title,subjects,"+
				"vote_note,total_yes,total_no,total_abstentions,total_non_voting,total_ms,undl_link", n, func(i int) string {
				var rows strings.Builder
				for _, code := range []string{"BRA", "CHL", "GHA"} {
					fmt.Fprintf(&rows, "%d,%s,A STATE,Y,2015-12-01,70,A/RES/70/%d,,,A/70/PV.1,%s%d,,,,3.0,0.0,0.0,0.0,3.0,\n", i+1, code, i+1, strings.Repeat("A text ", 12), i)
				}
				return rows.String()
			})
		},
	})
}
