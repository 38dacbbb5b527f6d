package virtualcard

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// ProfileSchema is the value of key schema that this version reads.
const ProfileSchema = "mynalab.cardprofile/1"

// Profile holds what differs from one kind of card to another, and every behaviour that no public evidence settles (card
// reference §12 and §13 row 10). The JSON keys are those of §12. A test writes profiles/SCHEMA.md from the comments here.
type Profile struct {
	// The schema of the file: mynalab.cardprofile/1.
	Schema string `json:"schema"`
	// The name of the profile; an embedded profile has the name of its file.
	Name string `json:"name"`
	// Where the values come from.
	Source string `json:"source"`
	// The answer to reset with its check byte (§1.1, §1.2: CARD-008, CARD-011, CARD-014, CARD-029 to CARD-032).
	ATR Hex `json:"atr"`
	// Whether extended Lc and Le are understood; otherwise they are answered 6700 (Q18, §13 row 1, CARD-628).
	ExtLen   bool           `json:"ext_len"`
	Chaining ChainingPolicy `json:"chaining"`
	Token    Token          `json:"token"`
	// The files of each application by four-digit FID. An application or file that is not listed is not on the card (Q10,
	// Q15, CARD-620, CARD-625; a phone has no 券面: CARD-637). jpki is required; text-ap, surface-ap, juki-ap and common-ap are
	// optional.
	Files   map[string][]string `json:"files"`
	File    FilePolicy          `json:"file"`
	Select  SelectPolicy        `json:"select"`
	Read    ReadPolicy          `json:"read"`
	GetData GetDataPolicy       `json:"getdata"`
	Verify  VerifyPolicy        `json:"verify"`
	// The retry counters, by application and four-digit FID: 3 for the PINs of four digits (CARD-138, CARD-145, CARD-338,
	// CARD-342, CARD-343), 5 for the signature password (CARD-340), 10 for 照合番号 and 生年月日 (Q2, CARD-344, CARD-612).
	PIN     map[string]map[string]PINPolicy `json:"pin"`
	Change  ChangePolicy                    `json:"change"`
	Sign    SignPolicy                      `json:"sign"`
	Key     KeyPolicy                       `json:"key"`
	SW      OrderPolicy                     `json:"sw"`
	Reset   ResetPolicy                     `json:"reset"`
	Reader  ReaderPolicy                    `json:"reader"`
	Phone   PhonePolicy                     `json:"phone"`
	Version VersionPolicy                   `json:"version"`
	CV      CVPolicy                        `json:"cv"`
	Cert    CertPolicy                      `json:"cert"`
	Timing  TimingPolicy                    `json:"timing"`
	Quirk   Quirks                          `json:"quirk"`
}

// Hex is a byte slice that JSON shows as upper-case hex.
type Hex []byte

// MarshalText returns the bytes in upper-case hex.
func (h Hex) MarshalText() ([]byte, error) {
	return []byte(strings.ToUpper(hex.EncodeToString(h))), nil
}

// UnmarshalText decodes upper-case or lower-case hex.
func (h *Hex) UnmarshalText(text []byte) error {
	b, err := hex.DecodeString(string(text))
	if err != nil {
		return fmt.Errorf("decoding hex: %w", err)
	}
	*h = b
	return nil
}
