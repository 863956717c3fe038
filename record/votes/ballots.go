package votes

import "slices"

// States returns the codes of all States that any roll call names, by the numbers that Ballots has for them. The numbers
// hold for this Ledger only.
func (l *Ledger) States() []string { return slices.Clone(l.states) }

// Ballots returns what all States did in a decision, by their numbers (see Ledger.States); States beyond its end did
// nothing. It must not be changed.
func (d *Decision) Ballots() []Ballot { return d.ballots }
