package ngocommittee_test

import (
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/ngocommittee"
)

func TestSpoiltFiles(t *testing.T) {
	importertest.Bad(t, importertest.Sample{Run: ngocommittee.Run, Name: "status_granted.csv", Swap: [2]string{"NGO_name", "Session_number"},
		Text: "NGO_name,Session_number,info\nAlpha,2014-02-07,first\nBeta,2015-02-06,second\n"})
}
