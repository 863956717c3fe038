package clean

import (
	"bufio"
	"bytes"
	"io"
)

// jpegFile cleans a JPEG. What may stay is what a decoder needs: tables, frame and scan headers, picture data, the size
// of a pixel, the Adobe colour mark, a colour profile without its texts, and the orientation. All else goes: EXIF, XMP,
// IPTC, maker notes, comments, previews, and whatever follows the end.
//
// Sources: ITU-T T.81 annex B (markers and segments), ITU-T T.871 (JFIF), CIPA DC-008 (EXIF), CIPA DC-007 (several
// pictures in one file), ISO 16684-3 (XMP), ICC.1:2022 annex B.4 (colour profiles).
type jpegFile struct {
	file
	checked     bool // the first reading is done: what follows is known
	jfif        []byte
	orientation byte
	adobe       []byte
	icc         iccChunks
}

// Markers of T.81 table B.1, the second byte after 0xff.
const (
	soi, eoi, sos, dqt, dht, dac, dnl, dri, dhp, exp = 0xd8, 0xd9, 0xda, 0xdb, 0xc4, 0xcc, 0xdc, 0xdd, 0xde, 0xdf
	app0, app1, app2, app13, app14, app15, com       = 0xe0, 0xe1, 0xe2, 0xed, 0xee, 0xef, 0xfe
)

func (j *jpegFile) result() Result {
	return j.as("JPEG", seen, noise, compression)
}

func (j *jpegFile) run(dst io.Writer) error {
	in, out := j.reader(), bufio.NewWriterSize(dst, window)
	if err := in.skip(2); err != nil { // SOI, seen by open
		return err
	}
	out.Write([]byte{0xff, soi})
	j.header(out)
	marker, err := j.next(in)
	for frame := false; err == nil; {
		switch {
		case marker == eoi:
			if !frame {
				return ErrDamaged
			}
			if in.left() > 0 {
				j.note(afterEnd)
			}
			out.Write([]byte{0xff, eoi})
			j.checked = true
			return out.Flush()
		case marker >= app0 && marker <= app15 || marker == com:
			if err = j.drop(in, marker); err == nil {
				marker, err = j.next(in)
			}
		default:
			frame = frame || isFrame(marker)
			if marker == sos && !frame {
				return ErrDamaged
			}
			if err = segment(in, out, marker); err != nil {
				break
			}
			if marker == sos {
				marker, err = scan(in, out)
			} else {
				marker, err = j.next(in)
			}
		}
	}
	return err
}

// header writes what the first reading found worth keeping of the application segments.
func (j *jpegFile) header(out *bufio.Writer) {
	if !j.checked {
		return
	}
	if j.jfif != nil {
		writeSegment(out, app0, j.jfif)
	}
	if j.orientation > 1 {
		writeSegment(out, app1, append([]byte("Exif\x00\x00"), orientationTIFF(j.orientation)...))
	}
	if j.adobe != nil {
		writeSegment(out, app14, j.adobe)
	}
	for _, chunk := range j.icc.cleaned(&j.found) {
		writeSegment(out, app2, chunk)
	}
}

// next finds the next marker. Between segments only fill bytes 0xff are allowed; a decoder skips anything else, so it is
// a place to hide things and is left out.
func (j *jpegFile) next(in *input) (byte, error) {
	for {
		b, err := in.until(0xff)
		if err != nil {
			return 0, err
		}
		if len(b) > 1 {
			j.note(between)
		}
		if b[len(b)-1] != 0xff {
			continue
		}
		marker := byte(0xff)
		for marker == 0xff {
			if marker, err = in.byte(); err != nil {
				return 0, err
			}
		}
		if marker != 0 {
			return marker, nil
		}
		j.note(between)
	}
}

// drop reads an application segment or comment and notes what it was. The few that matter for showing the picture are
// kept in j, rewritten without what they do not need.
func (j *jpegFile) drop(in *input, marker byte) error {
	b, err := payload(in)
	if err != nil {
		return err
	}
	is := func(magic string) bool { return bytes.HasPrefix(b, []byte(magic)) }
	switch {
	case marker == app0 && is("JFIF\x00") && len(b) >= 14:
		j.keepJFIF(b)
	case marker == app0 && is("JFXX\x00"):
		j.note(preview)
	case marker == app1 && is("Exif\x00"):
		if o := j.readEXIF(b[min(6, len(b)):]); o > 1 {
			j.orientation = o
		}
	case marker == app1 && is("http://ns.adobe.com/"):
		j.note(xmp)
	case marker == app2 && is(iccMagic):
		j.icc.add(b[len(iccMagic):])
	case marker == app2 && is("MPF\x00"):
		j.note(preview)
	case marker == app13:
		j.note(press)
	case marker == app14 && is("Adobe") && len(b) >= 12:
		// Version 100, no flags; the last byte says how the three or four colours were transformed.
		j.adobe = []byte{'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, b[11]}
	case marker == com:
		j.note(comments)
	default:
		j.note(extraParts)
	}
	return nil
}

// keepJFIF keeps the version and, only if pixels are not square, their proportion. The resolution itself (72, 96, 144...)
// tells one device from another, and the little picture that can follow is a preview.
func (j *jpegFile) keepJFIF(b []byte) {
	clean := []byte("JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00")
	x, y := be16(b[8:]), be16(b[10:])
	if x != y && x > 0 && y > 0 {
		copy(clean[8:12], b[8:12])
	}
	if b[7] != 0 && x == y {
		j.note(density)
	}
	if len(b) > 14 {
		j.note(preview)
	}
	j.jfif = clean
}

func isFrame(marker byte) bool {
	return marker >= 0xc0 && marker <= 0xcf && marker != dht && marker != dac && marker != 0xc8
}

// payload reads a segment after its marker: two bytes of length, which count themselves, and the rest.
func payload(in *input) ([]byte, error) {
	n, err := in.bytes(2)
	if err != nil {
		return nil, err
	}
	return in.bytes(be16(n) - 2)
}

func writeSegment(out *bufio.Writer, marker byte, b []byte) {
	n := len(b) + 2
	out.Write([]byte{0xff, marker, byte(n >> 8), byte(n)})
	out.Write(b)
}

// segment copies a segment that a decoder needs, if it is exactly as long as its content: room to spare would be room
// to hide something.
func segment(in *input, out *bufio.Writer, marker byte) error {
	if marker < 0xc0 || marker > exp || marker >= 0xd0 && marker <= soi || marker == 0xc8 {
		return ErrDamaged // extensions and lossless JPEG-LS lie outside: no camera or phone writes them
	}
	b, err := payload(in)
	if err != nil {
		return err
	}
	if !fits(marker, b) {
		return ErrDamaged
	}
	writeSegment(out, marker, b)
	return nil
}

// fits says whether the length of a segment is the one that its own fields call for (T.81 B.2.2 to B.2.5).
func fits(marker byte, b []byte) bool {
	switch marker {
	case sos: // Ns, Ns times two bytes, Ss, Se, AhAl
		return len(b) > 0 && len(b) == 4+2*int(b[0])
	case dqt:
		for len(b) > 0 {
			n := 65 // Pq and Tq, 64 values
			if b[0]>>4 != 0 {
				n = 129
			}
			if len(b) < n {
				return false
			}
			b = b[n:]
		}
		return true
	case dht:
		for len(b) > 0 {
			if len(b) < 17 {
				return false
			}
			n := 17 // Tc and Th, 16 counts, then that many values
			for _, count := range b[1:17] {
				n += int(count)
			}
			if len(b) < n {
				return false
			}
			b = b[n:]
		}
		return true
	case dac:
		return len(b)%2 == 0
	case dri, dnl:
		return len(b) == 2
	case exp:
		return len(b) == 1
	}
	// A frame header, or DHP which looks like one: P, Y, X, Nf, Nf times three bytes.
	return len(b) >= 6 && len(b) == 6+3*int(b[5])
}

// scan copies entropy-coded data and returns the marker that ends it. A byte 0xff in the data is followed by 0x00 or by
// one of the eight restart markers (T.81 B.1.1.2).
func scan(in *input, out *bufio.Writer) (byte, error) {
	for {
		b, err := in.until(0xff)
		if err != nil {
			return 0, err
		}
		if b[len(b)-1] != 0xff {
			out.Write(b)
			continue
		}
		out.Write(b[:len(b)-1])
		marker := byte(0xff)
		for marker == 0xff {
			if marker, err = in.byte(); err != nil {
				return 0, err
			}
		}
		if marker != 0 && (marker < 0xd0 || marker > 0xd7) {
			return marker, nil
		}
		out.Write([]byte{0xff, marker})
	}
}
