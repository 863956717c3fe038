// Package uprquestions reads questions that States send in advance of a review (Word, old and new): a title that names the
// State under review, then the name of each asking State in capitals over its questions.
package uprquestions

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"regexp"
	"strings"
	"time"
	"unicode"

	"unhindered/importer/document"
	"unhindered/importer/kind"
	"unhindered/record/imports"
	"unhindered/record/upr"
	"unhindered/un"
)

// Kind is the kind of these files.
func Kind() kind.Kind {
	return kind.Kind{
		Names: []string{"*.doc", "*.docx", "*.txt"},
		Name:  "upr-questions",
		Help:  "questions in advance of a review (.doc, .docx, text), batch by batch",
		Run:   Run,
	}
}

// Run imports batches. They do not name the review; it is the first one of the State after the day on which the document
// was saved last.
func Run(ctx context.Context, in kind.In) (imports.Report, error) {
	return in.Import(ctx, "upr-questions", func(tx *imports.Tx) error {
		rows := tx.Writer(upr.Questions)
		for _, path := range in.Files {
			f, err := in.Open(tx, path)
			if err != nil {
				return err
			}
			if err := errors.Join(file(ctx, rows, f), f.Close()); err != nil {
				return err
			}
		}
		return nil
	})
}

func file(ctx context.Context, rows *imports.Writer, f *kind.File) error {
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
	batch, err := Parse(text.Text)
	if err != nil {
		return refuse(err.Error())
	}
	review, ok := reviewOf(batch.To.ISO3, document.Saved(data))
	if !ok {
		return refuse("the document does not say when it was saved, so that the review it is for is not known")
	}
	for i, q := range batch.Questions {
		f.File.Read++
		sum := sha256.Sum256([]byte(q.FromName + "\x00" + q.Text))
		if err := rows.Put(ctx, f.File, review.ID+"-"+hex.EncodeToString(sum[:6]), review.ID, batch.Name, i+1, q.From, q.FromName, q.Text); err != nil {
			return err
		}
	}
	return nil
}

// late is how long after a review its questions may still have been saved once more.
const late = 30 * 24 * time.Hour

func reviewOf(iso3, saved string) (upr.Review, bool) {
	day, err := time.Parse(time.DateOnly, saved)
	if err != nil {
		return upr.Review{}, false
	}
	return upr.ReviewAfter(iso3, day.Add(-late).Format(time.DateOnly))
}

// A Batch is one document.
type Batch struct {
	To        un.State
	Name      string // "first batch", "Add.1", or "" for the only one
	Questions []Question
}

// A Question is one paragraph of questions by one State.
type Question struct {
	From     string // code
	FromName string // as printed, with those on whose behalf it asks
	Text     string
}

var (
	title   = regexp.MustCompile(`(?i)^advance questions to\s+(.+)$`)
	part    = regexp.MustCompile(`(?i)\s*[–—-]?\s*\(?\b(add(?:endum)?\s*\.?\s*\d+|\w+ batch)\)?`)
	revised = regexp.MustCompile(`(?i)\s*[–—/-]?\s*\(?\brev(?:ised|\.?\s*\d+)\)?`)
	add     = regexp.MustCompile(`(?i)^[–—-]?\s*\(?(add(?:endum)?\s*\.?\s*\d+|\w+ batch)\)?\s*$`)
)

// addressee reads a title: the State to which the questions go and which part of them this is.
func addressee(line string) (un.State, string, bool) {
	m := title.FindStringSubmatch(line)
	if m == nil {
		return un.State{}, "", false
	}
	rest, batch := revised.ReplaceAllString(m[1], ""), ""
	if p := part.FindStringSubmatch(rest); p != nil {
		rest, batch = strings.Replace(rest, p[0], "", 1), name(p[1])
	}
	s, ok := un.FindState(strings.TrimSpace(rest))
	return s, batch, ok
}

// ErrNoTitle is returned for a text that is no batch of questions.
var ErrNoTitle = errors.New(`there is no title "Advance questions to ..." with the name of a State`)

// Parse reads the text of a batch.
func Parse(text string) (Batch, error) {
	var b Batch
	from, fromName := "", ""
	var lines []string
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\f", "\n"), "\n") {
		if line = strings.Join(strings.Fields(strings.TrimPrefix(line, "•")), " "); line != "" {
			lines = append(lines, line)
		}
	}
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if b.To.ISO3 == "" {
			const most = 3 // lines of a title
			for n := 1; n <= most && i+n <= len(lines); n++ {
				if state, batch, ok := addressee(strings.Join(lines[i:i+n], " ")); ok {
					b.To, b.Name = state, batch
					if n == 1 && i+1 < len(lines) { // "SLOVENIA" alone; the part may be in the next line
						if _, batch, ok := addressee(line + " " + lines[i+1]); ok && batch != "" {
							b.Name, n = batch, 2
						}
					}
					i += n - 1
					break
				}
			}
			continue
		}
		if m := add.FindStringSubmatch(line); m != nil && len(b.Questions) == 0 {
			b.Name = name(m[1])
			continue
		}
		if s, ok := asking(line); ok {
			from, fromName = s.ISO3, line
			continue
		}
		if from != "" {
			b.Questions = append(b.Questions, Question{from, fromName, line})
		}
	}
	switch {
	case b.To.ISO3 == "":
		return b, ErrNoTitle
	case len(b.Questions) == 0:
		return b, errors.New("there is no question under the name of a State")
	}
	return b, nil
}

func name(s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(s), ""))
	if n, ok := strings.CutPrefix(s, "add"); ok {
		return "Add." + strings.TrimLeft(strings.TrimPrefix(n, "endum"), ".")
	}
	return strings.TrimSuffix(s, "batch") + map[bool]string{true: " batch"}[strings.HasSuffix(s, "batch")]
}

// asking tells whether a line is the heading of a State: its name in capitals, or with capitals for whom it speaks.
func asking(line string) (un.State, bool) {
	head, _, _ := strings.Cut(line, " on behalf of ")
	head = strings.TrimRight(head, " :")
	if len(line) > 200 || strings.ToUpper(head) != head || !strings.ContainsFunc(head, unicode.IsLetter) {
		return un.State{}, false
	}
	return un.FindState(head)
}
