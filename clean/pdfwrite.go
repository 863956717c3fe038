package clean

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// pdfWriter writes a PDF from the objects of another one: a header, the objects in the order in which they are first
// referred to, a table of where they start, and a trailer that names the catalog and nothing else.
//
// Source: ISO 32000-1:2008, sections 7.3 (objects) and 7.5 (file structure).
type pdfWriter struct {
	doc     *model.Context
	number  map[int]int // number in the original → number in the copy
	queue   []int       // numbers in the original, in the order of their numbers in the copy
	out     bytes.Buffer
	scrub   func(types.Dict)
	picture func(types.StreamDict) []byte
}

// maxNesting bounds dictionaries in arrays in dictionaries; real documents stay below ten.
const maxNesting = 200

func (w *pdfWriter) write(root types.IndirectRef) error {
	version := "1.7"
	if w.doc.XRefTable.PDF20() {
		version = "2.0"
	}
	fmt.Fprintf(&w.out, "%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n", version) // four high bytes say that the file is binary
	if !hasPages(w.doc) || w.ref(root) == 0 {
		return ErrDamaged
	}
	var starts []int
	for i := 0; i < len(w.queue); i++ {
		starts = append(starts, w.out.Len())
		fmt.Fprintf(&w.out, "%d 0 obj\n", i+1)
		object, err := w.object(w.queue[i])
		if err != nil {
			return err
		}
		if err := w.value(object, 0); err != nil {
			return err
		}
		w.out.WriteString("\nendobj\n")
		if w.out.Len() > 2*maxMemory {
			return ErrTooLarge
		}
	}
	table := w.out.Len()
	fmt.Fprintf(&w.out, "xref\n0 %d\n0000000000 65535 f \n", len(starts)+1)
	for _, at := range starts {
		fmt.Fprintf(&w.out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&w.out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(starts)+1, table)
	return nil
}

// hasPages says whether a file has a catalog with a page tree: what pdfcpu puts together from ruins may have none.
func hasPages(doc *model.Context) bool {
	catalog, err := doc.DereferenceDict(*doc.Root)
	if err != nil || catalog == nil {
		return false
	}
	if _, ref := catalog["Pages"].(types.IndirectRef); !ref {
		return false
	}
	pages, err := doc.DereferenceDict(catalog["Pages"])
	if err != nil || pages == nil {
		return false
	}
	kids, err := doc.DereferenceArray(pages["Kids"])
	return err == nil && kids != nil
}

// ref gives the number that an object has in the copy, 0 if it does not exist.
func (w *pdfWriter) ref(r types.IndirectRef) int {
	old := r.ObjectNumber.Value()
	entry, there := w.doc.Table[old]
	if !there || entry == nil || entry.Free || entry.Object == nil {
		return 0
	}
	switch o := entry.Object.(type) {
	case types.ObjectStreamDict, types.XRefStreamDict:
		return 0 // parts of how the original was written, not of what it says
	case types.StreamDict:
		if kind := name(o.Dict, "Type"); kind == "Metadata" || kind == "EmbeddedFile" {
			return 0 // whatever refers to it
		}
	}
	if w.number[old] == 0 {
		w.queue = append(w.queue, old)
		w.number[old] = len(w.queue)
	}
	return w.number[old]
}

// object gives an object of the original, unpacked if it was packed with others.
func (w *pdfWriter) object(old int) (types.Object, error) {
	object := w.doc.Table[old].Object
	if lazy, packed := object.(types.LazyObjectStreamObject); packed {
		unpacked, err := lazy.DecodedObject(context.Background())
		if err != nil {
			return nil, ErrDamaged
		}
		object = unpacked
	}
	return object, nil
}

func (w *pdfWriter) value(o types.Object, depth int) error {
	if depth > maxNesting {
		return ErrDamaged
	}
	switch o := o.(type) {
	case types.Dict:
		return w.dict(o, depth)
	case types.Array:
		w.out.WriteByte('[')
		for i, item := range o {
			if i > 0 {
				w.out.WriteByte(' ')
			}
			if err := w.value(item, depth+1); err != nil {
				return err
			}
		}
		w.out.WriteByte(']')
	case types.StreamDict:
		return w.stream(o, depth)
	case types.IndirectRef:
		if n := w.ref(o); n > 0 {
			fmt.Fprintf(&w.out, "%d 0 R", n)
			return nil
		}
		w.out.WriteString("null")
	case types.Boolean, types.Integer, types.Float, types.Name, types.StringLiteral, types.HexLiteral:
		w.out.WriteString(o.PDFString())
	default: // null, and containers of packed objects, which stand for themselves no longer
		w.out.WriteString("null")
	}
	return nil
}

func (w *pdfWriter) dict(d types.Dict, depth int) error {
	w.scrub(d)
	w.out.WriteString("<<")
	for _, key := range slices.Sorted(maps.Keys(d)) {
		w.out.WriteString(types.Name(key).PDFString())
		w.out.WriteByte(' ')
		if err := w.value(d[key], depth+1); err != nil {
			return err
		}
	}
	w.out.WriteString(">>")
	return nil
}

func (w *pdfWriter) stream(s types.StreamDict, depth int) error {
	for _, key := range []string{"F", "FFilter", "FDecodeParms"} {
		delete(s.Dict, key) // content in another file, which a reader must not fetch
	}
	content := w.picture(s)
	s.Dict["Length"] = types.Integer(len(content))
	delete(s.Dict, "DL")
	if err := w.dict(s.Dict, depth); err != nil {
		return err
	}
	w.out.WriteString("\nstream\n")
	w.out.Write(content)
	w.out.WriteString("\nendstream")
	return nil
}
