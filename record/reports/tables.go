// Package reports is the ledger of reports about reprisals and what surrounds them: the Secretary-General's yearly
// reports with the States that they name, the resolutions behind them, incidents in UN rooms and proceedings, reviews by
// treaty bodies, laws that sources say are used, and the facts on which sources disagree.
//
// Incidents live here and not in the register, because most belong to no case, and those that rest on anonymous sources
// must never be joined to one.
package reports

import "unhindered/record/sheet"

// Reports is the sheet of the Secretary-General's reports.
var Reports = sheet.Table{
	Name: "reports", Title: "Reports of the Secretary-General", Help: "One row is one yearly report on cooperation with the United Nations in the field of human rights.",
	Key: []string{"year"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "year", Type: sheet.Date, Need: true, Help: "year of the report", Example: "2024"},
		{Name: "symbol", Help: "document symbol", Example: "A/HRC/57/60"},
		{Name: "session", Help: "session of the Council", Example: "HRC57"},
		{Name: "period_from", Type: sheet.Date, Help: "first day of the reporting period", Example: "2023-05-01"},
		{Name: "period_to", Type: sheet.Date, Help: "last day of the reporting period", Example: "2024-04-30"},
		{Name: "states_named", Type: sheet.Number, Help: "number of States named", Example: "32"},
		{Name: "published", Type: sheet.Date, Help: "when it was published", Example: "2024-09-10"},
		{Name: "presented", Type: sheet.Date, Help: "when it was presented", Example: "2024-09-27"},
		{Name: "confidence", Help: "what is confirmed, inferred or only recalled", Example: "confirmed"},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// Named is the sheet of States in those reports.
var Named = sheet.Table{
	Name: "report-states", Title: "States in reports of the Secretary-General", Help: "One row is what a source says of one State in the report of one year, or in those of several years.",
	Key: []string{"state", "year", "until"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "state", Type: sheet.State, Need: true, Help: "State", Example: "XEX"},
		{Name: "year", Type: sheet.Date, Need: true, Help: "year of the report", Example: "2020"},
		{Name: "until", Type: sheet.Date, Help: "last year, if the row is about reports of several years; such rows are shown below the matrix and never added", Example: ""},
		{Name: "named", Type: sheet.YesNo, Help: "whether the State is named; empty where the source does not say", Example: "yes"},
		{Name: "new", Type: sheet.Number, Help: "number of new cases", Example: "2"},
		{Name: "follow_up", Type: sheet.Number, Help: "number of cases followed up", Example: "1"},
		{Name: "cases", Type: sheet.Number, Help: "number without telling new ones from others", Example: ""},
		{Name: "unit", Help: "what the numbers count; numbers of different units are never added", Example: "individuals"},
		{Name: "text", Help: "what the source says", Example: "one person stopped on the way to the Council"},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// Resolutions is the sheet of resolutions on reprisals, as the sources of the reports give them. The votes themselves are
// in the ledger of votes.
var Resolutions = sheet.Table{
	Name: "resolutions", Title: "Resolutions on reprisals", Help: "One row is one resolution on cooperation with the United Nations, as sources tell it.",
	Key: []string{"symbol"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "symbol", Need: true, Help: "document symbol", Example: "A/HRC/RES/12/2"},
		{Name: "body", Need: true, Help: "body", Example: "HRC"},
		{Name: "date", Type: sheet.Date, Need: true, Help: "adoption", Example: "2009-10-01"},
		{Name: "adopted", Type: sheet.Choose, Help: "how", Example: "without a vote", Choices: []sheet.Choice{
			{Code: "vote", Label: "by a vote"}, {Code: "without a vote", Label: "without a vote"}}},
		{Name: "yes", Type: sheet.Number, Help: "votes in favour"}, {Name: "no", Type: sheet.Number, Help: "votes against"},
		{Name: "abstain", Type: sheet.Number, Help: "abstentions"},
		{Name: "amendments", Type: sheet.Number, Help: "amendments tabled"}, {Name: "amendments_adopted", Type: sheet.Number, Help: "of these adopted"},
		{Name: "amendments_rejected", Type: sheet.Number, Help: "of these rejected"}, {Name: "amendments_withdrawn", Type: sheet.Number, Help: "of these withdrawn"},
		{Name: "text", Help: "main point", Example: "asks for a yearly report"},
		{Name: "positions", Help: "what sources say of States: code, colon, words; several separated by semicolons", Example: "XEX: voted in favour"},
		{Name: "confidence", Help: "what is confirmed, derived or only recalled", Example: "confirmed"},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// Incidents is the sheet of single events in UN rooms and proceedings.
var Incidents = sheet.Table{
	Name: "incidents", Title: "Incidents", Help: "One row is one event in UN rooms or proceedings that sources report.",
	Key: []string{"state", "date", "type", "place"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "state", Type: sheet.State, Need: true, Help: "State concerned", Example: "XEX"},
		{Name: "date", Type: sheet.Date, Help: "when", Example: "2021-06"},
		{Name: "date_note", Help: "what the date does not say: approximate, recurrent", Example: ""},
		{Name: "place", Need: true, Help: "body or place", Example: "HRC47"},
		{Name: "type", Type: sheet.Act, Need: true, Help: "type of act", Example: "PREM_PHOTO"},
		{Name: "actor", Help: "alleged actor", Example: "member of the delegation"},
		{Name: "target", Help: "whom it met; a name only if the source is public and consent is known", Example: "NGO delegates"},
		{Name: "text", Need: true, Help: "what is reported, in your own words", Example: "took photographs from the gallery"},
		{Name: "response", Help: "what the UN did", Example: "secretariat asked to stop"},
		{Name: "outcome", Help: "outcome", Example: "stopped"},
		{Name: "anonymous", Type: sheet.Choose, Need: true, Help: "whether it rests on sources that are not named; such rows are never joined to a case", Example: "no",
			Choices: []sheet.Choice{{Code: "no", Label: "no"}, {Code: "yes", Label: "yes"}, {Code: "partly", Label: "partly"}}},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// Reviews is the sheet of reviews by treaty bodies.
var Reviews = sheet.Table{
	Name: "treaty-reviews", Title: "Reviews by treaty bodies", Help: "One row is one review of a State by a treaty body, with cooperation and interference as sources report them.",
	Key: []string{"state", "committee", "date"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "state", Type: sheet.State, Need: true, Help: "State under review", Example: "XEX"},
		{Name: "committee", Type: sheet.Body, Help: "committee", Example: "CAT"},
		{Name: "date", Type: sheet.Date, Help: "when", Example: "2021"},
		{Name: "session", Help: "session or dates", Example: "70th session"},
		{Name: "document", Help: "document symbol", Example: "CAT/C/XEX/CO/2"},
		{Name: "cooperation", Help: "good practice that the source notes", Example: "large and competent delegation"},
		{Name: "interference", Help: "interference that the source reports", Example: ""},
		{Name: "data_refused", Help: "data that the State would not give", Example: ""},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// Laws is the sheet of laws that sources say are used against people who cooperate.
var Laws = sheet.Table{
	Name: "laws", Title: "Laws", Help: "One row is one law, or kind of charge, with how sources say it is used.",
	Key: []string{"state", "law", "year"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "law", Need: true, Help: "name of the law, or of the charge", Example: "Associations Act"},
		{Name: "state", Type: sheet.State, Need: true, Help: "State", Example: "XEX"},
		{Name: "territory", Help: "territory, as the UN writes it", Example: ""},
		{Name: "year", Type: sheet.Date, Help: "year", Example: "2018"},
		{Name: "subject", Need: true, Help: "subject", Example: "NGO registration"},
		{Name: "how_used", Need: true, Help: "how it is used, according to the source", Example: "registration withdrawn after a submission"},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// Mismatches is the sheet of facts on which sources disagree. Both values are kept.
var Mismatches = sheet.Table{
	Entries: "entries",
	Name:    "mismatches", Title: "Where sources disagree", Help: "One row is one fact to which sources give two values; both are kept and shown.",
	Key: []string{"number"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "number", Type: sheet.Number, Need: true, Help: "running number", Example: "1"},
		{Name: "ledger", Need: true, Type: sheet.Choose, Help: "ledger that it concerns", Example: "visits", Choices: []sheet.Choice{
			{Code: "register", Label: "register"}, {Code: "votes", Label: "votes"}, {Code: "upr", Label: "Universal Periodic Review"}, {Code: "ngo", Label: "NGO Committee"},
			{Code: "visits", Label: "visits"}, {Code: "treaty", Label: "treaties"}, {Code: "letters", Label: "letters"}, {Code: "statements", Label: "statements"},
			{Code: "reports", Label: "reports"}, {Code: "advice", Label: "advice"}, {Code: "quality", Label: "sources"}}},
		{Name: "state", Type: sheet.State, Help: "State, if it concerns one", Example: "XEX"},
		{Name: "fact", Need: true, Help: "the fact", Example: "day of the visit"},
		{Name: "a", Need: true, Help: "one value, with its source", Example: "Example Watch 2021: 3 May"},
		{Name: "b", Need: true, Help: "another value, with its source", Example: "State report: 5 May"},
		{Name: "kept", Need: true, Help: "what is shown, and why", Example: "both"},
		{Name: "entries", Help: "entries of the register, separated by semicolons", Example: ""},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// Tables returns all sheets of the ledger.
func Tables() []*sheet.Table {
	return []*sheet.Table{&Reports, &Named, &Resolutions, &Incidents, &Reviews, &Laws, &Votes, &Amendments, &Recommendations, &Mismatches}
}
