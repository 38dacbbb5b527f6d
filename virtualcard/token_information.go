package virtualcard

import (
	"encoding/binary"
	"strings"
)

// Token is the part of the token information (EF 0006) that differs between cards (card reference §3.1).
type Token struct {
	// At most 32 characters: JPKIAPICCTOKEN2 on a My Number card, JPKIAPGPSETOKEN on Android, JPKIAPIOSTOKEN on an iPhone
	// (CARD-169, CARD-170, CARD-172, CARD-173).
	Label string `json:"label"`
	// At most 32 digits (CARD-174).
	Manufacturer string `json:"manufacturer"`
	// At most 16 characters (CARD-175).
	Model string `json:"model"`
	// 16 digits (CARD-176).
	Serial string `json:"serial"`
}

// Size in bytes and fixed values of CK_TOKEN_INFO as the card holds it (card reference §3.1, CARD-168 and CARD-177 to 182).
const (
	tokenSize        = 160
	tokenFlags       = 0x0000040D
	tokenUnavailable = 0xFFFFFFFF
)

// Bytes returns the content of EF 0006: CK_TOKEN_INFO with 32-bit big-endian integers, 160 bytes.
func (t Token) Bytes() []byte {
	b := make([]byte, 0, tokenSize)
	for _, field := range t.fields() {
		b = append(b, field.value...)
		b = append(b, strings.Repeat(" ", field.size-len(field.value))...)
	}
	for _, n := range []uint32{
		tokenFlags,
		1, 0, // maxSession, session
		1, 0, // maxRw, rw
		16, 6, // maxPin, minPin
		tokenUnavailable, tokenUnavailable, tokenUnavailable, tokenUnavailable, // memory
	} {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	b = append(b, "03"...) // hardware version
	b = append(b, "01"...) // firmware version
	return append(b, strings.Repeat("9", 16)...)
}

type tokenField struct {
	name, value string
	size        int
}

func (t Token) fields() []tokenField {
	return []tokenField{
		{"label", t.Label, 32},
		{"manufacturer", t.Manufacturer, 32},
		{"model", t.Model, 16},
		{"serial", t.Serial, 16},
	}
}

func (t Token) check() error {
	for _, field := range t.fields() {
		if field.value == "" || len(field.value) > field.size {
			return badKey("token."+field.name, "has %d bytes, which is out of range (1 to %d)", len(field.value), field.size)
		}
	}
	return nil
}
