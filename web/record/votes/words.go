package votes

import (
	"unhindered/record/votes"
	"unhindered/un"
	"unhindered/web/ui"
)

var bodyNames = map[string]string{
	"GA":  ui.Text("General Assembly"),
	"HRC": ui.Text("Human Rights Council"),
	"CHR": ui.Text("Commission on Human Rights"),
}

func bodyName(code string) string {
	if name := bodyNames[code]; name != "" {
		return name
	}
	return code
}

// letter doubles the colour of a vote.
func letter(position string) string {
	switch position {
	case "yes":
		return "Y"
	case "no":
		return "N"
	case "abstain":
		return "A"
	case "absent":
		return "X"
	case "sponsor":
		return "S"
	}
	return "–"
}

var words = map[string]string{
	"yes": ui.Text("yes"), "no": ui.Text("no"), "abstain": ui.Text("abstained"), "absent": ui.Text("absent or not taking part"),
	"none": ui.Text("no position recorded, or not a member then"), "sponsor": ui.Text("sponsor, not a member"), "not_member": ui.Text("not a member"),
}

func word(position string) string {
	if w := words[position]; w != "" {
		return w
	}
	return ui.Text("no vote")
}

var kinds = []votes.Count{
	{Value: "resolution"}, {Value: "decision"}, {Value: "amendment"}, {Value: "statement"}, {Value: "paragraph"}, {Value: "ruling"},
}

func kindName(kind string) string {
	switch kind {
	case "resolution":
		return ui.Text("resolution")
	case "decision":
		return ui.Text("decision")
	case "amendment":
		return ui.Text("amendment")
	case "statement":
		return ui.Text("statement of the President")
	case "paragraph":
		return ui.Text("paragraph voted on by itself")
	case "ruling":
		return ui.Text("ruling put to the vote")
	}
	return kind
}

var outcomes = map[string]string{
	"adopted": ui.Text("adopted"), "rejected": ui.Text("rejected"), "withdrawn": ui.Text("withdrawn"), "no action": ui.Text("no action taken"),
	"more yes than no": ui.Text("more yes than no"), "more no than yes": ui.Text("more no than yes"), "as many yes as no": ui.Text("as many yes as no"),
	"not stated": ui.Text("result not stated"), "lost": ui.Text("lost"),
}

func outcome(o string) string {
	if w := outcomes[o]; w != "" {
		return w
	}
	return o
}

// issues are the six of Voeten's data, found by key words.
var issues = []struct{ Code, Name string }{
	{"hr", ui.Text("Human rights")}, {"me", ui.Text("Palestinian conflict")}, {"nu", ui.Text("Nuclear weapons and nuclear material")},
	{"di", ui.Text("Arms control and disarmament")}, {"co", ui.Text("Colonialism")}, {"ec", ui.Text("Economic development")},
}

func issueName(code string) string {
	for _, i := range issues {
		if i.Code == code {
			return i.Name
		}
	}
	return code
}

func flagName(what string) string {
	switch what {
	case "yes":
		return ui.Text("votes for")
	case "no":
		return ui.Text("votes against")
	case "abstain":
		return ui.Text("abstentions")
	case "how":
		return ui.Text("how it was decided")
	case "date":
		return ui.Text("date")
	case "title":
		return ui.Text("title")
	}
	return ui.Text("result")
}

// moment is when in the proceedings a State explained its vote.
func moment(code string) string { return votes.Explanations.Label("moment", code) }

func stateName(code string) string {
	s, _ := un.StateByISO3(code)
	return s.Name
}
