package treaties_test

import (
	"testing"

	"unhindered/importer/importertest"
	importer "unhindered/importer/treaties"
)

func TestSpoiltFiles(t *testing.T) {
	importertest.Bad(t, importertest.Sample{Run: importer.Run, Name: "ratification_status.csv", Swap: [2]string{"treaty", "status"},
		Text: "treaty,iso2,member,state_party,year_ratification_or_accession,signatory,no_action,status,note\n" +
			"cat,BR,Brazil,1,1989,0,0,state party,\ncat,NA,Namibia,1,1994,0,0,state party,\n"})
}
