// Package tlv is the codec of BER-TLV data objects (ISO/IEC 7816-4:2020 §6.3), as far as the card's files and answers need
// it. It writes strictly and returns exact errors when it reads. Start with [Append] and [ReadHeader].
//
// It knows no tag by name and builds no tree. Simple-TLV and the indefinite length are refused, not guessed.
package tlv

import (
	"errors"
	"fmt"
)

// The reasons why bytes are not a data object. Every error of ReadHeader wraps one of them.
var (
	ErrTruncated = errors.New("truncated data object")
	ErrTag       = errors.New("tag not supported")
	ErrLength    = errors.New("length field not supported")
)

// Tag is a tag field as written, of one byte (0x6F) or two bytes (0x7F21).
type Tag uint16

// Values from ISO/IEC 7816-4:2020 §6.3. In everything that this card holds, at most two length bytes follow 81 or 82.
const (
	maxLength    = 0xFFFF
	manyBytesTag = 0x1F // low bits of a first tag byte if another tag byte follows
	moreTagBytes = 0x80 // bit of a later tag byte if yet another follows
	longForm     = 0x80
)

// Append appends the data object with this tag and value to dst, with the shortest length field. It panics on a tag or a
// length that cannot be written, because that is a mistake of the program and not of its input.
func Append(dst []byte, tag Tag, value []byte) []byte {
	if !tag.valid() || len(value) > maxLength {
		panic(fmt.Sprintf("tlv: internal error: tag %X, %d bytes", uint16(tag), len(value)))
	}
	if tag > 0xFF {
		dst = append(dst, byte(tag>>8))
	}
	dst = append(dst, byte(tag))
	switch n := len(value); {
	case n < longForm:
		dst = append(dst, byte(n))
	case n <= 0xFF:
		dst = append(dst, 0x81, byte(n))
	default:
		dst = append(dst, 0x82, byte(n>>8), byte(n))
	}
	return append(dst, value...)
}

// valid reports whether the tag can be written and then reads back as itself.
func (t Tag) valid() bool {
	if t <= 0xFF {
		return t != 0 && t&manyBytesTag != manyBytesTag
	}
	return t>>8&manyBytesTag == manyBytesTag && t&moreTagBytes == 0
}
