package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"unhindered/report"
	"unhindered/storage"
)

// NewCase makes a case. With a thread, whoever wrote the report becomes a party, its consents enter the ledger, what it
// says becomes a source, and its files evidence.
func (s *Session) NewCase(ctx context.Context, n NewCase) (id string, err error) {
	m, err := s.vaultForCase(ctx, n)
	if err != nil {
		return "", err
	}
	header := n.Header
	if header.Stage == "" {
		header.Stage = StageDraft
	}
	header.Threads, header.DraftID, header.PublicationID = nil, newID(), newID()
	if err := header.Validate().orNil(); err != nil {
		return "", err
	}
	var from *linking
	if n.Thread != "" {
		if from, err = s.prepareLink(ctx, m.openVault, n.Thread); err != nil {
			return "", err
		}
		defer from.abort()
		header.Threads = []string{n.Thread}
	}
	id = newID()
	err = s.desk.write(ctx, m.openVault, s.name, func(tx *storage.Tx, log logger) error {
		if err := log(AuditLine{What: MadeCase, Case: id}); err != nil {
			return err
		}
		if err := items.put(ctx, tx, m.openVault, id, s.stamp(id, &header)); err != nil {
			return err
		}
		if from == nil {
			return nil
		}
		return from.write(ctx, tx, log, id)
	})
	if err != nil {
		return "", err
	}
	from.done()
	return id, s.desk.refresh(ctx, m.openVault, id)
}

// vaultForCase returns the vault that a new case goes to.
func (s *Session) vaultForCase(ctx context.Context, n NewCase) (membership, error) {
	if n.Thread != "" {
		m, err := s.vaultOf(ctx, aThread, n.Thread)
		if err == nil && n.Vault != "" && n.Vault != m.id {
			return membership{}, ErrNotFound
		}
		return m, err
	}
	if n.Vault != "" {
		return s.vault(n.Vault)
	}
	held, err := s.held()
	if err != nil {
		return membership{}, err
	}
	if len(held) != 1 {
		return membership{}, FieldErrors{{"vault", "Choose a vault."}}
	}
	return held[0], nil
}

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
			if err := put(&Source{Document: "Report received", Part: m.Day, Claim: claim, Reliability: "first hand"}); err != nil {
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

// OpenCase returns a case, with an audit line first.
func (s *Session) OpenCase(ctx context.Context, id string) (Case, error) {
	m, err := s.vaultOf(ctx, aCase, id)
	if err != nil {
		return Case{}, err
	}
	if err := s.audit(ctx, m.openVault, AuditLine{What: OpenedCase, Case: id}); err != nil {
		return Case{}, err
	}
	c, err := s.desk.readCase(ctx, s.desk.db, m.openVault, id)
	if err != nil {
		return Case{}, err
	}
	for _, thread := range c.Header.Data.Threads {
		infos, err := s.desk.threadInfos(ctx, m.openVault, thread)
		if err != nil {
			return Case{}, err
		}
		c.Threads = append(c.Threads, infos...)
	}
	c.warn(s.desk.today())
	return *c, nil
}

// readCase opens the newest version of everything in a case.
func (d *Desk) readCase(ctx context.Context, q querier, v *openVault, id string) (*Case, error) {
	all, err := items.ofCase(ctx, q, v, id)
	if err != nil {
		return nil, err
	}
	c := gather(v, id, all)
	if c.Header.ID == "" {
		return nil, ErrNotFound
	}
	rows, err := q.Query(ctx, "SELECT party, max(version) FROM identity WHERE vault = $1 AND case_id = $2 GROUP BY party", v.id, id)
	type version struct {
		party string
		n     int
	}
	versions, err := storage.Collect(rows, err, func(r storage.Row, i *version) error { return r.Scan(&i.party, &i.n) })
	for _, i := range versions {
		if slices.ContainsFunc(c.Parties, func(p Row[Party]) bool { return p.ID == i.party }) {
			c.Identities[i.party] = i.n
		}
	}
	return c, err
}

// gather sorts the newest items of a case into place.
func gather(v *openVault, id string, all []kept) *Case {
	c := &Case{ID: id, Vault: v.id, VaultName: v.name, Identities: map[string]int{}}
	for _, k := range all {
		switch k.Data.(type) {
		case *Header:
			c.Header, c.Created = rowOf[Header](k), k.Made
		case *Party:
			c.Parties = append(c.Parties, rowOf[Party](k))
		case *Act:
			c.Acts = append(c.Acts, rowOf[Act](k))
		case *Engagement:
			c.Engagements = append(c.Engagements, rowOf[Engagement](k))
		case *Actor:
			c.Actors = append(c.Actors, rowOf[Actor](k))
		case *Source:
			c.Sources = append(c.Sources, rowOf[Source](k))
		case *Evidence:
			c.Evidence = append(c.Evidence, rowOf[Evidence](k))
		case *Note:
			c.Notes = append(c.Notes, rowOf[Note](k))
		case *Action:
			c.Actions = append(c.Actions, rowOf[Action](k))
		case *Reply:
			c.Replies = append(c.Replies, rowOf[Reply](k))
		case *Consent:
			c.Consents = append(c.Consents, rowOf[Consent](k))
		case *Draft:
			c.Draft = rowOf[Draft](k)
		case *Publication:
			c.Publication = rowOf[Publication](k)
		}
	}
	slices.Reverse(c.Consents)
	c.Went = went(c.Publication)
	return c
}

// warn fills in what the case lacks or what somebody has to look at.
func (c *Case) warn(today string) {
	add := func(code, item, text string) { c.Warnings = append(c.Warnings, Warning{code, item, text}) }
	for _, act := range c.Acts {
		linked := slices.ContainsFunc(c.Engagements, func(e Row[Engagement]) bool { return e.ID == act.Data.Engagement })
		if !linked {
			add(WarnNoEngagement, act.ID, "This act does not say which cooperation with the UN it answered.")
		}
	}
	if p := c.Publication.Data; c.mustWithdraw(p, today) {
		add(WarnMustWithdraw, c.Publication.ID, "What is published rests on a consent that does not hold any more: withdraw it.")
	} else if p.Step == Requested || p.Step == WithdrawalRequested {
		add(WarnPending, c.Publication.ID, "A request waits for a second person's approval.")
	}
	for _, t := range c.Threads {
		if t.Withdrawn != "" {
			add(WarnWithdrawn, t.ID, "The person has withdrawn their report.")
		}
		if t.New > 0 {
			add(WarnUnread, t.ID, "The report has messages that nobody has opened.")
		}
		if len(t.unreadable) > 0 {
			add(WarnUnreadable, t.ID, "A message of the report could not be opened: it may have changed what the person consents to.")
		}
	}
	if h := c.Header.Data; h.Due != "" && h.Due <= today {
		add(WarnDue, c.ID, "Something is due.")
	}
}

// Cases lists the cases of the member's vaults, and how many there are without Limit and Offset.
func (s *Session) Cases(ctx context.Context, f CaseFilter) ([]CaseInfo, int, error) {
	held, err := s.held()
	if err != nil {
		return nil, 0, err
	}
	var all []CaseInfo
	for _, m := range held {
		if f.Vault != "" && f.Vault != m.id {
			continue
		}
		unread, err := s.desk.unread(ctx, m.id)
		if err != nil {
			return nil, 0, err
		}
		all = append(all, m.index.list(f, unread, s.desk.today())...)
	}
	slices.SortFunc(all, sorted(f.Sort))
	n := len(all)
	return window(all, f.Offset, f.Limit), n, nil
}

// unread returns the threads of a vault that have unopened envelopes.
func (d *Desk) unread(ctx context.Context, vault string) (map[string]bool, error) {
	rows, err := d.db.Query(ctx, "SELECT DISTINCT thread FROM envelope WHERE vault = $1 AND opened = 0", vault)
	threads, err := storage.Collect(rows, err, func(r storage.Row, id *string) error { return r.Scan(id) })
	set := make(map[string]bool, len(threads))
	for _, id := range threads {
		set[id] = true
	}
	return set, err
}

// list returns the lines that a filter chooses.
func (i *index) list(f CaseFilter, unread map[string]bool, today string) []CaseInfo {
	i.mu.RLock()
	defer i.mu.RUnlock()
	var all []CaseInfo
	for _, one := range i.cases {
		info := one.info
		if f.State != "" && info.State != f.State || f.Stage != "" && info.Stage != f.Stage ||
			f.Step != "" && info.Step != f.Step || f.DueBy != "" && (info.Due == "" || info.Due > f.DueBy) {
			continue
		}
		info.Warnings = slices.Clone(info.Warnings)
		for _, thread := range info.threads {
			if unread[thread] {
				info.warn(WarnUnread)
			}
			if i.threads[thread].Withdrawn != "" {
				info.warn(WarnWithdrawn)
			}
			if len(i.threads[thread].Unreadable) > 0 {
				info.warn(WarnUnreadable)
			}
		}
		if info.Due != "" && info.Due <= today {
			info.warn(WarnDue)
		}
		all = append(all, info)
	}
	return all
}

// sorted returns the order with a name.
func sorted(name string) func(a, b CaseInfo) int {
	switch name {
	case "title":
		return func(a, b CaseInfo) int { return strings.Compare(string(fold(a.Title)), string(fold(b.Title))) }
	case "due":
		last := func(day string) string {
			if day == "" {
				return "9999"
			}
			return day
		}
		return func(a, b CaseInfo) int { return strings.Compare(last(a.Due), last(b.Due)) }
	case "created":
		return func(a, b CaseInfo) int { return byTime(a.Created, b.Created, a, b) }
	}
	return newestFirst
}

func newestFirst(a, b CaseInfo) int { return byTime(a.Updated, b.Updated, a, b) }

func byTime(at, bt time.Time, a, b CaseInfo) int {
	if c := bt.Compare(at); c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}
