package desk

import (
	"context"
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
	return nil, errNotBuilt
}

// Versions returns all versions of one item, newest first, with an audit line first.
func (s *Session) Versions(ctx context.Context, caseID, id string) ([]Item, error) {
	return nil, errNotBuilt
}
