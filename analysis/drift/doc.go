// Package drift follows what happens to proposals such as amendments, and how a voter's support for them changes over the
// years: counts of what was tabled, withdrawn, adopted and rejected, shares by year with Wilson's interval, a test for
// trend, and the steps from one vote to the next, as from abstention to opposition.
package drift
