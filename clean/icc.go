package clean

import (
	"encoding/binary"
	"slices"
)

const (
	iccMagic = "ICC_PROFILE\x00"
	maxICC   = 4 << 20 // bytes; the largest profiles in use (printing presses) are about 3 MiB
)

// iccTags are the tags of a colour profile that turn numbers into colours. The others are names, makers, dates,
// measurements and settings of the one screen or camera that the profile was made for.
// Source: ICC.1:2022 section 9.2.
var iccTags = []string{
	"rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC", "kTRC", "wtpt", "bkpt", "chad", "cicp", "gamt",
	"A2B0", "A2B1", "A2B2", "A2B3", "B2A0", "B2A1", "B2A2", "B2A3",
	"D2B0", "D2B1", "D2B2", "D2B3", "B2D0", "B2D1", "B2D2", "B2D3",
}

// cleanICC rebuilds a colour profile with its colours only; nil if the profile cannot be read.
//
// The header keeps version, class, colour spaces, intent and white point (ICC.1:2022 section 7.2). Preferred program,
// date, platform, maker, model, creator and checksum become zero, or a fixed date.
func cleanICC(b []byte) []byte {
	if len(b) < 132 || len(b) > maxICC || string(b[36:40]) != "acsp" {
		return nil
	}
	out := make([]byte, 128, len(b))
	for _, keep := range [][2]int{{8, 24}, {36, 40}, {56, 80}} {
		copy(out[keep[0]:keep[1]], b[keep[0]:keep[1]])
	}
	copy(out[24:36], []byte{0x07, 0xd0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0}) // 1 January 2000, midnight

	type tag struct {
		name string
		data []byte
	}
	tags := []tag{{"desc", profileName(b[8])}, {"cprt", profileRights(b[8])}}
	count := be32(b[128:])
	if count > 100 || 132+12*count > int64(len(b)) {
		return nil
	}
	for i := range count {
		entry := b[132+12*i:]
		name, at, n := string(entry[:4]), be32(entry[4:]), be32(entry[8:])
		if !slices.Contains(iccTags, name) {
			continue
		}
		if at < 128 || at+n > int64(len(b)) || n < 8 {
			return nil
		}
		tags = append(tags, tag{name, b[at : at+n]})
	}
	out = binary.BigEndian.AppendUint32(out, uint32(len(tags)))
	at := 132 + 12*len(tags)
	var data []byte
	written := map[string]int{} // the three curves of a screen are often one and the same block
	for _, t := range tags {
		where, shared := written[string(t.data)]
		if !shared {
			where = at + len(data)
			written[string(t.data)] = where
			data = append(data, t.data...)
			data = append(data, make([]byte, (4-len(data)%4)%4)...)
		}
		out = append(out, t.name...)
		out = binary.BigEndian.AppendUint32(out, uint32(where))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t.data)))
		if len(data) > maxICC {
			return nil
		}
	}
	out = append(out, data...)
	binary.BigEndian.PutUint32(out, uint32(len(out)))
	return out
}

// profileName is the description that every profile must have, here the word ICC: a textDescriptionType up to version 2
// (ICC.1:2001-04 section 6.5.17), a multiLocalizedUnicodeType from version 4.
func profileName(version byte) []byte {
	if version >= 4 {
		return localised("ICC")
	}
	b := append([]byte("desc\x00\x00\x00\x00\x00\x00\x00\x04"), "ICC\x00"...)
	return append(b, make([]byte, 4+4+2+1+67)...)
}

// profileRights is the copyright text that every profile must have: empty.
func profileRights(version byte) []byte {
	if version >= 4 {
		return localised("")
	}
	return []byte("text\x00\x00\x00\x00\x00")
}

func localised(ascii string) []byte {
	b := []byte("mluc\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x0cenUS")
	b = binary.BigEndian.AppendUint32(b, uint32(2*len(ascii)))
	b = binary.BigEndian.AppendUint32(b, 28)
	for _, r := range []byte(ascii) {
		b = append(b, 0, r)
	}
	return b
}

// iccChunks collects a profile that a JPEG spreads over several segments, each with its number and how many there are
// (ICC.1:2022 annex B.4). Memory is bounded by 255 segments of 64 KiB.
type iccChunks struct {
	parts [256][]byte
	some  bool
}

func (c *iccChunks) add(b []byte) {
	if len(b) < 2 {
		return
	}
	c.parts[b[0]] = b[2:]
	c.some = true
}

// cleaned gives the payloads of the segments to write, none if there was no profile or it cannot be read.
func (c *iccChunks) cleaned(f *found) [][]byte {
	if !c.some {
		return nil
	}
	whole := f.noteICC(cleanICC(slices.Concat(c.parts[:]...)))
	const room = 65535 - 2 - len(iccMagic) - 2
	pieces := slices.Collect(slices.Chunk(whole, room))
	out := make([][]byte, len(pieces))
	for i, piece := range pieces {
		out[i] = slices.Concat([]byte(iccMagic), []byte{byte(i + 1), byte(len(pieces))}, piece)
	}
	return out
}

// noteICC notes what became of a profile and returns it.
func (f *found) noteICC(cleaned []byte) []byte {
	if cleaned == nil {
		f.note(profile)
	} else {
		f.note(profileText, colours)
	}
	return cleaned
}
