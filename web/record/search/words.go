package search

import "unhindered/web/ui"

// ledgerNames are the ledgers as filters name them.
var ledgerNames = map[string]string{
	"register": ui.Text("Register"), "votes": ui.Text("Votes"), "upr": ui.Text("Universal Periodic Review"), "ngo": ui.Text("NGO Committee"),
	"visits": ui.Text("Visits"), "letters": ui.Text("Letters"), "statements": ui.Text("Statements"), "reports": ui.Text("Reports"),
	"advice": ui.Text("Advice"), "treaties": ui.Text("Treaties"), "states": ui.Text("States"),
}

// order is that in which the ledgers are offered while there is no index; lists are their pages.
var (
	order = []string{"register", "states", "votes", "upr", "ngo", "visits", "letters", "statements", "reports", "advice", "treaties"}
	lists = map[string]string{
		"register": "/register", "states": "/states", "votes": "/votes", "upr": "/upr/recommendations", "ngo": "/ngo/applicants", "visits": "/visits",
		"letters": "/letters", "statements": "/statements", "reports": "/reports", "advice": "/advice", "treaties": "/treaties",
	}
)

func ledgerName(name string) string {
	if words := ledgerNames[name]; words != "" {
		return words
	}
	return name
}

// kindNames say what a document is, within its ledger.
var kindNames = map[string]string{
	"case": ui.Text("published case"), "context": ui.Text("entry that explains others"),
	"resolution": ui.Text("resolution"), "decision": ui.Text("decision"), "amendment": ui.Text("amendment"), "statement": ui.Text("statement"),
	"paragraph": ui.Text("separate vote on a paragraph"), "ruling": ui.Text("ruling put to the vote"), "motion": ui.Text("motion"),
	"review": ui.Text("review"), "recommendation": ui.Text("recommendation"), "question": ui.Text("question"), "pledge": ui.Text("voluntary pledge"),
	"organisation": ui.Text("organisation"), "account": ui.Text("account of an application"), "rollcall": ui.Text("roll call"),
	"visit": ui.Text("visit"), "letter": ui.Text("letter"), "count": ui.Text("number that a source gives"),
	"joint": ui.Text("joint statement"), "group": ui.Text("group of States"), "mention": ui.Text("theme raised in a review"),
	"report": ui.Text("report of the Secretary-General"), "named": ui.Text("State in a report"), "incident": ui.Text("incident"),
	"treaty review": ui.Text("review by a treaty body"), "law": ui.Text("law"), "vote": ui.Text("vote, as a report tells it"), "mismatch": ui.Text("fact on which sources disagree"),
	"advice": ui.Text("recommendation of a report"), "assessment": ui.Text("what became of a recommendation"),
	"treaty": ui.Text("treaty"), "status": ui.Text("State and treaty"),
	"member": ui.Text("State"), "non-member observer state": ui.Text("State"), "former": ui.Text("State of the past"),
}

func kindName(kind string) string {
	if words := kindNames[kind]; words != "" {
		return words
	}
	return kind
}
