package study

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"unhindered/record/register"
	"unhindered/un"
)

// cases are invented: a case a row, with the documents that tell of it and the years of the reports that it is in.
func cases(rows map[string][2][]string) []register.Entry {
	var all []register.Entry
	for id, row := range rows {
		e := register.Entry{ID: id, State: "XEX"}
		for _, s := range row[0] {
			e.Sources = append(e.Sources, register.Source{Document: s})
		}
		for _, year := range row[1] {
			e.Actions = append(e.Actions, register.Action{Type: sgReport, Date: un.Date(year)})
		}
		all = append(all, e)
	}
	return all
}

var some = map[string][2][]string{
	"XEX-1": {{"Example Watch 2019: Report", "Other Watch 2019: Report"}, {"2019", "2020"}},
	"XEX-2": {{"Example Watch 2019: Report", "Other Watch 2019: Report"}, {"2019"}},
	"XEX-3": {{"Example Watch 2019: Report"}, {"2022"}},
	"XEX-4": {{"Example Watch 2019: Report", "Third Watch 2019: Report"}, nil},
	"XEX-5": {{"Other Watch 2019: Report"}, {"2020"}},
	"XEX-6": {{"Lonely Watch 2019: Report"}, nil},
	"XEX-7": {{"A/HRC/1/1"}, nil},
}

func TestListsOfCasesByHand(t *testing.T) {
	u, err := undercounted(UndercountQuestion{Lists: "documents"}, cases(some))
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(u.Names, u.Sizes, u.Cases, u.Outside, u.Alone) != "[Example Watch 2019 Other Watch 2019 Third Watch 2019] [4 3 1] 5 2 [Lonely Watch 2019]" {
		t.Errorf("got %v, %v, %d cases, %d outside, alone %v", u.Names, u.Sizes, u.Cases, u.Outside, u.Alone)
	}
	// Chapman by hand: lists of 4 and 3 with 2 on both, 5·4/3 - 1.
	if p := u.Pairs[0]; math.Abs(p.Is.N-17./3) > 1e-9 || p.Both != 2 || p.Nothing != "" {
		t.Errorf("got %+v", p)
	}
	if p := u.Pairs[2]; p.Nothing != "no case is on both" {
		t.Errorf("lists 2 and 3: got %+v", p)
	}
	if u.Spread == nil || len(u.Spread.Fits)+len(u.Spread.Without) != 8 || len(u.Spread.Without) == 0 {
		t.Errorf("got %+v", u.Spread)
	}
	for _, row := range u.Answer().Rows {
		if (row[3] == nil) != (row[8] != "") {
			t.Errorf("an estimate without a reason why there is none, or with one: %v", row)
		}
	}
}

func TestAListThatHoldsAllCasesSaysNothing(t *testing.T) {
	u, err := undercounted(UndercountQuestion{Lists: "bodies"}, cases(map[string][2][]string{
		"XEX-1": some["XEX-1"], "XEX-3": some["XEX-3"], "XEX-4": some["XEX-4"]}))
	if err != nil {
		t.Fatal(err)
	}
	if len(u.Nothing) != 1 || u.Spread != nil || u.Bound != nil || u.Pairs[0].Nothing == "" {
		t.Errorf("got %+v", u)
	}
	none, err := undercounted(UndercountQuestion{Lists: "bodies"}, nil)
	if err != nil || len(none.Nothing) != 1 || len(none.Answer().Rows) != 0 {
		t.Errorf("without cases: %+v, %v", none, err)
	}
}

func TestCasesFromReportToReport(t *testing.T) {
	p := &Reports{Years: []int{2019, 2020, 2021, 2022}}
	p.follow(cases(some))
	if c := p.Cases[1]; !c.Before || !slices.Equal(c.Kept, []string{"XEX-1"}) || !slices.Equal(c.New, []string{"XEX-5"}) || !slices.Equal(c.Vanished, []string{"XEX-2"}) {
		t.Errorf("2020: got %+v", c)
	}
	if c := p.Cases[2]; c.Named != 0 || c.Before {
		t.Errorf("of the report of 2021 nothing is known, so that nobody vanished from it: got %+v", c)
	}
	if c := p.Cases[3]; c.Before || c.Named != 1 {
		t.Errorf("2022 follows a report of which nothing is known: got %+v", c)
	}
	rows := p.CasesAnswer().Texts()
	if want := "[2020 2 1 1 0 1 XEX-2] [2021      ] [2022 1 1 0 0  ]"; fmt.Sprintf("%v %v %v", rows[2], rows[3], rows[4]) != want {
		t.Errorf("got %v", rows)
	}
}
