package record

import "slices"

// An Origin is a data set that tables are made from, with the terms under which it was published. What stands here is what
// the publishers say; where they state no licence, that is said and nothing is supposed.
type Origin struct {
	Key    string `json:"key"`
	Title  string `json:"title"`
	From   string `json:"from"`             // who published it, and where
	Terms  string `json:"terms"`            // licence, or that none is stated
	Notice string `json:"notice,omitempty"` // text that the licence wants on every copy
	Limits string `json:"limits,omitempty"` // what it cannot say
}

// Origins returns all data sets, those of this record itself first.
func Origins() []Origin { return slices.Clone(origins) }

// OriginByKey returns the data set with a key of table.Table.Origin.
func OriginByKey(key string) (Origin, bool) {
	i := slices.IndexFunc(origins, func(o Origin) bool { return o.Key == key })
	if i < 0 {
		return Origin{}, false
	}
	return origins[i], true
}

var origins = []Origin{
	{
		Key: "register", Title: "This record", From: "those who run this record; see its page About",
		Terms:  "Free to read and to copy. If an entry is withdrawn or corrected here, please withdraw or correct it in your copy: the feeds say when, and the address of a withdrawn entry answers with status 410.",
		Limits: "Entries are what was reported and could be published. Fear keeps people silent and openness raises counts: no number here measures how many reprisals there are.",
	},
	{
		Key: "facts", Title: "Facts of published reports, entered by hand", From: "reports of human rights organisations and of the UN; each row names document and section",
		Terms:  "Facts in our own words; quotations are short and marked. The reports themselves belong to their publishers.",
		Limits: "The first body of reports is about one State; that there are rows on it says nothing of others.",
	},
	{
		Key: "unga", Title: "Roll calls of the General Assembly", From: "Erik Voeten, “Data and Analyses of Voting in the UN General Assembly” (Harvard Dataverse), by way of the R package unvotes (dgrtwo/unvotes)",
		Terms:  "MIT licence of the package; the votes are public records of the United Nations. Cite Voeten.",
		Limits: "Absences and non-membership are not in the data: a missing row means either. Issues come from key words and are not exact.",
	},
	{
		Key: "hrc", Title: "Votes of the Commission on Human Rights and the Human Rights Council", From: "Łukasz Szoszkiewicz, hrc-voting (lszoszk/hrc-voting), after the Voting collection of the OHCHR library",
		Terms:  "PolyForm Noncommercial License 1.0.0 for the compilation (https://polyformproject.org/licenses/noncommercial/1.0.0): no commercial use. The voting records are public documents of the United Nations.",
		Notice: "Required Notice: Copyright © 2026 Łukasz Szoszkiewicz - https://github.com/lszoszk/hrc-voting",
		Limits: "In some roll calls the official totals and the votes do not agree; both are kept.",
	},
	{
		Key: "undl", Title: "Voting data of the UN Digital Library", From: "United Nations, Dag Hammarskjöld Library",
		Terms: "Copyright, United Nations; non-commercial use with attribution.",
	},
	{
		Key: "upr-info", Title: "Database of recommendations of the Universal Periodic Review", From: "UPR Info (upr-info.org), export of 14 August 2015, by way of rochelleterman/uprs",
		Terms:  "No licence is stated. Credit UPR Info; ask it before you publish the data again.",
		Limits: "“Noted” is everything that was not accepted. One row is one recommendation by one State, which is not the unit of the UN’s reports.",
	},
	{
		Key: "upr", Title: "Documents of the Universal Periodic Review", From: "United Nations: reports of the Working Group, addenda, thematic lists of OHCHR, questions in advance",
		Terms: "Terms of use of the United Nations (https://www.un.org/en/about-us/terms-of-use).",
	},
	{
		Key: "ngo", Title: "Decisions of the Committee on Non-Governmental Organizations", From: "Christoph Valentin Steinert, ECOSOC_Status (christophsteinert/ECOSOC_Status), coded by hand from the Committee’s reports",
		Terms:  "MIT licence, © 2025 Christoph Valentin Steinert.",
		Limits: "Names of one organisation differ between sessions; how they were joined stands in ngo-names.",
	},
	{
		Key: "treaties", Title: "Status of human rights treaties", From: "world-politics-datalab/humanrights-treaties-ratification-status (2022), after the UN Treaty Collection",
		Terms:  "No licence is stated. The facts are public records of the United Nations Treaty Collection.",
		Limits: "State of things in mid-2022.",
	},
	{
		Key: "states", Title: "States, their names and groups", From: "UN names after datasets/country-codes and public lists of the regional groups",
		Terms: "datasets/country-codes: Open Data Commons Public Domain Dedication and Licence (PDDL).",
	},
	{
		Key: "reference", Title: "Reference lists of this project", From: "sessions, reviews, treaties and members, put together for this project; each row says how sure it is",
		Terms:  "Facts; no terms.",
		Limits: "Rows marked recalled were not confirmed in a document.",
	},
}
