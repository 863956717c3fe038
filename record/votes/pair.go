package votes

import (
	"fmt"
	"strings"

	"unhindered/un"
)

// pair joins decisions that two sources have: roll calls of the Assembly in Voeten's data and in the UN Digital Library, and
// texts of the Council in the catalogue of the OHCHR library and in DW's list.
func (l *Ledger) pair() {
	for i := range l.All {
		if d := &l.All[i]; d.Source == "undl" && d.Symbol != "" {
			l.pairRollCall(d)
		}
	}
	l.pairTexts()
}

func (l *Ledger) twins(a, b *Decision) { a.Twin, b.Twin = b.ID, a.ID }

// pairRollCall joins by symbol and, where a symbol has several roll calls, by the votes.
func (l *Ledger) pairRollCall(d *Decision) {
	best, most := -1, -1
	for _, j := range l.symbol[d.Symbol] {
		other := &l.All[j]
		if other.Source != "voeten" || other.Twin != "" || d.Date != "" && other.Date.Year() != d.Date.Year() {
			continue
		}
		agree := 0
		for n, b := range d.ballots {
			if n < len(other.ballots) && b != Missing && other.ballots[n] == b {
				agree++
			}
		}
		if agree > most {
			best, most = j, agree
		}
	}
	if best >= 0 {
		l.twins(d, &l.All[best])
	}
}

// pairTexts joins the texts of the Council: first by symbol and title or year, then, of those that are left, by title and
// year where only one text of each source has them.
func (l *Ledger) pairTexts() {
	titled := map[string][2][]*Decision{} // by title and year: those of the catalogue and of DW that have no twin
	for i := range l.All {
		d := &l.All[i]
		if d.Source == "dw" && d.Symbol != "" {
			l.pairText(d)
		}
	}
	for i := range l.All {
		d := &l.All[i]
		if d.Body != "HRC" || d.Twin != "" || d.Kind == "amendment" || d.Source != "dw" && d.Source != "ohchr" {
			continue
		}
		key := un.Fold(d.Title) + fmt.Sprint(d.Date.Year())
		of := titled[key]
		if d.Source == "dw" {
			of[1] = append(of[1], d)
		} else {
			of[0] = append(of[0], d)
		}
		titled[key] = of
	}
	for _, of := range titled {
		if len(of[0]) == 1 && len(of[1]) == 1 {
			l.twins(of[1][0], of[0][0])
		}
	}
}

// pairText joins a text to that of the same symbol, which DW's list writes for decisions and statements too as if they were
// resolutions. Some of its symbols are wrong: the title must be the same, or the year at most one off.
func (l *Ledger) pairText(d *Decision) {
	number := strings.TrimPrefix(d.Symbol, "A/HRC/RES/")
	for _, symbol := range []string{d.Symbol, "A/HRC/DEC/" + number, "A/HRC/DEC" + number, "A/HRC/PRST/" + number} {
		for _, byTitle := range []bool{true, false} {
			for _, j := range l.symbol[symbol] {
				other := &l.All[j]
				if other.Source != "ohchr" || other.Twin != "" {
					continue
				}
				sameTitle := un.Fold(other.Title) == un.Fold(d.Title)
				if byTitle && sameTitle || !byTitle && near(other.Date.Year(), d.Date.Year()) && symbol == d.Symbol {
					l.twins(d, other)
					return
				}
			}
		}
	}
}

func near(a, b int) bool { return a-b <= 1 && b-a <= 1 }

// Differ returns where two sources of one decision say different things. What is as in Flag, or "title", "date", "how".
func Differ(a, b *Decision) []Flag {
	var all []Flag
	add := func(what, x, y string) {
		if x != "" && y != "" && x != y {
			all = append(all, Flag{what, x, y})
		}
	}
	add("result", a.Result, b.Result)
	if a.How != "not recorded" && b.How != "not recorded" && !(strings.HasPrefix(a.How, "un") && b.How == "without a vote") {
		add("how", a.How, b.How)
	}
	if a.HasTally() && b.HasTally() {
		x, y := a.Tally(), b.Tally()
		add("yes", fmt.Sprint(x.Yes), fmt.Sprint(y.Yes))
		add("no", fmt.Sprint(x.No), fmt.Sprint(y.No))
		add("abstain", fmt.Sprint(x.Abstain), fmt.Sprint(y.Abstain))
	}
	if len(a.Date) == len("2006-01-02") && len(b.Date) == len("2006-01-02") {
		add("date", string(a.Date), string(b.Date))
	}
	if un.Fold(a.Title) != un.Fold(b.Title) {
		add("title", a.Title, b.Title)
	}
	return all
}

// Between returns the decisions of a first source that a second source describes differently.
func (l *Ledger) Between() []*Decision {
	var all []*Decision
	for i := range l.All {
		if d := &l.All[i]; d.Twin != "" && !d.Second() {
			if twin, err := l.ByID(d.Twin); err == nil && twin.Source == "dw" && len(Differ(d, twin)) > 0 {
				all = append(all, d)
			}
		}
	}
	return all
}
