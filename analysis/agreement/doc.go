// Package agreement measures how alike the members of a voting body vote: for pairs, the share of roll calls in which
// both voted the same; for groups, the agreement index of Hix, Noury and Roland, and Rice's index of cohesion.
//
// A member that was absent, or was no member, has no vote in a roll call. Such a roll call says nothing of the member:
// it counts neither for nor against agreement. An abstention is a vote of its own kind, not a lesser no.
//
// Votes are held as bits, one plane each for yes, no and abstain, so that all pairs of 200 members over thousands of
// roll calls take milliseconds.
package agreement
