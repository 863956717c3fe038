package desk

import (
	"context"
	"slices"
	"strings"

	"unhindered/report"
	"unhindered/storage"
)

// AddToCase adds a report to a case of the same vault, as NewCase does. Adding it twice changes nothing. A report belongs
// to one case at most: FieldErrors if it is in another.
func (s *Session) AddToCase(ctx context.Context, thread, caseID string) error {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return err
	}
	if t, err := s.vaultOf(ctx, aThread, thread); err != nil || t.id != m.id {
		return ErrNotFound
	}
	v := m.openVault
	v.index.mu.RLock()
	state := v.index.threads[thread]
	v.index.mu.RUnlock()
	if state.Case == caseID {
		return nil
	}
	from, err := s.prepareLink(ctx, v, thread)
	if err != nil {
		return err
	}
	defer from.abort()
	err = s.desk.write(ctx, v, s.name, func(tx *storage.Tx, log logger) error {
		newest, err := items.newest(ctx, tx, v, caseID, caseID)
		if err != nil {
			return err
		}
		header := *newest.Data.(*Header)
		header.Threads = append(slices.Clone(header.Threads), thread)
		if _, err := s.desk.advance(ctx, tx, v, caseID, newest, s.name, &header); err != nil {
			return err
		}
		return from.write(ctx, tx, log, caseID)
	})
	if err != nil {
		return err
	}
	from.done()
	return s.desk.refresh(ctx, v, caseID)
}

// A linking is a report on its way into a case.
type linking struct {
	s        *Session
	v        *openVault
	thread   string
	messages []Message
	evidence []*Evidence // sealed, waiting for their rows
	state    threadState
	kept     bool
}

// prepareLink opens the messages of a thread, with an audit line first, and copies its files.
func (s *Session) prepareLink(ctx context.Context, v *openVault, thread string) (*linking, error) {
	v.index.mu.RLock()
	state := v.index.threads[thread]
	v.index.mu.RUnlock()
	if state.Case != "" {
		return nil, FieldErrors{{"thread", "This report belongs to a case already."}}
	}
	err := s.desk.write(ctx, v, s.name, func(tx *storage.Tx, log logger) error {
		if err := log(AuditLine{What: OpenedThread, Thread: thread}); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "UPDATE envelope SET opened = 1 WHERE thread = $1 AND vault = $2", thread, v.id)
		return err
	})
	if err != nil {
		return nil, err
	}
	l := &linking{s: s, v: v, thread: thread}
	if l.messages, err = s.desk.readThread(ctx, v, thread); err != nil {
		return nil, err
	}
	if err := s.desk.noteThread(ctx, v, thread, l.messages); err != nil {
		return nil, err
	}
	for _, m := range l.messages {
		if m.Kind == report.Withdraw {
			return nil, ErrWithdrawnThread
		}
	}
	for _, m := range l.messages {
		for n := range m.Files {
			evidence, err := s.copyThreadFile(ctx, v, thread, m.ID, n+1)
			if unreadableFile(err) {
				continue // the message in the thread says that it is there and does not open
			}
			if err != nil {
				l.abort()
				return nil, err
			}
			evidence.Date = "" // the day of arrival says nothing about the file
			l.evidence = append(l.evidence, evidence)
		}
	}
	return l, nil
}

// write adds everything to the case, within the transaction that makes or changes it.
func (l *linking) write(ctx context.Context, tx *storage.Tx, log logger, caseID string) error {
	s, d := l.s, l.s.desk
	if err := log(AuditLine{What: LinkedThread, Case: caseID, Thread: l.thread}); err != nil {
		return err
	}
	put := func(data Data) error { return items.put(ctx, tx, l.v, caseID, s.stamp(newID(), data)) }
	party := &Party{Label: "Whoever reported", Role: Reporter, Is: OnePerson, Thread: l.thread}
	if err := put(party); err != nil {
		return err
	}
	for _, m := range l.messages {
		if claim := claimOf(m); claim != "" {
			if err := put(&Source{Document: "Report received", Part: m.Day, Claim: claim, Reliability: "first hand", Thread: l.thread}); err != nil {
				return err
			}
		}
	}
	for _, evidence := range l.evidence {
		if err := put(evidence); err != nil {
			return err
		}
		if err := addFileRow(ctx, tx, l.v, caseID, evidence.Blob); err != nil {
			return err
		}
	}
	var err error
	l.state, err = d.changeState(ctx, tx, l.v, l.thread, func(state *threadState) {
		state.Case = caseID
		state.note(l.messages)
	})
	if err != nil {
		return err
	}
	return d.process(ctx, tx, log, l.v, caseID, l.thread, s.name, l.messages)
}

// done puts what was written into the index.
func (l *linking) done() {
	if l != nil {
		l.kept = true
		l.v.index.setThread(l.thread, l.state)
	}
}

// abort removes the copied files unless they were kept.
func (l *linking) abort() {
	if l == nil || l.kept {
		return
	}
	for _, evidence := range l.evidence {
		l.s.desk.removeUnlessKept(evidence.Blob)
	}
}

// claimOf puts what a person wrote into one text.
func claimOf(m Message) string {
	if m.Unreadable != "" || m.Kind != report.Report && m.Kind != report.Addition {
		return ""
	}
	var b strings.Builder
	for _, part := range []struct{ label, text string }{
		{"What happened", m.What}, {"To whom", m.Whom}, {"Where", m.Where}, {"When", m.When}, {"Cooperation", m.Cooperation},
	} {
		if part.text != "" {
			b.WriteString(part.label + ": " + part.text + "\n")
		}
	}
	return b.String()
}
