package clean

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"path"
	"strings"
)

// officeFile cleans a text, table or presentation of Word, Excel, PowerPoint or LibreOffice: a zip file of XML parts and
// pictures. Parts about the document go (properties, change logs, custom data, printer settings, previews); in the parts
// that stay, names of commenters, revision numbers, identifiers and folder names are taken out; pictures inside are
// cleaned by the same rules as pictures outside. Words and numbers of the document are not touched.
//
// Sources: PKWARE APPNOTE 6.3.10 (zip), ECMA-376 5th edition parts 1, 2 and 4 (DOCX, XLSX, PPTX), [MS-DOCX], [MS-XLSX] and
// [MS-PPTX] (identifiers and people), OASIS OpenDocument 1.3 parts 2 and 3 (ODT, ODS, ODP).
type officeFile struct {
	file
	zip    *zip.Reader
	depth  int
	format string
	family family
	gone   map[string]bool // parts left out, in lower case
}

// A family is how a kind of office document is cleaned.
type family struct {
	drop  func(part string) (word string, gone bool) // part is in lower case
	rules func(f *found, part string, gone map[string]bool) rule
}

// openOffice recognises the document by its parts.
func openOffice(f file, depth int) (cleaner, error) {
	if err := checkDirectory(f); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(f.src, f.size)
	if err != nil {
		return nil, ErrDamaged
	}
	if len(z.File) > maxParts {
		return nil, ErrTooLarge
	}
	o := &officeFile{file: f, zip: z, depth: depth, gone: map[string]bool{}}
	seen := map[string]bool{}
	for _, part := range z.File {
		name := strings.ToLower(part.Name)
		if part.Flags&1 != 0 {
			return nil, ErrLocked
		}
		if seen[name] || strings.HasPrefix(name, "/") || strings.Contains(name, "\\") || path.Clean("/"+name) != strings.TrimSuffix("/"+name, "/") {
			return nil, ErrDamaged // two parts of one name: which one would a reader show?
		}
		seen[name] = true
	}
	switch {
	case seen["[content_types].xml"] && seen["word/document.xml"]:
		o.format, o.family = "DOCX", ooxml
	case seen["[content_types].xml"] && seen["xl/workbook.xml"]:
		o.format, o.family = "XLSX", ooxml
	case seen["[content_types].xml"] && seen["ppt/presentation.xml"]:
		o.format, o.family = "PPTX", ooxml
	case seen["mimetype"] && seen["content.xml"] && seen["meta-inf/manifest.xml"]:
		if o.format, err = odfFormat(z.File); err != nil {
			return nil, err
		}
		o.family = odf
	default:
		return nil, ErrUnknown // another kind of zip file
	}
	for _, part := range z.File {
		name := strings.ToLower(part.Name)
		if _, gone := o.family.drop(name); gone {
			o.gone[name] = true
		}
	}
	return o, nil
}

// checkDirectory bounds the table of contents before archive/zip reads it into memory, and insists that it lies right
// before its end record, as APPNOTE 4.3.6 has it.
func checkDirectory(f file) error {
	tail := make([]byte, min(f.size, 22+65535))
	if _, err := io.ReadFull(io.NewSectionReader(f.src, f.size-int64(len(tail)), int64(len(tail))), tail); err != nil {
		return damagedAtEOF(err)
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || at+22 > len(tail) {
		return ErrDamaged
	}
	size, offset := le32(tail[at+12:]), le32(tail[at+16:])
	if size == 0xffffffff || offset == 0xffffffff || size > maxParts*512 {
		return ErrTooLarge // zip64: more than 65535 parts or 4 GiB
	}
	if records := binary.LittleEndian.Uint16(tail[at+10:]); records > maxParts {
		return ErrTooLarge
	}
	if offset+size != f.size-int64(len(tail))+int64(at) {
		return ErrDamaged
	}
	return nil
}

func (o *officeFile) result() Result { return o.as(o.format, seen, read, hiddenLayers, links, fonts) }

func (o *officeFile) run(dst io.Writer) error {
	out := zip.NewWriter(dst)
	left := int64(maxUnpacked)
	for _, part := range o.zip.File {
		if strings.HasSuffix(part.Name, "/") {
			continue
		}
		if word, gone := o.family.drop(strings.ToLower(part.Name)); gone {
			o.note(word)
			continue
		}
		if part.Comment != "" || len(part.Extra) > 0 {
			o.note(dates)
		}
		if err := o.part(out, part, &left); err != nil {
			return err
		}
	}
	if o.zip.Comment != "" {
		o.note(comments)
	}
	return out.Close()
}

// part writes one cleaned part; left is how much may still be unpacked.
func (o *officeFile) part(out *zip.Writer, part *zip.File, left *int64) error {
	limit := min(*left, maxMemory)
	if part.UncompressedSize64 > uint64(limit) {
		return ErrTooLarge
	}
	r, err := part.Open()
	if err != nil {
		return ErrDamaged
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return ErrDamaged
	}
	if *left -= int64(len(b)); int64(len(b)) > limit {
		return ErrTooLarge
	}
	if b, err = o.clean(part.Name, b); err != nil {
		return err
	}
	// A new header has the name and nothing else: no date, owner or system. The type of an ODF must come first, unpacked.
	head := &zip.FileHeader{Name: part.Name, Method: zip.Deflate}
	if part.Name == "mimetype" {
		head.Method = zip.Store
	}
	w, err := out.CreateHeader(head)
	if err != nil {
		return err
	}
	_, err = w.Write(b)
	return err
}

// clean gives the cleaned content of a part that stays.
func (o *officeFile) clean(name string, b []byte) ([]byte, error) {
	lower := strings.ToLower(name)
	switch path.Ext(lower) {
	case ".xml", ".rels":
		return scrub(b, o.family.rules(&o.found, lower, o.gone))
	case ".vml": // old drawings, often not quite XML
		cleaned, err := scrub(b, o.family.rules(&o.found, lower, o.gone))
		if err != nil {
			o.note(notCleaned)
			return b, nil
		}
		return cleaned, nil
	}
	if lower == "mimetype" {
		return b, nil
	}
	var cleaned bytes.Buffer
	inner, err := copyAt(&cleaned, bytes.NewReader(b), int64(len(b)), o.depth+1)
	switch {
	case err == nil:
		if len(inner.Removed) > 0 {
			o.note(inPictures)
		}
		return cleaned.Bytes(), nil
	case strings.HasSuffix(lower, "vbaproject.bin"):
		o.note(macrosRemain)
	case errors.Is(err, ErrUnknown) || errors.Is(err, ErrDamaged):
		o.note(notCleaned)
	default:
		return nil, err
	}
	return b, nil
}
