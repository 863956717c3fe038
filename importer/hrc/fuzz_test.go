package hrc_test

import (
	"testing"

	"unhindered/importer/hrc"
	"unhindered/importer/importertest"
)

func FuzzImport(f *testing.F) {
	importertest.Fuzz(f, hrc.Run,
		"record_id,iso3,country,vote\n25269,AUS,Australia,N\n",
		importertest.Head(f, "data/hrc/resolutions.csv", 12), importertest.Head(f, "data/hrc/votes_long.csv", 20),
	)
}
