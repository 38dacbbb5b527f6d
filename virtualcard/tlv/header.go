package tlv

import "fmt"

// Header is the part of a data object before its value.
type Header struct {
	Tag Tag
	// Size is the number of bytes of the tag and the length field.
	Size int
	// Length is the number of bytes of the value.
	Length int
}

// Total returns the size of the whole data object in bytes.
func (h Header) Total() int { return h.Size + h.Length }

// ReadHeader decodes the header at the start of b. The value itself need not be in b, so that a reader can fetch the first
// four bytes of a certificate and learn its size. A length field that is longer than necessary is an error.
func ReadHeader(b []byte) (Header, error) {
	tag, rest, err := readTag(b)
	if err != nil {
		return Header{}, err
	}
	length, rest, err := readLength(rest)
	if err != nil {
		return Header{}, err
	}
	return Header{Tag: tag, Size: len(b) - len(rest), Length: length}, nil
}

func readTag(b []byte) (Tag, []byte, error) {
	if len(b) == 0 {
		return 0, nil, fmt.Errorf("%w: no tag", ErrTruncated)
	}
	tag, rest := Tag(b[0]), b[1:]
	if tag&manyBytesTag == manyBytesTag {
		if len(rest) == 0 {
			return 0, nil, fmt.Errorf("%w: tag %02X without its second byte", ErrTruncated, b[0])
		}
		tag, rest = tag<<8|Tag(rest[0]), rest[1:]
	}
	if !tag.valid() {
		return 0, nil, fmt.Errorf("%w: %X", ErrTag, uint16(tag))
	}
	return tag, rest, nil
}

func readLength(b []byte) (int, []byte, error) {
	if len(b) == 0 {
		return 0, nil, fmt.Errorf("%w: no length field", ErrTruncated)
	}
	if b[0] < longForm {
		return int(b[0]), b[1:], nil
	}
	n := int(b[0] &^ longForm)
	if n != 1 && n != 2 {
		return 0, nil, fmt.Errorf("%w: first byte %02X", ErrLength, b[0])
	}
	if len(b) < 1+n {
		return 0, nil, fmt.Errorf("%w: length field has %d bytes instead of %d", ErrTruncated, len(b), 1+n)
	}
	length := 0
	for _, octet := range b[1 : 1+n] {
		length = length<<8 | int(octet)
	}
	if length < longForm || n == 2 && length <= 0xFF {
		return 0, nil, fmt.Errorf("%w: %d written in %d bytes", ErrLength, length, 1+n)
	}
	return length, b[1+n:], nil
}
