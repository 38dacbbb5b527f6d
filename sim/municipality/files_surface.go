package municipality

import (
	"crypto/sha256"
	"encoding/asn1"
	"slices"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/virtualcard"
)

// surfaceFiles returns the files of 券面事項確認. Every record contains the card's public key and is signed with the key that file
// 0004 certifies.
func (c *chip) surfaceFiles() []virtualcard.Content {
	const ap = virtualcard.SurfaceAP
	return []virtualcard.Content{
		file(ap, virtualcard.FIDSurfaceAge, c.age),
		file(ap, virtualcard.FIDSurfaceFace, c.face),
		file(ap, virtualcard.FIDSurfaceBasicInfo, c.surfaceBasicInfo),
		file(ap, virtualcard.FIDSurfaceCV, c.surfaceCertificate),
		file(ap, virtualcard.FIDSurfaceMyNumber, c.myNumberImage),
		file(ap, virtualcard.FIDSurfaceFiller, sixteenFF),
	}
}

// age returns the record with only the birth date (CARD-257).
func (c *chip) age() []byte {
	fields := slices.Concat(object(0xDF11, []byte(c.person.Birthdate)), object(0xDF12, publicKey(c.keys.surface())))
	return object(0xFF10, fields, object(0xDF13, signature(jpki.CVSurfaceSigner, fields)))
}

// face returns what is printed on the front (CARD-259 to CARD-264). Its last two fields come after the signature and are not
// covered by it.
func (c *chip) face() []byte {
	facts := [][]byte{object(0xDF22, []byte(c.person.Birthdate)), object(0xDF23, []byte(c.person.Sex)),
		object(0xDF24, publicKey(c.keys.surface()))}
	texts := [][]byte{object(0xDF25, writing(c.person.Name).png()),
		object(0xDF26, writing(fullWidthDigits(c.person.Address)).png())}
	portrait := object(0xDF27, photo("MYNALAB TEST, no photo: "+c.number))
	seal := object(0xDF28, sealed(slices.Concat(facts...), slices.Concat(texts...), portrait))
	fields := slices.Concat(facts, texts, [][]byte{portrait, seal, object(0xDF29, []byte(c.person.CardExpiry)),
		object(0xDF2A, figures(c.person.SecurityCode).png())})
	return indexed(0xFF20, 0xDF21, fields...)
}

// sealed signs the SHA-256 digests of groups of fields together, as one digest of 96 bytes (CARD-282), so that a terminal can
// check one group without reading the others.
func sealed(groups ...[]byte) []byte {
	var digests []byte
	for _, group := range groups {
		digest := sha256.Sum256(group)
		digests = append(digests, digest[:]...)
	}
	// crypto/rsa refuses a digest of that length for a named hash, so the DigestInfo is built here.
	return mustSign(jpki.CVSurfaceSigner, 0, digestInfo(digests))
}

// digestInfo returns the DigestInfo of RFC 8017 §9.2 for SHA-256, with a digest of any length.
func digestInfo(digest []byte) []byte {
	type algorithm struct {
		ID   asn1.ObjectIdentifier
		Null asn1.RawValue
	}
	der, err := asn1.Marshal(struct {
		Algorithm algorithm
		Digest    []byte
	}{algorithm{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}, asn1.NullRawValue}, digest})
	if err != nil {
		panic("municipality: internal error: encoding a DigestInfo: " + err.Error())
	}
	return der
}

// surfaceBasicInfo returns a version, the municipality, and a block of unknown meaning after a key's identifier (CARD-266 to
// CARD-270). The identifiers and the version are those of a test card.
func (c *chip) surfaceBasicInfo() []byte {
	return object(0xFF30,
		object(0xDF31, c.profile.Version.Surface),
		object(0xDF32, newKeyID("6000024", "001", 0)),
		object(0xDF33, []byte{0}),
		object(0xDF34, []byte(c.person.Municipality)),
		object(0xDF35, newKeyID("5900025", "001", 0), c.opaque("surface basic info", 256)))
}

func (c *chip) surfaceCertificate() []byte {
	return cvCertificate(authorityID(c.profile.CV.Surface), jpki.CVSurfaceCA,
		municipalityID(c.person.Municipality, forSurface), jpki.CVSurfaceSigner.Key())
}

// myNumberImage returns the My Number as it is printed on the back (CARD-272).
func (c *chip) myNumberImage() []byte {
	fields := slices.Concat(object(0xDF41, figures(c.person.MyNumber).png()), object(0xDF42, publicKey(c.keys.surface())))
	return object(0xFF40, fields, object(0xDF43, signature(jpki.CVSurfaceSigner, fields)))
}
