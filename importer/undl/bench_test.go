package undl_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/undl"
	"unhindered/storage"
)

// The file itself could not be had: this one has its layout of 2026 and is a tenth of its size.
func BenchmarkImport(b *testing.B) {
	path := filepath.Join(b.TempDir(), "voting.csv")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	states := strings.Fields("BRA CHL GHA IND JPN KEN LVA MEX NAM NOR PER WSM ARG BEL CAN DNK EGY FIN GRC HUN")
	out := bufio.NewWriter(f)
	importertest.Lines(out, "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,title,agenda_title,subjects,"+
		"vote_note,total_yes,total_no,total_abstentions,total_non_voting,total_ms,undl_link", 100_000, func(i int) string {
		call, code := i/20+1, states[i%20]
		return fmt.Sprintf("%d,%s,A STATE,Y,2015-12-01,70,A/RES/70/%d,A/70/L.%d,A/70/400,A/70/PV.1,A text of the Assembly on a matter of importance,An item of the agenda,A SUBJECT,,20.0,0.0,0.0,0.0,20.0,https://example.test/%d\n",
			call, code, call, call, call)
	})
	if err := out.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	importertest.AgainstShell(b, []string{path}, func(db *storage.DB) {
		if _, err := undl.Run(b.Context(), kind.In{DB: db, Files: []string{path}}); err != nil {
			b.Fatal(err)
		}
	})
}
