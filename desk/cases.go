package desk

import (
	"context"
	"slices"

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
		m.index.mu.RLock()
		state := m.index.threads[thread]
		m.index.mu.RUnlock()
		if u, unkept := state.unkept(thread, c.restOf(thread, s.desk.today())); unkept {
			c.Unkept = append(c.Unkept, u)
		}
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
	for _, u := range c.Unkept {
		add(WarnUnkept, u.Thread, "Whoever reported did not allow this to be kept: erase it.")
	}
	for _, t := range c.Threads {
		if t.Withdrawn != "" && slices.ContainsFunc(c.Unkept, func(u Unkept) bool { return u.Thread == t.ID }) {
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
