package main_test

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"path/filepath"
	"strings"
	"testing"

	"unhindered/importer/importertest"
)

// The columns of these commands are read by other programs, so they stay.
func TestAnalysesAsTyped(t *testing.T) {
	lists, err := filepath.Glob(importertest.Shared(t, "data/ecosoc-ngo-committee/*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	run := program(t)
	for _, args := range [][]string{
		{"import", "votes-hrc", importertest.Shared(t, "data/hrc/resolutions.csv"), importertest.Shared(t, "data/hrc/votes_long.csv")},
		append([]string{"import", "ngo-committee"}, lists...),
	} {
		if _, stderr, status := run(args...); status != 0 {
			t.Fatalf("%v: %s", args[:2], stderr)
		}
	}
	for _, c := range []struct {
		args   string
		header string
		rows   int // at least
	}{
		{"agreement --body hrc --sessions 20-48 --group CHN,RUS,CUB --group China,Pakistan", "group,roll_calls,agreement_index", 2},
		{"agreement --body hrc --with CHN", "iso3,shared,identical_share", 100},
		{"agreement --body hrc --sessions 48 --pairs", "a,b,shared,identical_share", 47 * 46 / 2},
		{"blocs --body hrc --runs 2", "iso3,bloc,stay,agreement_in_bloc,votes", 20},
		{"blocs --body hrc --runs 2 --moves", "iso3,first_session,last_session,roll_calls,bloc", 100},
		{"drift --topic genocide", "iso3,votes,yes,abstain,no,support,lower,upper,tau,p,steps,to_support,to_opposition,sign_p", 40},
		{"drift --fates", "year,tabled,withdrawn,adopted,rejected,not_stated", 10},
		{"waiting --ledger ngo", "group,days,at_risk,decided,survival,lower,upper", 50},
		{"waiting --ledger ngo --group-by name --rows", "id,group,from,to,days,decided,end,name", 5000},
		{"waiting --ledger visits", "group,days,at_risk,decided,survival,lower,upper", 0},
		{"replies", "state,letters,replied,not_replied,not_stated,share,lower,upper,median_days,replies_with_days,answered,partly,evaded,denied,refused,not_judged", 1},
		{"reports", "state,reports,named,not_named,not_known,share_at_least,share_at_most,longest_row,row_from,row_to,gone_after_being_named,new_cases,followed_up,years_with_counts", 0},
		{"undercount", "method,lists,seen,estimate,lower,upper,aic,df,why_not", 0},
	} {
		out, stderr, status := run(append([]string{"analyse"}, append(strings.Fields(c.args), "--format", "csv")...)...)
		rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
		if status != 0 || err != nil || len(rows) == 0 || strings.Join(rows[0], ",") != c.header || len(rows) <= c.rows {
			t.Errorf("%s: status %d, %v, %d rows, %.200s\n%.300s", c.args, status, err, len(rows), out, stderr)
		}
		if !strings.Contains(stderr, "?\n") || !strings.Contains(stderr, "source: ") {
			t.Errorf("%s: stderr does not state the method: %.300s", c.args, stderr)
		}
	}
	for _, format := range []string{"json", "svg", "table"} {
		out, _, status := run("analyse", "waiting", "--format", format)
		switch {
		case status != 0:
			t.Errorf("%s: status %d", format, status)
		case format == "json" && !json.Valid([]byte(out)):
			t.Errorf("not JSON: %.200s", out)
		case format == "svg" && xml.Unmarshal([]byte(out), new(struct{})) != nil:
			t.Errorf("not an SVG: %.200s", out)
		}
	}
	for args, want := range map[string]string{
		"agreement --with Atlantis":               `"Atlantis" is no State`,
		"agreement --group CHN":                   "two States or more",
		"agreement --with CHN --pairs":            "ask one",
		"agreement --body hrc --issue hr":         "only roll calls of the General Assembly",
		"agreement --sessions 66-60":              "sessions",
		"waiting --ledger visits --group-by name": "state, mandate",
		"drift --resolution A/HRC/RES/0/0":        "there is no resolution",
		"drift --years --fates":                   "choose one",
		"undercount --state Atlantis":             `"Atlantis" is no State`,
		"blocs --resolution 0":                    "above 0",
	} {
		out, stderr, status := run(append([]string{"analyse"}, strings.Fields(args)...)...)
		if status == 0 || out != "" || !strings.Contains(stderr, want) {
			t.Errorf("%s: status %d, stdout %.100q, stderr %.300s", args, status, out, stderr)
		}
	}
}
