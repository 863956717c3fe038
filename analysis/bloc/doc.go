// Package bloc finds groups of members that are closer to each other than to the rest, given how close every two are, and
// says how sure the groups are: how they change with the resolution, with the order in which members are looked at and with
// the sample of votes, and how members move from one time to the next.
//
// The groups are communities of greatest modularity (Newman 2006; Reichardt and Bornholdt 2006 for the resolution), found by
// the method of Blondel and others (2008). There is no true number of groups: a higher resolution gives more and smaller
// ones. A division that does not last over a range of resolutions, or does not come back when the votes are drawn anew, is
// not one to speak of.
package bloc
