package hrc_test

import (
	"testing"

	"unhindered/importer/hrc"
	"unhindered/importer/importertest"
)

const (
	texts = "record_id,symbol,title,statement,date,year,body,vote_type,meeting,agenda_item_no,agenda_item_title,agenda_subject,main_sponsors,draft," +
		"yes,no,abstain,nonvoting,total,url_resolution,url_draft,record_url\n" +
		"1,A/HRC/RES/99/1,A text : resolution /,Adopted at its 99th session,2030-03-01,2030,Human Rights Council,RECORDED VOTE,,3,,,Brazil,A/HRC/99/L.1,2,0,0,0,2,,,\n" +
		"2,A/HRC/99/L.2,A change : amendment /,,2030-03-01,2030,Human Rights Council,WITHDRAWN,,3,,,Chile,A/HRC/99/L.2 to A/HRC/99/L.1,,,,,,,,\n"
	cast = "record_id,iso3,country,vote\n1,BRA,Brazil,Y\n1,NAM,Namibia,A\n"
)

func TestSpoiltTexts(t *testing.T) {
	importertest.Bad(t, importertest.Sample{Run: hrc.Run, Name: "resolutions.csv", Text: texts, Swap: [2]string{"date", "body"}})
}

func TestSpoiltVotes(t *testing.T) {
	importertest.Bad(t, importertest.Sample{Run: hrc.Run, Name: "votes_long.csv", Text: cast, With: map[string]string{"resolutions.csv": texts}, Swap: [2]string{"iso3", "vote"}})
}
