// Package uprreport reads reports of the Working Group on the Universal Periodic Review (PDF, Word or text, of any
// year): every numbered recommendation, the States that made it, and what the State under review said to it.
package uprreport

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"unhindered/record/upr"
	"unhindered/un"
)

// ErrNoSection is returned for a text without conclusions and recommendations.
var ErrNoSection = errors.New("no section of conclusions and recommendations was found; is this a report of the Working Group?")

// A Report is what a report of the Working Group says of recommendations.
type Report struct {
	Symbol          string   // A/HRC/25/5; empty if the text does not show it
	State           un.State // under review
	Session         int      // of the UPR Working Group; 0 if the text does not tell
	Held            string   // the day of the review, 2006-01-02; empty if the text does not tell
	Recommendations []Recommendation
	References      []upr.Reference // recommendations given only by the paragraph of the summary that holds them
	Gaps            []string        // what is missing, in words: nothing in a whole report
	Misprints       []string        // numbers that the report prints wrong or twice, in words
	Unresolved      []string        // names in the brackets that are of no State known here
}

// A Recommendation is one numbered text of the report: the official unit.
type Recommendation struct {
	Number    string // "186.237"; where only "5." is printed under paragraph 114: "114.5"
	Printed   string // the number as printed, if it is misprinted
	Paragraph int
	Index     int
	Text      string // with its brackets
	States    []upr.Mention
	Position  string // of the paragraph: upr.Supported, upr.Noted, upr.Pending or upr.Unknown
	Said      string // the paragraph that says so
	Page      int
}

// Parse reads the text of a report, pages parted by form feeds.
func Parse(text string) (*Report, error) {
	all := lines(text)
	r := &Report{}
	r.identify(text, all)
	found, whole := section(all)
	if len(found) == 0 {
		return r, ErrNoSection
	}
	for i, b := range found {
		lead := squeeze(b.lead)
		said := lead
		if b.after != "" {
			said = squeeze(b.after)
		}
		pos := position(said)
		if pos == upr.Unknown && b.after == "" && len(b.items) > 0 && i+1 < len(found) && len(found[i+1].items) == 0 && awaits.MatchString(found[i+1].lead) &&
			!closing.MatchString(found[i+1].lead) {
			said += " " + squeeze(found[i+1].lead) // "57. The response to these recommendations will be included ..."
			pos = upr.Pending
		}
		if closing.MatchString(lead) {
			continue
		}
		if len(b.items) == 0 {
			r.refer(b.number, lead)
			continue
		}
		if comments.MatchString(lead) && !strings.Contains(strings.ToLower(lead), "following recommendations") {
			continue // what the State says, not what it was told
		}
		r.add(b, pos, said)
	}
	if len(r.Recommendations) == 0 {
		return r, ErrNoSection
	}
	if last := r.Recommendations[len(r.Recommendations)-1]; len(last.States) == 0 && !ended([]raw{{text: last.Text}}) || !whole && !closed(found) {
		r.Gaps = append(r.Gaps, "the text breaks off after "+last.Number+"; the end of the section was not found")
	}
	slices.Sort(r.Unresolved)
	r.Unresolved = slices.Compact(r.Unresolved)
	return r, nil
}

func (r *Report) add(b block, pos, said string) {
	want := 1
	if len(b.items) > 0 && b.goesOn {
		want = b.items[0].index
	}
	for _, item := range b.items {
		rec := Recommendation{
			Number: item.label, Paragraph: b.number, Index: item.index, Text: squeeze(item.text),
			Position: pos, Said: said, Page: item.page,
		}
		switch {
		case item.dup:
			r.Misprints = append(r.Misprints, "number "+item.label+" is given twice")
			want--
			rec.Number, rec.Printed = item.label+" bis", item.label
		case item.index != want:
			r.Gaps = append(r.Gaps, "number "+strconv.Itoa(b.number)+"."+strconv.Itoa(want)+" is missing before "+item.label)
			want = item.index
		case misprinted(item.label, b.number, want):
			rec.Number, rec.Printed = strconv.Itoa(b.number)+"."+strconv.Itoa(want), item.label
			r.Misprints = append(r.Misprints, "number "+rec.Number+" is printed "+item.label)
		}
		want++
		rec.States = upr.States(rec.Text)
		for _, m := range rec.States {
			if m.ISO3 == "" {
				r.Unresolved = append(r.Unresolved, m.Printed)
			}
		}
		r.Recommendations = append(r.Recommendations, rec)
	}
}

// misprinted tells whether a label is of another number than it should be.
func misprinted(label string, paragraph, index int) bool {
	p, n, dotted := strings.Cut(label, ".")
	return dotted && (atoi(p) != paragraph || atoi(n) != index)
}

var (
	ranges = regexp.MustCompile(`(?i)recommendations?\s+(?:nos?\.?|numbers?)\s+([\d.,\s–-]+(?:and\s+[\d.–-]+)?)`)
	places = regexp.MustCompile(`(\d{1,3})((?:\s*\((?:[a-z]|[ivx]+)\)(?:,?\s*(?:and\s+)?)?)*)`)
	within = regexp.MustCompile(`(?i)paragraphs?\s+((?:\d{1,3}|\([a-z]+\)|above|and|[\s,&–-])+)`)
	mark   = regexp.MustCompile(`\(([a-z]+)\)`)
)

// refer reads a paragraph without items: either it says more of items above ("recommendations Nos. 85-119 have already
// been implemented"), or it names recommendations by their place in the summary.
func (r *Report) refer(number int, lead string) {
	if !announces.MatchString(lead) {
		return
	}
	if m := ranges.FindStringSubmatch(lead); m != nil {
		for _, part := range strings.FieldsFunc(m[1], func(c rune) bool { return c == ',' || c == ' ' || c == 'a' || c == 'n' || c == 'd' }) {
			from, to, _ := strings.Cut(strings.ReplaceAll(part, "–", "-"), "-")
			first, last := atoi(strings.Trim(from, ".")), atoi(strings.Trim(to, "."))
			if last == 0 {
				last = first
			}
			for i := range r.Recommendations {
				rec := &r.Recommendations[i]
				if rec.Paragraph == number-1 && rec.Index >= first && rec.Index <= last {
					rec.Said += " " + lead
				}
			}
		}
		return
	}
	if r.remark(number, lead) {
		return
	}
	named := ""
	for _, m := range within.FindAllStringSubmatch(lead, -1) {
		named += m[1] + " "
	}
	ref := upr.Reference{Paragraph: number, Position: position(lead), Said: lead}
	for _, p := range places.FindAllStringSubmatch(named, -1) {
		letters := mark.FindAllStringSubmatch(p[2], -1)
		if len(letters) == 0 {
			ref.Places = append(ref.Places, p[1])
		}
		for _, l := range letters {
			ref.Places = append(ref.Places, p[1]+" ("+l[1]+")")
		}
	}
	if len(ref.Places) > 0 {
		r.References = append(r.References, ref)
	}
}

// remark adds a paragraph that speaks of recommendations by their numbers ("with regard to paragraph 103.1 above") to
// what is said of each.
func (r *Report) remark(number int, lead string) bool {
	done := false
	for _, label := range labels.FindAllString(lead, -1) {
		for i := range r.Recommendations {
			if rec := &r.Recommendations[i]; rec.Number == label && !strings.Contains(rec.Said, lead) {
				rec.Said += " " + lead
				done = true
			}
		}
	}
	return done
}

var labels = regexp.MustCompile(`\b\d{1,3}\.\d{1,3}\b`)
