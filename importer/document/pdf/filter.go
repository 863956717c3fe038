package pdf

import (
	"bytes"
	"compress/flate"
	"encoding/ascii85"
	"io"

	"golang.org/x/image/tiff/lzw"
)

// unpack returns the content of a stream; what could be read of it, if it is damaged. Pictures stay packed: nil.
func (f *file) unpack(s stream) []byte {
	data := s.raw
	if f.lock != nil && s.dict["Type"] != name("XRef") {
		data = f.lock.open(data, s.ref)
	}
	filters, params := f.list(s.dict["Filter"]), f.list(s.dict["DecodeParms"])
	for i, filter := range filters {
		if i >= 8 { // no program packs eight times
			return nil
		}
		var p dict
		if i < len(params) {
			p = f.dict(params[i])
		}
		most := min(maxStream, f.left)
		if most <= 0 {
			return nil
		}
		switch filter {
		case name("FlateDecode"), name("Fl"):
			data = f.predicted(inflate(data, most), p)
		case name("LZWDecode"), name("LZW"):
			data = f.predicted(unLZW(data, most), p)
		case name("ASCII85Decode"), name("A85"):
			data = un85(data)
		case name("ASCIIHexDecode"), name("AHx"):
			data = []byte((&lexer{b: append([]byte("<"), data...)}).hex())
		case name("RunLengthDecode"), name("RL"):
			data = unRun(data, most)
		case name("Crypt"):
		default:
			return nil
		}
		f.left -= len(data)
	}
	return data
}

// list is a value that may stand alone or in an array.
func (f *file) list(v any) array {
	switch v := f.value(v).(type) {
	case nil:
		return nil
	case array:
		for i := range v {
			v[i] = f.value(v[i])
		}
		return v
	default:
		return array{v}
	}
}

func inflate(data []byte, most int) []byte {
	if len(data) > 2 {
		data = data[2:] // the head of zlib; a wrong check sum at the end does not matter
	}
	out, _ := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data)), int64(most)))
	return out
}

// unLZW reads the LZW of PDF, which widens its codes one early, as that of TIFF does.
func unLZW(data []byte, most int) []byte {
	out, _ := io.ReadAll(io.LimitReader(lzw.NewReader(bytes.NewReader(data), lzw.MSB, 8), int64(most)))
	return out
}

func un85(data []byte) []byte {
	data = bytes.TrimSpace(data)
	data = bytes.TrimPrefix(data, []byte("<~"))
	if i := bytes.IndexByte(data, '~'); i >= 0 {
		data = data[:i]
	}
	out, _ := io.ReadAll(ascii85.NewDecoder(bytes.NewReader(data)))
	return out
}

func unRun(data []byte, most int) []byte {
	var out []byte
	for i := 0; i < len(data) && data[i] != 128 && len(out) < most; {
		n := int(data[i])
		i++
		if n < 128 {
			to := min(len(data), i+n+1)
			out = append(out, data[i:to]...)
			i = to
		} else if i < len(data) {
			out = append(out, bytes.Repeat(data[i:i+1], 257-n)...)
			i++
		}
	}
	return out
}

// predicted undoes the differences between rows that make tables of numbers pack better.
func (f *file) predicted(data []byte, p dict) []byte {
	predictor := int(f.num(p["Predictor"]))
	if predictor < 2 {
		return data
	}
	number := func(key name, standard int) int {
		if n, ok := f.value(p[key]).(int); ok && n > 0 && n < 1<<16 {
			return n
		}
		return standard
	}
	colours, bits, columns := number("Colors", 1), number("BitsPerComponent", 8), number("Columns", 1)
	step := max(1, colours*bits/8)
	row := (columns*colours*bits + 7) / 8
	if predictor == 2 {
		for from := 0; from+row <= len(data) && bits == 8; from += row {
			for i := from + step; i < from+row; i++ {
				data[i] += data[i-step]
			}
		}
		return data
	}
	out := make([]byte, 0, len(data))
	above := make([]byte, row)
	for len(data) > 1 {
		kind := data[0]
		data = data[1:]
		n := min(row, len(data))
		now := data[:n]
		data = data[n:]
		for i := range now {
			var left, corner byte
			if i >= step {
				left, corner = now[i-step], above[i-step]
			}
			switch kind {
			case 1:
				now[i] += left
			case 2:
				now[i] += above[i]
			case 3:
				now[i] += byte((int(left) + int(above[i])) / 2)
			case 4:
				now[i] += paeth(left, above[i], corner)
			}
		}
		out = append(out, now...)
		above = above[:n]
		copy(above, now)
		if n < row {
			break
		}
	}
	return out
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(n int) int { return max(n, -n) }
