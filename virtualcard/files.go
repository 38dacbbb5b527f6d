package virtualcard

import (
	"crypto/rsa"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// Names of the applications in DefaultApplications.
const (
	IssuerDomain = "isd"
	JPKI         = "jpki"
	TextAP       = "text-ap"    // 券面入力補助
	SurfaceAP    = "surface-ap" // 券面事項確認
	JukiAP       = "juki-ap"    // 住基
	CommonAP     = "common-ap"  // 共通カード
)

// Files of the JPKI AP that the access rules, package municipality and tests refer to (card reference §3).
const (
	FIDSignCertificate  uint16 = 0x0001
	FIDSignCA           uint16 = 0x0002
	FIDTokenInformation uint16 = 0x0006
	FIDAvailability     uint16 = 0x0008
	FIDAuthCertificate  uint16 = 0x000A
	FIDAuthCA           uint16 = 0x000B
	FIDTerminalCAKey    uint16 = 0x0016
	FIDAuthKey          uint16 = 0x0017
	FIDAuthPIN          uint16 = 0x0018
	FIDSignKey          uint16 = 0x001A
	FIDSignPIN          uint16 = 0x001B
)

// DefaultApplications returns the applications of the card (card reference §2.1). The order matters: a SELECT by the start of
// an identifier selects the first one that matches.
func DefaultApplications() []Application {
	return []Application{
		{Name: IssuerDomain, AID: []byte{0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00},
			Source: "GlobalPlatform issuer security domain: card reference §2.1, CARD-080, CARD-081"},
		{Name: JPKI, AID: []byte{0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01},
			Source: "公的個人認証: card reference §2.1, CARD-075; §4.4, CARD-298"},
		{Name: TextAP, AID: municipalAID(0x04, 0x08), Issued: true,
			Source: "券面入力補助: card reference §2.1, CARD-076"},
		{Name: SurfaceAP, AID: municipalAID(0x04, 0x02), Issued: true, NoSession: apdu.SW66F1SessionKeyRefused,
			Source: "券面事項確認: card reference §2.1, CARD-077; §4.4, CARD-297"},
		{Name: JukiAP, AID: municipalAID(0x04, 0x01), Issued: true,
			Source: "住基: card reference §2.1, CARD-078; §4.4, CARD-298"},
		{Name: CommonAP, AID: municipalAID(0x01, 0x00), Issued: true, NoSession: apdu.SW66F1SessionKeyRefused,
			Source: "共通カード: card reference §2.1, CARD-079; §4.4, CARD-297"},
	}
}

// municipalAID returns the identifier of a municipal application: a common prefix and the two given bytes.
func municipalAID(last ...byte) []byte {
	return append([]byte{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01}, last...)
}

// DefaultFiles returns the files of the JPKI AP (card reference §3). The issuer security domain has no files (CARD-099).
func DefaultFiles() []File {
	return []File{
		{Application: JPKI, FID: FIDSignCertificate, Name: "signature certificate", Kind: Transparent,
			Read: Verified(FIDSignPIN), Content: func(s Spec, _ Profile) []byte { return s.SignCert },
			Source: "§3, CARD-149, CARD-150"},
		{Application: JPKI, FID: FIDSignCA, Name: "signature CA certificate", Kind: Transparent,
			Read: Always(), Content: func(s Spec, _ Profile) []byte { return s.SignCA }, Source: "§3, CARD-151"},
		{Application: JPKI, FID: 0x0005, Name: "unknown 0005", Kind: Unknown, Source: "§3, §12 Q10, CARD-152"},
		{Application: JPKI, FID: FIDTokenInformation, Name: "token information", Kind: Transparent,
			Read: Always(), Content: func(_ Spec, p Profile) []byte { return p.Token.Bytes() }, Source: "§3.1, CARD-153"},
		{Application: JPKI, FID: FIDAvailability, Name: "certificate availability", Kind: Transparent,
			Read: Always(), Content: availability, Source: "§3, CARD-154, CARD-155"},
		{Application: JPKI, FID: 0x0009, Name: "unknown 0009, protected", Kind: Unknown, Source: "§3, §12 Q10, CARD-156"},
		{Application: JPKI, FID: FIDAuthCertificate, Name: "user-authentication certificate", Kind: Transparent,
			Read: Always(), Guarded: Verified(FIDAuthPIN), Content: func(s Spec, _ Profile) []byte { return s.AuthCert },
			Source: "§3, CARD-157; on a phone: §10, CARD-158"},
		{Application: JPKI, FID: FIDAuthCA, Name: "user-authentication CA certificate", Kind: Transparent,
			Read: Always(), Content: func(s Spec, _ Profile) []byte { return s.AuthCA }, Source: "§3, CARD-159"},
		// Clients send an empty VERIFY for it. It has no PIN row, so the card answers as for a reference without a counter.
		{Application: JPKI, FID: 0x0010, Name: "unknown key reference", Kind: PINFile,
			Source: "§3, §13 rows 5 and 10, CARD-160, CARD-321"},
		{Application: JPKI, FID: FIDTerminalCAKey, Name: "terminal-authentication CA key", Kind: KeyFile,
			Source: "§3, CARD-161"},
		{Application: JPKI, FID: FIDAuthKey, Name: "user-authentication private key", Kind: KeyFile,
			Use: Any(Verified(FIDAuthPIN), Institution()), Key: func(s Spec) *rsa.PrivateKey { return s.AuthKey },
			Source: "§3, CARD-162; 特定機関認証: SVC-288"},
		{Application: JPKI, FID: FIDAuthPIN, Name: "user-authentication PIN", Kind: PINFile, Source: "§3, CARD-163"},
		{Application: JPKI, FID: 0x0019, Name: "unknown 0019", Kind: Unknown, Source: "§3, §12 Q10, CARD-164"},
		{Application: JPKI, FID: FIDSignKey, Name: "signature private key", Kind: KeyFile,
			Use: Verified(FIDSignPIN), Key: func(s Spec) *rsa.PrivateKey { return s.SignKey }, Source: "§3, CARD-166"},
		// It also exists on a card without a signature certificate: OpenSC refuses a card that lacks it.
		{Application: JPKI, FID: FIDSignPIN, Name: "signature PIN", Kind: PINFile, Source: "§3, CARD-167"},
		{Application: JPKI, FID: 0x001C, Name: "unknown 001C", Kind: Unknown, Source: "§3, §12 Q10, CARD-164"},
		{Application: JPKI, FID: 0x001E, Name: "internal 001E", Kind: Internal, Source: "§2.2, §13 row 3, CARD-096, CARD-165"},
	}
}

// availability returns which certificates are present: signature, user authentication, and a third byte of unknown meaning.
func availability(s Spec, _ Profile) []byte {
	const present, absent = 0x8F, 0x00
	if s.SignCert == nil {
		return []byte{absent, present, absent}
	}
	return []byte{present, present, absent}
}
