package document

import (
	"encoding/binary"
	"errors"
	"unicode/utf16"
)

// oleMagic starts an OLE compound file, the container of the older Office formats ([MS-CFB]).
const oleMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

var errOLE = errors.New("its sectors do not fit together")

// A compound is a compound file: streams by name, in sectors chained by tables.
type compound struct {
	data      []byte
	size      int // of a sector
	fat       []uint32
	miniSize  int
	miniFAT   []uint32
	mini      []byte // the stream that holds the small streams
	cutoff    uint32 // streams smaller than this are in mini
	directory []entry
}

type entry struct {
	name  string
	kind  byte // 2: a stream, 5: the root
	start uint32
	size  uint32
}

const noSector = 0xFFFFFFFA // this and above are marks, not numbers

func openCompound(data []byte) (*compound, error) {
	if len(data) < 512 {
		return nil, errOLE
	}
	le := binary.LittleEndian
	shift, miniShift := le.Uint16(data[30:]), le.Uint16(data[32:])
	if shift != 9 && shift != 12 || miniShift != 6 {
		return nil, errOLE
	}
	c := &compound{data: data, size: 1 << shift, miniSize: 1 << miniShift, cutoff: le.Uint32(data[56:])}
	var tables []uint32 // sectors of the FAT
	for i := range 109 {
		if s := le.Uint32(data[76+4*i:]); s < noSector {
			tables = append(tables, s)
		}
	}
	next, most := le.Uint32(data[68:]), len(data)/c.size+1
	for n := 0; next < noSector && n < most; n++ {
		sector := c.sector(next)
		if sector == nil {
			return nil, errOLE
		}
		for i := 0; i+8 <= len(sector); i += 4 {
			if s := le.Uint32(sector[i:]); s < noSector {
				tables = append(tables, s)
			}
		}
		next = le.Uint32(sector[len(sector)-4:])
	}
	if len(tables) > most {
		return nil, errOLE
	}
	for _, s := range tables {
		sector := c.sector(s)
		if sector == nil {
			return nil, errOLE
		}
		c.fat = append(c.fat, numbers(sector)...)
	}
	dir := c.chain(le.Uint32(data[48:]))
	for i := 0; i+128 <= len(dir); i += 128 {
		c.directory = append(c.directory, readEntry(dir[i:i+128]))
	}
	c.miniFAT = numbers(c.chain(le.Uint32(data[60:])))
	if len(c.directory) > 0 && c.directory[0].kind == 5 {
		c.mini = c.chain(c.directory[0].start)
	}
	return c, nil
}

func readEntry(b []byte) entry {
	le := binary.LittleEndian
	n := min(int(le.Uint16(b[64:]))/2, 32)
	units := make([]uint16, 0, n)
	for i := range n {
		if u := le.Uint16(b[2*i:]); u != 0 {
			units = append(units, u)
		}
	}
	return entry{name: string(utf16.Decode(units)), kind: b[66], start: le.Uint32(b[116:]), size: le.Uint32(b[120:])}
}

// sector returns one sector, shorter at the end of a file that was cut, nil if it lies outside.
func (c *compound) sector(n uint32) []byte {
	from := (int64(n) + 1) * int64(c.size)
	if from >= int64(len(c.data)) {
		return nil
	}
	to := min(from+int64(c.size), int64(len(c.data)))
	if to-from < 4 {
		return nil
	}
	return c.data[from:to]
}

// chain returns the sectors from the given one on. A chain that bites its own tail ends.
func (c *compound) chain(n uint32) []byte {
	var all []byte
	for steps := 0; n < noSector && steps <= len(c.fat); steps++ {
		sector := c.sector(n)
		if sector == nil || int(n) >= len(c.fat) || len(all) > len(c.data) {
			break
		}
		all = append(all, sector...)
		n = c.fat[n]
	}
	return all
}

func (c *compound) stream(name string) []byte {
	for _, e := range c.directory {
		if e.kind != 2 || e.name != name {
			continue
		}
		var all []byte
		if e.size >= c.cutoff {
			all = c.chain(e.start)
		} else {
			n := e.start
			for steps := 0; n < noSector && steps <= len(c.miniFAT) && len(all) <= len(c.mini); steps++ {
				from := int64(n) * int64(c.miniSize)
				if from+int64(c.miniSize) > int64(len(c.mini)) || int(n) >= len(c.miniFAT) {
					break
				}
				all = append(all, c.mini[from:from+int64(c.miniSize)]...)
				n = c.miniFAT[n]
			}
		}
		return all[:min(len(all), int(e.size))]
	}
	return nil
}

func numbers(b []byte) []uint32 {
	all := make([]uint32, len(b)/4)
	for i := range all {
		all[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return all
}
