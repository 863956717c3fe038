// Package ngo is the ledger of the Committee on Non-Governmental Organizations of the Economic and Social Council: which
// organisations apply for consultative status, how long they wait, after how many questions and by whom, what the
// Committee decides, and who votes how.
//
// Its rows come from lists that the Committee's reports annex (a list, a session, a name). One organisation is written in
// several ways over the years, so the package joins names by rules that can be read, reviewed and corrected: see Decision.
package ngo
