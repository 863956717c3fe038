package clean

import (
	"bytes"
	"errors"
	"io"
)

// open recognises the format by its first bytes. A file name or a declared type can lie, and is not asked.
func open(src io.ReaderAt, size int64, depth int) (cleaner, error) {
	if size <= 0 || depth > maxDepth {
		return nil, ErrUnknown
	}
	head := make([]byte, min(size, 1024))
	if n, err := src.ReadAt(head, 0); n < len(head) {
		if errors.Is(err, io.EOF) {
			return nil, ErrDamaged // size promises more than there is
		}
		return nil, err
	}
	starts := func(magic string) bool { return bytes.HasPrefix(head, []byte(magic)) }
	file := file{src: src, size: size}
	switch {
	case starts("\xff\xd8\xff"):
		return &jpegFile{file: file}, nil
	case starts(pngMagic):
		return &pngFile{file: file}, nil
	case starts("RIFF") && len(head) >= 12 && string(head[8:12]) == "WEBP":
		return &webpFile{file: file}, nil
	case starts("GIF87a"), starts("GIF89a"):
		return &gifFile{file: file}, nil
	case starts("PK\x03\x04"):
		return openOffice(file, depth)
	case bytes.Contains(head, []byte("%PDF-")): // ISO 32000-1 H.3: readers accept the header within the first 1024 bytes
		return &pdfFile{file: file, depth: depth}, nil
	case looksLikeText(head):
		return &textFile{file: file}, nil
	}
	return nil, ErrUnknown
}

// A file is what every cleaner starts from, and where it notes what it found.
type file struct {
	src  io.ReaderAt
	size int64
	found
}

func (f *file) reader() *input { return newInput(f.src, f.size) }
