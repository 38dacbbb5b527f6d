package virtualcard

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
)

const pemKey = "PRIVATE KEY"

type stateContent struct {
	Application string  `json:"application"`
	File        fidText `json:"file"`
	Bytes       []byte  `json:"bytes"`
}

type stateKey struct {
	Application string  `json:"application"`
	File        fidText `json:"file"`
	Key         string  `json:"key"`
}

// stateIssued is a PIN as issued; the present one is in member pins.
type stateIssued struct {
	Application string  `json:"application"`
	File        fidText `json:"file"`
	PIN         string  `json:"pin"`
}

type stateObject struct {
	Tag   fidText `json:"tag"`
	Bytes []byte  `json:"bytes"`
}

// writeApplications calls the functions of the Spec and stores what they return.
func (t *stateText) writeApplications(spec Spec) error {
	for _, c := range spec.Contents {
		t.Contents = append(t.Contents, stateContent{c.Application, fidText(c.FID), c.Bytes()})
	}
	for _, k := range spec.Keys {
		key, err := encodeKey(k.Key())
		if err != nil {
			return err
		}
		t.Keys = append(t.Keys, stateKey{k.Application, fidText(k.FID), key})
	}
	for _, p := range spec.PINs {
		t.IssuedPINs = append(t.IssuedPINs, stateIssued{p.Application, fidText(p.FID), p.PIN})
	}
	for _, o := range spec.Objects {
		t.Objects = append(t.Objects, stateObject{fidText(o.Tag), o.Bytes()})
	}
	return nil
}

// readApplications is the reverse of writeApplications.
func (t stateText) readApplications(spec *Spec) error {
	for _, c := range t.Contents {
		spec.Contents = append(spec.Contents, Content{c.Application, uint16(c.File), func() []byte { return c.Bytes }})
	}
	for _, k := range t.Keys {
		key, err := decodeKey(fmt.Sprintf("the key of %s %04X", k.Application, uint16(k.File)), k.Key)
		if err != nil {
			return err
		}
		spec.Keys = append(spec.Keys, Key{k.Application, uint16(k.File), func() *rsa.PrivateKey { return key }})
	}
	for _, p := range t.IssuedPINs {
		spec.PINs = append(spec.PINs, InitialPIN{p.Application, uint16(p.File), p.PIN})
	}
	for _, o := range t.Objects {
		spec.Objects = append(spec.Objects, Object{uint16(o.Tag), func() []byte { return o.Bytes }})
	}
	return nil
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

// decodeKey reads one PKCS#8 RSA key; an empty text gives nil.
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
		return nil, fmt.Errorf("%s is a %T instead of an RSA key", name, key)
	}
	return rsaKey, nil
}
