package municipality

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"slices"
)

// Images on a card are drawn in cells: a figure in 6x12 pixels, which agrees with the published sizes (CARD-264, CARD-272),
// any other character in 12x12. No font is copied: the figures are our own, and other characters are a pattern of their code
// point. So two different texts look different and each can be read back.
const (
	figureWidth = 6
	cellHeight  = 12
	cellWidth   = 12
	lineLength  = 20 // characters
)

// bitmap is a black-and-white image; a byte of 1 is ink.
type bitmap struct {
	width int
	ink   []byte
}

func newBitmap(width, height int) bitmap { return bitmap{width, make([]byte, width*height)} }

func (b bitmap) dot(x, y int) { b.ink[y*b.width+x] = 1 }

// figures draws digits in a row, for example 72x12 pixels for twelve digits.
func figures(digits string) bitmap {
	b := newBitmap(figureWidth*len(digits), cellHeight)
	for i, digit := range []byte(digits) {
		b.figure(i*figureWidth, 0, digit-'0')
	}
	return b
}

// writing draws a text in lines of 20 characters.
func writing(text string) bitmap {
	lines := slices.Collect(slices.Chunk([]rune(text), lineLength))
	columns := 1
	for _, line := range lines {
		columns = max(columns, len(line))
	}
	b := newBitmap(cellWidth*columns, cellHeight*max(1, len(lines)))
	for row, line := range lines {
		for column, r := range line {
			b.character(column*cellWidth, row*cellHeight, r)
		}
	}
	return b
}

// character draws a digit as a figure in the middle of its cell, nothing for a blank, and a pattern for anything else.
func (b bitmap) character(x, y int, r rune) {
	switch {
	case r >= '0' && r <= '9':
		b.figure(x+(cellWidth-figureWidth)/2, y, byte(r-'0'))
	case r >= '０' && r <= '９':
		b.figure(x+(cellWidth-figureWidth)/2, y, byte(r-'０'))
	case r != ' ' && r != '　':
		b.pattern(x, y, r)
	}
}

// pattern draws the 21 bits of a code point, lowest bit first, as dots of 2x2 pixels in a square of 5x5 dots. The last dot is
// always drawn.
func (b bitmap) pattern(x, y int, r rune) {
	const side, last = 5, 24
	for bit := range side * side {
		if r>>bit&1 == 0 && bit != last {
			continue
		}
		left, top := x+1+2*(bit%side), y+1+2*(bit/side)
		for i := range 4 {
			b.dot(left+i%2, top+i/2)
		}
	}
}

// figure draws a digit in 5x7 pixels.
func (b bitmap) figure(x, y int, digit byte) {
	// The rows from the top; the leftmost pixel is bit 4.
	shapes := [10][7]byte{
		{0x0E, 0x11, 0x13, 0x15, 0x19, 0x11, 0x0E},
		{0x04, 0x0C, 0x14, 0x04, 0x04, 0x04, 0x1F},
		{0x0E, 0x11, 0x01, 0x02, 0x04, 0x08, 0x1F},
		{0x1F, 0x02, 0x04, 0x06, 0x01, 0x11, 0x0E},
		{0x02, 0x06, 0x0A, 0x12, 0x1F, 0x02, 0x02},
		{0x1F, 0x10, 0x1E, 0x01, 0x01, 0x11, 0x0E},
		{0x06, 0x08, 0x10, 0x1E, 0x11, 0x11, 0x0E},
		{0x1F, 0x01, 0x02, 0x04, 0x04, 0x08, 0x08},
		{0x0E, 0x11, 0x11, 0x0E, 0x11, 0x11, 0x0E},
		{0x0E, 0x11, 0x11, 0x0F, 0x01, 0x02, 0x0C},
	}
	for row, bits := range shapes[digit] {
		for column := range 5 {
			if bits>>(4-column)&1 == 1 {
				b.dot(x+column, y+2+row)
			}
		}
	}
}

// png returns the image as a PNG with one bit grey (CARD-283), which image/png does not write. Nothing is compressed, so that
// the bytes, and the signature over them, do not depend on how the program was built.
func (b bitmap) png() []byte {
	header := binary.BigEndian.AppendUint32(nil, uint32(b.width))
	header = binary.BigEndian.AppendUint32(header, uint32(len(b.ink)/b.width))
	header = append(header, 1, 0, 0, 0, 0) // bit depth, grey, deflate, adaptive filters, not interlaced
	return slices.Concat([]byte("\x89PNG\r\n\x1a\n"),
		chunk("IHDR", header), chunk("IDAT", deflated(b.rows())), chunk("IEND", nil))
}

// rows packs eight pixels into a byte, with 1 for white, after each row's filter byte.
func (b bitmap) rows() []byte {
	var out []byte
	for row := range slices.Chunk(b.ink, b.width) {
		packed := make([]byte, 1+(b.width+7)/8)
		for x, ink := range row {
			packed[1+x/8] |= (1 - ink) << (7 - x%8)
		}
		out = append(out, packed...)
	}
	return out
}

func chunk(kind string, data []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	out = append(append(out, kind...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// deflated returns data as a zlib stream of stored blocks. Writing to memory does not fail.
func deflated(data []byte) []byte {
	var out bytes.Buffer
	w, err := zlib.NewWriterLevel(&out, zlib.NoCompression)
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic("municipality: internal error: writing an image: " + err.Error())
	}
	return out.Bytes()
}
