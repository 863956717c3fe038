package demo

import (
	"io/fs"
	"strings"

	"unhindered/record/register"
	"unhindered/un"
)

// What UN bodies did and what States answered is one line of text in cases.csv and rows in communications.csv. The
// files actions.csv and replies.csv say, by hand, which piece of that text and which communication each row stands for:
// nothing is matched by similarity, and no piece may be left over.

// communicationTypes writes out the types of communications.csv.
var communicationTypes = map[string]string{
	"JUA":                 "joint urgent appeal",
	"letter":              "letter of special procedures",
	"joint communication": "joint communication",
	"news release":        "news release of special procedures",
}

func communications(facts fs.FS) (map[string]row, error) {
	rows, err := table(facts, "communications.csv", "comm_id", "subject", "about_state", "type", "symbol", "date",
		"mandates_named", "reply_symbol", "reply_date", "reply_assessment", "source", "notes")
	if err != nil {
		return nil, err
	}
	all := map[string]row{}
	for _, r := range rows {
		all[r.cells["comm_id"]] = r
	}
	return all, nil
}

// actions returns the actions of UN bodies by case id.
func (lib library) actions(facts fs.FS, cases map[string]row) (map[string][]register.Action, error) {
	rows, err := table(facts, "actions.csv", "case_id", "cell", "comm_id", "date", "type", "symbol", "text", "source")
	if err != nil {
		return nil, err
	}
	comms, err := communications(facts)
	if err != nil {
		return nil, err
	}
	if err := allClaimed(rows, cases, "un_action"); err != nil {
		return nil, err
	}
	all := map[string][]register.Action{}
	for _, r := range rows {
		action, err := lib.action(r, comms)
		if err != nil {
			return nil, err
		}
		all[r.cells["case_id"]] = append(all[r.cells["case_id"]], action)
	}
	return all, nil
}

func (lib library) action(r row, comms map[string]row) (register.Action, error) {
	date, err := r.date("date")
	if err != nil {
		return register.Action{}, err
	}
	action := register.Action{Date: date, Type: r.cells["type"], Symbol: r.cells["symbol"]}
	if id := r.cells["comm_id"]; id != "" {
		comm, ok := comms[id]
		if !ok {
			return register.Action{}, r.fault("comm_id", "%q is not in communications.csv", id)
		}
		if action.Type, ok = communicationTypes[comm.cells["type"]]; !ok {
			return register.Action{}, comm.fault("type", "%q is not known; add it to communicationTypes", comm.cells["type"])
		}
		action.Symbol = comm.cells["symbol"]
		// A date such as "2016-12 or later" is none; the text of the row says it.
		if action.Date, err = un.ParseDate(comm.cells["date"]); err != nil && r.cells["text"] == "" {
			return register.Action{}, comm.fault("date", "%v; say it in the text of %s", err, r.file)
		}
	}
	if action.Type == "" {
		return register.Action{}, r.fault("type", "empty")
	}
	if action.Text, err = lib.text(r, "text"); err != nil {
		return register.Action{}, err
	}
	action.Source, err = lib.short(r, "source")
	return action, err
}

// replies returns what the State answered, by case id.
func (lib library) replies(facts fs.FS, cases map[string]row) (map[string][]register.Reply, error) {
	rows, err := table(facts, "replies.csv", "case_id", "cell", "comm_ids", "date", "symbol", "text", "assessment", "source")
	if err != nil {
		return nil, err
	}
	comms, err := communications(facts)
	if err != nil {
		return nil, err
	}
	if err := allClaimed(rows, cases, "state_reply"); err != nil {
		return nil, err
	}
	all := map[string][]register.Reply{}
	for _, r := range rows {
		date, err := r.date("date")
		if err != nil {
			return nil, err
		}
		for _, id := range r.list("comm_ids") {
			comm, ok := comms[id]
			if !ok {
				return nil, r.fault("comm_ids", "%q is not in communications.csv", id)
			}
			if comm.cells["reply_date"] != r.cells["date"] {
				return nil, r.fault("date", "%q, but communications.csv has %q for %s", r.cells["date"], comm.cells["reply_date"], id)
			}
		}
		if r.cells["text"] == "" {
			return nil, r.fault("text", "empty")
		}
		reply := register.Reply{Date: date, Symbol: r.cells["symbol"], Text: r.cells["text"], Assessment: r.cells["assessment"]}
		if reply.Source, err = lib.short(r, "source"); err != nil {
			return nil, err
		}
		all[r.cells["case_id"]] = append(all[r.cells["case_id"]], reply)
	}
	return all, nil
}

// allClaimed checks that the cells quoted by rows are in the column of their case, and that nothing of it is left.
func allClaimed(rows []row, cases map[string]row, column string) error {
	left := map[string]string{}
	for id, c := range cases {
		left[id] = c.cells[column]
	}
	for _, r := range rows {
		id, cell := r.cells["case_id"], r.cells["cell"]
		if _, ok := cases[id]; !ok {
			return r.fault("case_id", "%q is not in cases.csv", id)
		}
		if !strings.Contains(left[id], cell) {
			return r.fault("cell", "%q is not in %s of %s, or another row stands for it", cell, column, id)
		}
		left[id] = strings.Replace(left[id], cell, "", 1)
	}
	for id, rest := range left {
		if rest = strings.Trim(rest, "; "); rest != "" {
			return cases[id].fault(column, "no row of actions.csv or replies.csv stands for %q", rest)
		}
	}
	return nil
}
