package virtualcard

import "github.com/mynalab/mynalab/virtualcard/apdu"

// Files of the four municipal applications that the access rules, package municipality and tests refer to (card reference
// §2.5, §4.1, §4.2).
const (
	FIDTextMyNumber   uint16 = 0x0001
	FIDTextAttributes uint16 = 0x0002
	FIDTextIntegrity  uint16 = 0x0003
	FIDTextCV         uint16 = 0x0004
	FIDTextBasicInfo  uint16 = 0x0005
	// FIDTextSessionKey is the public key with which a terminal encrypts a session key; the Key of this file is its private
	// half.
	FIDTextSessionKey  uint16 = 0x0006
	FIDTextSigningCert uint16 = 0x0007
	FIDTextFiller      uint16 = 0x0008
	FIDTextPIN         uint16 = 0x0011
	FIDTextBlocked     uint16 = 0x0012
	FIDTextSigningKey  uint16 = 0x0013
	FIDTextCodeA       uint16 = 0x0014
	FIDTextCodeB       uint16 = 0x0015

	FIDSurfaceAge       uint16 = 0x0001
	FIDSurfaceFace      uint16 = 0x0002
	FIDSurfaceBasicInfo uint16 = 0x0003
	FIDSurfaceCV        uint16 = 0x0004
	FIDSurfaceMyNumber  uint16 = 0x0005
	FIDSurfaceFiller    uint16 = 0x0006
	FIDSurfaceBirth     uint16 = 0x0011
	FIDSurfaceCodeB     uint16 = 0x0012
	FIDSurfaceCodeA     uint16 = 0x0013
	// FIDSurfaceSigningKey is called unknown in card reference §4.2; its use is documented in soltia48/myna-card,
	// src/ap/surface.rs.
	FIDSurfaceSigningKey uint16 = 0x001A

	FIDCommonCard         uint16 = 0x0001
	FIDKeyReference       uint16 = 0x0002 // in the common and juki APs
	FIDCommonInternalAuth uint16 = 0x0019
	FIDMunicipalPIN       uint16 = 0x001C // in the common and juki APs
	FIDInternal           uint16 = 0x001E // in every application
)

// DefaultMunicipalFiles returns the files of the four applications other than JPKI. Their contents come from the Spec.
func DefaultMunicipalFiles() []File {
	rows := append(textFiles(), surfaceFiles()...)
	return append(append(rows, commonFiles()...), jukiFiles()...)
}

// textFiles returns the rows of card reference §4.1. 照合番号A does not open 0002, 照合番号B does not open 0001 (CARD-231, CARD-232).
func textFiles() []File {
	pin, a, b := Verified(FIDTextPIN), Verified(FIDTextCodeA), Verified(FIDTextCodeB)
	return ofApplication(TextAP, []File{
		{FID: FIDTextMyNumber, Name: "My Number", Kind: Transparent, Read: Any(pin, a), Issued: true, Source: "§4.1, CARD-209, CARD-210"},
		{FID: FIDTextAttributes, Name: "basic attributes", Kind: Transparent, Read: Any(pin, b), Issued: true, Source: "§4.1, CARD-211, CARD-212"},
		{FID: FIDTextIntegrity, Name: "integrity record", Kind: Transparent, Read: Any(pin, a, b), Issued: true, Source: "§4.1, CARD-213, CARD-214"},
		{FID: FIDTextCV, Name: "CV certificate", Kind: Transparent, Read: Always(), Issued: true, Source: "§4.1, CARD-215"},
		{FID: FIDTextBasicInfo, Name: "basic information", Kind: Transparent, Read: Always(), Issued: true, Source: "§4.1, CARD-216"},
		{FID: FIDTextSessionKey, Name: "session-key encryption key", Kind: Transparent, Read: Any(pin, a, b), Use: pin, Issued: true, Source: "§4.1, §4.4, CARD-218, CARD-219, CARD-294"},
		{FID: FIDTextSigningCert, Name: "AP signing key, certified", Kind: Transparent, Read: Any(pin, a, b), Issued: true, Source: "§4.1, CARD-220, CARD-221"},
		{FID: FIDTextFiller, Name: "sixteen FF", Kind: Transparent, Read: Any(pin, a, b), Issued: true, Source: "§4.1, CARD-222; who opens it is not public, so like its neighbours"},
		{FID: 0x0010, Name: "unknown key reference", Kind: PINFile, Source: "§4.1, CARD-223; no counter: CARD-321"},
		{FID: FIDTextPIN, Name: "PIN", Kind: PINFile, Issued: true, Source: "§4.1, CARD-224"},
		{FID: FIDTextBlocked, Name: "blocked key reference", Kind: PINFile, Source: "§4.1, CARD-225, CARD-226"},
		{FID: FIDTextSigningKey, Name: "AP signing private key", Kind: KeyFile, Use: Always(), NoProof: apdu.SW6985ConditionsNotMet, DefaultKey: true, Issued: true, Source: "§4.1, §6, CARD-144, CARD-227, CARD-390"},
		{FID: FIDTextCodeA, Name: "照合番号A", Kind: PINFile, Issued: true, Source: "§4.1, CARD-228"},
		{FID: FIDTextCodeB, Name: "照合番号B", Kind: PINFile, Issued: true, Source: "§4.1, CARD-229"},
		{FID: 0x001C, Name: "unknown 001C", Kind: Unknown, Source: "§4.1, CARD-230"},
		{FID: FIDInternal, Name: "internal 001E", Kind: Internal, Source: "§4.1, §13 row 3, CARD-096, CARD-165, CARD-230"},
	})
}

// surfaceFiles returns the rows of card reference §4.2.
func surfaceFiles() []File {
	birth, a, b := Verified(FIDSurfaceBirth), Verified(FIDSurfaceCodeA), Verified(FIDSurfaceCodeB)
	return ofApplication(SurfaceAP, []File{
		{FID: FIDSurfaceAge, Name: "age record", Kind: Transparent, Read: birth, Issued: true, Source: "§4.2, CARD-257, CARD-258"},
		{FID: FIDSurfaceFace, Name: "card face", Kind: Transparent, Read: Any(a, b), Issued: true, Source: "§4.2, CARD-259, CARD-265"},
		{FID: FIDSurfaceBasicInfo, Name: "basic information", Kind: Transparent, Read: Always(), Issued: true, Source: "§4.2, CARD-266"},
		{FID: FIDSurfaceCV, Name: "CV certificate", Kind: Transparent, Read: Always(), Issued: true, Source: "§4.2, CARD-271"},
		{FID: FIDSurfaceMyNumber, Name: "My Number image", Kind: Transparent, Read: a, Issued: true, Source: "§4.2, CARD-272, CARD-273"},
		{FID: FIDSurfaceFiller, Name: "sixteen FF", Kind: Transparent, Read: Any(a, b), Issued: true, Source: "§4.2, CARD-274"},
		{FID: FIDSurfaceBirth, Name: "生年月日", Kind: PINFile, Issued: true, Source: "§4.2, CARD-275"},
		{FID: FIDSurfaceCodeB, Name: "照合番号B", Kind: PINFile, Issued: true, Source: "§4.2, CARD-276"},
		{FID: FIDSurfaceCodeA, Name: "照合番号A", Kind: PINFile, Issued: true, Source: "§4.2, CARD-277"},
		{FID: 0x0014, Name: "unknown 0014", Kind: Unknown, Source: "§4.2, CARD-278"},
		{FID: 0x0015, Name: "unknown 0015", Kind: Unknown, Source: "§4.2, CARD-278"},
		{FID: FIDSurfaceSigningKey, Name: "AP signing private key", Kind: KeyFile, Use: Always(), NoProof: apdu.SW6985ConditionsNotMet, DefaultKey: true, Issued: true, Source: "§4.2, §6, CARD-144, CARD-278, CARD-390; its place: soltia48/myna-card, src/ap/surface.rs, the key that \"001A signs challenges with\""},
		{FID: 0x001C, Name: "unknown 001C", Kind: Unknown, Source: "§4.2, CARD-278"},
		{FID: FIDInternal, Name: "internal 001E", Kind: Internal, Source: "§4.2, §13 row 3, CARD-096, CARD-165, CARD-278"},
	})
}

func commonFiles() []File {
	return ofApplication(CommonAP, []File{
		{FID: FIDCommonCard, Name: "card identity", Kind: Record, Read: Always(), Issued: true, Source: "§2.5, CARD-130 to CARD-133"},
		{FID: FIDKeyReference, Name: "key reference", Kind: Transparent, Read: Always(), Issued: true, Source: "§2.5, CARD-135"},
		{FID: FIDCommonInternalAuth, Name: "internal-authentication key", Kind: KeyFile, Proof: Always(), Issued: true, Source: "§2.5, CARD-137, CARD-140"},
		{FID: FIDMunicipalPIN, Name: "PIN", Kind: PINFile, Issued: true, Source: "§2.5, CARD-138"},
		{FID: FIDInternal, Name: "internal 001E", Kind: Internal, Source: "§2.5, CARD-139, CARD-165"},
	})
}

func jukiFiles() []File {
	return ofApplication(JukiAP, []File{
		{FID: FIDKeyReference, Name: "key reference", Kind: Transparent, Read: Always(), Issued: true, Source: "§2.5, §12 Q15, CARD-136, CARD-145"},
		{FID: FIDMunicipalPIN, Name: "PIN", Kind: PINFile, Issued: true, Source: "§2.5, §12 Q15, CARD-145"},
		{FID: FIDInternal, Name: "internal 001E", Kind: Internal, Source: "§13 row 3, CARD-096, CARD-165"},
	})
}

func ofApplication(name string, rows []File) []File {
	for i := range rows {
		rows[i].Application = name
	}
	return rows
}
