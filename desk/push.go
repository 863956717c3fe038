package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"unhindered/record/register"
	"unhindered/storage"
)

// push carries out what was approved. The key was stored before, so doing it twice does it once.
func (d *Desk) push(ctx context.Context, v *openVault, caseID, who string, p Publication) (Publication, error) {
	if d.record == nil {
		return p, ErrNoDoor
	}
	var done register.Published
	var err error
	lost := false // consent was withdrawn while it was on its way
	if p.Step == Publishing {
		var entry register.Entry
		if json.Unmarshal(p.Entry, &entry) != nil {
			return p, ErrDamaged
		}
		c, err := d.readCase(ctx, d.db, v, caseID)
		if err != nil {
			return p, err
		}
		if lost = Blocking(c.checkConsent(needs{p.Named, p.Dates, p.Places}, d.today())); lost {
			entry = placeholder(entry)
		}
		done, err = d.record.Publish(ctx, p.Key, entry)
		if err != nil {
			return p, fmt.Errorf("%w: %w", ErrOnItsWay, err)
		}
	} else {
		done, err = d.record.Withdraw(ctx, p.Key, p.EntryID)
	}
	if err != nil {
		return p, fmt.Errorf("%w: %w", ErrOnItsWay, err)
	}
	after, err := d.step(ctx, v, caseID, who, func(tx *storage.Tx, log logger, c *Case) (Publication, error) {
		now := c.Publication.Data
		if now.Key != p.Key || now.Step != p.Step {
			return now, errDone
		}
		deed := PublishedIt
		if lost {
			now.Step, now.EntryID, now.Version, now.Key = Withdrawing, done.ID, done.Version, newID()
			now.Entry, now.Named, now.Dates, now.Places = nil, nil, "", ""
			now.Reason = "Consent was withdrawn before the record had answered."
			return now, log(AuditLine{What: AskedWithdrawal, Case: caseID, Note: now.Reason})
		}
		if now.Step == Publishing {
			now.Step, now.EntryID, now.Version = Published, done.ID, done.Version
			now.Live, now.LiveDraft = now.Entry, now.Draft
			now.LiveNamed, now.LiveDates, now.LivePlaces = now.Named, now.Dates, now.Places
		} else {
			deed = WithdrewIt
			now.Step, now.Live = Withdrawn, nil
			now.LiveNamed, now.LiveDates, now.LivePlaces = nil, "", ""
		}
		now.Leaf, now.Commitment, now.Day, now.MustWithdraw = done.Leaf, done.Commitment, d.today(), false
		now.Entry, now.Named, now.Dates, now.Places, now.Key = nil, nil, "", "", ""
		now.MustWithdraw = c.mustWithdraw(now, d.today())
		return now, log(AuditLine{What: deed, Case: caseID, Note: strings.TrimSpace(done.ID + " " + done.Commitment)})
	})
	if errors.Is(err, errDone) { // somebody else was faster: the record did it once
		c, err := d.readCase(ctx, d.db, v, caseID)
		if err != nil {
			return p, err
		}
		return c.Publication.Data, nil
	}
	if err != nil {
		return p, err
	}
	if err := d.refresh(ctx, v, caseID); err != nil || !lost {
		return after, err
	}
	return d.push(ctx, v, caseID, who, after)
}

// placeholder is pushed in the place of an approved entry for which consent was withdrawn before the record had answered.
// Nobody can know whether the record had taken the entry. If it had, the same key changes nothing and tells its ID; if it
// had not, it now has an entry that tells nothing. Either is withdrawn at once.
func placeholder(e register.Entry) register.Entry {
	return register.Entry{ID: e.ID, Subject: "Withdrawn before publication", Kind: e.Kind, State: e.State, Fictional: e.Fictional,
		Summary: "Withdrawn before publication.", Acts: e.Acts, Sources: []register.Source{{Document: protectedSource}}}
}

var errDone = errors.New("done already")

// Resume carries out approved publications and withdrawals that could not be finished.
func (s *Session) Resume(ctx context.Context) error {
	held, err := s.held()
	if err != nil {
		return err
	}
	var errs []error
	for _, m := range held {
		errs = append(errs, s.desk.resumeVault(ctx, m.openVault, s.name))
	}
	return errors.Join(errs...)
}

// resumeVault carries out what was approved in a vault and not finished.
func (d *Desk) resumeVault(ctx context.Context, v *openVault, who string) error {
	if d.record == nil {
		return nil
	}
	v.index.mu.RLock()
	var waiting []string
	for id, one := range v.index.cases {
		if one.info.Step == Publishing || one.info.Step == Withdrawing {
			waiting = append(waiting, id)
		}
	}
	v.index.mu.RUnlock()
	var errs []error
	for _, id := range waiting {
		c, err := d.readCase(ctx, d.db, v, id)
		if err == nil && (c.Publication.Data.Step == Publishing || c.Publication.Data.Step == Withdrawing) {
			_, err = d.push(ctx, v, id, who, c.Publication.Data)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// mustWithdraw tells whether what is live rests on a consent that does not hold on a day.
func (c *Case) mustWithdraw(p Publication, today string) bool {
	return len(p.Live) > 0 && Blocking(c.checkConsent(needs{p.LiveNamed, p.LiveDates, p.LivePlaces}, today))
}

// flagPublication marks the publication of a case, within a transaction that changed its ledger, if it now has to be
// withdrawn, and unmarks it if it does not any more.
func (d *Desk) flagPublication(ctx context.Context, tx *storage.Tx, v *openVault, caseID, who string) error {
	c, err := d.readCase(ctx, tx, v, caseID)
	if err != nil {
		return err
	}
	p := c.Publication.Data
	must := c.mustWithdraw(p, d.today())
	if must == p.MustWithdraw {
		return nil
	}
	p.MustWithdraw = must
	return d.putPublication(ctx, tx, v, c, who, p)
}
