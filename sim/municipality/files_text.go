package municipality

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/virtualcard"
)

// textFiles returns the files of 券面入力補助. Their contents are signed with the key that file 0004 certifies.
func (c *chip) textFiles() []virtualcard.Content {
	const ap = virtualcard.TextAP
	return []virtualcard.Content{
		file(ap, virtualcard.FIDTextMyNumber, c.myNumber),
		file(ap, virtualcard.FIDTextAttributes, c.attributes),
		file(ap, virtualcard.FIDTextIntegrity, c.integrity),
		file(ap, virtualcard.FIDTextCV, c.textCertificate),
		file(ap, virtualcard.FIDTextBasicInfo, c.textBasicInfo),
		file(ap, virtualcard.FIDTextSessionKey, func() []byte { return object(0xA1, publicKey(c.keys.session())) }),
		file(ap, virtualcard.FIDTextSigningCert, c.textPublicKey),
		file(ap, virtualcard.FIDTextFiller, sixteenFF),
	}
}

// myNumber returns the 個人番号 with filler, 17 bytes (CARD-209, CARD-249).
func (c *chip) myNumber() []byte {
	return c.sized(virtualcard.FIDTextMyNumber, object(0xFF10, []byte(c.person.MyNumber)))
}

// attributes returns name, address, birth date and sex after a table of their offsets (CARD-211, CARD-236 to CARD-239).
func (c *chip) attributes() []byte {
	return indexed(0xFF20, 0xDF21, c.attributeFields()...)
}

func (c *chip) attributeFields() [][]byte {
	p := c.person
	return [][]byte{
		object(0xDF22, []byte(p.Name)),
		object(0xDF23, []byte(fullWidthDigits(p.Address))),
		object(0xDF24, []byte(p.Birthdate)),
		object(0xDF25, []byte(p.Sex)),
	}
}

// integrity returns signed digests of the two files: of the first as it is stored, filler included, of the second without its
// header and offsets (CARD-241 to CARD-243).
func (c *chip) integrity() []byte {
	number := sha256.Sum256(c.myNumber())
	attributes := sha256.Sum256(slices.Concat(c.attributeFields()...))
	digests := slices.Concat(object(0xDF31, number[:]), object(0xDF32, attributes[:]))
	return object(0xFF30, digests, object(0xDF33, signature(jpki.CVTextSigner, digests)))
}

func (c *chip) textCertificate() []byte {
	return cvCertificate(authorityID(c.profile.CV.Text), jpki.CVTextCA,
		municipalityID(c.person.Municipality, forText), jpki.CVTextSigner.Key())
}

// textBasicInfo returns the basic information. It ends with 32 bytes of unknown meaning and their filler (CARD-247), and the
// file has filler of its own (CARD-252).
func (c *chip) textBasicInfo() []byte {
	return c.sized(virtualcard.FIDTextBasicInfo, object(0xFF40,
		object(0xDF41, c.profile.Version.Text),
		object(0xDF42, newKeyID("6000034", "001", 0)),
		object(0xDF43, physical(128, c.opaque("text basic info", 32)))))
}

// textPublicKey returns the public half of the key with which this application signs (CARD-220).
func (c *chip) textPublicKey() []byte {
	key := object(0xDF51, publicKey(c.keys.text()))
	return object(0xFF50, key, object(0xDF52, signature(jpki.CVTextSigner, key)))
}

// sixteenFF returns a file of unknown purpose (CARD-222, CARD-274).
func sixteenFF() []byte { return bytes.Repeat([]byte{filler}, 16) }

// fullWidthDigits replaces digits as an address on the card has them (CARD-237).
func fullWidthDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r - '0' + '０'
		}
		return r
	}, s)
}
