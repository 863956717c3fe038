package desk

import (
	"context"
	"slices"

	"unhindered/report"
	"unhindered/storage"
)

// processWaiting takes what people changed about their consents, in messages that nobody has processed, into the ledgers
// of the cases that their threads belong to.
func (d *Desk) processWaiting(ctx context.Context, v *openVault) error {
	rows, err := d.db.Query(ctx, "SELECT DISTINCT thread FROM envelope WHERE vault = $1 AND processed = 0", v.id)
	threads, err := storage.Collect(rows, err, func(r storage.Row, id *string) error { return r.Scan(id) })
	if err != nil {
		return err
	}
	who := d.someoneIn(v)
	for _, thread := range threads {
		v.index.mu.RLock()
		state := v.index.threads[thread]
		v.index.mu.RUnlock()
		if state.Case == "" || who == "" {
			continue // processed when it is added to a case, or when somebody is there
		}
		messages, err := d.readThread(ctx, v, thread)
		if err != nil {
			return err
		}
		err = d.write(ctx, v, who, func(tx *storage.Tx, log logger) error {
			if state, err = d.changeState(ctx, tx, v, thread, func(s *threadState) { s.note(messages) }); err != nil {
				return err
			}
			return d.process(ctx, tx, log, v, state.Case, thread, who, messages)
		})
		if err != nil {
			return err
		}
		v.index.setThread(thread, state)
		if err := d.refresh(ctx, v, state.Case); err != nil {
			return err
		}
	}
	return nil
}

// someoneIn returns the name of a member whose session holds the vault, the first by name; "" if there is none.
func (d *Desk) someoneIn(v *openVault) string {
	var names []string
	for _, s := range d.liveSessions() {
		if m, err := s.vault(v.id); err == nil && m.openVault == v {
			names = append(names, s.name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return slices.Min(names)
}

// process takes the consents of messages that were not processed yet into the ledger of a case, oldest first, within a
// transaction.
func (d *Desk) process(ctx context.Context, tx *storage.Tx, log logger, v *openVault, caseID, thread, who string, messages []Message) error {
	changed := false
	for _, m := range messages {
		n, err := tx.Exec(ctx, "UPDATE envelope SET processed = 1 WHERE id = $1 AND processed = 0", m.ID)
		if err != nil {
			return err
		}
		if n == 0 || m.Unreadable != "" {
			continue
		}
		switch {
		case m.Kind == report.Withdraw:
			err = d.withdrawAll(ctx, tx, v, caseID, thread, who, m)
			if err == nil {
				err = log(AuditLine{What: ThreadWithdrawn, Case: caseID, Thread: thread, Item: m.ID, Note: "processed under session of " + who})
			}
		case len(m.Consents) > 0:
			err = d.takeConsents(ctx, tx, v, caseID, thread, who, m)
			if err == nil {
				err = log(AuditLine{What: ConsentArrived, Case: caseID, Thread: thread, Item: m.ID, Note: "processed under session of " + who})
			}
		default:
			continue
		}
		if err != nil {
			return err
		}
		changed = true
	}
	if !changed {
		return nil
	}
	return d.flagPublication(ctx, tx, v, caseID, who)
}

// takeConsents takes what one message says of each purpose into the ledger: what is given becomes a line, what was given
// before and is not any more is withdrawn, and what was never given becomes a refusal, once.
func (d *Desk) takeConsents(ctx context.Context, tx *storage.Tx, v *openVault, caseID, thread, who string, m Message) error {
	all, err := items.ofCase(ctx, tx, v, caseID)
	if err != nil {
		return err
	}
	party := WhoeverReported
	for _, k := range all {
		if p, ok := k.Data.(*Party); ok && p.Thread == thread {
			party = k.ID
		}
	}
	for _, said := range m.Consents {
		if !said.Purpose.Known() {
			continue
		}
		holds, known := false, false
		for _, k := range all {
			c, ok := k.Data.(*Consent)
			if !ok || c.Thread != thread || c.Purpose != said.Purpose || c.Partner != said.Partner || c.Channel != ByDrop {
				continue
			}
			known = true
			if !c.Given || c.Withdrawn != "" {
				continue
			}
			if said.Given {
				holds = true
				continue
			}
			withdrawn := *c
			withdrawn.Withdrawn = m.Day
			if _, err := d.advance(ctx, tx, v, caseID, k, who, &withdrawn); err != nil {
				return err
			}
		}
		if holds || !said.Given && known {
			continue
		}
		now := d.now().UTC()
		line := &Consent{For: party, GivenBy: "self", Purpose: said.Purpose, Partner: cutBytes(said.Partner, maxLine), Given: said.Given,
			Wording: said.Wording, Language: m.Language, Channel: ByDrop, Day: m.Day, Thread: thread, Envelope: m.ID}
		k := kept{Item{ID: newID(), Version: 1, By: who, At: now, Op: Created, Data: line}, now}
		if err := items.put(ctx, tx, v, caseID, k); err != nil {
			return err
		}
	}
	return nil
}

// withdrawAll withdraws every consent that came on a thread, and every other one of the party that wrote it.
func (d *Desk) withdrawAll(ctx context.Context, tx *storage.Tx, v *openVault, caseID, thread, who string, m Message) error {
	all, err := items.ofCase(ctx, tx, v, caseID)
	if err != nil {
		return err
	}
	wrote := map[string]bool{}
	for _, k := range all {
		if p, ok := k.Data.(*Party); ok && p.Thread == thread {
			wrote[k.ID] = true
		}
	}
	for _, k := range all {
		c, ok := k.Data.(*Consent)
		if !ok || c.Withdrawn != "" || c.Thread != thread && !wrote[c.For] {
			continue
		}
		withdrawn := *c
		withdrawn.Withdrawn = m.Day
		if _, err := d.advance(ctx, tx, v, caseID, k, who, &withdrawn); err != nil {
			return err
		}
	}
	return nil
}
