// Package demo fills a demonstration: the facts of five public reports as entries of the register, each with its
// sources, and a fictional case in a fictional State for the drop and the desk.
//
// The facts lie in facts/, as tables. Their rules are those of any record: two sources that disagree are both shown;
// every fact has a source; a date is never finer than its source; words are neutral and a denial stands beside the
// allegation; no minor or relative is named; what was said anonymously is joined to nobody.
package demo

import (
	"embed"
	"io/fs"
	"slices"
	"strings"

	"unhindered/record/register"
	"unhindered/un"
)

//go:embed facts/*.csv
var files embed.FS

// Entries returns the 28 entries of the register that the five sources make, CN-0001 to CN-0028. An error names the
// file, the row and the column.
func Entries() ([]register.Entry, error) { return entries(files) }

func entries(facts fs.FS) ([]register.Entry, error) {
	lib, err := newLibrary(facts)
	if err != nil {
		return nil, err
	}
	rows, err := table(facts, "cases.csv", "case_id", "subject", "subject_kind", "named_in_source", "about_state",
		"date_from", "date_to", "date_precision", "place", "act_codes", "acts_summary", "alleged_actor", "un_engagement",
		"un_bodies", "un_action", "state_reply", "outcome_per_source", "source", "notes")
	if err != nil {
		return nil, err
	}
	cases := map[string]row{}
	for _, r := range rows {
		if _, twice := cases[r.cells["case_id"]]; twice {
			return nil, r.fault("case_id", "%q is there twice", r.cells["case_id"])
		}
		cases[r.cells["case_id"]] = r
	}
	more, err := lib.around(facts, cases)
	if err != nil {
		return nil, err
	}
	var all []register.Entry
	for _, r := range rows {
		e, err := lib.entry(r, cases)
		if err != nil {
			return nil, err
		}
		more.complete(&e)
		all = append(all, e)
	}
	return all, nil
}

// Context is the entry that explains others: not every member of the group is a case of reprisal.
const contextEntry = "CN-0017"

// entry returns what cases.csv alone says.
func (lib library) entry(r row, cases map[string]row) (register.Entry, error) {
	e := register.Entry{
		ID:      r.cells["case_id"],
		Kind:    register.Kind(r.cells["subject_kind"]),
		State:   r.cells["about_state"],
		Named:   r.cells["named_in_source"] == "yes",
		Acts:    r.list("act_codes"),
		Context: r.cells["case_id"] == contextEntry,
	}
	if !slices.Contains([]register.Kind{register.Person, register.Persons, register.Group, register.Organisation}, e.Kind) {
		return e, r.fault("subject_kind", "%q is not a kind of subject", e.Kind)
	}
	if _, ok := un.StateByISO3(e.State); !ok {
		return e, r.fault("about_state", "%q is not the code of a State", e.State)
	}
	for _, code := range e.Acts {
		if _, ok := un.ActTypeByCode(code); !ok {
			return e, r.fault("act_codes", "%q is no code of un.ActTypes", code)
		}
	}
	for _, name := range r.list("un_bodies") {
		body, ok := un.FindBody(name)
		if !ok {
			return e, r.fault("un_bodies", "%q is not a known body; add it to un.Bodies", name)
		}
		if !slices.Contains(e.Bodies, body.Code) {
			e.Bodies = append(e.Bodies, body.Code)
		}
	}
	var err error
	if e.From, e.To, err = period(r); err != nil {
		return e, err
	}
	for column, to := range map[string]*string{
		"subject": &e.Subject, "place": &e.Place, "acts_summary": &e.Summary, "alleged_actor": &e.Actor,
		"un_engagement": &e.Engagement, "outcome_per_source": &e.Outcome,
	} {
		// "as CN-0012" stands for the same cell of that case.
		from := r
		if id, is := strings.CutPrefix(r.cells[column], "as "); is {
			if same, ok := cases[id]; ok {
				from = same
			}
		}
		if *to, err = lib.text(from, column); err != nil {
			return e, err
		}
	}
	if e.Sources, err = lib.sources(r, "source"); err != nil {
		return e, err
	}
	e.Summary = strings.TrimSuffix(e.Summary, ".") + ". Reported by " + reporters(e.Sources) + "."
	return e, nil
}

// period returns the dates of a case, never finer than its column date_precision says.
func period(r row) (from, to un.Date, err error) {
	if from, err = r.date("date_from"); err != nil {
		return
	}
	if to, err = r.date("date_to"); err != nil {
		return
	}
	var finest int
	switch precision := r.cells["date_precision"]; precision {
	case "day", "period": // the two ends of a reporting period are days; a note says that the acts are not
		finest = len("2006-01-02")
	case "month", "before letter":
		finest = len("2006-01")
	case "year":
		finest = len("2006")
	default:
		err = r.fault("date_precision", "%q is not known", precision)
	}
	return from[:min(len(from), finest)], to[:min(len(to), finest)], err
}

// reporters returns the short names of the documents, once each: "Human Rights Watch 2017 and ISHR 2022".
func reporters(sources []register.Source) string {
	var names []string
	for _, s := range sources {
		if name, _, _ := strings.Cut(s.Document, ": "); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if last := len(names) - 1; last > 0 {
		return strings.Join(names[:last], ", ") + " and " + names[last]
	}
	return names[0]
}
