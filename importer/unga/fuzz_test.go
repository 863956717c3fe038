package unga_test

import (
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/unga"
)

func FuzzImport(f *testing.F) {
	importertest.Fuzz(f, unga.Run,
		"rcid,country,country_code,vote\n3,United States,US,yes\n",
		"rcid,session,importantvote,date,unres,amend,para,short,descr\n3,1,0,1946-01-01,R/1/66,1,0,X,Y\n3,1,0,1946-01-01,R/1/66,1,0,X,Y\n",
		"rcid,short_name,issue\n77,me,Palestinian conflict\n",
		importertest.Head(f, "data/unga/votes.csv.gz", 20), importertest.Head(f, "data/unga/roll_calls.csv", 20), importertest.Head(f, "data/unga/issues.csv", 20),
	)
}
