// Package hrcdw imports the texts of the Human Rights Council as DW's data journalists scraped them from the Council's pages
// (dw-data/human-rights-council: resolutions_dw.csv, one row a text, 2006 on). They are a second source beside the
// catalogue of the OHCHR library: the ledger joins what is one text and shows where the two differ.
package hrcdw

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"

	"unhindered/importer/csvfile"
	"unhindered/importer/kind"
	"unhindered/record/imports"
	"unhindered/record/votes"
	"unhindered/un"
)

const name = "resolutions-dw"

// Kind is this format for the list of kinds.
func Kind() kind.Kind {
	return kind.Kind{Name: name, Run: Run, Names: []string{"resolutions_dw*.csv", "resolutions_dw*.csv.gz"},
		Help: "texts of the Human Rights Council as scraped by DW, a second source beside votes-hrc: resolutions_dw.csv"}
}

var (
	required = []string{"Session typ", "Adopted text", "Title", "Action taken", "year", "status"}
	optional = []string{"focus", "vote typ"}
)

// Run imports the files of in.
func Run(ctx context.Context, in kind.In) (imports.Report, error) {
	return in.Import(ctx, name, func(tx *imports.Tx) error {
		w := tx.Writer(votes.Table)
		return in.EachFile(tx, func(f *kind.File) error {
			rows, err := csvfile.NewReader(f, csvfile.Options{Name: f.Name, Required: required, Optional: optional})
			if err != nil {
				return err
			}
			seen := map[string]int{} // ids, a few bytes a text: two texts can have one number
			return kind.Each(f.File, rows, func() error {
				row, err := read(rows.Get)
				if err != nil {
					return err
				}
				if seen[row.ID]++; seen[row.ID] > 1 {
					row.ID += "-" + strconv.Itoa(seen[row.ID])
				}
				row.About.Number = strings.TrimPrefix(row.ID, "DW-")
				values, err := row.Values()
				if err != nil {
					return err
				}
				return w.Put(ctx, f.File, values...)
			})
		})
	})
}

var (
	year    = regexp.MustCompile(`^20\d\d$`)
	symbol  = regexp.MustCompile(`^(?:A/HRC/RES/)?((?:(?:S-|OM/)?\d+)/\d+)$`)
	special = regexp.MustCompile(`^Human Rights Council resolution (S-\d+/\d+) adopted`) // its cell lacks the S-
	// The numbers of votes, as the pages of each time write them: "(29 to 14, with 4 abstentions)", "[30 in favour, 1 against,
	// 15 abstentions]".
	tallies = []*regexp.Regexp{
		regexp.MustCompile(`(\d+) to (\d+|none),? (?:with )?(\d+|no) abstention`),
		regexp.MustCompile(`(\d+) in favou?r, (\d+|none|no) against,? (?:and )?(?:with )?(\d+|no) abstention`),
	}
	dayLong  = regexp.MustCompile(`(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December) (20\d\d)`)
	dayShort = regexp.MustCompile(`\b(\d{1,2})[./](\d{1,2})[./](?:20)?(\d\d)\b`)
	months   = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
	results  = map[string]string{"Adopted": "adopted", "Rejected": "rejected", "Withdrawn": "withdrawn"}
)

// read makes a row of the ledger.
func read(get func(string) string) (row votes.Row, err error) {
	title, action, text := squeeze(get("Title")), squeeze(get("Action taken")), strings.TrimRight(squeeze(get("Adopted text")), ". ")
	result, ok := results[squeeze(get("status"))]
	switch {
	case !year.MatchString(squeeze(get("year"))):
		return row, kind.Refuse("year", get("year"), "is not a year of the Council; write 2017")
	case !ok:
		return row, kind.Refuse("status", get("status"), "is neither Adopted nor Rejected nor Withdrawn")
	case title == "":
		return row, kind.Refuse("Title", "", "is empty")
	case text == "" && action == "":
		return row, kind.Refuse("Adopted text", "", "is empty, like the action taken: this is the rest of the title in the row above, which the scraper took for a text")
	}
	if m := special.FindStringSubmatch(title); m != nil {
		text = m[1]
	}
	row = votes.Row{Body: "HRC", Source: "dw", Title: title, Kind: "resolution", Result: result, Date: day(action, squeeze(get("year"))), How: "not recorded"}
	if m := symbol.FindStringSubmatch(text); m != nil {
		row.Symbol, row.ID = "A/HRC/RES/"+m[1], "DW-"+strings.ReplaceAll(m[1], "/", "-")
		if session, _, _ := strings.Cut(m[1], "/"); session != "OM" {
			row.Session = session
		}
	} else { // of special sessions the scraper kept scraps of the title: "Sudan"
		sum := sha256.Sum256([]byte(title + "\x00" + get("year") + "\x00" + result))
		row.ID = "DW-" + hex.EncodeToString(sum[:5])
	}
	lower := strings.ToLower(action)
	for _, t := range tallies {
		if m := t.FindStringSubmatch(lower); m != nil {
			row.Official, row.How = &votes.Official{Yes: number(m[1]), No: number(m[2]), Abstain: number(m[3])}, "recorded"
		}
	}
	switch {
	case row.Official != nil:
	case strings.Contains(lower, "without"):
		row.How = "without a vote"
	case result == "withdrawn":
		row.How = "withdrawn"
	}
	written := squeeze(get("Adopted text"))
	if written == "N/A" {
		written = ""
	}
	row.About = votes.About{Statement: action, Subjects: squeeze(get("focus")), Text: squeeze(get("vote typ")), Unres: written}
	return row, nil
}

// squeeze takes runs of blanks together, those that do not break included.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func number(word string) *int64 {
	n, _ := strconv.ParseInt(word, 10, 64) // "none" and "no" are 0
	return &n
}

// day is the day in the words on the action taken if it lies in the year, else the year.
func day(action, year string) un.Date {
	var found un.Date
	if m := dayLong.FindStringSubmatch(action); m != nil {
		for i, name := range months {
			if name == m[2] {
				found = date(m[3], i+1, m[1])
			}
		}
	} else if m := dayShort.FindStringSubmatch(action); m != nil {
		month, _ := strconv.Atoi(m[2])
		found = date("20"+m[3], month, m[1])
	}
	if strings.HasPrefix(string(found), year) {
		return found
	}
	return un.Date(year)
}

func date(year string, month int, day string) un.Date {
	n, _ := strconv.Atoi(day)
	d, err := un.ParseDate(year + "-" + two(month) + "-" + two(n))
	if err != nil {
		return ""
	}
	return d
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
