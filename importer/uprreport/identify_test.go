package uprreport_test

import (
	"strings"
	"testing"

	"unhindered/importer/uprreport"
)

func TestWhichReviewItIs(t *testing.T) {
	const rest = "\nII. Conclusions and/or recommendations\n121. The recommendations below enjoy the support:\n121.1 Ratify (Peru).\n" + foot
	const held = "1. The Working Group on the Universal Periodic Review, established in accordance with Human Rights Council resolution 5/1, held its "
	tests := []struct {
		why, text, symbol, state string
		session                  int
		day                      string
	}{
		{"as all do it", "A/HRC/43/15\n" + held + "thirty-fourth session from 4 to 15\nNovember 2019. The review of Slovenia was held at the 13th meeting, on 12 November\n2019.", "A/HRC/43/15", "SVN", 34, "2019-11-12"},
		{"a number that runs over the line", "A/HRC/50/6\n" + held + "forty-\nfirst session. The review of the United Kingdom of Great Britain and\nNorthern Ireland was held at the 6th meeting", "A/HRC/50/6", "GBR", 41, ""},
		{"a number in figures", "A/HRC/50/6\n" + held + "40th session. The review of Timor-Leste took place on 27 January 2022", "A/HRC/50/6", "TLS", 40, "2022-01-27"},
		{"fiftieth", "A/HRC/59/6\n" + held + "fiftieth session. The review of Türkiye was held", "A/HRC/59/6", "TUR", 50, ""},
		{"names with commas and brackets", "A/HRC/44/9\n" + held + "thirty-fifth session. The review of the Plurinational State of Bolivia, was held", "A/HRC/44/9", "BOL", 35, ""},
		{"the State on the cover alone", "A/HRC/8/22\nReport of the Working Group on the Universal\nPeriodic Review **\nVenezuela (Bolivarian Republic of)*\n" + held + "twelfth session.", "A/HRC/8/22", "VEN", 12, ""},
		{"State and session in the symbols of the papers", "A/HRC/28/15\nthe national report (A/HRC/WG.6/20/SVN/1)", "A/HRC/28/15", "SVN", 20, ""},
		{"a draft", "A/HRC/WG.6/34/L.5\nThe review of Slovenia was held at the 13th meeting on 12 November 2019.", "", "SVN", 34, "2019-11-12"},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			r, err := uprreport.Parse(test.text + rest)
			if err != nil {
				t.Fatal(err)
			}
			if r.Symbol != test.symbol || r.State.ISO3 != test.state || r.Session != test.session || r.Held != test.day {
				t.Errorf("%s %s session %d, %s", r.Symbol, r.State.ISO3, r.Session, r.Held)
			}
		})
	}
}

// What the paragraph above a list says of it. None may end a list's answer as unknown.
func TestPositionsInTheWordsOfReports(t *testing.T) {
	tests := map[string][]string{
		"supported": {
			"The recommendations formulated during the interactive dialogue and listed below have been examined by Examplestan and enjoy the support of Examplestan:",
			"The recommendations formulated during the interactive dialogue/listed below enjoy the support of Examplestan:",
			"The following recommendations enjoy the support of Examplestan, which considers that they are already implemented or in the process of implementation:",
			"The recommendations below enjoy the support of Examplestan, which considers that they have already been implemented:",
			"The following recommendations have been accepted by Examplestan:", "Examplestan accepts the following recommendations:",
			"Examplestan supports the recommendations listed below:", "Examplestan agreed to the following recommendations:",
			"Examplestan expressed its support for the following recommendations:",
			"Examplestan considers that the following recommendations have already been implemented:",
			"The following recommendations are already being implemented:",
		},
		"noted": {
			"The recommendations below did not enjoy the support of Examplestan:", "The following recommendations did not enjoy the support of Examplestan and would thus be noted:",
			"The recommendations formulated during the interactive dialogue/listed below have been noted by Examplestan:",
			"The following recommendations have been examined by Examplestan and have been noted by Examplestan:", "Examplestan notes the following recommendations:",
			"Examplestan takes note of the recommendations below:", "Examplestan rejects the following recommendations:", "The following recommendations were rejected by Examplestan:",
			"Examplestan is not in a position to accept the following recommendations:", "Examplestan does not accept the recommendations below:",
			"The following recommendations cannot be accepted by Examplestan:", "The following recommendations do not enjoy the support of Examplestan:",
			"The following recommendations did not receive the support of Examplestan:", "Examplestan does not agree with the following recommendations:",
			"Examplestan partially supports the following recommendations:", "The following recommendations enjoy the partial support of Examplestan:",
			"The recommendations below have been considered by Examplestan and noted:", "Examplestan could not support the following recommendations:",
		},
		"pending": {
			"The following recommendations will be examined by Examplestan, which will provide responses in due time, but no later than the forty-ninth session of the Human Rights Council:",
			"The following recommendations will be examined by Examplestan which will respond in due course:", "The recommendations below will be further examined by Examplestan:",
			"Responses to the following recommendations will be provided by Examplestan at the eleventh session:", "Examplestan will study the following recommendations:",
			"The following recommendations have been left pending:", "Examplestan deferred its response to the following recommendations:",
			"The following recommendations are under consideration by Examplestan:",
			"In the course of the discussion, the following recommendations were made. The response of Examplestan to these recommendations will be included in the outcome report:",
		},
	}
	for want, leads := range tests {
		for _, lead := range leads {
			r, err := uprreport.Parse(head + "121. " + lead + "\n121.1 Ratify (Peru).\n121.2 Sign (Chad).\n" + foot)
			if err != nil || len(r.Recommendations) != 2 {
				t.Errorf("%s: %v", lead, err)
				continue
			}
			if got := r.Recommendations[1].Position; got != want {
				t.Errorf("%q, want %q: %s", got, want, strings.TrimSuffix(lead, ":"))
			}
		}
	}
}
