package votes

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"unhindered/un"
)

// PageSize is how many decisions a page of the list has.
const PageSize = 50

// A Filter says which decisions are wanted; empty fields want all.
type Filter struct {
	Body, Session string
	Year          int
	Issue         string // Voeten's code
	Kind          string
	Result        string // see Outcome
	State         string // alpha-3: only roll calls that name it
	Ballot        string // of that State: yes, no, abstain, absent
	Sponsor       string // alpha-3: only texts that it sponsored, as far as the source names sponsors
	Recorded      bool   // only with a roll call
	Flagged       bool   // only with a contradiction
	Query         string // words in the title
	Limit, Offset int    // Limit 0 is PageSize, NoLimit is none
}

// NoLimit returns all.
const NoLimit = -1

// A Count is how many decisions have a value.
type Count struct {
	Value string `json:"value"`
	N     int    `json:"n"`
}

// A Page is a part of the list, with counts over all that match.
type Page struct {
	Total     int
	Decisions []*Decision
	Bodies    []Count
	Years     []Count
	Results   []Count
	Ballots   []Count // of the State asked for
}

// Outcome is the result for lists: that of the source, or what the numbers show where the source, as that of the
// General Assembly, gives none: "more yes than no", ...
func (d *Decision) Outcome() string {
	if d.Result != "" {
		return d.Result
	}
	t := d.Tally()
	switch {
	case !d.HasTally():
		return "not stated"
	case t.Yes > t.No:
		return "more yes than no"
	case t.Yes < t.No:
		return "more no than yes"
	}
	return "as many yes as no"
}

// List returns the decisions that match, newest first. Of two sources of one roll call only the first is listed.
func (l *Ledger) List(f Filter) Page {
	words := strings.Fields(un.Fold(f.Query))
	words = words[:min(len(words), 8)]
	var page Page
	limit := f.Limit
	if limit == 0 {
		limit = PageSize
	}
	bodies, years, results, ballots := map[string]int{}, map[int]int{}, map[string]int{}, map[Ballot]int{}
	wantedBallot, _ := BallotByName(f.Ballot)
	for i := range l.All {
		d := &l.All[i]
		if d.Second() || !l.matches(d, f, words) {
			continue
		}
		b := Missing
		if f.State != "" {
			if b = l.Ballot(d, f.State); b == Missing || b == NoneKnown {
				continue
			}
			ballots[b]++
			if f.Ballot != "" && b != wantedBallot {
				continue
			}
		}
		page.Total++
		bodies[d.Body]++
		years[d.Date.Year()]++
		results[d.Outcome()]++
		if page.Total > f.Offset && (limit < 0 || len(page.Decisions) < limit) {
			page.Decisions = append(page.Decisions, d)
		}
	}
	page.Bodies, page.Results = counts(bodies), counts(results)
	for y, n := range years {
		page.Years = append(page.Years, Count{strconv.Itoa(y), n})
	}
	sort.Slice(page.Years, func(i, j int) bool { return page.Years[i].Value < page.Years[j].Value })
	for _, b := range Ballots {
		if ballots[b] > 0 {
			page.Ballots = append(page.Ballots, Count{b.String(), ballots[b]})
		}
	}
	return page
}

func (l *Ledger) matches(d *Decision, f Filter, words []string) bool {
	switch {
	case f.Body != "" && d.Body != f.Body,
		f.Session != "" && d.Session != f.Session,
		f.Year != 0 && d.Date.Year() != f.Year,
		f.Kind != "" && d.Kind != f.Kind,
		f.Result != "" && d.Outcome() != f.Result,
		f.Recorded && !d.Recorded,
		f.Flagged && len(d.Flags) == 0,
		f.Sponsor != "" && !slices.Contains(d.About.Sponsors, f.Sponsor),
		f.Issue != "" && !slices.Contains(d.About.Issues, f.Issue):
		return false
	}
	for _, word := range words {
		if !strings.Contains(d.search, word) {
			return false
		}
	}
	return true
}

func counts(of map[string]int) []Count {
	all := make([]Count, 0, len(of))
	for value, n := range of {
		all = append(all, Count{value, n})
	}
	slices.SortFunc(all, func(a, b Count) int {
		if a.N != b.N {
			return b.N - a.N
		}
		return strings.Compare(a.Value, b.Value)
	})
	return all
}

// Flagged returns the decisions in which a source contradicts itself, for the page on data quality.
func (l *Ledger) Flagged() []*Decision {
	return l.List(Filter{Flagged: true, Limit: NoLimit}).Decisions
}

// A Record is how a State has voted, by body.
type Record struct {
	Body                     string
	Yes, No, Abstain, Absent int
	First, Last              int   // years
	Amendments               Tally // those put to the vote in this body
	Sponsored                int   // amendments that it sponsored, members or not
}

// A Tally is how a State voted on amendments.
type Tally struct{ Yes, No, Abstain, Absent int }

// Total is the number of roll calls that name the State.
func (r Record) Total() int { return r.Yes + r.No + r.Abstain + r.Absent }

// ByState returns how a State has voted in each body; none if no roll call names it and it sponsored nothing.
func (l *Ledger) ByState(state string) []Record {
	by := map[string]*Record{}
	for i := range l.All {
		d := &l.All[i]
		if d.Second() {
			continue
		}
		b := l.Ballot(d, state)
		sponsor := d.Kind == "amendment" && slices.Contains(d.About.Sponsors, state)
		if (b == Missing || b == NoneKnown) && !sponsor {
			continue
		}
		r := by[d.Body]
		if r == nil {
			r = &Record{Body: d.Body}
			by[d.Body] = r
		}
		if sponsor {
			r.Sponsored++
		}
		if b == Missing || b == NoneKnown {
			continue
		}
		year := d.Date.Year()
		if r.First == 0 || year < r.First {
			r.First = year
		}
		r.Last = max(r.Last, year)
		amendment := d.Kind == "amendment"
		add := func(all, of *int) {
			*all++
			if amendment {
				*of++
			}
		}
		switch b {
		case Yes:
			add(&r.Yes, &r.Amendments.Yes)
		case No:
			add(&r.No, &r.Amendments.No)
		case Abstain:
			add(&r.Abstain, &r.Amendments.Abstain)
		case Absent:
			add(&r.Absent, &r.Amendments.Absent)
		}
	}
	var all []Record
	for _, body := range []string{"GA", "HRC", "CHR"} {
		if r := by[body]; r != nil {
			all = append(all, *r)
		}
	}
	return all
}

// Reprisals tells whether it is a resolution on cooperation with the United Nations, its representatives and mechanisms in the
// field of human rights.
func (d *Decision) Reprisals() bool {
	return d.Kind == "resolution" && strings.HasPrefix(d.Title, "Cooperation with the United Nations, its representatives")
}

// Reprisals returns the resolutions on cooperation with the United Nations, its representatives and mechanisms in the
// field of human rights, newest first.
func (l *Ledger) Reprisals() []*Decision {
	var all []*Decision
	for i := range l.All {
		if d := &l.All[i]; d.Reprisals() {
			all = append(all, d)
		}
	}
	return all
}
