package municipality

import (
	"encoding/binary"
	"slices"
)

// Size of the photograph in pixels (our choice).
const (
	photoWidth  = 240
	photoHeight = 320
)

// photo returns a complete JPEG 2000 image in the JP2 container (CARD-261): one grey component of 8 bits in an even middle
// grey. Its only packet contains none of the code blocks, which means coefficients of zero (ISO/IEC 15444-1 §B.9). So nothing
// has to be encoded, and every decoder shows the image. It shows no face. The remark makes the photographs of two cards
// differ.
func photo(remark string) []byte {
	return slices.Concat(
		box("jP  ", []byte("\r\n\x87\n")),
		box("ftyp", []byte("jp2 \x00\x00\x00\x00jp2 ")),
		box("jp2h",
			box("ihdr", long(photoHeight), long(photoWidth), short(1), []byte{7, 7, 0, 0}), // 8 bits, JPEG 2000
			box("colr", []byte{1, 0, 0}, long(17))),                                        // grey
		box("jp2c", codestream(remark)))
}

// codestream returns a codestream by ISO/IEC 15444-1 §A: one tile, no wavelet decomposition, reversible, one layer.
func codestream(remark string) []byte {
	const soc, siz, cod, qcd, com, sot, sod, eoc = 0xFF4F, 0xFF51, 0xFF52, 0xFF5C, 0xFF64, 0xFF90, 0xFF93, 0xFFD9
	size := slices.Concat(long(photoWidth), long(photoHeight))
	origin := slices.Concat(long(0), long(0))
	emptyPacket := []byte{0}
	tilePart := slices.Concat(short(sod), emptyPacket)
	const sotSize = 12
	return slices.Concat(short(soc),
		segment(siz, short(0), size, origin, size, origin, short(1), []byte{7, 1, 1}),
		segment(cod, []byte{0, 0}, short(1), []byte{0, 0, 4, 4, 0, 1}), // LRCP; 1 layer; 64x64 blocks, 5-3 transform
		segment(qcd, []byte{2 << 5, 8 << 3}),                           // 2 guard bits, no quantisation, exponent 8
		segment(com, short(1), []byte(remark)),
		segment(sot, short(0), long(sotSize+len(tilePart)), []byte{0, 1}), tilePart,
		short(eoc))
}

func box(kind string, parts ...[]byte) []byte {
	body := slices.Concat(parts...)
	return slices.Concat(long(8+len(body)), []byte(kind), body)
}

func segment(marker int, parts ...[]byte) []byte {
	body := slices.Concat(parts...)
	return slices.Concat(short(marker), short(2+len(body)), body)
}

func long(n int) []byte  { return binary.BigEndian.AppendUint32(nil, uint32(n)) }
func short(n int) []byte { return binary.BigEndian.AppendUint16(nil, uint16(n)) }
