package demo

import (
	"io/fs"
	"slices"

	"unhindered/record/register"
)

// around holds what other tables say of the cases, by case id.
type around struct {
	actions       map[string][]register.Action
	replies       map[string][]register.Reply
	incidents     map[string][]register.Incident
	disagreements map[string][]register.Disagreement
	notes         map[string]row
}

func (lib library) around(facts fs.FS, cases map[string]row) (around, error) {
	var a around
	var err error
	if a.actions, err = lib.actions(facts, cases); err != nil {
		return a, err
	}
	if a.replies, err = lib.replies(facts, cases); err != nil {
		return a, err
	}
	if a.notes, err = shownNotes(facts, cases); err != nil {
		return a, err
	}
	a.disagreements = map[string][]register.Disagreement{}
	rows, err := table(facts, "disagreements.csv", "no", "case_ids", "fact", "a", "b", "kept")
	if err != nil {
		return a, err
	}
	for id, about := range by(rows, "case_ids") {
		for _, r := range about {
			if _, ok := cases[id]; !ok {
				return a, r.fault("case_ids", "%q is not in cases.csv", id)
			}
			a.disagreements[id] = append(a.disagreements[id],
				register.Disagreement{Fact: r.cells["fact"], A: r.cells["a"], B: r.cells["b"], Kept: r.cells["kept"]})
		}
	}
	a.incidents = map[string][]register.Incident{}
	all, err := incidents(facts)
	if err != nil {
		return a, err
	}
	for _, one := range all {
		for _, id := range one.Cases {
			a.incidents[id] = append(a.incidents[id], one.Incident)
		}
	}
	return a, nil
}

// shownNotes reads the notes that are shown. The notes of cases.csv are for those who work on it: notes.csv says, for each,
// what a reader is told, which may be nothing.
func shownNotes(facts fs.FS, cases map[string]row) (map[string]row, error) {
	rows, err := table(facts, "notes.csv", "case_id", "cell", "note", "date_note")
	if err != nil {
		return nil, err
	}
	all := map[string]row{}
	for _, r := range rows {
		c, ok := cases[r.cells["case_id"]]
		if !ok {
			return nil, r.fault("case_id", "%q is not in cases.csv", r.cells["case_id"])
		}
		if c.cells["notes"] != r.cells["cell"] {
			return nil, r.fault("cell", "cases.csv has the note %q; look at it again", c.cells["notes"])
		}
		all[r.cells["case_id"]] = r
	}
	for id, c := range cases {
		if _, ok := all[id]; !ok && c.cells["notes"] != "" {
			return nil, c.fault("notes", "no row of notes.csv says what readers are told of %q", c.cells["notes"])
		}
		if _, ok := all[id]; !ok && slices.Contains([]string{"period", "before letter"}, c.cells["date_precision"]) {
			return nil, c.fault("date_precision", "no row of notes.csv says what %q means", c.cells["date_precision"])
		}
	}
	return all, nil
}

// complete adds to an entry what the other tables say of it.
func (a around) complete(e *register.Entry) {
	e.Actions = a.actions[e.ID]
	e.Replies = a.replies[e.ID]
	e.Incidents = a.incidents[e.ID]
	e.Disagreements = a.disagreements[e.ID]
	if r, ok := a.notes[e.ID]; ok {
		e.Notes, e.DateNote = r.cells["note"], r.cells["date_note"]
	}
}
