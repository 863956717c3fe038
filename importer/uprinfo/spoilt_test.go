package uprinfo_test

import (
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/uprinfo"
)

func TestSpoiltFiles(t *testing.T) {
	importertest.Bad(t, importertest.Sample{Run: uprinfo.Recommendations().Run, Name: "1-5.csv", Swap: [2]string{"From", "Text"},
		Text: header + "Chad,Africa,AU,Do,France,WEOG,EU,Noted,4,Other,6\nChad,Africa,AU,Do better,France,WEOG,EU,Noted,4,\"Other,General\",6\n"})
}
