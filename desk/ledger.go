package desk

import (
	"context"
	"slices"

	"unhindered/report"
	"unhindered/storage"
)

// Consents returns the consent ledger of a case, newest first, with an audit line first.
func (s *Session) Consents(ctx context.Context, caseID string) ([]Row[Consent], error) {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return nil, err
	}
	if err := s.audit(ctx, m.openVault, AuditLine{What: OpenedConsents, Case: caseID}); err != nil {
		return nil, err
	}
	c, err := s.desk.readCase(ctx, s.desk.db, m.openVault, caseID)
	if err != nil {
		return nil, err
	}
	return c.Consents, nil
}

// AddConsent adds a line to the consent ledger. A consent that a person gave through the drop cannot be written by hand.
func (s *Session) AddConsent(ctx context.Context, caseID string, c Consent) (Row[Consent], error) {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return Row[Consent]{}, err
	}
	errs := c.Validate()
	if c.Channel == ByDrop {
		errs.add("channel", "What comes through the drop enters the ledger by itself. Choose how you were told.")
	}
	if c.Day > s.desk.today() {
		errs.add("day", "This day has not come yet.")
	}
	if c.For == WhoeverReported {
		if all, err := s.desk.readCase(ctx, s.desk.db, m.openVault, caseID); err != nil {
			return Row[Consent]{}, err
		} else if !slices.Contains(all.Header.Data.Threads, c.Thread) {
			errs.add("for", "Choose a report of the case, or a party.")
		}
	} else {
		k, err := items.newest(ctx, s.desk.db, m.openVault, caseID, c.For)
		if err != nil || k.gone() || k.Data.Kind() != KindParty {
			errs.add("for", "Choose a party of the case.")
		}
	}
	if err := errs.orNil(); err != nil {
		return Row[Consent]{}, err
	}
	c.Envelope = ""
	var k kept
	err = s.desk.write(ctx, m.openVault, s.name, func(tx *storage.Tx, log logger) error {
		k = s.stamp(newID(), &c)
		if err := items.put(ctx, tx, m.openVault, caseID, k); err != nil {
			return err
		}
		if err := log(AuditLine{What: SavedItem, Case: caseID, Item: k.ID, Note: string(KindConsent)}); err != nil {
			return err
		}
		// A consent given again makes good what an earlier withdrawal took from a publication.
		return s.desk.flagPublication(ctx, tx, m.openVault, caseID, s.name)
	})
	if err != nil {
		return Row[Consent]{}, err
	}
	return rowOf[Consent](k), s.desk.refresh(ctx, m.openVault, caseID)
}

// WithdrawConsent marks a line of the ledger as withdrawn from a day on ("" is today) and returns every place that facts
// of the case went to and are still.
func (s *Session) WithdrawConsent(ctx context.Context, caseID, consent, day string) ([]Went, error) {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return nil, err
	}
	if day == "" {
		day = s.desk.today()
	}
	var errs FieldErrors
	errs.day("withdrawn", day)
	if err := errs.orNil(); err != nil {
		return nil, err
	}
	err = s.desk.write(ctx, m.openVault, s.name, func(tx *storage.Tx, log logger) error {
		newest, err := items.newest(ctx, tx, m.openVault, caseID, consent)
		if err != nil {
			return err
		}
		was, ok := newest.Data.(*Consent)
		if !ok || newest.gone() {
			return ErrNotFound
		}
		if was.Withdrawn != "" && was.Withdrawn <= day {
			return nil
		}
		c := *was
		c.Withdrawn = day
		if _, err := s.desk.advance(ctx, tx, m.openVault, caseID, newest, s.name, &c); err != nil {
			return err
		}
		if err := log(AuditLine{What: SavedItem, Case: caseID, Item: consent, Note: "withdrawn"}); err != nil {
			return err
		}
		return s.desk.flagPublication(ctx, tx, m.openVault, caseID, s.name)
	})
	if err != nil {
		return nil, err
	}
	if err := s.desk.refresh(ctx, m.openVault, caseID); err != nil {
		return nil, err
	}
	c, err := s.desk.readCase(ctx, s.desk.db, m.openVault, caseID)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(c.Went, func(w Went) bool { return w.Gone }), nil
}

// Allowed answers whether a purpose is consented to for a party on a day, and how exact dates and places may be
// published. party is an item ID, or WhoeverReported with the ID of the thread. Named consent covers the same without the
// name. Of several lines that hold, the one that allows most decides; a party's word through the drop and through an
// interview count alike.
func (c *Case) Allowed(purpose report.Purpose, party, thread, day string) Grant {
	covers := []report.Purpose{purpose}
	switch purpose {
	case report.PublishAnonymous:
		covers = append(covers, report.PublishNamed)
	case report.SGAnonymous:
		covers = append(covers, report.SGNamed)
	}
	best := Grant{Dates: ToYear, Places: ToCountry}
	for _, row := range c.Consents {
		line := row.Data
		if !slices.Contains(covers, line.Purpose) || !line.Holds(day) || !c.speaksFor(line, party, thread) {
			continue
		}
		g := Grant{OK: true, Dates: or(line.Dates, ToYear), Places: or(line.Places, ToCountry), Consent: row}
		if !best.OK || finer(g.Dates, best.Dates) || finer(g.Places, best.Places) {
			if best.OK { // each line allows what it says; what they allow together is the finest of each
				g.Dates, g.Places = finest(g.Dates, best.Dates), finest(g.Places, best.Places)
			}
			best = g
		}
	}
	return best
}

// speaksFor tells whether a line of the ledger is about a party: by its ID, or by the thread that the party wrote.
func (c *Case) speaksFor(line Consent, party, thread string) bool {
	if line.For == party && party != WhoeverReported {
		return true
	}
	if line.Thread == "" || line.For != WhoeverReported && line.Channel != ByDrop {
		return false
	}
	return line.Thread == thread || slices.ContainsFunc(c.Parties, func(p Row[Party]) bool {
		return p.ID == party && p.Data.Thread == line.Thread
	})
}

func or(p, otherwise Precision) Precision {
	if p == "" {
		return otherwise
	}
	return p
}

// finer tells whether a is more exact than b; both are of dates, or both of places.
func finer(a, b Precision) bool { return rank(a) > rank(b) }

func finest(a, b Precision) Precision {
	if finer(a, b) {
		return a
	}
	return b
}

func rank(p Precision) int {
	return max(slices.Index(DatePrecisions(), p), slices.Index(PlacePrecisions(), p))
}

// went lists where facts of a case went.
func went(p Row[Publication]) []Went {
	if p.Data.EntryID == "" {
		return nil
	}
	what := "in the register"
	if len(p.Data.Live) == 0 {
		what = "withdrawn from the register"
	}
	return []Went{{To: "register", ID: p.Data.EntryID, Day: p.Data.Day, What: what, Gone: len(p.Data.Live) == 0}}
}
