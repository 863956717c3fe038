package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"unhindered/record/register"
	"unhindered/un"
)

// protectedSource stands for every source of a case that is not open.
const protectedSource = "Information received by the team; the source is protected"

// build makes the public entry of a draft: nothing goes in that the draft does not choose.
func build(c *Case, d Draft) register.Entry {
	e := register.Entry{
		Subject: d.Subject, Kind: d.SubjectKind, Named: len(d.Named) > 0, State: c.Header.Data.State,
		DateNote: d.DateNote, Place: d.Place, Summary: d.Summary, Actor: d.Actor, Engagement: d.Engagement,
		Outcome: d.Outcome, Notes: d.Notes, Context: d.Context, Fictional: c.Header.Data.Fictional,
		Acts: []string{}, Sources: []register.Source{},
	}
	if len(c.Publication.Data.Live) > 0 {
		e.ID = c.Publication.Data.EntryID
	}
	for _, act := range chosen(c.Acts, d.Acts) {
		if !slices.Contains(e.Acts, act.Type) {
			e.Acts = append(e.Acts, act.Type)
		}
		from, to := coarsen(act.From, d.Dates), coarsen(act.To, d.Dates)
		if from != "" && (e.From == "" || from < e.From) {
			e.From = from
		}
		if last := max(from, to); last > e.To {
			e.To = last
		}
	}
	if e.To == e.From {
		e.To = ""
	}
	body := func(code string) {
		if code != "" && !slices.Contains(e.Bodies, code) {
			e.Bodies = append(e.Bodies, code)
		}
	}
	for _, engagement := range chosen(c.Engagements, d.Engagements) {
		body(engagement.Body)
	}
	for _, a := range chosen(c.Actions, d.Actions) {
		body(a.Body)
		e.Actions = append(e.Actions, register.Action{Date: a.Date, Type: a.Type, Symbol: a.Symbol, Text: a.Text, Source: c.sourceName(a.Source)})
	}
	for _, r := range chosen(c.Replies, d.Replies) {
		e.Replies = append(e.Replies, register.Reply{Date: r.Date, Symbol: r.Symbol, Text: r.Text, Assessment: assessment(r), Source: c.sourceName(r.Source)})
	}
	protected := false
	for _, s := range chosen(c.Sources, d.Sources) {
		if s.Open {
			e.Sources = append(e.Sources, register.Source{Document: s.Document, Part: s.Part, Address: s.Address})
		} else {
			protected = true
		}
	}
	if protected {
		e.Sources = append(e.Sources, register.Source{Document: protectedSource})
	}
	return e
}

// chosen returns the data of the rows with the given IDs, in the order of the rows.
func chosen[T any](rows []Row[T], ids []string) []T {
	var data []T
	for _, row := range rows {
		if slices.Contains(ids, row.ID) {
			data = append(data, row.Data)
		}
	}
	return data
}

// coarsen cuts a date to a precision.
func coarsen(d un.Date, to Precision) un.Date {
	n := map[Precision]int{ToYear: 4, ToMonth: 7}[to]
	if n > 0 && len(d) > n {
		return d[:n]
	}
	return d
}

// sourceName returns how a source is cited beside a fact; "" for one that is not open.
func (c *Case) sourceName(id string) string {
	for _, s := range c.Sources {
		if s.ID == id && s.Data.Open {
			if s.Data.Part != "" {
				return s.Data.Document + ", " + s.Data.Part
			}
			return s.Data.Document
		}
	}
	return ""
}

// assessment says how a reply deals with the questions it was asked.
func assessment(r Reply) string {
	if len(r.Questions) == 0 {
		return ""
	}
	answered := 0
	for _, q := range r.Questions {
		if q.Grade == "answered" {
			answered++
		}
	}
	return fmt.Sprintf("%d of %d questions answered", answered, len(r.Questions))
}

// freeze returns the exact bytes of an entry and their SHA-256 in hex.
func freeze(e register.Entry) ([]byte, string, error) {
	frozen, err := json.Marshal(e)
	sum := sha256.Sum256(frozen)
	return frozen, hex.EncodeToString(sum[:]), err
}
