// Package survival estimates how long things wait for a decision when some are still waiting: the Kaplan-Meier curve with
// its bands and median, the log-rank test between groups, and, where there are several kinds of decision, the share that
// met each by Aalen and Johansen.
//
// One that is still waiting when the data end is right-censored: its wait is known to be at least so long, and no more. To
// leave such waits out, or to take them for decided, makes every authority look quicker than it is.
//
// The numbers are those of survfit and survdiff of the R package survival (3.5), with which the tests compare them.
package survival
