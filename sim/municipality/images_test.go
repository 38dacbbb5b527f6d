package municipality_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// decode reads a PNG and checks that it has one bit of grey per pixel.
func decode(t require.TestingT, b []byte) *image.Gray {
	require.Equal(t, []byte{1, 0}, b[24:26], "bit depth 1, grey")
	got, err := png.Decode(bytes.NewReader(b))
	require.NoError(t, err)
	gray, ok := got.(*image.Gray)
	require.True(t, ok)
	return gray
}

// cell returns a part of an image as text, one character per pixel.
func cell(img *image.Gray, x, y, width int) string {
	var out []byte
	for dy := range 12 {
		for dx := range width {
			if img.GrayAt(x+dx, y+dy) == (color.Gray{}) {
				out = append(out, '#')
			} else {
				out = append(out, ' ')
			}
		}
		out = append(out, '\n')
	}
	return string(out)
}

// alphabet learns the shapes of the ten figures from a card with a known number.
func alphabet(t require.TestingT) map[string]byte {
	p := person(t, "P01")
	p.MyNumber = "012345678901"
	img := decode(t, record(t, read(t, card(t, p), surface, 0x0005), 0xFF40)[0].value)
	shapes := map[string]byte{}
	for i := range 10 {
		shapes[cell(img, 6*i, 0, 6)] = byte('0' + i)
	}
	require.Len(t, shapes, 10, "two figures look the same")
	return shapes
}

func readFigures(img *image.Gray, shapes map[string]byte) string {
	var out []byte
	for x := 0; x < img.Bounds().Dx(); x += 6 {
		out = append(out, shapes[cell(img, x, 0, 6)])
	}
	return string(out)
}

func TestImagesOfNumbers(t *testing.T) {
	p, shapes := person(t, "P02"), alphabet(t)
	spec := card(t, p)
	t.Run("CARD-272 CARD-283 the My Number, 72x12", func(t *testing.T) {
		img := decode(t, record(t, read(t, spec, surface, 0x0005), 0xFF40)[0].value)
		require.Equal(t, image.Rect(0, 0, 72, 12), img.Bounds())
		require.True(t, readFigures(img, shapes) == p.MyNumber, "a wrong number is drawn")
	})
	t.Run("CARD-264 CARD-283 the security code, 24x12", func(t *testing.T) {
		img := decode(t, record(t, read(t, spec, surface, 0x0002), 0xFF20)[9].value)
		require.Equal(t, image.Rect(0, 0, 24, 12), img.Bounds())
		require.True(t, readFigures(img, shapes) == p.SecurityCode, "a wrong code is drawn")
	})
}

// readWriting reads an image of characters by the pattern of their code points. Figures are returned full-width.
func readWriting(img *image.Gray, shapes map[string]byte) string {
	var out []rune
	for y := 0; y < img.Bounds().Dy(); y += 12 {
		for x := 0; x < img.Bounds().Dx(); x += 12 {
			if digit, ok := shapes[cell(img, x+3, y, 6)]; ok {
				out = append(out, rune(digit)-'0'+'０')
				continue
			}
			var r rune
			for bit := range 21 {
				if img.GrayAt(x+1+2*(bit%5), y+1+2*(bit/5)).Y == 0 {
					r |= 1 << bit
				}
			}
			out = append(out, max(r, 1)) // an empty cell
		}
	}
	return string(out)
}

func TestImagesOfWriting(t *testing.T) {
	shapes, base := alphabet(t), person(t, "P03")
	rapid.Check(t, func(t *rapid.T) {
		p := base
		p.Name = rapid.StringMatching(`[一-鿿𠮷]{1,12}　[ァ-ン]{1,30}`).Draw(t, "name")
		p.Address = rapid.StringMatching(`[一-鿿０-９－]{1,60}`).Draw(t, "address")
		fields := record(t, read(t, card(t, p), surface, 0x0002), 0xFF20)
		for i, want := range []string{p.Name, p.Address} {
			img := decode(t, fields[4+i].value)
			n := len([]rune(want))
			require.Equal(t, image.Rect(0, 0, 12*min(n, 20), 12*((n+19)/20)), img.Bounds(), "CARD-260")
			got := []rune(readWriting(img, shapes))
			for j, r := range []rune(want) {
				if r == '　' {
					r = 1
				}
				require.Equal(t, string(r), string(got[j]), "CARD-260 character %d", j)
			}
		}
	})
}

// TestPhotographIsJPEG2000 reads container and codestream by the tables of the standard. That decoders show the image was
// tried with OpenJPEG when it was made.
func TestPhotographIsJPEG2000(t *testing.T) {
	photo := func(id string) []byte {
		return record(t, read(t, card(t, person(t, id)), surface, 0x0002), 0xFF20)[6].value
	}
	got := photo("P01")
	var kinds []string
	var stream []byte
	for rest := got; len(rest) > 0; {
		size := binary.BigEndian.Uint32(rest)
		kinds = append(kinds, string(rest[4:8]))
		stream, rest = rest[8:size], rest[size:]
	}
	t.Run("CARD-261 the boxes of JP2", func(t *testing.T) {
		require.Equal(t, []string{"jP  ", "ftyp", "jp2h", "jp2c"}, kinds)
	})
	t.Run("CARD-261 one grey component of 8 bits", func(t *testing.T) {
		require.Equal(t, []byte{0xFF, 0x4F, 0xFF, 0x51}, stream[:4])
		require.Equal(t, []uint32{240, 320}, []uint32{binary.BigEndian.Uint32(stream[8:]), binary.BigEndian.Uint32(stream[12:])})
		require.Equal(t, []byte{0, 1, 7, 1, 1}, stream[40:45])
		require.Equal(t, []byte{0xFF, 0xD9}, stream[len(stream)-2:])
	})
	t.Run("no two cards have the same photograph", func(t *testing.T) { require.NotEqual(t, got, photo("P02")) })
}
