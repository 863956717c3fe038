package reports

import "unhindered/record/sheet"

// Votes is the sheet of votes as reports tell them, in their own summary. The roll calls are in the ledger of votes.
var Votes = sheet.Table{
	Name: "source-votes", Title: "Votes, as reports tell them", Help: "One row is what a report says of one vote and of the part that one State took in it.",
	Key: []string{"state", "date", "item", "subject"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "state", Type: sheet.State, Need: true, Help: "State", Example: "XEX"},
		{Name: "date", Type: sheet.Date, Help: "when; empty if it recurs", Example: "2016-06"},
		{Name: "session", Help: "session", Example: "HRC32"},
		{Name: "item", Help: "resolution, draft or proposal", Example: "L.9"},
		{Name: "subject", Need: true, Help: "subject", Example: "civil society space"},
		{Name: "result", Help: "result, as the report gives it", Example: "adopted"},
		{Name: "position", Need: true, Help: "what the State did, as the report says", Example: "in favour"},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// Amendments is the sheet of amendments as reports list them: one row an amendment and State. Backing one is no vote: a
// State that is no member of the Council can sponsor and cannot vote.
var Amendments = sheet.Table{
	Name: "source-amendments", Title: "Backing of amendments, as reports list it", Help: "One row is whether a report lists one State as backing one amendment.",
	Key: []string{"resolution", "number", "state"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "resolution", Need: true, Help: "resolution that was to be amended", Example: "A/HRC/RES/36/21"},
		{Name: "number", Type: sheet.Number, Need: true, Help: "number in the report’s list", Example: "1"},
		{Name: "subject", Need: true, Help: "subject", Example: "scope of cases"},
		{Name: "outcome", Type: sheet.Choose, Help: "outcome", Example: "rejected", Choices: []sheet.Choice{
			{Code: "adopted", Label: "adopted"}, {Code: "rejected", Label: "rejected"}, {Code: "withdrawn", Label: "withdrawn"}}},
		{Name: "state", Type: sheet.State, Need: true, Help: "State", Example: "XEX"},
		{Name: "backed", Type: sheet.YesNo, Need: true, Help: "whether the report lists it as backing", Example: "no"},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// Recommendations is the sheet of recommendations of the Universal Periodic Review that reports discuss, with their
// judgment. The recommendations themselves are in the ledger of the review.
var Recommendations = sheet.Table{
	Name: "source-recommendations", Title: "Recommendations of reviews, as reports judge them", Help: "One row is one recommendation of a review that a report discusses.",
	Key: []string{"about", "session", "state", "text"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "about", Type: sheet.State, Need: true, Help: "State under review", Example: "XEX"},
		{Name: "cycle", Type: sheet.Number, Help: "cycle", Example: "3"},
		{Name: "session", Need: true, Help: "session", Example: "UPR31"},
		{Name: "date", Type: sheet.Date, Help: "when", Example: "2018"},
		{Name: "document", Help: "document symbol", Example: ""},
		{Name: "number", Help: "number in the report", Example: "186.237"},
		{Name: "state", Type: sheet.State, Help: "recommending State", Example: "XEX"},
		{Name: "theme", Need: true, Help: "theme", Example: "defenders"},
		{Name: "text", Need: true, Help: "what is recommended, in your own words", Example: "let defenders act without reprisals"},
		{Name: "judgment", Help: "what the report says of its quality", Example: "strong"},
		{Name: "position", Help: "position of the State under review, as far as known", Example: "accepted"},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}
