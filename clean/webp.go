package clean

import (
	"bufio"
	"encoding/binary"
	"io"
)

// webpFile cleans a WebP picture or animation. What may stay: the picture, its transparency, animation and colour
// profile (without texts); EXIF but for the orientation, XMP, chunks we do not know, and what follows the end go.
//
// Source: RFC 9649, WebP Image Format, section 2.
type webpFile struct {
	file
	checked     bool  // the first reading is done: what follows is known
	extended    bool  // there is a VP8X, without which EXIF may not stand
	length      int64 // of the chunks in the copy, bytes
	orientation byte
	profile     []byte
}

// Bits of the first byte of VP8X (RFC 9649 section 2.7).
const (
	webpICC, webpAlpha, webpEXIF, webpXMP, webpAnimated = 0x20, 0x10, 0x08, 0x04, 0x02
)

func (w *webpFile) result() Result { return w.as("WebP", seen, noise, compression) }

func (w *webpFile) run(dst io.Writer) error {
	in, out := w.reader(), &counter{w: bufio.NewWriterSize(dst, window)}
	head, err := in.bytes(12)
	if err != nil {
		return err
	}
	end := 8 + le32(head[4:]) // the length counts from byte 8 on
	if end > w.size || end < 20 {
		return ErrDamaged
	}
	if end < w.size {
		w.note(afterEnd)
	}
	out.WriteString("RIFF")
	out.Write(binary.LittleEndian.AppendUint32(nil, uint32(4+w.length)))
	out.WriteString("WEBP")
	out.n = 0
	picture := false
	for in.off < end {
		name, n, err := chunkHead(in, end)
		if err != nil {
			return err
		}
		switch name {
		case "VP8 ", "VP8L", "ALPH", "ANIM":
			picture = picture || name[:3] == "VP8"
			if name == "ANIM" && n != 6 {
				return ErrDamaged
			}
			err = copyRIFF(in, out, name, n)
		case "ANMF":
			picture = true
			err = w.frame(in, out, n)
		default:
			err = w.metadata(in, out, name, n)
		}
		if err != nil {
			return err
		}
	}
	if !picture {
		return ErrDamaged
	}
	if w.extended && w.orientation > 1 {
		writeRIFF(out, "EXIF", orientationTIFF(w.orientation))
	}
	w.checked, w.length = true, out.n
	return out.w.Flush()
}

// metadata reads a chunk that is no picture; VP8X and the colour profile are written again, cleaned.
func (w *webpFile) metadata(in *input, out *counter, name string, n int64) error {
	if n > maxICC {
		w.note(extraParts)
		return in.skip(n + n%2)
	}
	b, err := in.bytes(n)
	if err != nil {
		return err
	}
	switch name {
	case "VP8X":
		if n != 10 {
			return ErrDamaged
		}
		w.extended = true
		flags := b[0] & (webpAlpha | webpAnimated)
		if w.profile != nil {
			flags |= webpICC
		}
		if w.orientation > 1 {
			flags |= webpEXIF
		}
		writeRIFF(out, name, append([]byte{flags, 0, 0, 0}, b[4:]...))
	case "ICCP":
		if w.profile = w.noteICC(cleanICC(b)); w.profile != nil {
			writeRIFF(out, name, w.profile)
		}
	case "EXIF":
		// Some programs write the six bytes that only belong in a JPEG.
		if len(b) > 6 && string(b[:4]) == "Exif" {
			b = b[6:]
		}
		w.orientation = w.readEXIF(b)
	case "XMP ":
		w.note(xmp)
	default:
		w.note(extraParts)
	}
	return in.skip(n % 2)
}

// frame copies one picture of an animation: 16 bytes of place and time, then chunks of its own.
func (w *webpFile) frame(in *input, out *counter, n int64) error {
	if n < 16 {
		return ErrDamaged
	}
	start := in.off
	body := func(out *counter) error {
		in.seek(start)
		head, err := in.bytes(16)
		if err != nil {
			return err
		}
		head[15] &= 0x03 // blending and disposal; the rest is reserved
		out.Write(head)
		for in.off < start+n {
			name, n, err := chunkHead(in, start+n)
			if err != nil {
				return err
			}
			switch name {
			case "VP8 ", "VP8L", "ALPH":
				err = copyRIFF(in, out, name, n)
			default:
				w.note(extraParts)
				err = in.skip(n + n%2)
			}
			if err != nil {
				return err
			}
		}
		return in.skip(start + n - in.off + n%2)
	}
	size := &counter{w: bufio.NewWriter(io.Discard)}
	if err := body(size); err != nil {
		return err
	}
	out.WriteString("ANMF")
	out.Write(binary.LittleEndian.AppendUint32(nil, uint32(size.n)))
	return body(out)
}

// chunkHead reads name and length of a chunk that must end by end, its byte of padding included.
func chunkHead(in *input, end int64) (string, int64, error) {
	b, err := in.bytes(8)
	if err != nil {
		return "", 0, err
	}
	n := le32(b[4:])
	if in.off+n+n%2 > end {
		return "", 0, ErrDamaged
	}
	return string(b[:4]), n, nil
}

func copyRIFF(in *input, out *counter, name string, n int64) error {
	out.WriteString(name)
	out.Write(binary.LittleEndian.AppendUint32(nil, uint32(n)))
	if err := in.copy(out, n); err != nil {
		return err
	}
	out.Write(make([]byte, n%2))
	return in.skip(n % 2)
}

func writeRIFF(out *counter, name string, b []byte) {
	out.WriteString(name)
	out.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(b))))
	out.Write(b)
	out.Write(make([]byte, len(b)%2))
}

// A counter counts the bytes written through it. The writer is a field of its own, so that io.Copy finds no way past.
type counter struct {
	w *bufio.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

func (c *counter) WriteString(s string) (int, error) { return c.Write([]byte(s)) }
