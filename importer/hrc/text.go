package hrc

import (
	"regexp"
	"strings"

	"unhindered/record/votes"
	"unhindered/un"
)

// bodies are the codes of the two bodies and the words before the number in the ids of their texts.
var bodies = map[string]string{"Commission on Human Rights": "CHR", "Human Rights Council": "HRC"}

// read makes a row of the ledger from a row of resolutions.csv, or says which column is wrong and why.
// sessions remembers the session of each statement read so far: there are few, on thousands of texts.
func read(get func(string) string, sessions map[string]string) (row votes.Row, column, reason string) {
	id := get("record_id")
	body, ok := bodies[get("body")]
	if !ok {
		return row, "body", "is neither the Commission on Human Rights nor the Human Rights Council"
	}
	date, err := un.ParseDate(get("date"))
	if err != nil {
		return row, "date", "is not a date; write 2017-09-29"
	}
	title, kind := title(get("title"))
	statement := get("statement")
	in, known := sessions[statement]
	if !known {
		in = session(statement)
		if len(sessions) < 10_000 { // a hostile file must not fill the memory
			sessions[strings.Clone(statement)] = in
		}
	}
	row = votes.Row{
		ID: body + "-" + id, Body: body, Source: "ohchr", Session: in, Date: date, Symbol: get("symbol"),
		Title: title, Kind: kind, How: how(get("vote_type")),
		Draft: draft(get("draft"), kind, get("symbol")),
		About: votes.About{
			Number: id, Statement: squeeze(get("statement")), Meeting: squeeze(get("meeting")),
			Item: item(get("agenda_item_no"), get("agenda_item_title")), Subjects: dash(get("agenda_subject")),
			Draft: squeeze(get("draft")), Address: get("record_url"), TextAt: get("url_resolution"), DraftAt: get("url_draft"),
		},
	}
	if who := squeeze(get("main_sponsors")); who != "" {
		row.About.SponsorsAs = who
		states, _, _ := un.FindStates(who)
		for _, s := range states {
			row.About.Sponsors = append(row.About.Sponsors, s.ISO3)
		}
	}
	var o votes.Official
	for _, total := range []struct {
		column string
		into   **int64
	}{{"yes", &o.Yes}, {"no", &o.No}, {"abstain", &o.Abstain}, {"nonvoting", &o.NonVoting}, {"total", &o.Total}} {
		if *total.into, ok = count(get(total.column)); !ok {
			return row, total.column, "is not a number of States"
		}
	}
	if o != (votes.Official{}) {
		row.Official = &o
	}
	row.Result, row.About.SaidResult = result(row, get("draft"))
	return row, "", ""
}

var (
	sessionOf = regexp.MustCompile(`(?i)at its (\d+)(?:st|nd|rd|th)?\s+(special |organizational |nuclear )?`)
	// symbolOf finds symbols of drafts, also badly written ones: "A/HRC/20//L.1", "A/HRC/20/L..1", "A/HRC20/L.1".
	symbolOf = regexp.MustCompile(`(A/HRC/?|E/CN\.4/)((?:S-)?\d+)/*L\.+\s?(\d+)`)
	// targetOf finds what an amendment is put against; the cell's other symbol should be the amendment's own, and is not always.
	targetOf = regexp.MustCompile(`(?i)\bto\s+(?:the\s+)?(?:draft\s+)?(?:resolution\s+|decision\s+|presidential statement\s+)?/?((?:A/HRC/?|E/CN\.4/)(?:S-)?\d+/*L\.+\s?\d+)`)
	shortOf  = regexp.MustCompile(`(?:draft resolution|draft decision|adoption of|sponsor of)\s+L\.(\d+)`)
)

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// dash takes off the " -" at which agenda cells end.
func dash(s string) string { return strings.TrimSpace(strings.TrimSuffix(squeeze(s), "-")) }

func item(number, title string) string {
	return strings.TrimSpace(squeeze(number) + " " + dash(title))
}

// title takes " : resolution /" and the like off a title and returns what kind of text they say it is.
func title(s string) (title, kind string) {
	s = squeeze(s)
	at := strings.LastIndexByte(s, ':')
	if at < 0 {
		return s, "resolution"
	}
	kind = strings.ToLower(strings.TrimSpace(strings.TrimSuffix(s[at+1:], "/")))
	switch kind {
	case "presidential statement":
		kind = "statement"
	case "resolution", "decision", "amendment":
	default:
		return s, "resolution"
	}
	return strings.TrimSpace(s[:at]), kind
}

// session reads "adopted by the Human Rights Council at its 19th special session" as "S-19".
func session(statement string) string {
	m := sessionOf.FindStringSubmatch(squeeze(statement))
	switch {
	case m == nil:
		return ""
	case strings.HasPrefix(strings.ToLower(m[2]), "special"):
		return "S-" + m[1]
	case strings.HasPrefix(strings.ToLower(m[2]), "organ"):
		return "O-" + m[1]
	case strings.HasPrefix(strings.ToLower(m[2]), "nuclear"):
		return "0"
	}
	return m[1]
}

func how(voteType string) string {
	switch v := strings.ToUpper(voteType); {
	case strings.HasPrefix(v, "ADOPTED WITHOUT"):
		return "without a vote"
	case strings.HasPrefix(v, "RECORDED"):
		return "recorded"
	case strings.HasPrefix(v, "WITHDRAWN"):
		return "withdrawn"
	case strings.Contains(v, "UNANIMOUSLY"):
		return "unanimously"
	}
	return "not recorded"
}

// draft returns the symbol, without revision, of the draft that a resolution was, or that an amendment would change.
func draft(cell, kind, symbol string) string {
	own := base(symbol)
	all := symbolOf.FindAllString(cell, -1)
	if kind != "amendment" {
		if len(all) == 0 {
			return ""
		}
		return base(all[0])
	}
	if m := targetOf.FindStringSubmatch(cell); m != nil && base(m[1]) != own {
		return base(m[1])
	}
	for _, s := range all {
		if b := base(s); b != own {
			return b
		}
	}
	if m := shortOf.FindStringSubmatch(cell); m != nil { // "to draft resolution L.5"
		if at := strings.LastIndex(own, "/L."); at >= 0 {
			return own[:at] + "/L." + m[1]
		}
	}
	return ""
}

// base writes a symbol of a draft as it should be, without revision: "A/HRC/36/L.26".
func base(symbol string) string {
	m := symbolOf.FindStringSubmatch(symbol)
	if m == nil {
		return ""
	}
	return strings.TrimSuffix(m[1], "/") + "/" + m[2] + "/L." + m[3]
}

// result is what became of a text by its votes, and what the catalogue says where that is something else.
func result(row votes.Row, draft string) (result, said string) {
	lower := strings.ToLower(draft)
	switch {
	case strings.Contains(lower, "rejected"):
		said = "rejected"
	case strings.Contains(lower, "withdrawn"):
		said = "withdrawn"
	case strings.Contains(lower, "no action"), strings.Contains(lower, "not acted upon"):
		said = "no action"
	case strings.Contains(lower, "adopted"):
		said = "adopted"
	}
	switch {
	case row.How == "withdrawn":
		result = "withdrawn"
	case row.How == "without a vote", row.How == "unanimously":
		result = "adopted"
	case said == "no action":
		result = said
	case row.Official != nil && row.Official.Yes != nil && row.Official.No != nil:
		result = "rejected"
		if *row.Official.Yes > *row.Official.No {
			result = "adopted"
		}
	case said != "":
		result = said
	case row.Kind != "amendment" && strings.HasPrefix(strings.ToLower(row.About.Statement), "adopted"):
		result = "adopted"
	}
	if said == result {
		said = ""
	}
	return result, said
}
