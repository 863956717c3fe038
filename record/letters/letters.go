// Package letters is the ledger of what special procedures write to States and what States reply: urgent appeals,
// allegation letters, other letters, and public statements beside them. A reply that came is not a reply that answers,
// so both are kept: whether and when, and what the source says of its substance.
package letters

import (
	"context"
	"slices"

	"unhindered/record/sheet"
	"unhindered/record/visits"
	"unhindered/storage"
	"unhindered/un"
)

// Table is the sheet of letters and public statements: one row each.
var Table = sheet.Table{
	Name: "letters", Title: "Letters", Help: "One row is one letter of special procedures to a State, or one public statement of theirs, with the reply to it.",
	Key: []string{"state", "symbol", "date", "subject"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "state", Type: sheet.State, Need: true, Help: "State that it was sent to, or is about", Example: "XEX"},
		{Name: "subject", Need: true, Help: "what or whom it is about; a name only if it is public", Example: "closing of a legal aid group"},
		{Name: "type", Type: sheet.Choose, Need: true, Help: "kind of communication", Example: "AL", Choices: []sheet.Choice{
			{Code: "UA", Label: "urgent appeal"}, {Code: "JUA", Label: "joint urgent appeal"}, {Code: "AL", Label: "allegation letter"},
			{Code: "JAL", Label: "joint allegation letter"}, {Code: "OL", Label: "other letter, on law or policy"},
			{Code: "JOL", Label: "joint other letter"}, {Code: "letter", Label: "letter, kind not stated"},
			{Code: "press_release", Label: "news release"}, {Code: "public_statement", Label: "public statement"},
		}},
		{Name: "symbol", Help: "as UA CHN 11/2013", Example: "AL XEX 3/2020"},
		{Name: "date", Type: sheet.Date, Help: "when it was sent", Example: "2020-06-04"},
		{Name: "mandates", Help: "mandates that signed, separated by semicolons", Example: "SR human rights defenders; SR torture"},
		{Name: "reply", Type: sheet.YesNo, Help: "whether the State replied", Example: "yes"},
		{Name: "reply_date", Type: sheet.Date, Help: "when it replied", Example: "2020-08-11"},
		{Name: "reply_symbol", Help: "symbol of the reply", Example: ""},
		{Name: "reply_form", Help: "in which form it came, if there is no symbol", Example: "letter"},
		{Name: "assessment", Help: "what the source says of the reply", Example: "names the inquiry that was opened, and its results"},
		{Name: "grade", Type: sheet.Choose, Help: "that judgment as one word; empty where the source gives none", Example: "answered", Choices: []sheet.Choice{
			{Code: "answered", Label: "answered"}, {Code: "partly", Label: "partly answered"}, {Code: "evaded", Label: "evaded"},
			{Code: "denied", Label: "denied"}, {Code: "refused", Label: "refused"},
		}},
		sheet.Source, sheet.Seen, sheet.Note,
	},
	Check: func(r sheet.Row) (string, string) {
		switch {
		case r.Get("reply") != "yes" && r.Get("reply_date") != "":
			return "reply_date", "there is a date of a reply, but reply is not yes"
		case r.Get("reply") != "yes" && r.Get("grade") != "":
			return "grade", "there is a grade of a reply, but reply is not yes"
		}
		if from, to := r.Date("date"), r.Date("reply_date"); from != "" && to != "" {
			if _, most := visits.Days(from, to); most == 0 && to < from {
				return "reply_date", "is before the letter"
			}
		}
		return "", ""
	},
}

// Counts is the sheet of numbers that a source gives without the letters behind them. They are never added to counted ones.
var Counts = sheet.Table{
	Name: "letter-counts", Title: "Numbers of letters, as sources give them", Help: "One row is a number that a source gives without naming the letters.",
	Key: []string{"state", "from", "to", "unit"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "state", Type: sheet.State, Need: true, Help: "State", Example: "XEX"},
		{Name: "from", Type: sheet.Date, Help: "first year", Example: "2012"},
		{Name: "to", Type: sheet.Date, Help: "last year", Example: "2016"},
		{Name: "at_least", Type: sheet.Number, Need: true, Help: "lowest number", Example: "3"},
		{Name: "at_most", Type: sheet.Number, Help: "highest number", Example: "5"},
		{Name: "unit", Need: true, Help: "what is counted, and in which time", Example: "letters a year"},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// A Store is the ledger. It is safe for concurrent use.
type Store struct{ sheets *sheet.Store }

// New returns the ledger of a database that has the migrations of record/sheet.
func New(db *storage.DB) *Store { return &Store{sheet.New(db)} }

// Sheets returns the rows behind the ledger.
func (s *Store) Sheets() *sheet.Store { return s.sheets }

// A Letter is a communication with its reply.
type Letter struct {
	ID          string   `json:"id"`
	State       string   `json:"state"`
	Subject     string   `json:"subject"`
	Type        string   `json:"type"`
	Symbol      string   `json:"symbol,omitempty"`
	Date        un.Date  `json:"date,omitempty"`
	Mandates    []string `json:"mandates,omitempty"`
	Reply       string   `json:"reply,omitempty"` // yes, no, or "" where the source does not say
	ReplyDate   un.Date  `json:"reply_date,omitempty"`
	ReplySymbol string   `json:"reply_symbol,omitempty"`
	ReplyForm   string   `json:"reply_form,omitempty"`
	Assessment  string   `json:"assessment,omitempty"`
	Grade       string   `json:"grade,omitempty"`
	Source      string   `json:"source"`
	Note        string   `json:"note,omitempty"`
	Import      int64    `json:"import"`
	// Least to Most days passed until the reply; Known tells whether both dates are known at all.
	Known bool `json:"days_known"`
	Least int  `json:"days_at_least,omitempty"`
	Most  int  `json:"days_at_most,omitempty"`
}

// Public tells whether it is a public statement, which asks for no reply and is left out of the reply rate.
func (l Letter) Public() bool { return l.Type == "press_release" || l.Type == "public_statement" }

// Letters returns the letters and statements to a State, or all.
func (s *Store) Letters(ctx context.Context, state string) ([]Letter, error) {
	rows, err := s.sheets.Rows(ctx, &Table)
	if err != nil {
		return nil, err
	}
	var all []Letter
	for _, r := range rows {
		if state != "" && r.Get("state") != state {
			continue
		}
		l := Letter{
			ID: r.ID, State: r.Get("state"), Subject: r.Get("subject"), Type: r.Get("type"), Symbol: r.Get("symbol"), Date: r.Date("date"),
			Mandates: r.List("mandates"), Reply: r.Get("reply"), ReplyDate: r.Date("reply_date"), ReplySymbol: r.Get("reply_symbol"),
			ReplyForm: r.Get("reply_form"), Assessment: r.Get("assessment"), Grade: r.Get("grade"), Source: r.Get("source"),
			Note: r.Get("note"), Import: r.Import,
		}
		if l.Date != "" && l.ReplyDate != "" {
			l.Known = true
			l.Least, l.Most = visits.Days(l.Date, l.ReplyDate)
		}
		all = append(all, l)
	}
	return all, nil
}

// A Rate is the reply rate over letters, with everything that it is a part of.
type Rate struct {
	Letters int `json:"letters"` // those that ask for a reply; public statements apart
	Replied int `json:"replied"`
	Silent  int `json:"not_replied"`
	Unknown int `json:"not_stated"` // the source does not say whether there was a reply
	Public  int `json:"public_statements"`

	Exact  []int          `json:"days"` // of replies whose days are known exactly, shortest first
	Vague  int            `json:"days_vague"`
	NoDays int            `json:"days_not_stated"`
	Grades map[string]int `json:"grades"` // of replies to letters; "" where the source does not judge
}

// Median returns the middle of the exact numbers of days (the lower of two), or -1.
func (r Rate) Median() int {
	if len(r.Exact) == 0 {
		return -1
	}
	return r.Exact[(len(r.Exact)-1)/2]
}

// Percent returns the share of letters that were replied to, or -1 if there is none.
func (r Rate) Percent() int {
	if r.Letters-r.Unknown == 0 {
		return -1
	}
	return (200*r.Replied + r.Letters - r.Unknown) / (2 * (r.Letters - r.Unknown))
}

// Measure counts letters.
func Measure(all []Letter) Rate {
	rate := Rate{Grades: map[string]int{}, Exact: []int{}}
	for _, l := range all {
		if l.Public() {
			rate.Public++
			continue
		}
		rate.Letters++
		switch l.Reply {
		case "no":
			rate.Silent++
			continue
		case "":
			rate.Unknown++
			continue
		}
		rate.Replied++
		rate.Grades[l.Grade]++
		switch {
		case !l.Known:
			rate.NoDays++
		case l.Least == l.Most:
			rate.Exact = append(rate.Exact, l.Least)
		default:
			rate.Vague++
		}
	}
	slices.Sort(rate.Exact)
	return rate
}

// A Rule is a clock: within how many days a reply is due, or when a letter becomes public. Clocks are rows with a source,
// because they change.
type Rule struct {
	Types  []string `json:"types"`
	What   string   `json:"what"`
	Days   int      `json:"days"`
	Source string   `json:"source"`
	Sure   bool     `json:"confirmed"`
}

// Rules returns the clocks that are known. None is confirmed, so none is used to call a reply late.
func Rules() []Rule {
	return []Rule{
		{[]string{"UA", "JUA"}, "reply asked for within", 30, "Manual of Operations of the Special Procedures, 2008 (recalled)", false},
		{[]string{"AL", "JAL"}, "reply asked for within", 60, "Manual of Operations of the Special Procedures, 2008: two months (recalled)", false},
		{[]string{"UA", "JUA", "AL", "JAL"}, "letter made public after", 60, "practice of the special procedures (recalled)", false},
		{[]string{"OL", "JOL"}, "letter made public after", 2, "practice of the special procedures: 48 hours (recalled)", false},
	}
}
