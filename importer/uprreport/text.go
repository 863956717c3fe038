package uprreport

import (
	"regexp"
	"strings"
)

// A line is one line of the report after heads, feet and footnotes are gone.
type line struct {
	text  string
	page  int  // from 1
	after bool // an empty line, or a page break, stands before it
}

var (
	aloneSymbol = regexp.MustCompile(`^A/HRC/(?:WG\.6/)?[\w./-]+\*{0,3}$`)
	alonePage   = regexp.MustCompile(`^(?:[Pp]age )?\d{1,3}$`)
	aloneGE     = regexp.MustCompile(`^(?:\d{1,3}\s+)?\(?GE\.\s?\d\d-\d{4,6}(?:\s*\(E\))?(?:\s+\d{1,3})?$|^\d{1,3}\s+\(?GE\.\s?\d\d-\d{4,6}.*$`)
	symbolPage  = regexp.MustCompile(`^(?:A/HRC/[\w./-]+\*{0,3}\s+(?:[Pp]age )?\d{1,3}|(?:[Pp]age )?\d{1,3}\s+A/HRC/[\w./-]+\*{0,3})$`)
	footnote    = regexp.MustCompile(`^(?:\*{1,4}|\d{1,2})$|^\*{1,4}\s+\S`)
)

// pageFurniture tells whether a line is the head or foot of a page. Only the first and last lines of a page are asked.
func pageFurniture(s string) bool {
	return aloneSymbol.MatchString(s) || alonePage.MatchString(s) || aloneGE.MatchString(s) || symbolPage.MatchString(s)
}

// lines cuts a text into lines without page heads, page feet and the footnotes that stand above the feet. Pages are
// parted by form feeds; reports until 2009 print "A/HRC/11/23" and "Page 16" at the head of each page, and texts that
// lost their form feeds still have those two lines.
func lines(text string) []line {
	var all []line
	text = plainText.Replace(text)
	heads := headings(text)
	if strings.Count(text, "\f") < 2 && len(heads) > 0 { // the text lost its form feeds; page heads show where they were
		rows := strings.Split(text, "\n")
		for i, row := range rows {
			if heads[strings.TrimSpace(row)] {
				rows[i] = "\f" + row
			}
		}
		text = strings.Join(rows, "\n")
	}
	dense := !strings.Contains(text, "\n\n") // the text lost its empty lines
	pages := strings.Split(text, "\f")
	for n, page := range pages {
		rows := strings.Split(page, "\n")
		for i := range rows {
			rows[i] = strings.TrimSpace(rows[i])
		}
		from, to := 0, len(rows)
		for from < to && (rows[from] == "" || pageFurniture(rows[from])) {
			from++
		}
		for to > from && (rows[to-1] == "" || pageFurniture(rows[to-1])) {
			to--
		}
		rows = rows[from:to]
		if len(pages) > 2 { // Word files keep footnotes apart, and have no pages
			rows = withoutFootnotes(rows, dense)
		}
		gap := true
		for i := 0; i < len(rows); i++ {
			row := rows[i]
			switch {
			case row == "":
				gap = true
			case aloneSymbol.MatchString(row) && i+1 < len(rows) && strings.HasPrefix(rows[i+1], "Page "):
				i++ // a page head in the middle: the text lost its form feeds
			case heads[row]:
				if i+1 < len(rows) && alonePage.MatchString(rows[i+1]) {
					i++
				}
			case aloneGE.MatchString(row), alonePage.MatchString(row) && heads[next(rows, i)]:
			default:
				all = append(all, line{text: row, page: n + 1, after: gap || dense})
				gap = false
			}
		}
	}
	return all
}

// plainText takes out what looks like a blank and is another, and what is not seen.
var plainText = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u00A0", " ", "\u2002", " ", "\u2003", " ", "\u2007", " ", "\u2009", " ", "\u202F", " ",
	"\u00AD", "", "\u200B", "", "\u200E", "", "\uFEFF", "", "\u2028", "\n", "\u2029", "\n", "\v", "\n", "ﬁ", "fi", "ﬂ", "fl", "ﬀ", "ff")

// headings are the symbols that stand alone in a line again and again: those of page heads.
func headings(text string) map[string]bool {
	const often = 3
	count := map[string]int{}
	heads := map[string]bool{}
	for row := range strings.SplitSeq(text, "\n") {
		row = strings.Trim(row, " \t\f\r")
		if strings.HasPrefix(row, "A/HRC/") && aloneSymbol.MatchString(row) {
			count[row]++
			heads[row] = count[row] >= often
		}
	}
	return heads
}

// next is the next row that is not empty; "" at the end.
func next(rows []string, i int) string {
	for _, row := range rows[i+1:] {
		if row != "" {
			return row
		}
	}
	return ""
}

// withoutFootnotes cuts what follows the last mark of a footnote in the lowest quarter of a page: a line of nothing but
// asterisks or a small number, or asterisks and a text.
func withoutFootnotes(rows []string, dense bool) []string {
	cut := len(rows)
	for i := len(rows) - 1; i >= 0 && i >= len(rows)*3/4; i-- {
		if footnote.MatchString(rows[i]) && i > 0 && (rows[i-1] == "" || dense) {
			cut = i
		}
	}
	return rows[:cut]
}

// join puts wrapped lines together. A hyphen at the end of a line stays and takes no blank: UN reports break words
// only where they have a hyphen of their own ("non-/governmental").
func join(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	case strings.HasSuffix(a, "-") && len(a) > 1 && a[len(a)-2] != ' ':
		return a + b
	}
	return a + " " + b
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// Lines returns the lines of a UN document without page heads, page feet and footnotes, for importers of its kin.
func Lines(text string) []string {
	var all []string
	for _, l := range lines(text) {
		all = append(all, l.text)
	}
	return all
}

// Join puts two wrapped lines together.
func Join(a, b string) string { return join(a, b) }
