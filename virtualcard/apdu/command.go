// Package apdu is the codec of ISO/IEC 7816-4 command and response APDUs, with one table of status words. Start with
// [Command] and [Parse], [Response] and [ParseResponse], and [Status].
//
// It knows bytes only: no card, no file, no access rule. Bytes that are not a well-formed APDU are an error and are never
// repaired.
package apdu

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// ErrMalformed is wrapped by every error of Parse: the bytes are not a command APDU (ISO/IEC 7816-4:2020 §5.2). A card
// answers 6700 to them.
var ErrMalformed = errors.New("malformed command APDU")

// Sizes in bytes from ISO/IEC 7816-4:2020 §5.2: short length fields count to 255 (Lc) and 256 (Le), extended ones to 65,535
// and 65,536.
const (
	maxShortLc    = 255
	maxShortLe    = 256
	maxExtendedLc = 65535
	maxExtendedLe = 65536
	headerSize    = 4
)

// Command is one decoded command APDU.
type Command struct {
	CLA, INS, P1, P2 byte
	// Data is the command data field; nil if there isn't one.
	Data []byte
	// Ne is the largest number of answer bytes requested; 0 if Le is absent.
	Ne int
	// Extended is true if Lc and Le are written in their extended form.
	Extended bool
}

// Case returns the ISO case of the command: 1 (header only), 2 (Le), 3 (Lc and data), 4 (both).
func (c Command) Case() int {
	switch {
	case len(c.Data) == 0 && c.Ne == 0:
		return 1
	case len(c.Data) == 0:
		return 2
	case c.Ne == 0:
		return 3
	default:
		return 4
	}
}

// P1P2 returns the two parameter bytes as one number.
func (c Command) P1P2() uint16 { return uint16(c.P1)<<8 | uint16(c.P2) }

// Parse decodes b strictly. Data shares memory with b.
func Parse(b []byte) (Command, error) {
	if len(b) < headerSize {
		return Command{}, fmt.Errorf("%w: %d bytes instead of at least 4", ErrMalformed, len(b))
	}
	c := Command{CLA: b[0], INS: b[1], P1: b[2], P2: b[3]}
	body := b[headerSize:]
	switch {
	case len(body) == 0: // case 1
		return c, nil
	case len(body) == 1: // case 2S
		c.Ne = shortLe(body[0])
		return c, nil
	case body[0] != 0: // case 3S, 4S
		return parseShort(c, body)
	default:
		return parseExtended(c, body)
	}
}

func parseShort(c Command, body []byte) (Command, error) {
	lc := int(body[0])
	rest := body[1:]
	switch len(rest) {
	case lc:
		c.Data = rest
	case lc + 1:
		c.Data, c.Ne = rest[:lc], shortLe(rest[lc])
	default:
		return Command{}, fmt.Errorf("%w: Lc is %d but %d bytes follow", ErrMalformed, lc, len(rest))
	}
	return c, nil
}

// parseExtended decodes cases 2E, 3E and 4E: a zero byte, then two-byte lengths.
func parseExtended(c Command, body []byte) (Command, error) {
	if len(body) < 3 {
		return Command{}, fmt.Errorf("%w: extended length field of %d bytes", ErrMalformed, len(body))
	}
	c.Extended = true
	n := int(body[1])<<8 | int(body[2])
	rest := body[3:]
	if len(rest) == 0 { // case 2E
		c.Ne = extendedLe(n)
		return c, nil
	}
	switch {
	case n == 0:
		return Command{}, fmt.Errorf("%w: extended Lc is 0 but %d bytes follow", ErrMalformed, len(rest))
	case len(rest) == n:
		c.Data = rest
	case len(rest) == n+2:
		c.Data, c.Ne = rest[:n], extendedLe(int(rest[n])<<8|int(rest[n+1]))
	default:
		return Command{}, fmt.Errorf("%w: extended Lc is %d but %d bytes follow", ErrMalformed, n, len(rest))
	}
	return c, nil
}

func shortLe(b byte) int {
	if b == 0 {
		return maxShortLe
	}
	return int(b)
}

func extendedLe(n int) int {
	if n == 0 {
		return maxExtendedLe
	}
	return n
}

// Bytes encodes c. It uses the short form if everything fits and Extended is not set. It panics on a length that no APDU can
// carry, because that is a mistake of the program and not of its input.
func (c Command) Bytes() []byte { return c.Append(nil) }

// Append appends the encoding of c to dst and panics as Bytes does.
func (c Command) Append(dst []byte) []byte {
	if len(c.Data) > maxExtendedLc || c.Ne > maxExtendedLe || c.Ne < 0 {
		panic(fmt.Sprintf("apdu: internal error: Lc %d, Ne %d", len(c.Data), c.Ne))
	}
	dst = append(dst, c.CLA, c.INS, c.P1, c.P2)
	if c.Extended || len(c.Data) > maxShortLc || c.Ne > maxShortLe {
		return c.appendExtended(dst)
	}
	if len(c.Data) > 0 {
		dst = append(append(dst, byte(len(c.Data))), c.Data...)
	}
	if c.Ne > 0 {
		dst = append(dst, byte(c.Ne))
	}
	return dst
}

func (c Command) appendExtended(dst []byte) []byte {
	if len(c.Data) == 0 && c.Ne == 0 { // case 1 has no extended form
		return dst
	}
	dst = append(dst, 0)
	if len(c.Data) > 0 {
		dst = append(append(dst, byte(len(c.Data)>>8), byte(len(c.Data))), c.Data...)
	}
	if c.Ne > 0 {
		dst = append(dst, byte(c.Ne>>8), byte(c.Ne))
	}
	return dst
}

// String returns the header, Lc, data and Le in hex, separated by spaces. Data is not masked: use it only for commands
// without secrets.
func (c Command) String() string {
	parts := []string{fmt.Sprintf("%02X%02X%02X%02X", c.CLA, c.INS, c.P1, c.P2)}
	if len(c.Data) > 0 {
		parts = append(parts, fmt.Sprintf("%02X", len(c.Data)), strings.ToUpper(hex.EncodeToString(c.Data)))
	}
	if c.Ne > 0 {
		parts = append(parts, fmt.Sprintf("%02X", c.Ne&0xFF))
	}
	return strings.Join(parts, " ")
}
