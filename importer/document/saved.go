package document

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"regexp"
	"strings"
	"time"
)

var modified = regexp.MustCompile(`<dcterms:modified[^>]*>(\d{4}-\d\d-\d\d)`)

// Saved returns the day, 2006-01-02, on which a Word document says that it was saved last; "" if it does not say.
func Saved(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return ""
		}
		f, err := archive.Open("docProps/core.xml")
		if err != nil {
			return ""
		}
		defer f.Close()
		const enough = 1 << 16
		text, _ := io.ReadAll(io.LimitReader(f, enough))
		if m := modified.FindSubmatch(text); m != nil {
			return string(m[1])
		}
	case strings.HasPrefix(string(data[:min(len(data), 8)]), oleMagic):
		file, err := openCompound(data)
		if err != nil {
			return ""
		}
		return savedOLE(file.stream("\x05SummaryInformation"))
	}
	return ""
}

// savedOLE reads property 13, "last saved", of the summary ([MS-OLEPS]).
func savedOLE(b []byte) string {
	le := binary.LittleEndian
	if len(b) < 48 {
		return ""
	}
	at := int64(le.Uint32(b[44:]))
	if at+8 > int64(len(b)) {
		return ""
	}
	set := b[at:]
	const lastSaved, fileTime = 13, 0x40
	for i := range min(int(le.Uint32(set[4:])), (len(set)-8)/8) {
		if le.Uint32(set[8+8*i:]) != lastSaved {
			continue
		}
		v := int64(le.Uint32(set[12+8*i:]))
		if v+12 > int64(len(set)) || le.Uint32(set[v:]) != fileTime {
			return ""
		}
		const epoch = 116444736000000000 // 1970 in tenths of a microsecond since 1601
		ticks := int64(le.Uint64(set[v+4:])) - epoch
		return time.Unix(ticks/1e7, 0).UTC().Format(time.DateOnly)
	}
	return ""
}
