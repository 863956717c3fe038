package clean

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"regexp"
	"slices"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// pdfFile cleans a PDF. It is read by pdfcpu and written anew by this package, with only the objects that the pages need:
// so properties, XMP, attachments, scripts, earlier versions and everything that no page refers to are gone. JPEG pictures
// inside are cleaned like those outside. What is drawn on the pages is not touched.
//
// Pdfcpu's own writer is not used, because it signs and dates each file it writes.
//
// Source: ISO 32000-1:2008 (PDF 1.7), sections 7.5 (file structure), 7.7 (catalog and pages), 12.5 (annotations),
// 14.3 (metadata), 14.5 (private data of programs).
type pdfFile struct {
	file
	depth   int
	doc     *model.Context // of the original, while the copy is made
	cleaned []byte
}

// maxPDFTime is how long reading one PDF may take: a large honest one takes a few seconds.
const maxPDFTime = time.Minute

func (p *pdfFile) result() Result {
	return p.as("PDF", seen, read, hiddenLayers, formFields, links, fonts)
}

func (p *pdfFile) run(dst io.Writer) error {
	if p.cleaned == nil {
		return p.make()
	}
	_, err := dst.Write(p.cleaned)
	return err
}

// make reads the file, makes the copy and tries it. Hostile files make parsers panic; here that is damage like any other.
func (p *pdfFile) make() (err error) {
	defer func() {
		if recover() != nil {
			err = ErrDamaged
		}
	}()
	doc, err := p.parse()
	if err != nil {
		return err
	}
	if p.cleaned, err = p.rebuild(doc); err != nil {
		return err
	}
	return p.check()
}

// check opens the copy: a file that no program can show is of no use to anybody.
func (p *pdfFile) check() error {
	copied := pdfFile{file: file{src: bytes.NewReader(p.cleaned), size: int64(len(p.cleaned))}}
	doc, err := copied.parse()
	if err != nil {
		return err
	}
	if !hasPages(doc) {
		return ErrDamaged
	}
	return nil
}

// parse reads the whole file into objects.
func (p *pdfFile) parse() (*model.Context, error) {
	if p.size > maxMemory {
		return nil, ErrTooLarge
	}
	packed, versions, err := p.survey()
	if err != nil {
		return nil, err
	}
	// With a configuration of our own pdfcpu neither looks for its configuration folder nor makes one.
	conf := &model.Configuration{
		Reader15:       true,
		ValidationMode: model.ValidationRelaxed,
		Eol:            types.EolLF,
		Offline:        true,
		Cmd:            model.LISTINFO,
		Limits: model.ResourceLimits{
			MaxStreamBytes: maxMemory,
			// Object streams are unpacked and stay in memory together.
			MaxDecodeBytes:       min(32<<20, max(1<<20, 512<<20/(packed+1))),
			MaxImagePixels:       1,
			MaxImageBytes:        1,
			MaxObjectCount:       1_000_000,
			MaxObjectStreamCount: 100_000,
			MaxObjectStreamFirst: 4 << 20,
			MaxXRefEntries:       1_000_000,
			MaxRecursionDepth:    100,
		},
	}
	// A file can make many objects of the same bytes; each reading of them costs memory again.
	source := &limited{ReadSeeker: io.NewSectionReader(p.src, 0, p.size), left: 8*p.size + 64<<20}
	ctx, cancel := context.WithTimeout(context.Background(), maxPDFTime)
	defer cancel()
	doc, err := pdfcpu.ReadWithContext(ctx, source, conf)
	switch {
	case err == nil:
	case errors.Is(err, pdfcpu.ErrWrongPassword):
		return nil, ErrLocked
	case source.left <= 0 || ctx.Err() != nil:
		return nil, ErrTooLarge
	default:
		return nil, ErrDamaged
	}
	if doc.Root == nil {
		return nil, ErrDamaged
	}
	if versions > 1 && !doc.Read.Linearized || versions > 2 {
		p.note(oldVersions)
	}
	return doc, nil
}

var (
	// packedStream matches a stream of packed objects, also if its name is written with escapes.
	packedStream = regexp.MustCompile(`ObjStm|/[ObjStm]{0,5}#[0-9A-Fa-f]{2}`)
	endOfVersion = []byte("%%EOF")
)

// survey counts the streams of packed objects, and the versions: each saving by appending adds an end mark. A file made
// for fast viewing on the web has two from the start.
func (p *pdfFile) survey() (packed int64, versions int, err error) {
	const overlap = 8 // bytes; no match is longer than that and one
	buf := make([]byte, 1<<20)
	for off := int64(0); off < p.size; off += int64(len(buf) - overlap) {
		n, err := p.src.ReadAt(buf[:min(int64(len(buf)), p.size-off)], off)
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, 0, err
		}
		packed += int64(len(packedStream.FindAllIndex(buf[:n], -1)))
		versions += bytes.Count(buf[:n], endOfVersion)
	}
	return packed, versions, nil
}

// A limited source gives up after so many bytes, however often they are read again.
type limited struct {
	io.ReadSeeker
	left int64
}

func (l *limited) Read(b []byte) (int, error) {
	if l.left <= 0 {
		return 0, ErrTooLarge
	}
	n, err := l.ReadSeeker.Read(b)
	l.left -= int64(n)
	return n, err
}

// rebuild writes the objects that can be reached from the catalog, cleaned and numbered anew.
func (p *pdfFile) rebuild(doc *model.Context) ([]byte, error) {
	p.doc = doc
	defer func() { p.doc = nil }()
	p.properties(doc)
	w := &pdfWriter{doc: doc, number: map[int]int{}, scrub: p.scrubDict, picture: p.picture}
	if err := w.write(*doc.Root); err != nil {
		return nil, err
	}
	return w.out.Bytes(), nil
}

// properties notes what the document information dictionary told; nothing refers to it in the copy.
func (p *pdfFile) properties(doc *model.Context) {
	if doc.ID != nil {
		p.note(revisionIDs)
	}
	if doc.Info == nil {
		return
	}
	info, err := doc.DereferenceDict(*doc.Info)
	if err != nil {
		return
	}
	for key := range info {
		switch key {
		case "Author":
			p.note(author)
		case "Title", "Subject", "Keywords":
			p.note(captions)
		case "Creator", "Producer":
			p.note(software)
		case "CreationDate", "ModDate":
			p.note(dates)
		default:
			p.note(properties)
		}
	}
}

// picture cleans the content of a stream if it is a JPEG, and says so if it may hold metadata we cannot take out.
func (p *pdfFile) picture(s types.StreamDict) []byte {
	filters := make([]string, len(s.FilterPipeline))
	for i, f := range s.FilterPipeline {
		filters[i] = f.Name
	}
	jpeg := slices.Equal(filters, []string{"DCTDecode"})
	if !jpeg {
		if slices.Contains(filters, "JPXDecode") || slices.Contains(filters, "DCTDecode") {
			p.note(notCleaned)
		}
		return s.Raw
	}
	var cleaned bytes.Buffer
	buffered := bufio.NewWriter(&cleaned)
	inner, err := copyAt(buffered, bytes.NewReader(s.Raw), int64(len(s.Raw)), p.depth+1)
	if err != nil || inner.Format != "JPEG" {
		p.note(notCleaned)
		return s.Raw
	}
	if len(inner.Removed) > 0 {
		p.note(inPictures)
	}
	buffered.Flush()
	return cleaned.Bytes()
}
