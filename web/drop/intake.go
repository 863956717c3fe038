package drop

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"unhindered/drop"
	"unhindered/seal"
	"unhindered/web/ui"
)

// What a form may hold. Everything else of a hostile body is read and dropped.
const (
	maxField  = 256 << 10 // bytes of one answer that is accepted
	maxEcho   = 1 << 20   // bytes of one answer that is at least shown again, so that it can be shortened
	maxFields = 100
	maxFiles  = 100
	maxName   = 200 // letters of a file's name
)

// A body reads a request, stops far beyond every limit, and remembers whether the connection failed and how it ended.
type body struct {
	src  io.Reader
	left int64
	err  error
	tail []byte // the last bytes read, at most tailSize
}

// tailSize is enough for the longest boundary (70 letters) and what is around it.
const tailSize = 256

// endsWith tells whether the last boundary of the form has come. Package multipart does not tell a form that ends within
// the head of a part from a whole one.
func (b *body) endsWith(boundary string) bool {
	return bytes.Contains(b.tail, []byte("--"+boundary+"--"))
}

var errFlood = errors.New("the body is far too large")

func (b *body) Read(p []byte) (int, error) {
	if b.left <= 0 {
		b.err = errFlood
		return 0, errFlood
	}
	n, err := b.src.Read(p)
	b.left -= int64(n)
	b.tail = append(b.tail, p[max(0, n-tailSize):n]...)
	b.tail = b.tail[max(0, len(b.tail)-tailSize):]
	if err != nil && err != io.EOF {
		b.err = err
	}
	return n, err
}

// An intake is one form that is being read: its texts go to the form, its files are sealed into the submission as they
// come.
type intake struct {
	h      *Handler
	r      *http.Request
	body   *body
	form   *form
	sub    *drop.Submission // nil drops the files
	sealed bool             // the files must be sealed already
	fields int
	kept   bool // the files of an earlier try have been added
	failed bool // the store could not take a file
}

// known are the fields of our forms; others are read and dropped.
var known = map[string]bool{
	"what": true, "whom": true, "where": true, "when": true, "cooperation": true, "danger": true, "consent": true, "partner": true,
	"kept": true, "remove": true, "step": true, "go": true,
}

// take reads a form with files. The caller ends the submission. If the form did not arrive whole, or is none, nothing is
// kept and the error is a page to show. What is wrong with single fields or files stands in the form's errors.
func (h *Handler) take(r *http.Request, begin func() (*drop.Submission, error), sealed bool) (*form, *drop.Submission, error) {
	_, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || params["boundary"] == "" {
		return nil, nil, &ui.Fault{Code: ui.BadInput, Public: "This was not sent by our form, and nothing of it was kept."}
	}
	sub, err := begin()
	if err != nil {
		return nil, nil, closed(err)
	}
	in := &intake{h: h, r: r, form: newForm(), sub: sub, sealed: sealed,
		body: &body{src: r.Body, left: 4*h.opts.MaxUpload + 64<<20}}
	if err := in.read(params["boundary"]); err != nil {
		sub.Abort()
		return nil, nil, err
	}
	if err := in.addKept(); err != nil {
		sub.Abort()
		return nil, nil, err
	}
	if in.failed {
		sub.Abort() // what was typed is shown again; the files must be chosen again
	} else {
		in.form.Files = sub.Files()
	}
	return in.form, sub, nil
}

// takeText reads a form with files and drops the files. A form that did not arrive whole is as good as its beginning.
func (h *Handler) takeText(r *http.Request) *form {
	in := &intake{h: h, r: r, form: newForm(),
		body: &body{src: r.Body, left: 4*h.opts.MaxUpload + 64<<20}}
	if _, params, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil && params["boundary"] != "" {
		_ = in.read(params["boundary"])
	}
	return in.form
}

func (in *intake) read(boundary string) error {
	parts := multipart.NewReader(in.body, boundary)
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF && in.body.endsWith(boundary) {
			return nil
		}
		if err == nil {
			err = in.part(part)
		}
		switch {
		case err == nil:
		case errors.Is(in.body.err, errFlood):
			// The texts came first, so they can be shown again; whatever is still coming is left.
			in.fail("files", in.T("The files are far too large. Together they may have %s.", size(in.h.opts.MaxUpload)))
			return nil
		default:
			return &ui.Fault{Code: ui.BadInput, Err: errors.New("a form did not arrive whole"),
				Public: "What you sent did not arrive whole, and nothing of it was kept. Please go back and send it again."}
		}
	}
}

// T translates into the language of the page.
func (in *intake) T(text string, args ...any) string { return in.h.pages.T(in.r, text, args...) }

func (in *intake) fail(field, text string) {
	in.form.fail(field, text)
}

// part reads one field or file. It returns an error only if nothing more can be read or stored.
func (in *intake) part(part *multipart.Part) error {
	name := part.FormName()
	if name == "files" && in.sub != nil && !in.failed {
		if err := in.addKept(); err != nil {
			return err
		}
		return in.file(part)
	}
	in.fields++
	if in.fields > maxFields || !known[name] {
		_, err := io.Copy(io.Discard, part)
		return err
	}
	text, err := io.ReadAll(io.LimitReader(part, maxEcho))
	if err != nil {
		return err
	}
	more, err := io.Copy(io.Discard, part)
	if err != nil {
		return err
	}
	switch {
	case more > 0:
		in.fail(name, in.T("This text is far too long; only its beginning is shown here. Please put the text in a file and add the file."))
	case len(text) > maxField:
		in.fail(name, in.T("This text is too long: there is room for about 250,000 letters of English. Please shorten it, or put it in a file and add the file."))
	}
	in.form.add(name, cleanText(string(text)))
	return nil
}

// file seals one file. Browsers send an empty one without a name where none was chosen.
func (in *intake) file(part *multipart.Part) error {
	name := cleanName(part.FileName())
	buffered := bufio.NewReaderSize(part, 4096)
	if _, err := buffered.Peek(1); err == io.EOF {
		if name != "" {
			in.fail("files", in.T("The file %s is empty, so it was left out. If it should not be empty, choose it again.", name))
		}
		return nil
	} else if err != nil {
		return err
	}
	if name == "" {
		name = "file"
	}
	if len(in.sub.Files()) >= maxFiles {
		in.fail("files", in.T("There are too many files. At most %d can go together; the rest was left out.", maxFiles))
		_, err := io.Copy(io.Discard, buffered)
		return err
	}
	src := &capped{src: buffered, left: max(0, in.h.opts.MaxUpload-in.sub.Size())}
	add := in.sub.AddFile
	if in.sealed {
		add = in.sub.AddSealedFile
	}
	_, err := add(name, cleanType(part.Header.Get("Content-Type")), src)
	switch {
	case err == nil:
		return nil
	case in.body.err != nil, src.broken:
		return io.ErrUnexpectedEOF
	case errors.Is(err, errTooLarge):
		in.fail("files", in.T("The file %s is too large, so it was left out. All files together may have %s.", name, size(in.h.opts.MaxUpload)))
	case in.sealed && foreignText(err) != "":
		in.fail("files", in.T(foreignText(err), name))
	default:
		in.failed = true
		in.h.storeFailed(in.r, in.form, err)
	}
	_, err = io.Copy(io.Discard, buffered)
	return err
}

// foreignText says why a file that should be sealed is not taken, as a text with the file's name to fill in.
func foreignText(err error) string {
	switch {
	case errors.Is(err, seal.ErrPassphrase):
		return ui.Text("The file %s is locked with a passphrase that we do not know. Seal it to the key on this page instead.")
	case errors.Is(err, seal.ErrMixed):
		return ui.Text("The file %s is sealed to our key and to an older kind of key as well, which makes it weaker. Seal it to the key on this page only.")
	case errors.Is(err, seal.ErrClassic):
		return ui.Text("The file %s is sealed to an older kind of key. Seal it to the key on this page, which begins with age1pq1.")
	case errors.Is(err, seal.ErrNotAge):
		return ui.Text("The file %s is not sealed with age, or its beginning is missing. Nothing of it was kept.")
	}
	return ""
}

// addKept adds the files that an earlier try of the same form brought, but those that the person took out. The fields
// that say which come before the new files.
func (in *intake) addKept() error {
	if in.kept {
		return nil
	}
	in.kept = true
	var without []int
	for _, place := range in.form.values["remove"] {
		if n, err := strconv.Atoi(place); err == nil {
			without = append(without, n)
		}
	}
	err := in.sub.AddKept(in.form.value("kept"), without...)
	if errors.Is(err, drop.ErrGone) {
		in.fail("files", in.T("The files that you had chosen before are no longer here. Please choose them again."))
		return nil
	}
	return err
}

// A capped reader fails when more than left bytes come.
type capped struct {
	src    io.Reader
	left   int64
	broken bool
}

var errTooLarge = errors.New("too large")

func (c *capped) Read(p []byte) (int, error) {
	n, err := c.src.Read(p)
	c.left -= int64(n)
	if c.left < 0 {
		return n, errTooLarge
	}
	if err != nil && err != io.EOF {
		c.broken = true
	}
	return n, err
}

// cleanText makes what a browser sent into text: valid, with single line ends, without invisible control characters.
func cleanText(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	return strings.Map(func(c rune) rune {
		if c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
			return -1
		}
		return c
	}, s)
}

// cleanName makes a file's name harmless to show: no folders, no control or direction-changing characters, not too long.
// The end, where the kind of the file stands, is kept.
func cleanName(s string) string {
	s = s[strings.LastIndexAny(s, `/\`)+1:]
	s = strings.ToValidUTF8(s, "")
	s = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || unicode.Is(unicode.Cf, c) {
			return -1
		}
		return c
	}, s)
	s = strings.TrimSpace(s)
	if n := utf8.RuneCountInString(s); n > maxName {
		letters := []rune(s)
		s = string(slices.Concat(letters[:maxName-20], []rune{'…'}, letters[n-19:]))
	}
	if s == "." || s == ".." {
		return ""
	}
	return s
}

// cleanType returns a media type without parameters, or nothing if it is none.
func cleanType(s string) string {
	t, _, err := mime.ParseMediaType(s)
	if err != nil || len(t) > 100 {
		return ""
	}
	return t
}
