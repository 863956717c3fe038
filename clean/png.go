package clean

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"io"
)

const pngMagic = "\x89PNG\r\n\x1a\n"

// pngFile cleans a PNG or animated PNG. What may stay: the picture, palette, transparency, colours and animation; texts,
// times, EXIF, app data and all that follows the end go.
//
// Source: W3C, Portable Network Graphics (PNG) Specification, third edition, 2025, section 11.
type pngFile struct{ file }

// pngKeep are the chunks copied as they are, and the length that the specification fixes; -1 if it can vary.
var pngKeep = map[string]int64{
	"IHDR": 13, "PLTE": -1, "IDAT": -1, "IEND": 0,
	"tRNS": -1, "cHRM": 32, "gAMA": 4, "sBIT": -1, "sRGB": 1, "cICP": 4, "mDCV": 24, "cLLI": 8, "bKGD": -1, "hIST": -1,
	"acTL": 8, "fcTL": 26, "fdAT": -1,
}

// pngShort are the chunks of pngKeep whose length varies, but never above this.
var pngShort = map[string]int64{"PLTE": 768, "tRNS": 256, "sBIT": 4, "bKGD": 6, "hIST": 512}

func (p *pngFile) result() Result { return p.as("PNG", seen, noise) }

func (p *pngFile) run(dst io.Writer) error {
	in, out := p.reader(), bufio.NewWriterSize(dst, window)
	if err := in.skip(int64(len(pngMagic))); err != nil {
		return err
	}
	out.WriteString(pngMagic)
	for first := true; ; first = false {
		head, err := in.bytes(8)
		if err != nil {
			return err
		}
		n, name := be32(head), string(head[4:])
		if n+4 > in.left() || first != (name == "IHDR") {
			return ErrDamaged
		}
		if fixed, keep := pngKeep[name]; keep {
			limit, short := pngShort[name]
			if fixed >= 0 && n != fixed || short && n > limit {
				return ErrDamaged
			}
			err = copyChunk(in, out, head, n)
		} else if name[0]&0x20 == 0 {
			return ErrUnknown // a chunk without which the picture cannot be shown, and we do not know it (Apple's CgBI)
		} else {
			err = p.ancillary(in, out, name, n)
		}
		if err != nil {
			return err
		}
		if name == "IEND" {
			if in.left() > 0 {
				p.note(afterEnd)
			}
			return out.Flush()
		}
	}
}

// ancillary leaves out a chunk that a viewer can do without, or writes a cleaned one in its place.
func (p *pngFile) ancillary(in *input, out *bufio.Writer, name string, n int64) error {
	switch name {
	case "iCCP", "eXIf", "pHYs":
		if n > maxICC {
			return ErrDamaged
		}
		b, err := in.bytes(n)
		if err != nil {
			return err
		}
		switch name {
		case "iCCP":
			if profile := p.noteICC(cleanICC(inflateICC(b))); profile != nil {
				writeChunk(out, name, deflateICC(profile))
			}
		case "eXIf":
			if o := p.readEXIF(b); o > 1 {
				writeChunk(out, name, orientationTIFF(o))
			}
		case "pHYs":
			p.pixelShape(out, b)
		}
		return in.skip(4)
	case "tEXt", "zTXt", "iTXt":
		p.note(comments)
	case "tIME":
		p.note(dates)
	default:
		p.note(extraParts)
	}
	return in.skip(n + 4)
}

// pixelShape keeps the proportion of pixels that are not square. The resolution goes: 144 dots an inch is a Mac.
func (p *pngFile) pixelShape(out *bufio.Writer, b []byte) {
	if len(b) != 9 {
		return
	}
	if !bytes.Equal(b[:4], b[4:8]) {
		writeChunk(out, "pHYs", append(bytes.Clone(b[:8]), 0))
		return
	}
	p.note(density)
}

// copyChunk copies a chunk of n bytes and compares its checksum.
func copyChunk(in *input, out *bufio.Writer, head []byte, n int64) error {
	sum := crc32.NewIEEE()
	sum.Write(head[4:])
	out.Write(head)
	if err := in.copy(io.MultiWriter(out, sum), n); err != nil {
		return err
	}
	stored, err := in.bytes(4)
	if err != nil {
		return err
	}
	if binary.BigEndian.Uint32(stored) != sum.Sum32() {
		return ErrDamaged
	}
	out.Write(stored)
	return nil
}

func writeChunk(out *bufio.Writer, name string, b []byte) {
	body := append([]byte(name), b...)
	out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(b))))
	out.Write(binary.BigEndian.AppendUint32(body, crc32.ChecksumIEEE(body)))
}

// inflateICC unpacks an iCCP chunk: a name, a zero, the method zero, zlib data. Nil if it cannot or is too large.
func inflateICC(b []byte) []byte {
	name := bytes.IndexByte(b, 0)
	if name < 0 || len(b) < name+2 || b[name+1] != 0 {
		return nil
	}
	z, err := zlib.NewReader(bytes.NewReader(b[name+2:]))
	if err != nil {
		return nil
	}
	profile, err := io.ReadAll(io.LimitReader(z, maxICC+1))
	if err != nil {
		return nil
	}
	return profile
}

func deflateICC(profile []byte) []byte {
	b := bytes.NewBufferString("ICC\x00\x00")
	z := zlib.NewWriter(b)
	z.Write(profile) // a bytes.Buffer takes everything
	z.Close()
	return b.Bytes()
}
