package study

import (
	"context"
	"fmt"

	"unhindered/record"
	"unhindered/record/letters"
	"unhindered/record/visits"
	"unhindered/un"
)

// requests are the waits of mandates that asked for a visit: from the first request that nothing has answered yet to the
// next answer, or to the day of which the source speaks.
func (w *Waiting) requests(ctx context.Context, r *record.Record) ([]WaitRow, error) {
	files, err := r.Visits.Files(ctx, "")
	if err != nil {
		return nil, err
	}
	var rows []WaitRow
	var undated, open int
	for _, f := range files {
		asked := un.Date("")
		add := func(to un.Date, decided bool, end string) {
			d, vague := middle(asked, to)
			if vague {
				w.vague++
			}
			row := WaitRow{ID: f.ID, Name: f.Visitor, Path: "/visits/" + f.ID, From: string(asked), To: string(to), Days: d, Decided: decided, End: end}
			switch w.Question.GroupBy {
			case "state":
				row.Group = f.State
			case "mandate":
				row.Group = f.Visitor
			}
			rows = append(rows, row)
			asked = ""
		}
		for _, e := range f.Events { // undated ones come last
			switch {
			case e.Ask() && e.Date == "", e.Ask() && (e.Kind == visits.For || e.Kind == visits.RemindFor) && asked == "":
				undated++
			case e.Ask() && asked == "":
				asked = e.Date
			case e.Answer() && asked != "" && e.Date == "":
				undated++
				asked = ""
			case e.Answer() && asked != "":
				add(e.Date, true, e.Kind)
			}
		}
		switch {
		case asked == "":
		case f.AsOf == "":
			open++
		default:
			add(f.AsOf, false, "no answer known")
		}
	}
	w.leave(undated, "Left out: waits whose request or answer has no date, or the date that was asked for in place of the date of asking")
	w.leave(open, "Left out, because their source does not say up to which day it speaks: requests without a known answer")
	return rows, nil
}

// replies are the waits of letters: from the letter to the reply, or to the day on which the source was read.
func (w *Waiting) replies(ctx context.Context, r *record.Record) ([]WaitRow, error) {
	rows, err := r.Letters.Sheets().Rows(ctx, &letters.Table)
	if err != nil {
		return nil, err
	}
	seen := map[string]un.Date{}
	for _, row := range rows {
		seen[row.ID] = row.Date("seen")
	}
	all, err := r.Letters.Letters(ctx, "")
	if err != nil {
		return nil, err
	}
	var waits []WaitRow
	var undated, open, unsaid int
	for _, l := range all {
		if l.Public() {
			continue
		}
		row := WaitRow{ID: l.ID, Name: l.Subject, Path: "/letters/" + l.ID, From: string(l.Date), End: l.Reply}
		switch w.Question.GroupBy {
		case "state":
			row.Group = l.State
		case "type":
			row.Group = l.Type
		}
		var to un.Date
		switch {
		case l.Reply == "":
			unsaid++
			continue
		case l.Date == "" || l.Reply == "yes" && l.ReplyDate == "":
			undated++
			continue
		case l.Reply == "yes":
			to, row.Decided, row.End = l.ReplyDate, true, "reply"
		case seen[l.ID] == "":
			open++
			continue
		default:
			to, row.End = seen[l.ID], "no reply known"
		}
		var vague bool
		if row.Days, vague = middle(l.Date, to); vague {
			w.vague++
		}
		row.To = string(to)
		waits = append(waits, row)
	}
	w.leave(undated, "Left out: letters that have no date, or whose reply has none")
	w.leave(open, "Left out, because the source does not say until when none had come, so that the curve is lower than the truth: letters without a reply")
	w.leave(unsaid, "Left out, because no source says whether there was a reply: letters")
	return waits, nil
}

// middle is the middle of the shortest and the longest time between two dates, in days, and whether these differ.
func middle(from, to un.Date) (days float64, vague bool) {
	least, most := visits.Days(from, to)
	if most < least {
		most = least
	}
	return float64(least+most) / 2, least != most
}

// definition says from when to when a wait is counted.
func (w *Waiting) definition() string {
	switch w.Question.Ledger {
	case "visits":
		return "A wait begins with a mandate's first dated request or reminder to a State that nothing has answered yet, and ends with the next answer: agreed, postponed, completed, declined or cancelled. Without one it is known to last until the day of which the source speaks, and no more (right-censored)."
	case "letters":
		return "A wait begins with the date of a letter and ends with the date of the State's reply. A letter to which none is known waits at least until the day on which the source was read (right-censored). News releases and public statements ask for no reply and are left out. That a reply came does not mean that it answers."
	}
	text := "A wait is one application for consultative status, as the lists of the Committee's reports have it: it begins on the date that stands for the session that first lists it, and ends on that of the session that recommends it, declines it, closes it or notes its withdrawal; all four are decisions here. "
	if w.Question.Entry == "known" {
		text += "It counts if that first session lists it as new, put off or recommended at once. "
	} else {
		text += "It counts from the first session that lists it in any way, whether as new or not. "
	}
	text += "An application that is put off at the newest session"
	if w.Newest != "" {
		text += fmt.Sprintf(" (%s)", w.Newest)
	}
	return text + ", or was put off earlier and stands on no list since, is known to have waited until then and no more (right-censored). Names are joined over the sessions by the rules that the ledger shows (/ngo/names)."
}
