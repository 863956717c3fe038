package demo

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/png"
)

// boardingPass draws the picture that comes with the invented report: a boarding pass with a torn corner and no name on
// it. Like pictures from a telephone it says more than it shows: a text chunk with a place and a device, so that there is
// something for the clean copy to leave out.
func boardingPass() ([]byte, error) {
	ink := func(c color.RGBA) *image.Uniform { return image.NewUniform(c) }
	paper, line := ink(color.RGBA{0xf4, 0xf1, 0xe8, 255}), ink(color.RGBA{0x33, 0x3b, 0x44, 255})
	band, stamp := ink(color.RGBA{0x0f, 0x5c, 0x6e, 255}), ink(color.RGBA{0xa6, 0x3a, 0x24, 255})
	img := image.NewRGBA(image.Rect(0, 0, 640, 280))
	fill := func(c *image.Uniform, x0, y0, x1, y1 int) {
		draw.Draw(img, image.Rect(x0, y0, x1, y1), c, image.Point{}, draw.Src)
	}
	fill(ink(color.RGBA{0xd8, 0xd3, 0xc6, 255}), 0, 0, 640, 280)
	fill(paper, 16, 16, 624, 264)
	fill(band, 16, 16, 624, 64)
	for i, width := range []int{190, 250, 140, 210} { // lines of print
		fill(line, 40, 92+i*34, 40+width, 102+i*34)
	}
	for y := 70; y < 260; y += 12 { // where the stub is torn off
		fill(line, 460, y, 462, y+6)
	}
	for i, x := 0, 490; i < 26; i, x = i+1, x+4 { // a code of bars that codes nothing
		fill(line, x, 92, x+1+i*i%3, 190)
	}
	for y := -46; y <= 46; y++ { // a round stamp over it
		for x := -46; x <= 46; x++ {
			if r := x*x + y*y; r <= 46*46 && r >= 40*40 || y > -5 && y < 5 && r < 40*40 {
				img.Set(350+x, 190+y, stamp.C)
			}
		}
	}
	for y := range 40 { // the torn corner
		fill(ink(color.RGBA{0xd8, 0xd3, 0xc6, 255}), 624-40+y, 264-1-y, 624, 264-y)
	}
	grain(img)
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, err
	}
	const header = 8 + 25 // signature and IHDR
	data := out.Bytes()
	note := chunk("tEXt", "Comment\x00invented for a demonstration; device: Example Phone 3; place: Port Example, gate 4")
	return append(append(append([]byte(nil), data[:header]...), note...), data[header:]...), nil
}

// grain gives the picture the unrest of a photograph, the same every time, and with it the size of one.
func grain(img *image.RGBA) {
	seed := uint32(1)
	for i := range img.Pix {
		if i%4 == 3 {
			continue // opacity
		}
		seed = seed*1664525 + 1013904223 // the generator of Numerical Recipes, 2nd ed., p. 284
		img.Pix[i] = uint8(min(255, max(0, int(img.Pix[i])+int(seed>>29)-4)))
	}
}

// chunk returns a PNG chunk (ISO/IEC 15948, 5.3).
func chunk(kind, text string) []byte {
	body := []byte(kind + text)
	out := binary.BigEndian.AppendUint32(nil, uint32(len(text)))
	out = append(out, body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(body))
}

// noteFile is the text file of the invented report.
const noteFile = `What we remember, written down the same evening

- Desk 4, two officers, one with a list of names on paper.
- "You know why. You are not going to speak there."
- Passports taken and carried to another room. Given back after the flight had left.
- Our phones were kept. We were given no paper about it.
- The airline clerk said that she had been called about us in the morning.
`
