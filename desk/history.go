package desk

import (
	"context"
	"slices"
	"time"
)

// A Change is one version of one item of a case.
type Change struct {
	Item    string
	Kind    Kind
	Title   string // what the item is called in lists
	Version int
	By      string
	At      time.Time
	Op      Op
	Diff    []FieldDiff // Base is before, Yours after; nothing for an identity, which is opened on its own
}

// History returns every change of a case, newest first, with an audit line first.
func (s *Session) History(ctx context.Context, caseID string) ([]Change, error) {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return nil, err
	}
	if err := s.audit(ctx, m.openVault, AuditLine{What: OpenedHistory, Case: caseID}); err != nil {
		return nil, err
	}
	all, err := items.history(ctx, s.desk.db, m.openVault, caseID, "")
	if err != nil {
		return nil, err
	}
	names, err := identities.history(ctx, s.desk.db, m.openVault, caseID, "")
	if err != nil {
		return nil, err
	}
	changes := append(changesOf(all, true), changesOf(names, false)...)
	slices.SortStableFunc(changes, func(a, b Change) int {
		if c := b.At.Compare(a.At); c != 0 {
			return c
		}
		return b.Version - a.Version
	})
	return changes, nil
}

// changesOf compares each version with the one before. all holds each item's versions in order.
func changesOf(all []kept, show bool) []Change {
	before := map[string]kept{}
	var changes []Change
	for _, k := range all {
		c := Change{Item: k.ID, Kind: k.Data.Kind(), Version: k.Version, By: k.By, At: k.At, Op: k.Op}
		if show {
			c.Title = title(k.Data)
			if k.gone() {
				c.Title = title(before[k.ID].Data)
			} else {
				c.Diff = diff(before[k.ID].Data, nil, k.Data)
			}
		}
		before[k.ID] = k
		changes = append(changes, c)
	}
	return changes
}

// Versions returns all versions of one item, newest first, with an audit line first.
func (s *Session) Versions(ctx context.Context, caseID, id string) ([]Item, error) {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return nil, err
	}
	if err := s.audit(ctx, m.openVault, AuditLine{What: OpenedHistory, Case: caseID, Item: id}); err != nil {
		return nil, err
	}
	all, err := items.history(ctx, s.desk.db, m.openVault, caseID, id)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, ErrNotFound
	}
	versions := make([]Item, len(all))
	for n, k := range all {
		versions[len(all)-1-n] = k.Item
	}
	return versions, nil
}
