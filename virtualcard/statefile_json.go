package virtualcard

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// StateSchema is the schema of a state file. The former schema had no application except JPKI and no seal.
const (
	StateSchema       = "mynalab.card/2"
	formerStateSchema = "mynalab.card/1"
)

const stateNotice = "A virtual test card. Its keys are published TEST keys and protect nothing."

// stateText is the state file: keys as PKCS#8 PEM, certificates and contents in base64.
type stateText struct {
	Schema  string `json:"schema"`
	Notice  string `json:"notice"`
	Profile string `json:"profile"`
	// OwnProfile is the whole user's profile, so that the card does not depend on the profile's file any more.
	OwnProfile     *Profile       `json:"ownProfile,omitempty"`
	AuthKey        string         `json:"authKey"`
	AuthCert       []byte         `json:"authCert"`
	AuthCA         []byte         `json:"authCa"`
	AuthPIN        string         `json:"authPin"`
	SignKey        string         `json:"signKey,omitempty"`
	SignCert       []byte         `json:"signCert,omitempty"`
	SignCA         []byte         `json:"signCa"`
	SignPIN        string         `json:"signPin,omitempty"`
	InstitutionKey []byte         `json:"institutionKey,omitempty"`
	Contents       []stateContent `json:"contents,omitempty"`
	Keys           []stateKey     `json:"keys,omitempty"`
	IssuedPINs     []stateIssued  `json:"issuedPins,omitempty"`
	Objects        []stateObject  `json:"objects,omitempty"`
	PINs           []statePIN     `json:"pins"`
	// Seal is the SHA-256 of everything else. It detects damage after which the file still reads as a card, above all in a
	// counter. It protects no secret and does not stop a deliberate change.
	Seal string `json:"seal"`
}

type statePIN struct {
	Application string  `json:"application"`
	File        fidText `json:"file"`
	PIN         string  `json:"pin"`
	TriesLeft   int     `json:"triesLeft"`
}

// fidText is a file identifier or a tag that JSON shows as four hex digits.
type fidText uint16

func (f fidText) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%04X", uint16(f)), nil }

func (f *fidText) UnmarshalText(text []byte) error {
	n, err := strconv.ParseUint(string(text), 16, 16)
	if err != nil {
		return fmt.Errorf("reading a file identifier: %w", err)
	}
	*f = fidText(n)
	return nil
}

// textOf returns the whole specification as a stateText; it calls the functions of the Spec.
func textOf(spec Spec) (stateText, error) {
	authKey, err := encodeKey(spec.AuthKey)
	if err != nil {
		return stateText{}, err
	}
	signKey, err := encodeKey(spec.SignKey)
	if err != nil {
		return stateText{}, err
	}
	text := stateText{Schema: StateSchema, Notice: stateNotice, Profile: spec.Profile, OwnProfile: spec.Own,
		AuthKey: authKey, AuthCert: spec.AuthCert, AuthCA: spec.AuthCA, AuthPIN: spec.AuthPIN,
		SignKey: signKey, SignCert: spec.SignCert, SignCA: spec.SignCA, SignPIN: spec.SignPIN,
		InstitutionKey: spec.InstitutionKey}
	return text, text.writeApplications(spec)
}

// with returns the text with the given memory.
func (t stateText) with(memory Memory) stateText {
	t.PINs = nil
	for _, p := range memory.PINs {
		t.PINs = append(t.PINs, statePIN{p.Application, fidText(p.FID), p.PIN, p.TriesLeft})
	}
	return t
}

// encode returns the file's text with its seal.
func (t stateText) encode() ([]byte, error) {
	var err error
	if t.Seal, err = t.seal(); err != nil {
		return nil, err
	}
	written, err := json.MarshalIndent(t, "", "  ")
	return append(written, '\n'), err
}

// seal is computed from the members, not from their layout in the file.
func (t stateText) seal() (string, error) {
	t.Seal = ""
	written, err := json.Marshal(t)
	digest := sha256.Sum256(written)
	return hex.EncodeToString(digest[:]), err
}

// parseState reads strictly. It checks the schema first, since a file of another version can't be read any further.
func parseState(written []byte) (text stateText, err error) {
	if err := checkSchema(written); err != nil {
		return text, err
	}
	decoder := json.NewDecoder(bytes.NewReader(written))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&text); err != nil {
		return text, fmt.Errorf("it is not the JSON of a card: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return text, errors.New("something follows the JSON object")
	}
	return text, nil
}

// checkSchema refuses a file of another version and names that version. Text that is not JSON is left to the strict reading.
func checkSchema(written []byte) error {
	var version struct{ Schema string }
	if err := json.NewDecoder(bytes.NewReader(written)).Decode(&version); err != nil {
		return nil
	}
	switch version.Schema {
	case StateSchema:
		return nil
	case formerStateSchema:
		return fmt.Errorf("its schema is %q of a former mynalab, without the applications that cards have now, instead of %q",
			version.Schema, StateSchema)
	default:
		return fmt.Errorf("its schema is %q instead of %q: use the version of mynalab that wrote it", version.Schema, StateSchema)
	}
}

// card checks that a card can be made of the text: for example, a file without counters must not restore the tries. The seal
// is checked last, so that an error names the member wherever possible.
func (t stateText) card() (Spec, Memory, error) {
	spec, err := t.spec()
	if err != nil {
		return Spec{}, Memory{}, err
	}
	memory := t.memory()
	if err := memory.check(DefaultTables(), spec); err != nil {
		return Spec{}, Memory{}, err
	}
	seal, err := t.seal()
	if err != nil {
		return Spec{}, Memory{}, err
	}
	if seal != t.Seal {
		return Spec{}, Memory{}, errors.New("its seal does not fit: something other than mynalab changed it")
	}
	return spec, memory, nil
}

func (t stateText) spec() (Spec, error) {
	authKey, err := decodeKey("authKey", t.AuthKey)
	if err != nil {
		return Spec{}, err
	}
	signKey, err := decodeKey("signKey", t.SignKey)
	if err != nil {
		return Spec{}, err
	}
	spec := Spec{Profile: t.Profile, Own: t.OwnProfile, AuthKey: authKey, AuthCert: t.AuthCert, AuthCA: t.AuthCA, AuthPIN: t.AuthPIN,
		SignKey: signKey, SignCert: t.SignCert, SignCA: t.SignCA, SignPIN: t.SignPIN,
		InstitutionKey: ed25519.PublicKey(t.InstitutionKey)}
	if err := t.readApplications(&spec); err != nil {
		return Spec{}, err
	}
	return spec, spec.check()
}

func (t stateText) memory() Memory {
	var m Memory
	for _, p := range t.PINs {
		m.PINs = append(m.PINs, PINMemory{p.Application, uint16(p.File), p.PIN, p.TriesLeft})
	}
	return m
}
