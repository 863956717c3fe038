package desk

import "context"

// A Report is what Verify found.
type Report struct {
	Items, Envelopes, Files, Lines int      // that were checked
	Faults                         []string // in words, without content; empty if all is well
}

// Verify checks, without keys, that the database is whole, that every row is well formed, and that the sealed files are
// those that it names.
func (d *Desk) Verify(ctx context.Context) (Report, error) { return Report{}, errNotBuilt }

// Verify checks what is in the member's vaults: that everything opens and that the audit chains hold.
func (s *Session) Verify(ctx context.Context) (Report, error) { return Report{}, errNotBuilt }
