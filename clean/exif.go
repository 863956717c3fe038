package clean

import "encoding/binary"

// EXIF tags by what they betray. Source: CIPA DC-008-2023 (Exif 3.0) sections 4.6.4 to 4.6.7, TIFF 6.0, and for the
// XP tags the Windows property system.
var exifTags = map[uint16]string{
	0x8825: place,                                                                  // GPS IFD
	0x010f: camera, 0x0110: camera, 0xa431: camera, 0xa433: camera, 0xa434: camera, // make, model, serial, lens
	0xa435: camera, 0xa420: camera, // lens serial, unique picture id
	0x013b: author, 0x8298: author, 0x9c9d: author, 0xa430: author, 0xa437: author, 0xa438: author,
	0x0132: dates, 0x9003: dates, 0x9004: dates, 0x9010: dates, 0x9011: dates, 0x9012: dates,
	0x0131: software, 0x013c: software, 0xa43a: software, 0xa43c: software,
	0x010e: captions, 0x9286: captions, 0x9c9b: captions, 0x9c9c: captions, 0x9c9e: captions, 0x9c9f: captions,
	0x927c: makerNotes,
	0x02bc: xmp, 0x83bb: press, 0x8649: press,
	0x0201: preview, 0x014a: preview,
}

const (
	tagOrientation = 0x0112
	tagExifIFD     = 0x8769
)

// readEXIF notes what a block of EXIF (a small TIFF file) tells and returns the orientation, 1 to 8, or 0 if there is
// none. The block is dropped whatever is in it, so damage here is no error: it is noted as other camera data.
func (f *found) readEXIF(b []byte) byte {
	var order binary.ByteOrder
	switch {
	case len(b) >= 8 && string(b[:4]) == "II*\x00":
		order = binary.LittleEndian
	case len(b) >= 8 && string(b[:4]) == "MM\x00*":
		order = binary.BigEndian
	default:
		f.note(otherExif)
		return 0
	}
	orientation := byte(0)
	todo := []uint32{order.Uint32(b[4:])}
	for n := 0; n < len(todo) && n < 8; n++ { // a file has two or three directories; a circle of them ends here
		at := int64(todo[n])
		if at < 8 || at+2 > int64(len(b)) {
			continue
		}
		entries := b[at+2:]
		for count := order.Uint16(b[at:]); count > 0 && len(entries) >= 12; count-- {
			tag, value := order.Uint16(entries), entries[8:12]
			if word, known := exifTags[tag]; known {
				f.note(word)
			} else if tag == tagOrientation {
				if v := order.Uint16(value); v >= 1 && v <= 8 && n == 0 {
					orientation = byte(v)
				}
			} else if tag != tagExifIFD {
				f.note(otherExif)
			}
			if tag == tagExifIFD {
				todo = append(todo, order.Uint32(value))
			}
			entries = entries[12:]
		}
		if len(entries) >= 4 {
			if next := order.Uint32(entries); next != 0 {
				todo = append(todo, next)
			}
		}
	}
	return orientation
}

// orientationTIFF is the smallest EXIF block that says which way up a picture is shown: one directory, one entry.
func orientationTIFF(o byte) []byte {
	return []byte{
		'M', 'M', 0, '*', 0, 0, 0, 8, // big-endian TIFF, directory at byte 8
		0, 1, // one entry
		0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, o, 0, 0, // orientation, one 16-bit number
		0, 0, 0, 0, // no further directory
	}
}
