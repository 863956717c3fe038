package uprquestions_test

import (
	"testing"

	"unhindered/importer/uprquestions"
)

func TestTitlesAndAskingStates(t *testing.T) {
	tests := []struct{ why, title, to, batch string }{
		{"the only batch", "ADVANCE QUESTIONS TO EXAMPLESTAN", "XEX", ""},
		{"a batch", "ADVANCE QUESTIONS TO SLOVENIA (FIRST BATCH)", "SVN", "first batch"},
		{"an addendum", "ADVANCE QUESTIONS TO SLOVENIA – ADD.1", "SVN", "Add.1"},
		{"an addendum in brackets", "Advance questions to Slovenia (Add. 2)", "SVN", "Add.2"},
		{"the addendum written out", "ADVANCE QUESTIONS TO SLOVENIA - ADDENDUM 3", "SVN", "Add.3"},
		{"the addendum in a line of its own", "ADVANCE QUESTIONS TO SLOVENIA\n\nADDENDUM 1", "SVN", "Add.1"},
		{"a State with a bracket in its name", "ADVANCE QUESTIONS TO VENEZUELA (BOLIVARIAN REPUBLIC OF)", "VEN", ""},
		{"both", "ADVANCE QUESTIONS TO VENEZUELA (BOLIVARIAN REPUBLIC OF) (SECOND BATCH)", "VEN", "second batch"},
		{"an article", "ADVANCE QUESTIONS TO THE RUSSIAN FEDERATION – ADD.1", "RUS", "Add.1"},
		{"over two lines", "ADVANCE QUESTIONS TO THE UNITED KINGDOM OF\nGREAT BRITAIN AND NORTHERN IRELAND (THIRD BATCH)", "GBR", "third batch"},
		{"revised", "ADVANCE QUESTIONS TO SLOVENIA (FIRST BATCH) – REV.1", "SVN", "first batch"},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			b, err := uprquestions.Parse(test.title + "\n\nCZECH REPUBLIC\n• What was done?\nTÜRKIYE, on behalf of three States:\n1. Why?\n")
			if err != nil {
				t.Fatal(err)
			}
			if b.To.ISO3 != test.to || b.Name != test.batch {
				t.Errorf("to %s, %q, want %s, %q", b.To.ISO3, b.Name, test.to, test.batch)
			}
			if len(b.Questions) != 2 || b.Questions[0].From != "CZE" || b.Questions[0].Text != "What was done?" || b.Questions[1].From != "TUR" {
				t.Errorf("%+v", b.Questions)
			}
		})
	}
}
