package ngocommittee

import (
	"strconv"
	"strings"

	"unhindered/importer/csvfile"
	"unhindered/importer/kind"
	"unhindered/record/imports"
	"unhindered/record/ngo"
	"unhindered/un"
)

// state checks a cell that holds the code of a State, or nothing.
func state(column, cell string) error {
	if _, ok := un.StateByISO3(cell); !ok && cell != "" {
		return kind.Refuse(column, cell, "not the code of a State, such as BRA")
	}
	return nil
}

// readQuestions reads questions that the Committee put to organisations.
func (r *run) readQuestions(f *imports.File, rows *csvfile.Reader) error {
	if err := need(f.Name, rows, "question_id", "applicant", "date", "asking_state", "question_own_words", "source"); err != nil {
		return err
	}
	return kind.Each(f, rows, func() error {
		get := func(column string) string { return oneLine(rows.Get(column)) }
		day := get("date")
		if _, err := un.ParseDate(day); err != nil {
			return kind.Refuse("date", day, "not a date: 2014, 2014-02 or 2014-02-07")
		}
		for _, column := range []string{"question_id", "applicant", "question_own_words", "source"} {
			if get(column) == "" {
				return kind.Refuse(column, "", "empty; a question needs a number, an organisation, its text and a source")
			}
		}
		if err := state("about_state", get("about_state")); err != nil {
			return err
		}
		return r.questions.Put(r.ctx, f, get("question_id"), get("applicant"), get("session"), day, get("asking_state"), get("question_own_words"),
			get("topic"), get("relevant_to_1996_31"), get("about_state"), get("repeated"), get("kind"), get("source"))
	})
}

// readAccounts reads what sources tell of whole applications.
func (r *run) readAccounts(f *imports.File, rows *csvfile.Reader) error {
	if err := need(f.Name, rows, "applicant", "kind", "outcome", "source"); err != nil {
		return err
	}
	return kind.Each(f, rows, func() error {
		get := func(column string) string { return oneLine(rows.Get(column)) }
		for _, column := range []string{"applicant", "kind", "source"} {
			if get(column) == "" {
				return kind.Refuse(column, "", "empty; an account needs an organisation, a kind and a source")
			}
		}
		if err := state("about_states_raised", get("about_states_raised")); err != nil {
			return err
		}
		return r.accounts.Put(r.ctx, f, get("applicant")+"/"+get("kind"), get("applicant"), get("kind"), get("about_states_raised"), get("first_application"),
			get("rounds_or_deferrals"), get("years_pending"), get("outcome"), get("outcome_date"), get("decided_by"), get("note"), get("source"))
	})
}

// readMembers reads seats on the Committee.
func (r *run) readMembers(f *imports.File, rows *csvfile.Reader) error {
	if err := need(f.Name, rows, "term_from", "term_to", "iso3", "regional_seats", "source"); err != nil {
		return err
	}
	return kind.Each(f, rows, func() error {
		from, errFrom := strconv.Atoi(strings.TrimSpace(rows.Get("term_from")))
		to, errTo := strconv.Atoi(strings.TrimSpace(rows.Get("term_to")))
		iso3 := strings.TrimSpace(rows.Get("iso3"))
		switch {
		case errFrom != nil || errTo != nil || from < 1946 || to < from:
			return kind.Refuse("term_from", rows.Get("term_from")+"-"+rows.Get("term_to"), "not a term, such as 2023 to 2026")
		case iso3 == "":
			return kind.Refuse("iso3", "", "no State")
		}
		if err := state("iso3", iso3); err != nil {
			return err
		}
		id := strconv.Itoa(from) + "/" + iso3
		return r.members.Put(r.ctx, f, id, iso3, from, to, oneLine(rows.Get("regional_seats")), oneLine(rows.Get("source")), oneLine(rows.Get("confidence")))
	})
}

// readDecisions reads the table of decisions on names as /ngo/names.csv gives it. Only rows in which a person has spoken
// are taken: those whose rule says so, or whose verdict is not what the rules say.
func (r *run) readDecisions(f *imports.File, rows *csvfile.Reader) error {
	if err := need(f.Name, rows, "a", "b", "verdict", "rule"); err != nil {
		return err
	}
	return kind.Each(f, rows, func() error {
		a, b := ngo.Clean(rows.Get("a")), ngo.Clean(rows.Get("b"))
		d := ngo.Decision{A: a, B: b, Verdict: ngo.Verdict(strings.ToLower(strings.TrimSpace(rows.Get("verdict")))), Rule: ngo.Rule(strings.TrimSpace(rows.Get("rule")))}
		switch {
		case ngo.Key(a) == "":
			return kind.Refuse("a", a, "no name")
		case ngo.Key(b) == "":
			return kind.Refuse("b", b, "no name")
		case d.Verdict != ngo.Same && d.Verdict != ngo.Different && d.Verdict != ngo.Proposed:
			return kind.Refuse("verdict", rows.Get("verdict"), "not a verdict: same, different or proposed")
		case ngo.Key(a) == ngo.Key(b) && d.Verdict == ngo.Different:
			return kind.Refuse("verdict", rows.Get("verdict"), "these two differ only in case, accents, punctuation, legal form or short form, which the ledger cannot tell apart")
		case !d.ByPerson():
			f.Unchanged++ // what the rules say anyway
			return nil
		}
		return r.decisions.Put(r.ctx, f, d.ID(), a, b, string(d.Verdict), oneLine(rows.Get("note")))
	})
}
