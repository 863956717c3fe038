// Package upraddendum reads the addendum to a Working Group report, in which the State under review gives its positions
// on the recommendations that it had left open: in lists ("accepts recommendations 122.17-18, 122.22"), or number by
// number. What a text does not decide stays undecided, with the State's words.
package upraddendum

import (
	"context"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"unhindered/importer/document"
	"unhindered/importer/kind"
	"unhindered/importer/uprreport"
	"unhindered/record/imports"
	"unhindered/record/upr"
)

// Kind is the kind of these files.
func Kind() kind.Kind {
	return kind.Kind{
		Names: []string{"*.pdf", "*.docx", "*.txt"},
		Name:  "upr-addendum",
		Help:  "addenda to Working Group reports (A/HRC/.../Add.1; PDF, Word or text): the State's positions; import the report first",
		Run:   Run,
	}
}

// Run imports addenda. The report of the same symbol has to be there, since addenda number as it does.
func Run(ctx context.Context, in kind.In) (imports.Report, error) {
	return in.Import(ctx, "upr-addendum", func(tx *imports.Tx) error {
		rows := tx.Writer(upr.Positions)
		taken := map[string]bool{}
		for _, path := range in.Files {
			f, err := in.Open(tx, path)
			if err != nil {
				return err
			}
			if err := errors.Join(file(ctx, tx, rows, f, taken), f.Close()); err != nil {
				return err
			}
		}
		return nil
	})
}

var ownSymbol = regexp.MustCompile(`(A/HRC/\d+/\d+)(/Add\.\d)`)

func file(ctx context.Context, tx *imports.Tx, rows *imports.Writer, f *kind.File, taken map[string]bool) error {
	refuse := func(reason string) error {
		f.Refuse(1, "", f.Name, reason)
		return nil
	}
	data, err := f.All(document.MaxSize)
	if err != nil {
		return refuse(err.Error())
	}
	text, err := document.Read(ctx, data)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return refuse(err.Error())
	}
	m := ownSymbol.FindStringSubmatch(text.Text)
	if m == nil {
		return refuse("no symbol of an addendum (A/HRC/.../Add.1) was found")
	}
	review, err := upr.ReviewOfReport(ctx, tx.Storage(), m[1])
	if err != nil {
		return err
	}
	if review == "" {
		return refuse("the report " + m[1] + " is not here; import it first (upr-report)")
	}
	numbers, err := upr.Numbers(ctx, tx.Storage(), review)
	if err != nil {
		return err
	}
	found := Parse(text.Text, numbers)
	if len(found) == 0 {
		return refuse("no recommendation of the report is answered by its number")
	}
	for _, p := range found {
		f.File.Read++
		if taken[m[0]] { // the PDF and the text of one addendum side by side
			f.File.Unchanged++
			continue
		}
		if err := rows.Put(ctx, f.File, review+"/"+p.Number, review, p.Number, p.Position, p.Said, m[0]); err != nil {
			return err
		}
	}
	taken[m[0]] = true
	return nil
}

// A Position is what the State says to one recommendation.
type Position struct {
	Number   string // as in the report: "122.17"
	Position string // upr.Supported, upr.Noted, or upr.Unknown if the text does not decide
	Said     string
}

var (
	listing = regexp.MustCompile(`(?i)\b(does not (?:accept|support)|cannot (?:accept|support)|not in a position to (?:accept|support)|reject(?:s|ed)?|note[sd]?|takes note of|accept(?:s|ed)?|support(?:s|ed)?|enjoy the support[^.]{0,40})\s+(?:the\s+)?(?:following\s+)?(?:recommendations?\s+)?(?:\((?:para|nos?)[^)]*\)\s*)?(?:nos?\.?\s*|numbers?\s*|:\s*)?((?:\d{1,3}(?:\.\d{1,3})?(?:\s?[–-]\s?\d{1,3}(?:\.\d{1,3})?)?(?:,\s?|;\s?|\s+and\s+|\s+)*)+)`)
	item    = regexp.MustCompile(`(\d{1,3}(?:\.\d{1,3})?)(?:\s?[–-]\s?(\d{1,3}(?:\.\d{1,3})?))?`)
	entry   = regexp.MustCompile(`^(?:(Recs?\.?|Recommendations?(?: Nos?\.?)?)\s+)?(\d{1,3}(?:\.\d{1,3})?\.?(?:(?:\s?[–-]\s?|,\s?|\s+and\s+)\d{1,3}(?:\.\d{1,3})?\.?)*,?)(?:[:.]?\s{2,}(.*)|[:.]?\s*)$`)
	loose   = regexp.MustCompile(`^(Recs?\.?|Recommendations?(?: Nos?\.?)?)\s+(\d{1,3}(?:\.\d{1,3})?(?:(?:\s?[–-]\s?|,\s?|\s+and\s+)\d{1,3}(?:\.\d{1,3})?)*)[:.]?\s+(.*)$`)
	refuses = regexp.MustCompile(`(?i)\b(?:cannot|can not|does not|do not|not in a position to|unable to|will not)\s+(?:\w+\s+)?(?:accept|support|agree)|\brejects?\b|\b(?:notes|takes note of) (?:the|this|these) recommendation|is not (?:acceptable|accepted|supported)|not enjoy`)
	agrees  = regexp.MustCompile(`(?i)\b(?:accepts?|supports?) (?:the|this|these|both|all|in full)|(?:is|are) (?:accepted|supported)|enjoys? the support`)
)

// Parse finds the positions in the text of an addendum. numbers are those of the report, in order.
func Parse(text string, numbers []string) []Position {
	a := answers{at: map[string]int{}, numbers: map[string]bool{}, paragraph: map[string][]string{}}
	for _, n := range numbers {
		a.numbers[n] = true
		paragraph, index, _ := strings.Cut(n, ".")
		a.paragraph[index] = append(a.paragraph[index], paragraph)
	}
	lines := uprreport.Lines(text)
	whole := ""
	for _, l := range lines {
		whole = uprreport.Join(whole, l)
	}
	whole = strings.Join(strings.Fields(whole), " ")
	for _, m := range listing.FindAllStringSubmatchIndex(whole, -1) {
		verb, list := whole[m[2]:m[3]], whole[m[4]:m[5]]
		position := upr.Supported
		if v := strings.ToLower(verb); strings.HasPrefix(v, "note") || strings.HasPrefix(v, "takes note") || strings.HasPrefix(v, "reject") || strings.Contains(v, "not") {
			position = upr.Noted
		}
		if after := whole[m[5]:]; strings.HasPrefix(after, "recommendations") { // "accepts 142 recommendations": a sum, no numbers
			continue
		}
		for _, n := range a.expand(list) {
			a.put(Position{n, position, sentence(whole, m[0])})
		}
	}
	a.entries(lines, len(a.all) > 0)
	return a.all
}

type answers struct {
	all       []Position
	at        map[string]int
	numbers   map[string]bool
	paragraph map[string][]string // paragraphs that have an item of that number
}

func (a *answers) put(p Position) {
	if i, ok := a.at[p.Number]; ok {
		have := &a.all[i]
		if have.Position == upr.Unknown {
			have.Position = p.Position
		}
		if !strings.Contains(have.Said, p.Said) {
			have.Said += " " + p.Said
		}
		return
	}
	a.at[p.Number] = len(a.all)
	a.all = append(a.all, p)
}

// expand returns the numbers of the report that a list names, ranges filled. A bare number is one of the report's only
// paragraph that has it.
func (a *answers) expand(list string) []string {
	var all []string
	add := func(paragraph string, index int) {
		i := strconv.Itoa(index)
		if paragraph == "" {
			if of := a.paragraph[i]; len(of) == 1 {
				paragraph = of[0]
			}
		}
		if n := paragraph + "." + i; a.numbers[n] {
			all = append(all, n)
		}
	}
	for _, m := range item.FindAllStringSubmatch(list, -1) {
		paragraph, from := cut(m[1])
		to := from
		if m[2] != "" {
			_, to = cut(m[2])
		}
		const widest = 400
		for i := from; i <= to && i-from < widest; i++ {
			add(paragraph, i)
		}
	}
	return all
}

func cut(s string) (paragraph string, index int) {
	paragraph, rest, dotted := strings.Cut(strings.TrimSuffix(s, "."), ".")
	if !dotted {
		paragraph, rest = "", paragraph
	}
	index, _ = strconv.Atoi(rest)
	return paragraph, index
}

// entries reads what is said to single numbers. Where the text has lists, a bare number at the start of a line is that of
// a paragraph of the addendum, unless "Rec." stands before it.
func (a *answers) entries(lines []string, haveLists bool) {
	var open []string
	said, more := "", false
	flush := func() {
		said = strings.Join(strings.Fields(said), " ")
		position := upr.Unknown
		switch {
		case refuses.MatchString(said):
			position = upr.Noted
		case agrees.MatchString(said):
			position = upr.Supported
		}
		for _, n := range open {
			if haveLists && a.at[n] == 0 && (len(a.all) == 0 || a.all[0].Number != n) {
				continue // the lists decide which numbers are answered at all
			}
			a.put(Position{n, position, said})
		}
		open, said = nil, ""
	}
	for _, l := range lines {
		m := entry.FindStringSubmatch(l)
		if m == nil {
			m = loose.FindStringSubmatch(l)
		}
		if m != nil && (m[1] != "" || !haveLists || strings.Contains(strings.TrimSuffix(m[2], "."), ".")) {
			if numbers := a.expand(m[2]); len(numbers) > 0 {
				if more { // "40., 41., 42.," goes on in the next line
					open, said = append(open, numbers...), uprreport.Join(said, m[3])
				} else {
					flush()
					open, said = numbers, m[3]
				}
				more = strings.HasSuffix(m[2], ",")
				continue
			}
		}
		if open != nil {
			said = uprreport.Join(said, l)
		}
	}
	flush()
}

// sentence returns the sentence around a place, without its list.
func sentence(s string, at int) string {
	from := strings.LastIndex(s[:at], ". ") + 1
	end := strings.IndexAny(s[at:], "0123456789")
	if end < 0 {
		end = len(s) - at
	}
	return strings.TrimSpace(s[max(from, at-200):at+end]) + " …"
}
