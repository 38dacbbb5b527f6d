package virtualcard

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// StateSchema is the schema of a state file.
const StateSchema = "mynalab.card/1"

const (
	stateNotice = "A virtual test card. Its keys are published TEST keys and protect nothing."
	pemKey      = "PRIVATE KEY"
)

// stateText is the state file: keys as PKCS#8 PEM, certificates in base64.
type stateText struct {
	Schema         string     `json:"schema"`
	Notice         string     `json:"notice"`
	Profile        string     `json:"profile"`
	AuthKey        string     `json:"authKey"`
	AuthCert       []byte     `json:"authCert"`
	AuthCA         []byte     `json:"authCa"`
	AuthPIN        string     `json:"authPin"`
	SignKey        string     `json:"signKey,omitempty"`
	SignCert       []byte     `json:"signCert,omitempty"`
	SignCA         []byte     `json:"signCa"`
	SignPIN        string     `json:"signPin,omitempty"`
	InstitutionKey []byte     `json:"institutionKey,omitempty"`
	PINs           []statePIN `json:"pins"`
}

type statePIN struct {
	Application string  `json:"application"`
	File        fidText `json:"file"`
	PIN         string  `json:"pin"`
	TriesLeft   int     `json:"triesLeft"`
}

// fidText is a file identifier that JSON shows as four hex digits.
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

func encodeState(spec Spec, memory Memory) ([]byte, error) {
	authKey, err := encodeKey(spec.AuthKey)
	if err != nil {
		return nil, err
	}
	signKey, err := encodeKey(spec.SignKey)
	if err != nil {
		return nil, err
	}
	text := stateText{Schema: StateSchema, Notice: stateNotice, Profile: spec.Profile,
		AuthKey: authKey, AuthCert: spec.AuthCert, AuthCA: spec.AuthCA, AuthPIN: spec.AuthPIN,
		SignKey: signKey, SignCert: spec.SignCert, SignCA: spec.SignCA, SignPIN: spec.SignPIN,
		InstitutionKey: spec.InstitutionKey}
	for _, p := range memory.PINs {
		text.PINs = append(text.PINs, statePIN{p.Application, fidText(p.FID), p.PIN, p.TriesLeft})
	}
	written, err := json.MarshalIndent(text, "", "  ")
	return append(written, '\n'), err
}

// decodeState reads strictly and proves that a card can be made of what it read: a file without counters, for example,
// must not give the tries back.
func decodeState(written []byte) (Spec, Memory, error) {
	var text stateText
	decoder := json.NewDecoder(bytes.NewReader(written))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&text); err != nil {
		return Spec{}, Memory{}, fmt.Errorf("it is no JSON of a card: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Spec{}, Memory{}, errors.New("something follows the JSON object")
	}
	if text.Schema != StateSchema {
		return Spec{}, Memory{}, fmt.Errorf("its schema is %q, %q wanted", text.Schema, StateSchema)
	}
	spec, err := text.spec()
	if err != nil {
		return Spec{}, Memory{}, err
	}
	memory := text.memory()
	if err := memory.check(DefaultTables(), spec); err != nil {
		return Spec{}, Memory{}, err
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
	spec := Spec{Profile: t.Profile, AuthKey: authKey, AuthCert: t.AuthCert, AuthCA: t.AuthCA, AuthPIN: t.AuthPIN,
		SignKey: signKey, SignCert: t.SignCert, SignCA: t.SignCA, SignPIN: t.SignPIN,
		InstitutionKey: ed25519.PublicKey(t.InstitutionKey)}
	return spec, spec.check()
}

func (t stateText) memory() Memory {
	var m Memory
	for _, p := range t.PINs {
		m.PINs = append(m.PINs, PINMemory{p.Application, uint16(p.File), p.PIN, p.TriesLeft})
	}
	return m
}

func encodeKey(key *rsa.PrivateKey) (string, error) {
	if key == nil {
		return "", nil
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "", fmt.Errorf("writing a key: %w", err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: pemKey, Bytes: der})), nil
}

// decodeKey reads one PKCS#8 RSA key; an empty text is none.
func decodeKey(name, text string) (*rsa.PrivateKey, error) {
	if text == "" {
		return nil, nil
	}
	block, rest := pem.Decode([]byte(text))
	if block == nil || block.Type != pemKey || len(bytes.TrimSpace(rest)) > 0 {
		return nil, fmt.Errorf("%s is not one PEM block %q", name, pemKey)
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	rsaKey, ok := key.(*rsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("%s is a %T, an RSA key wanted", name, key)
	}
	return rsaKey, nil
}
