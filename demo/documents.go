package demo

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"unhindered/record/register"
	"unhindered/un"
)

// A Document is one of the five sources.
type Document struct {
	Code   string // "000" to "004", as the tables of facts cite it; never shown
	Short  string // "Human Rights Watch 2017"
	Author string
	Title  string
	Date   un.Date
}

// Documents returns the five sources, in the order of their codes.
func Documents() ([]Document, error) { return documents(files) }

func documents(facts fs.FS) ([]Document, error) {
	rows, err := table(facts, "documents.csv", "code", "short", "author", "title", "date")
	if err != nil {
		return nil, err
	}
	var all []Document
	for _, r := range rows {
		date, err := r.date("date")
		if err != nil {
			return nil, err
		}
		all = append(all, Document{r.cells["code"], r.cells["short"], r.cells["author"], r.cells["title"], date})
	}
	return all, nil
}

// Cite returns how the document is named in a list of sources: the short name that texts use, then the title.
func (d Document) Cite() string { return fmt.Sprintf("%s: %s", d.Short, d.Title) }

// library puts documents in the place of their codes.
type library map[string]Document

func newLibrary(facts fs.FS) (library, error) {
	all, err := documents(facts)
	if err != nil {
		return nil, err
	}
	lib := library{}
	for _, d := range all {
		lib[d.Code] = d
	}
	return lib, nil
}

var (
	leadingCode = regexp.MustCompile(`^(00\d)(\s+|$)`)
	// A code in running text stands alone: "3,000 staff" and "A/HRC/25/000" hold none.
	codeInText = regexp.MustCompile(`(^|[\s(])(00\d)( s\.\d+)?([\s:,;)]|$)`)
	section    = regexp.MustCompile(`\bs\.(\d+)`)
	internal   = regexp.MustCompile(`\s*\(see MISMATCHES[^)]*\)`)
)

// sources reads a cell of sources, such as "000 Summary; Appendix III; 001 s.4", as one source a document: a part
// without a code belongs to the document before it.
func (lib library) sources(r row, column string) ([]register.Source, error) {
	var all []register.Source
	for _, part := range r.list(column) {
		if m := leadingCode.FindStringSubmatch(part); m != nil {
			doc, known := lib[m[1]]
			if !known {
				return nil, r.fault(column, "document %s is not in documents.csv", m[1])
			}
			all = append(all, register.Source{Document: doc.Cite()})
			part = part[len(m[0]):]
		}
		if len(all) == 0 {
			return nil, r.fault(column, "%q belongs to no document; start the cell with a code of documents.csv", part)
		}
		part = section.ReplaceAllString(internal.ReplaceAllString(part, ""), "section $1")
		part = strings.Replace(part, "para. ", "paragraph ", 1)
		last := &all[len(all)-1]
		last.Part = strings.TrimPrefix(last.Part+"; "+part, "; ")
	}
	if len(all) == 0 {
		return nil, r.fault(column, "no source; a fact without one is not shown")
	}
	return all, nil
}

// short reads a cell of sources as one line with the short names.
func (lib library) short(r row, column string) (string, error) {
	sources, err := lib.sources(r, column)
	var parts []string
	for _, s := range sources {
		name, _, _ := strings.Cut(s.Document, ": ")
		parts = append(parts, strings.TrimSuffix(name+", "+s.Part, ", "))
	}
	return strings.Join(parts, "; "), err
}

// text returns a cell in words for readers: the short names of documents in the place of their codes, abbreviations
// written out. It refuses a reference that only the tables understand.
func (lib library) text(r row, column string) (string, error) {
	out := codeInText.ReplaceAllStringFunc(r.cells[column], func(found string) string {
		m := codeInText.FindStringSubmatch(found)
		return m[1] + lib[m[2]].Short + strings.Replace(m[3], " s.", ", section ", 1) + m[4]
	})
	if strings.Contains(out, "MISMATCHES") || strings.Contains(out, "COM-") {
		return "", r.fault(column, "%q refers to another table; write it in words", out)
	}
	return inWords(out), nil
}
