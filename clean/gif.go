package clean

import (
	"bufio"
	"bytes"
	"io"
)

// gifFile cleans a GIF. What may stay: the pictures, their palettes and times, and how often an animation repeats.
// Comments, plain text nobody sees, app data (XMP, colour profiles, editors) and what follows the end go.
//
// Source: CompuServe, Graphics Interchange Format, version 89a, sections 17 to 27; the loop count is Netscape's.
type gifFile struct{ file }

func (g *gifFile) result() Result { return g.as("GIF", seen, noise) }

func (g *gifFile) run(dst io.Writer) error {
	in, out := g.reader(), bufio.NewWriterSize(dst, window)
	head, err := in.bytes(13)
	if err != nil {
		return err
	}
	out.Write(head)
	if err := copyTable(in, out, head[10]); err != nil {
		return err
	}
	var control []byte // waits for its picture; after a dropped text it has nothing to control
	for pictures := 0; ; {
		kind, err := in.byte()
		if err != nil {
			return err
		}
		switch kind {
		case 0x21:
			control, err = g.extension(in, out, control)
		case 0x2c:
			pictures++
			out.Write(control)
			control = nil
			err = copyPicture(in, out)
		case 0x3b:
			if pictures == 0 {
				return ErrDamaged
			}
			if in.left() > 0 {
				g.note(afterEnd)
			}
			out.WriteByte(kind)
			return out.Flush()
		default:
			return ErrDamaged
		}
		if err != nil {
			return err
		}
	}
}

// extension reads an extension block and returns the graphic control that is still waiting for a picture.
func (g *gifFile) extension(in *input, out *bufio.Writer, control []byte) ([]byte, error) {
	label, err := in.byte()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := subBlocks(in, &b, 64); err != nil {
		return nil, err
	}
	blocks := b.Bytes() // the first 64 bytes, enough to know it
	switch label {
	case 0xf9:
		if len(blocks) != 6 || blocks[0] != 4 {
			return nil, ErrDamaged
		}
		return append([]byte{0x21, 0xf9}, blocks...), nil
	case 0xff:
		loops := bytes.HasPrefix(blocks, []byte("\x0bNETSCAPE2.0")) || bytes.HasPrefix(blocks, []byte("\x0bANIMEXTS1.0"))
		if loops && len(blocks) >= 16 && blocks[12] == 3 && blocks[13] == 1 {
			out.WriteString("\x21\xff\x0bNETSCAPE2.0\x03\x01")
			out.Write([]byte{blocks[14], blocks[15], 0})
		} else if bytes.HasPrefix(blocks, []byte("\x0bXMP Data")) {
			g.note(xmp)
		} else {
			g.note(extraParts)
		}
	case 0xfe:
		g.note(comments)
	case 0x01:
		g.note(comments)
		return nil, nil
	default:
		g.note(extraParts)
	}
	return control, nil
}

// copyPicture copies an image descriptor, its palette and its data.
func copyPicture(in *input, out *bufio.Writer) error {
	head, err := in.bytes(9)
	if err != nil {
		return err
	}
	out.WriteByte(0x2c)
	out.Write(head)
	if err := copyTable(in, out, head[8]); err != nil {
		return err
	}
	codeSize, err := in.byte()
	if err != nil {
		return err
	}
	out.WriteByte(codeSize)
	return subBlocks(in, out, -1)
}

// copyTable copies a palette of three bytes a colour, if flags announce one.
func copyTable(in *input, out *bufio.Writer, flags byte) error {
	if flags&0x80 == 0 {
		return nil
	}
	return in.copy(out, 3<<(flags&7+1))
}

// subBlocks copies data blocks up to the empty one that ends them; of more than limit bytes only the first are written,
// if limit is not negative.
func subBlocks(in *input, out io.Writer, limit int) error {
	for written := 0; ; {
		n, err := in.byte()
		if err != nil {
			return err
		}
		b, err := in.bytes(int64(n))
		if err != nil {
			return err
		}
		if limit < 0 || written < limit {
			if _, err := out.Write(append([]byte{n}, b...)); err != nil {
				return err
			}
			written += len(b) + 1
		}
		if n == 0 {
			return nil
		}
	}
}
