package municipality

import (
	"sync"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/virtualcard"
)

// Tags of the data objects of the issuer domain (card reference §2.4). 5F51 is missing because the card itself answers it
// with its answer to reset.
const (
	objectIssuer       uint16 = 0x0042
	objectCardNumber   uint16 = 0x0045
	objectRecognition  uint16 = 0x0066
	objectMunicipality uint16 = 0x00F0
	objectExpiry       uint16 = 0x00F2
	objectIntermediate uint16 = 0x00F7
	objectUpperChain   uint16 = 0x00F8
	objectLowerChain   uint16 = 0x7F21
)

// objects returns the data objects for GET DATA, each without its own tag: a certificate was seen in this form, without its
// template.
func (c *chip) objects() []virtualcard.Object {
	code := c.person.Municipality
	rows := []struct {
		tag   uint16
		write func() []byte
	}{
		// Whose key identifies the issuer is not public; ours is the municipality's key.
		{objectIssuer, func() []byte { return municipalityID(code, forCard) }},
		{objectCardNumber, func() []byte { return []byte(c.number) }},
		{objectRecognition, recognition},
		{objectMunicipality, func() []byte { return []byte(code) }},
		{objectExpiry, func() []byte { return []byte(c.person.CardExpiry) }},
		{objectIntermediate, func() []byte { return intermediateID() }},
		{objectUpperChain, func() []byte {
			return cvContent(rootID(c.profile.CV.Root), jpki.CVRoot, intermediateID(), jpki.CVIntermediate.Key())
		}},
		{objectLowerChain, func() []byte {
			return cvContent(intermediateID(), jpki.CVIntermediate, municipalityID(code, forCard), jpki.CVMunicipality.Key())
		}},
	}
	objects := make([]virtualcard.Object, 0, len(rows))
	for _, row := range rows {
		objects = append(objects, virtualcard.Object{Tag: row.tag, Bytes: sync.OnceValue(row.write)})
	}
	return objects
}

// recognition returns the card recognition data of GlobalPlatform Card Specification 2.3.1 §H.2 under 1.2.840.114283: the
// standard, its version 2.1.1, free identification, SCP02 option 15 (CARD-114). Which version real cards state is not public.
func recognition() []byte {
	oid := func(arcs ...byte) []byte {
		return object(0x06, append([]byte{0x2A, 0x86, 0x48, 0x86, 0xFC, 0x6B}, arcs...))
	}
	return object(0x73, oid(1), object(0x60, oid(2, 2, 1, 1)), object(0x63, oid(3)), object(0x64, oid(4, 2, 0x15)))
}
