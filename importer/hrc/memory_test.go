package hrc_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"unhindered/importer/hrc"
	"unhindered/importer/importertest"
)

// More texts than are held at a time, with eight votes each.
func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	importertest.Flat(t, hrc.Run, 9000, map[string]func(io.Writer, int){
		"resolutions.csv": func(out io.Writer, n int) {
			importertest.Lines(out, "record_id,symbol,title,statement,date,body,vote_type,meeting,agenda_item_no,agenda_item_title,agenda_subject,"+
				"main_sponsors,draft,yes,no,abstain,nonvoting,total,url_resolution,url_draft,record_url", n, func(i int) string {
				return fmt.Sprintf("%d,A/HRC/RES/%d,A text : resolution /,%s %d,2015-03-01,Human Rights Council,RECORDED,,,,,,,8,0,0,0,8,,,\n",
					i+1, i+1, strings.Repeat("adopted after a debate ", 8), i)
			})
		},
		"votes_long.csv": func(out io.Writer, n int) {
			importertest.Lines(out, "record_id,iso3,country,vote", n, func(i int) string {
				var rows strings.Builder
				for _, code := range []string{"BRA", "CHL", "GHA", "IND", "JPN", "KEN", "NAM", "PER"} {
					fmt.Fprintf(&rows, "%d,%s,A State,Y\n", i+1, code)
				}
				return rows.String()
			})
		},
	})
}
