// Package statements is the ledger of what States say in and about United Nations human-rights bodies: statements of one
// State, joint statements with everybody who signed them, groups that speak together, and which State raised which theme
// in a review.
package statements

import (
	"context"

	"unhindered/record/sheet"
	"unhindered/storage"
	"unhindered/un"
)

// Positions are the codes for what a statement does, in the order in which pages list them: first those that support
// cooperation with the United Nations, then neutral ones, then those against.
var Positions = []sheet.Choice{
	{Code: "supports_defenders", Label: "speaks up for defenders"}, {Code: "condemns_reprisals", Label: "condemns reprisals"},
	{Code: "reports_measures", Label: "reports measures taken"}, {Code: "accepts", Label: "accepts a finding or recommendation"},
	{Code: "commits", Label: "makes a commitment"},
	{Code: "claims_cooperation", Label: "says that it cooperates"}, {Code: "abstain_procedural", Label: "abstains, for reasons of procedure"},
	{Code: "reserve", Label: "reserves its position"}, {Code: "procedure", Label: "raises a point of order"},
	{Code: "lawful_process", Label: "says that the process was lawful"}, {Code: "call_vote_principle", Label: "asks for a vote"},
	{Code: "dissociate", Label: "dissociates itself"}, {Code: "dispute_term", Label: "disputes a term"},
	{Code: "oppose_guidelines", Label: "opposes guidelines"}, {Code: "limit_ngo_information", Label: "would limit information from NGOs"},
	{Code: "oppose_country_resolution", Label: "opposes action on one country"}, {Code: "deny_facts", Label: "denies the facts"},
	{Code: "reject_report", Label: "rejects a report"}, {Code: "reject_as_bias", Label: "rejects as biased"},
	{Code: "interference", Label: "calls it interference"}, {Code: "attack_integrity", Label: "questions the integrity of a body"},
	{Code: "attack_mandate", Label: "questions a mandate"}, {Code: "criminalise", Label: "calls defenders criminals"},
	{Code: "block_event", Label: "asks others to stay away"},
}

// Table is the sheet of statements of one State.
var Table = sheet.Table{
	Name: "statements", Title: "Statements", Help: "One row is one statement of one State, in our own words.",
	Key: []string{"state", "date", "forum", "position"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "state", Type: sheet.State, Need: true, Help: "State that speaks", Example: "XEX"},
		{Name: "date", Type: sheet.Date, Need: true, Help: "when", Example: "2022-03-09"},
		{Name: "forum", Need: true, Help: "where: body, session, meeting", Example: "HRC49, 22nd meeting"},
		{Name: "occasion", Help: "agenda item or occasion", Example: "dialogue on the report on defenders"},
		{Name: "position", Type: sheet.Choose, Need: true, Help: "what the statement does", Example: "supports_defenders", Choices: Positions},
		{Name: "text", Need: true, Help: "what is said, in your own words; quotations short and marked", Example: "will open an inquiry into the threats"},
		{Name: "media", Help: "recording with time, or document symbol", Example: "UN Web TV, 1:12:30"},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// Joint is the sheet of joint statements: one row a State that stands behind one.
var Joint = sheet.Table{
	Name: "joint-statements", Title: "Joint statements", Help: "One row is one State that delivered, signed, joined or left a joint statement.",
	Key: []string{"statement", "state", "role"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "statement", Need: true, Help: "key of the joint statement, the same in all its rows", Example: "HRC49-2022-03-XEX"},
		{Name: "title", Need: true, Help: "its title", Example: "Joint statement on defenders"},
		{Name: "state", Type: sheet.State, Need: true, Help: "State that stands behind it", Example: "XEX"},
		{Name: "about", Type: sheet.States, Help: "States that it is about", Example: ""},
		{Name: "role", Type: sheet.Choose, Need: true, Help: "how", Example: "signed", Choices: []sheet.Choice{
			{Code: "delivered", Label: "delivered it"}, {Code: "signed", Label: "signed"}, {Code: "joined", Label: "joined later"}, {Code: "left", Label: "withdrew its name"}}},
		{Name: "date", Type: sheet.Date, Need: true, Help: "when it was delivered, joined or left", Example: "2022-03"},
		{Name: "forum", Need: true, Help: "where", Example: "HRC49"},
		{Name: "text", Help: "what it says, in your own words", Example: "asks for an end of threats"},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// Groups is the sheet of groups that speak together: one row a State. Such groups have no register of members.
var Groups = sheet.Table{
	Name: "groups", Title: "Groups of States", Help: "One row is one State that a source counts among a group that speaks together.",
	Key: []string{"group", "state", "as_of"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "group", Need: true, Help: "name of the group", Example: "Example Group"},
		{Name: "state", Type: sheet.State, Need: true, Help: "State", Example: "XEX"},
		{Name: "as_of", Type: sheet.Date, Need: true, Help: "time of which the source speaks", Example: "2022"},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// Mentions is the sheet of themes raised in a review: one row a State and theme, or a number that a source gives.
var Mentions = sheet.Table{
	Name: "review-mentions", Title: "Themes raised in a review", Help: "One row is one State that raised a theme in a review, or a number of States that the source gives without naming them.",
	Key: []string{"occasion", "about", "theme", "state"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "occasion", Need: true, Help: "the review", Example: "UPR45"},
		{Name: "date", Type: sheet.Date, Need: true, Help: "when", Example: "2024-01"},
		{Name: "about", Type: sheet.State, Need: true, Help: "State under review", Example: "XEX"},
		{Name: "theme", Need: true, Help: "theme, in few words", Example: "reprisals"},
		{Name: "state", Type: sheet.State, Help: "State that raised it; empty for a number without names", Example: "XEX"},
		{Name: "claimed", Help: "number that the source gives for the theme", Example: "at least 9"},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// A Store is the ledger. It is safe for concurrent use.
type Store struct{ sheets *sheet.Store }

// New returns the ledger of a database that has the migrations of record/sheet.
func New(db *storage.DB) *Store { return &Store{sheet.New(db)} }

// Sheets returns the rows behind the ledger.
func (s *Store) Sheets() *sheet.Store { return s.sheets }

// A JointStatement is one with all who stand behind it.
type JointStatement struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Date   un.Date  `json:"date"`
	Forum  string   `json:"forum"`
	Text   string   `json:"text,omitempty"`
	About  []string `json:"about,omitempty"`
	Source string   `json:"source"`
	Behind []Behind `json:"signatories"` // those who withdrew included, with their role
}

// Behind is a State's part in a joint statement.
type Behind struct {
	State string  `json:"state"`
	Role  string  `json:"role"`
	Date  un.Date `json:"date"`
}

// JointStatements returns the joint statements.
func (s *Store) JointStatements(ctx context.Context) ([]JointStatement, error) {
	rows, err := s.sheets.Rows(ctx, &Joint)
	if err != nil {
		return nil, err
	}
	var all []JointStatement
	place := map[string]int{}
	for _, r := range rows {
		at, known := place[r.Get("statement")]
		if !known {
			at = len(all)
			place[r.Get("statement")] = at
			all = append(all, JointStatement{ID: r.Get("statement"), Title: r.Get("title"), Date: r.Date("date"), Forum: r.Get("forum"),
				Text: r.Get("text"), About: r.List("about"), Source: r.Get("source")})
		}
		all[at].Behind = append(all[at].Behind, Behind{r.Get("state"), r.Get("role"), r.Date("date")})
	}
	return all, nil
}
