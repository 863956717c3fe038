package votes

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"unhindered/record/imports"
	"unhindered/un"
)

// A Ballot is what one State did in a roll call.
type Ballot byte

// The ballots, as their letters are kept.
const (
	Yes       Ballot = 'Y'
	No        Ballot = 'N'
	Abstain   Ballot = 'A'
	Absent    Ballot = 'X' // absent, or did not take part
	NoneKnown Ballot = '-' // no position is recorded, or the State was not a member then
	Missing   Ballot = 0   // the roll call does not name the State
)

// Ballots are the kinds in the order in which they are shown.
var Ballots = []Ballot{Yes, No, Abstain, Absent, NoneKnown}

// String returns the word for a ballot, as in data: yes, no, abstain, absent, none.
func (b Ballot) String() string {
	switch b {
	case Yes:
		return "yes"
	case No:
		return "no"
	case Abstain:
		return "abstain"
	case Absent:
		return "absent"
	}
	return "none"
}

// BallotByName returns the ballot of that name.
func BallotByName(name string) (Ballot, bool) {
	for _, b := range Ballots {
		if b.String() == name {
			return b, true
		}
	}
	return Missing, false
}

// A Vote is one State's.
type Vote struct {
	State  string // alpha-3
	Ballot Ballot
}

// Pack writes votes as they are kept: in the order of the codes, four letters each.
func Pack(votes []Vote) string {
	votes = slices.Clone(votes)
	slices.SortFunc(votes, func(a, b Vote) int { return strings.Compare(a.State, b.State) })
	var out strings.Builder
	out.Grow(4 * len(votes))
	for _, v := range votes {
		if v.Ballot != Missing {
			out.WriteString(v.State)
			out.WriteByte(byte(v.Ballot))
		}
	}
	return out.String()
}

// Unpack reads what Pack wrote.
func Unpack(text string) ([]Vote, error) {
	if len(text)%4 != 0 {
		return nil, fmt.Errorf("packed votes of %d letters, which is no multiple of four", len(text))
	}
	votes := make([]Vote, 0, len(text)/4)
	for i := 0; i < len(text); i += 4 {
		b := Ballot(text[i+3])
		if !slices.Contains(Ballots, b) {
			return nil, fmt.Errorf("packed votes hold the unknown letter %q", text[i+3])
		}
		votes = append(votes, Vote{text[i : i+3], b})
	}
	return votes, nil
}

// Totals are numbers of votes; -1 where the source gives none.
type Totals struct {
	Yes     int `json:"yes"`
	No      int `json:"no"`
	Abstain int `json:"abstain"`
	Absent  int `json:"absent"`
}

// Known tells whether the source gives totals.
func (t Totals) Known() bool { return t.Yes >= 0 }

// About is what else a source says, as it is kept.
type About struct {
	Number     string   `json:"number"` // of the source's own
	Text       string   `json:"text,omitempty"`
	Statement  string   `json:"statement,omitempty"`
	Meeting    string   `json:"meeting,omitempty"`
	Item       string   `json:"item,omitempty"` // of the agenda
	Subjects   string   `json:"subjects,omitempty"`
	Sponsors   []string `json:"sponsors,omitempty"`    // alpha-3
	SponsorsAs string   `json:"sponsors_as,omitempty"` // as the source writes them
	Draft      string   `json:"draft,omitempty"`       // as the source writes it
	SaidResult string   `json:"said_result,omitempty"` // what the catalogue says: "rejected", where it differs from the count
	Issues     []string `json:"issues,omitempty"`      // codes of Voeten's: me, nu, di, co, hr, ec
	Important  string   `json:"important,omitempty"`   // 1 if the US State Department lists it so
	Amend      string   `json:"amend,omitempty"`
	Para       string   `json:"para,omitempty"`
	Unres      string   `json:"unres,omitempty"` // resolution as Voeten writes it
	Address    string   `json:"address,omitempty"`
	TextAt     string   `json:"text_at,omitempty"`  // address of the adopted text
	DraftAt    string   `json:"draft_at,omitempty"` // address of the draft
	Note       string   `json:"note,omitempty"`
	// Speakers and Notes are those of a ruling that was put to the vote.
	Speakers []Speaker         `json:"speakers,omitempty"`
	Notes    map[string]string `json:"notes,omitempty"` // by State
	Source   string            `json:"source,omitempty"`
}

// A Speaker spoke on a ruling.
type Speaker struct {
	Name     string `json:"name"`
	State    string `json:"state,omitempty"` // alpha-3; empty for an organisation
	Member   bool   `json:"member"`
	Position string `json:"position"`
	Source   string `json:"source"`
}

// A Row is a decision as an importer writes it.
type Row struct {
	ID, Body, Source, Session        string
	Date                             un.Date
	Symbol, Title, Kind, Result, How string
	Draft                            string
	About                            About
	Official                         *Official // nil where the source gives no totals
	Votes                            string    // packed
}

// Official are the totals that a source gives beside the roll call.
type Official struct{ Yes, No, Abstain, NonVoting, Total *int64 }

// Table is the ledger's table, for importers.
var Table = imports.Table{Name: "vote", Columns: []string{
	"id", "body", "source", "session", "date", "symbol", "title", "kind", "result", "how", "draft", "about",
	"yes", "no", "abstain", "nonvoting", "total", "votes",
}}

// Values returns the row as the table takes it.
func (r Row) Values() ([]any, error) {
	about, err := json.Marshal(r.About)
	if err != nil {
		return nil, err
	}
	totals := [5]any{}
	if o := r.Official; o != nil {
		for i, n := range []*int64{o.Yes, o.No, o.Abstain, o.NonVoting, o.Total} {
			if n != nil {
				totals[i] = *n
			}
		}
	}
	return []any{r.ID, r.Body, r.Source, r.Session, string(r.Date), r.Symbol, r.Title, r.Kind, r.Result, r.How, r.Draft, string(about),
		totals[0], totals[1], totals[2], totals[3], totals[4], r.Votes}, nil
}

// Columns lists the columns of a Row, for queries that Scan reads.
const Columns = "id, body, source, session, date, symbol, title, kind, result, how, draft, about, yes, no, abstain, nonvoting, total, votes"

// Scan reads a row of Columns.
func (r *Row) Scan(scan func(...any) error) error {
	var o Official
	var date, about string
	if err := scan(&r.ID, &r.Body, &r.Source, &r.Session, &date, &r.Symbol, &r.Title, &r.Kind, &r.Result, &r.How, &r.Draft, &about,
		&o.Yes, &o.No, &o.Abstain, &o.NonVoting, &o.Total, &r.Votes); err != nil {
		return err
	}
	r.Date = un.Date(date)
	if o.Yes != nil || o.No != nil || o.Abstain != nil || o.Total != nil {
		r.Official = &o
	}
	return json.Unmarshal([]byte(about), &r.About)
}
