package ruling_test

import (
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/ruling"
)

func FuzzImport(f *testing.F) {
	importertest.Fuzz(f, ruling.Run,
		"iso3,vote,named_in_source,position_on_point_of_order,source,confidence\nGBR,yes,yes,,001,high\nGBR,yes,yes,,001,high\n",
		importertest.Head(f, "domain/facts/vote_2014_silence.csv", 48), importertest.Head(f, "domain/facts/vote_2014_silence_speakers.csv", 22),
	)
}
