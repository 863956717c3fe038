package uprreport_test

import (
	"fmt"
	"strings"
	"testing"

	"unhindered/importer/document"
	"unhindered/importer/document/pdf/pdftest"
	"unhindered/importer/uprreport"
)

const foot = "\n199. All conclusions and/or recommendations contained in the present report reflect the position of the submitting State(s) and/or the State under review. They should not be construed as endorsed by the Working Group as a whole.\nAnnex\nComposition of the delegation\n"

// short writes recommendations as "121.1 supported FRA LTU", parted by strokes.
func short(r *uprreport.Report) string {
	var all []string
	for _, rec := range r.Recommendations {
		parts := []string{rec.Number, rec.Position}
		for _, m := range rec.States {
			parts = append(parts, m.ISO3)
		}
		all = append(all, strings.Join(parts, " "))
	}
	return strings.Join(all, "|")
}

// Every way of numbering that reports from 2008 to 2023 use, and what goes wrong in them.
var layouts = []struct{ why, body, want, gaps string }{
	{"2008: plain numbers, answered later", `60. In the course of the discussion, the following recommendations were made to Examplestan:
1. To sign the Convention. (India)
2. To ratify the Protocol (Algeria, Ecuador and
Egypt);
61. The response of Examplestan to these recommendations will be included in the outcome report to be adopted by the Council at its eighth session.`,
		"60.1 pending IND|60.2 pending DZA ECU EGY", ""},
	{"2008: letters beyond z", `60. The following recommendations enjoy the support of Examplestan:
` + lettered(28), letteredWant(28), ""},
	{"roman numbers", `60. The following recommendations enjoy the support of Examplestan:
(i) To sign (Peru);
(ii) To ratify (Chad);
(iii) To accede (Ghana);
(iv) To invite (Mali).`, "60 (i) supported PER|60 (ii) supported TCD|60 (iii) supported GHA|60 (iv) supported MLI", ""},
	{"bullets", `60. The following recommendations enjoy the support of Examplestan:
• To sign (Peru);
• To ratify
– also soon – it (Chad);
• To accede (Ghana).`, "60.1 supported PER|60.2 supported TCD|60.3 supported GHA", ""},
	{"2009: three lists, what is refused by its place only", `86. The recommendations formulated during the interactive dialogue have been examined by Examplestan and the recommendations listed below enjoy its support:
1. Ratify (Peru);
2. Sign (Chad).
87. The following recommendations will be examined by Examplestan, which will provide responses in due time. The response of Examplestan to these recommendations will be included in the outcome report adopted by the Human Rights Council at its eleventh session:
1. Keep (Mali);
2. Hold (Ghana).
88. The recommendations noted in the report in paragraphs 27 (b), 31 (a) and (c) above did not enjoy the support of Examplestan.`,
		"86.1 supported PER|86.2 supported TCD|87.1 pending MLI|87.2 pending GHA", ""},
	{"2009: the numbers go on from list to list", `86. The recommendations listed below enjoy the support of Examplestan:
1. Ratify (Peru);
2. Sign (Chad).
87. The following recommendations will be examined by Examplestan, which will respond in due time:
3. Keep (Mali);
4. Hold (Ghana).
88. The following recommendations did not enjoy the support of Examplestan:
5. Stop (Togo).`, "86.1 supported PER|86.2 supported TCD|87.3 pending MLI|87.4 pending GHA|88.5 noted TGO", ""},
	{"2010: four lists with dots", `97. The recommendations formulated during the interactive dialogue and listed below enjoy the support of Examplestan:
97.1. Ratify (Peru);
97.2. Sign (Chad);
98. The following recommendations enjoy the support of Examplestan, which considers that they are already implemented or in the process of implementation:
98.1. Keep (Mali);
99. The following recommendations will be examined by Examplestan, which will provide responses in due time, but no later than the seventeenth session of the Human Rights Council, in June 2011:
99.1. Hold (Ghana);
100. The recommendations below did not enjoy the support of Examplestan:
100.1. Stop (Togo);
100.2. End (Benin).`, "97.1 supported PER|97.2 supported TCD|98.1 supported MLI|99.1 pending GHA|100.1 noted TGO|100.2 noted BEN", ""},
	{"the number, a bracket and a tab's blanks", `186. The recommendations below will be examined by Examplestan:
186.1)   Ratify (Peru);
186.2)   Sign (Chad);
186.3 –  Keep (Mali).`, "186.1 pending PER|186.2 pending TCD|186.3 pending MLI", ""},
	{"the number alone in its line", `186. The recommendations below will be examined by Examplestan:
186.1

Ratify (Peru);
186.2

Sign (Chad);`, "186.1 pending PER|186.2 pending TCD", ""},
	{"from 2017: all will be examined, and noted ones are told", `140. The following recommendations will be examined by Examplestan, which will provide responses in due time, but no later than the fortieth session of the Human Rights Council:
140.1 Ratify (Peru) (Chad);
140.2 Sign (Mali) (Ghana) (United Kingdom of Great Britain and
Northern Ireland);
141. The recommendations formulated during the interactive dialogue/listed below have been noted by Examplestan:
141.1 Stop (Togo).`, "140.1 pending PER TCD|140.2 pending MLI GHA GBR|141.1 noted TGO", ""},
	{"a slash where the wordings part", `120. The recommendations formulated during the interactive dialogue/listed below have been examined by Examplestan and enjoy the support of Examplestan:
120.1 Ratify (Türkiye), (North Macedonia);
120.2 Sign (Czechia)/(Eswatini);`, "120.1 supported TUR MKD|120.2 supported CZE SWZ", ""},
	{"2023: a small number of the paragraph", `6. The recommendations formulated during the interactive dialogue/listed below will be examined by Examplestan:
6.1 Ratify (Cabo Verde) (State of Palestine);
6.2 Sign (Holy See);`, "6.1 pending CPV PSE|6.2 pending VAT", ""},
	{"headings of themes between the numbers", `120. The recommendations below enjoy the support of Examplestan:

A. International obligations

120.1 Ratify (Peru);

Equality and non-discrimination

120.2 Sign (Chad);
120.3 Keep (Mali).`, "120.1 supported PER|120.2 supported TCD|120.3 supported MLI", ""},
	{"a list within a number", `120. The recommendations below enjoy the support of Examplestan:
120.1 Ratify:
(a) the Convention;
(b) the Protocol (Peru);
120.2 Consider:
1. signing; and
2. ratifying (Chad);`, "120.1 supported PER|120.2 supported TCD", ""},
	{"numbers, years, articles and sums at the start of a line", `120. The recommendations below enjoy the support of Examplestan:
120.1 Spend
120.5 million by
2020. And (Peru);
120.2 Amend article
121. As soon as possible (Chad);
120.3 Follow resolution
5.1 (Mali).`, "120.1 supported PER|120.2 supported TCD|120.3 supported MLI", ""},
	{"a number of the report is missing", `120. The recommendations below enjoy the support of Examplestan:
120.1 Ratify (Peru);
120.9 Sign (Chad);
120.10 Keep (Mali).`, "120.1 supported PER|120.9 supported TCD|120.10 supported MLI", "number 120.2 is missing before 120.9"},
	{"a number misprinted backwards", `120. The recommendations below enjoy the support of Examplestan:
120.1 Ratify (Peru);
120.2 Sign (Chad);
120.1 Keep (Mali);
120.4 Hold (Ghana).`, "120.1 supported PER|120.2 supported TCD|120.3 supported MLI|120.4 supported GHA", ""},
	{"a number misprinted forwards", `120. The recommendations below enjoy the support of Examplestan:
120.1 Ratify (Peru);
120.22 Sign (Chad);
120.3 Keep (Mali).`, "120.1 supported PER|120.2 supported TCD|120.3 supported MLI", ""},
	{"the paragraph's number is misprinted throughout", `120. The recommendations below enjoy the support of Examplestan:
119.1 Ratify (Peru);
119.2 Sign (Chad).`, "120.1 supported PER|120.2 supported TCD", ""},
	{"a comma for the dot, a blank after it", `120. The recommendations below enjoy the support of Examplestan:
120,1 Ratify (Peru);
120. 2 Sign (Chad);
120.3. Keep (Mali).`, "120.1 supported PER|120.2 supported TCD|120.3 supported MLI", ""},
	{"an item ends without a mark", `120. The recommendations below enjoy the support of Examplestan:
120.1 Ratify (Peru)
120.2 Sign
120.3 Keep (Mali)`, "120.1 supported PER|120.2 supported|120.3 supported MLI", ""},
	{"brackets over the end of a line", `120. The recommendations below enjoy the support of Examplestan:
120.1 Ratify (Bosnia and
Herzegovina, United
Kingdom, Iran (Islamic
Republic of), Bolivia (Plurinational State
of));`, "120.1 supported BIH GBR IRN BOL", ""},
	{"a page without a form feed", `120. The recommendations below enjoy the support of Examplestan:
120.1 Ratify the
14 GE.19-12345

A/HRC/99/7

Convention (Peru);
A/HRC/99/7
15
120.2 Sign (Chad);
GE.19-12345 15
A/HRC/99/7
120.3 Keep (Mali);
A/HRC/99/7
Page 16
120.4 Hold (Ghana);`, "120.1 supported PER|120.2 supported TCD|120.3 supported MLI|120.4 supported GHA", ""},
	{"the paragraph that refuses has no list", `120. The recommendations below enjoy the support of Examplestan:
120.1 Ratify (Peru).
121. The recommendations in paragraphs 30 (a) and 31 did not enjoy the support of Examplestan.
122. Examplestan made the following comments on the recommendations:
122.1 It has no such law.
122.2 It is a party.`, "120.1 supported PER", ""},
	{"partly accepted is noted", `120. Examplestan partially accepts the following recommendations:
120.1 Ratify (Peru).`, "120.1 noted PER", ""},
	{"a list of voluntary pledges is none of recommendations", `120. The recommendations below enjoy the support of Examplestan:
120.1 Ratify (Peru).
121. Examplestan makes the following voluntary commitments:
121.1 It will ratify.`, "120.1 supported PER", ""},
}

func lettered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "(%s) To sign (Peru);\n", letter(i))
	}
	return b.String()
}

func letteredWant(n int) string {
	var all []string
	for i := range n {
		all = append(all, "60 ("+letter(i)+") supported PER")
	}
	return strings.Join(all, "|")
}

func letter(i int) string { return strings.Repeat(string(rune('a'+i%26)), i/26+1) }

func TestLayoutsOfAllYears(t *testing.T) {
	for _, test := range layouts {
		t.Run(test.why, func(t *testing.T) {
			text := head + test.body + foot
			forms := map[string]string{"text": text, "DOS lines": strings.ReplaceAll(text, "\n", "\r\n"), "without form feeds": strings.ReplaceAll(text, "\f", "\n")}
			made := pdftest.Pages(pages(text)...)
			for range 2 { // with pdftotext, where it is installed, and without
				read, err := document.Read(t.Context(), made)
				if err != nil {
					t.Fatal(err)
				}
				forms["PDF, read by "+read.Method] = read.Text
				t.Setenv("PATH", "")
			}
			for form, text := range forms {
				if strings.HasPrefix(form, "PDF") && strings.ContainsAny(test.body, "•") {
					continue // the font of the test has no such mark
				}
				r, err := uprreport.Parse(text)
				if err != nil {
					t.Fatal(form, err)
				}
				if got := short(r); got != test.want {
					t.Errorf("%s: %s\nwant %s", form, got, test.want)
				}
				if got := strings.Join(r.Gaps, "; "); got != test.gaps {
					t.Errorf("%s: gaps %q, want %q", form, got, test.gaps)
				}
			}
		})
	}
}

// pages cuts a text into pages of at most 40 lines, and at its form feeds; lines that are too long for a page run over.
func pages(text string) [][]string {
	var all [][]string
	for part := range strings.SplitSeq(text, "\f") {
		lines := strings.Split(narrow(part, 90), "\n")
		for len(lines) > 40 {
			all, lines = append(all, lines[:40]), lines[40:]
		}
		all = append(all, lines)
	}
	return all
}

// narrow breaks lines at blanks so that they are no longer than most, where that is possible.
func narrow(text string, most int) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		for len(line) > most+1 {
			indent := len(line) - len(strings.TrimLeft(line, " "))
			cut := indent + strings.LastIndexByte(line[indent:max(indent, most)], ' ')
			if cut <= indent {
				break
			}
			out.WriteString(line[:cut] + "\n")
			line = line[cut+1:]
		}
		out.WriteString(line)
	}
	return out.String()
}
