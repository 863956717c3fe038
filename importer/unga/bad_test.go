package unga_test

import (
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/unga"
)

const (
	calls = "rcid,session,importantvote,date,unres,amend,para,short,descr\n3,1,0,1946-01-01,R/1/66,1,0,A SHORT NAME,A LONG ONE\n4,1,0,1946-01-02,R/1/79,0,0,,ANOTHER\n"
	cast  = "rcid,country,country_code,vote\n3,United States,US,yes\n3,Namibia,NA,no\n4,Yemen Arab Republic,,abstain\n"
)

func TestSpoiltVotes(t *testing.T) {
	importertest.Bad(t, importertest.Sample{Run: unga.Run, Name: "votes.csv", Text: cast, With: map[string]string{"roll_calls.csv": calls}, Swap: [2]string{"country", "vote"}})
}

func TestSpoiltRollCalls(t *testing.T) {
	importertest.Bad(t, importertest.Sample{Run: unga.Run, Name: "roll_calls.csv", Text: calls, Swap: [2]string{"session", "date"}})
}
