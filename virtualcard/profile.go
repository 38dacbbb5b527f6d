package virtualcard

import (
	"bytes"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

//go:embed profiles/*.json
var profileFiles embed.FS

// ProfileSchema is the schema that a profile file names.
const ProfileSchema = "mynalab.cardprofile/1"

// Profile is what differs from one kind of card to another, and every behaviour that no public evidence settles (card
// reference §12 and §13 row 10). The JSON keys are those of §12.
type Profile struct {
	Schema string `json:"schema"`
	Name   string `json:"name"`
	Source string `json:"source"`
	// ATR is the answer to reset, with its check byte (§1.1).
	ATR Hex `json:"atr"`
	// ExtLen says that extended Lc and Le are understood; else they answer 6700 (Q18, §13 row 1).
	ExtLen   bool           `json:"ext_len"`
	Chaining ChainingPolicy `json:"chaining"`
	Token    Token          `json:"token"`
	Select   SelectPolicy   `json:"select"`
	Read     ReadPolicy     `json:"read"`
	Verify   VerifyPolicy   `json:"verify"`
	Change   ChangePolicy   `json:"change"`
	Sign     SignPolicy     `json:"sign"`
	Reset    ResetPolicy    `json:"reset"`
	Quirk    Quirks         `json:"quirk"`
}

// ChainingPolicy tells whether CLA bit 10 is understood (CARD-023) and the refusal where it is not (§13 row 10).
type ChainingPolicy struct {
	Supported bool        `json:"supported"`
	RefusedSW apdu.Status `json:"refused_sw"`
}

// SelectPolicy holds Q1: the tags around the AID in the answer to SELECT with P2=00, from the outermost in.
type SelectPolicy struct {
	FCI []Hex `json:"fci"`
}

// ReadPolicy holds Q6 (offset equal to the size), Q7 (fewer bytes left than asked for) and, by four-digit FID, the
// answer of READ BINARY on the files of unknown content (Q10, §13 row 10).
type ReadPolicy struct {
	EOFSW     apdu.Status            `json:"eof_sw"`
	ShortSW   apdu.Status            `json:"short_sw"`
	UnknownSW map[string]apdu.Status `json:"unknown_sw"`
}

// VerifyPolicy holds Q3, Q4, Q5, Q8 and the answer on a file that is no PIN (§13 row 10).
type VerifyPolicy struct {
	// BadLength is BadLengthSpend (a wrong PIN like any other) or BadLengthRefuse (6700, no try spent).
	BadLength      string      `json:"bad_length"`
	BlockedSW      apdu.Status `json:"blocked_sw"`
	BlockedQuerySW apdu.Status `json:"blocked_query_sw"`
	NotAKeySW      apdu.Status `json:"not_a_key_sw"`
	// FailClears says that a wrong PIN ends the earlier success of the same PIN.
	FailClears bool `json:"fail_clears"`
}

// The values of VerifyPolicy.BadLength.
const (
	BadLengthSpend  = "spend"
	BadLengthRefuse = "refuse"
)

// ChangePolicy holds the answer to a new PIN that does not have the PIN's form; no public log shows one.
type ChangePolicy struct {
	BadFormatSW apdu.Status `json:"bad_format_sw"`
}

// SignPolicy holds Q19 (the values of P1 that the card knows) and the answer to a bad length (§13 row 10).
type SignPolicy struct {
	Schemes     []int       `json:"schemes"`
	BadLengthSW apdu.Status `json:"bad_length_sw"`
}

// ResetPolicy holds Q9: whether verified status outlives a warm reset until another application is selected.
type ResetPolicy struct {
	KeepVerify bool `json:"keep_verify"`
}

// Quirks holds Q12: one measured card answered 6F00 to the first command after power-up (CARD-109).
type Quirks struct {
	First6F00 bool `json:"first_6f00"`
}

// Hex is bytes that JSON shows as upper-case hex.
type Hex []byte

// MarshalText is the bytes in upper-case hex.
func (h Hex) MarshalText() ([]byte, error) {
	return []byte(strings.ToUpper(hex.EncodeToString(h))), nil
}

// UnmarshalText decodes hex of either case.
func (h *Hex) UnmarshalText(text []byte) error {
	b, err := hex.DecodeString(string(text))
	if err != nil {
		return fmt.Errorf("decoding hex: %w", err)
	}
	*h = b
	return nil
}

// LoadProfile is the embedded profile of that name.
func LoadProfile(name string) (Profile, error) {
	text, err := profileFiles.ReadFile(path.Join("profiles", name+".json"))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return Profile{}, fmt.Errorf("loading card profile %q: it is not known; choose one of %s",
			name, strings.Join(ProfileNames(), ", "))
	}
	if err != nil {
		return Profile{}, fmt.Errorf("loading card profile %q: %w", name, err)
	}
	return ParseProfile(text)
}

// ProfileNames are the embedded profiles in the order of their names.
func ProfileNames() []string {
	entries, err := profileFiles.ReadDir("profiles")
	if err != nil {
		panic(fmt.Sprintf("virtualcard: internal error: reading the embedded profiles: %v", err))
	}
	names := make([]string, 0, len(entries))
	for _, entry := range entries {
		names = append(names, strings.TrimSuffix(entry.Name(), ".json"))
	}
	return names
}

// ParseProfile decodes one profile file. Every key must be there, and none that is not known.
func ParseProfile(text []byte) (Profile, error) {
	var p Profile
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&p); err != nil {
		return Profile{}, fmt.Errorf("reading a card profile: %w", err)
	}
	if decoder.More() {
		return Profile{}, errors.New("reading a card profile: something follows the JSON object")
	}
	if err := missingKey(text, p); err != nil {
		return Profile{}, fmt.Errorf("reading card profile %q: %w", p.Name, err)
	}
	if err := p.check(); err != nil {
		return Profile{}, fmt.Errorf("reading card profile %q: %w", p.Name, err)
	}
	return p, nil
}
