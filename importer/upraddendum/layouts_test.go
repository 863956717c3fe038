package upraddendum_test

import (
	"fmt"
	"strings"
	"testing"

	"unhindered/importer/upraddendum"
)

// How addenda answer. The report has 122.1 to 122.12; "+" is supported, "-" noted, "?" answered without a decision.
func TestLayoutsOfAddenda(t *testing.T) {
	var numbers []string
	for i := range 12 {
		numbers = append(numbers, fmt.Sprintf("122.%d", i+1))
	}
	tests := []struct{ why, text, want string }{
		{"lists with ranges", "Examplestan accepts the following recommendations: 122.1, 122.3-5 and 122.7.\nExamplestan notes recommendations 122.2; 122.6; 122.8–122.9.", "1+ 2- 3+ 4+ 5+ 6- 7+ 8- 9-"},
		{"ranges in words", "Examplestan supports recommendations Nos. 122.1 to 122.3, and 122.6 through 122.8.", "1+ 2+ 3+ 6+ 7+ 8+"},
		{"bare numbers", "The following recommendations are accepted: 1, 2, 5-9.\nThe following recommendations are noted: 3 and 4.", "1+ 2+ 3- 4- 5+ 6+ 7+ 8+ 9+"},
		{"the paragraph said once", "Examplestan accepts the recommendations contained in paragraphs 122.1, 122.2 and 122.4 of the report.", "1+ 2+ 4+"},
		{"how many they are, first", "Examplestan accepts the following 2 recommendations: 122.1 and 122.2.", "1+ 2+"},
		{"the numbers first", "Recommendations 122.1, 122.2 and 122.4 enjoy the support of Examplestan. Recommendations 122.3 and 122.5 do not enjoy its support. Recommendation 122.6 cannot be accepted.", "1+ 2+ 3- 4+ 5- 6-"},
		{"each with its answer in brackets", "122.1 (accepted), 122.2 (noted), 122.3 (partially accepted), 122.4 (supported).", "1+ 2- 3- 4+"},
		{"a line for each", "122.1 Accepted.\n122.2: Noted\n122.3 – Supported. The law is before Parliament.\n122.4. Not accepted", "1+ 2- 3+ 4-"},
		{"a table", "No.       Recommendation                         Position        Comment\n122.1     Accept the Rome Statute and            Accepted        The Government\n          support the Court (Peru)                               is preparing it.\n122.2     Sign (Chad)                            Noted           See 122.1.\n122.3     Support families (Mali)                Partially supported", "1+ 2- 3-"},
		{"a table as Word gives it, cell by cell", "122.1\nAccept the Rome Statute (Peru)\nAccepted\nIn preparation.\n122.2\nSign (Chad)\nNoted\n122.3\nKeep (Mali)\nUnder study", "1+ 2- 3?"},
		{"headings over texts", "A. Recommendations that enjoy the support of Examplestan\n122.1 Ratify (Peru)\n122.2 Sign (Chad)\nB. Recommendations that do not enjoy the support of Examplestan\n122.3 Accept visits (Mali)\nNoted recommendations\n122.4 Keep (Ghana)", "1+ 2+ 3- 4-"},
		{"headings over numbers", "Accepted recommendations\n122.1\n122.2\nNoted recommendations\n122.3", "1+ 2+ 3-"},
		{"sentences", "Recommendation 122.1\nExamplestan accepts this recommendation.\nRecommendation 122.2\nExamplestan is not in a position to accept this recommendation.\nRecommendation 122.3\nThe matter is being studied.", "1+ 2- 3?"},
		{"what the recommendation asks is no answer", "122.1 Accept the visits and support the Court (Peru)\nThe matter is being studied.\n122.2 Note the report (Chad)\nIt will be considered.", "1? 2?"},
		{"in two lists that differ", "Examplestan accepts recommendations 122.1 and 122.2. Examplestan notes recommendations 122.2 and 122.3.", "1+ 2? 3-"},
		{"all of them", "Examplestan accepts all recommendations.", "1+ 2+ 3+ 4+ 5+ 6+ 7+ 8+ 9+ 10+ 11+ 12+"},
		{"all but some", "Examplestan accepts all 12 recommendations, with the exception of 122.3 and 122.12, which are noted.", "1+ 2+ 3- 4+ 5+ 6+ 7+ 8+ 9+ 10+ 11+ 12-"},
		{"a sum is no number", "Examplestan accepts 5 recommendations and notes 7.", ""},
		{"a number of another report", "Examplestan accepts recommendation 99.1.", ""},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			var got []string
			for _, p := range upraddendum.Parse("A/HRC/99/7/Add.1\n"+test.text+"\n", numbers) {
				mark := map[string]string{"supported": "+", "noted": "-", "": "?"}[p.Position]
				got = append(got, strings.TrimPrefix(p.Number, "122.")+mark)
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("%s\nwant %s", strings.Join(got, " "), test.want)
			}
		})
	}
}
