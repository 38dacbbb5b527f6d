package slot

import (
	"crypto/sha256"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// Question is one command that costs the card no try.
type Question func() apdu.Command

// SelectsApplication is P1 of SELECT by AID (card reference §2.2).
const SelectsApplication = 0x04

// SelectUnknown selects an application that no card has (card reference §2.2).
func SelectUnknown() apdu.Command {
	return apdu.Command{INS: apdu.INSSelect, P1: SelectsApplication, P2: 0x0C, Data: []byte{0xF0, 'M', 'Y', 'N', 'A', 'L', 'A', 'B'}}
}

// SelectJPKI selects the JPKI application (card reference §2.2, §3).
func SelectJPKI() apdu.Command {
	return apdu.Command{INS: apdu.INSSelect, P1: SelectsApplication, P2: 0x0C,
		Data: []byte{0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01}}
}

// selectEF selects an EF of the current application by its id.
func selectEF(fid uint16) apdu.Command {
	return apdu.Command{INS: apdu.INSSelect, P1: 0x02, P2: 0x0C, Data: []byte{byte(fid >> 8), byte(fid)}}
}

// SelectToken selects the token information (card reference §3).
func SelectToken() apdu.Command { return selectEF(0x0006) }

// SelectAuthCertificate selects the user certificate (card reference §3).
func SelectAuthCertificate() apdu.Command { return selectEF(0x000A) }

// SelectSignCertificate selects the signature certificate (card reference §3).
func SelectSignCertificate() apdu.Command { return selectEF(0x0001) }

// SelectAuthPIN selects the user PIN (card reference §3).
func SelectAuthPIN() apdu.Command { return selectEF(virtualcard.FIDAuthPIN) }

// SelectAuthKey selects the key of the user certificate (card reference §3).
func SelectAuthKey() apdu.Command { return selectEF(virtualcard.FIDAuthKey) }

// ReadHead reads the first 4 bytes of the selected EF: the DER header of a certificate.
func ReadHead() apdu.Command { return apdu.Command{INS: apdu.INSReadBinary, Ne: 4} }

// ReadToken reads the first 32 bytes of the selected EF: the label of the token information (card reference §3.1).
func ReadToken() apdu.Command { return apdu.Command{INS: apdu.INSReadBinary, Ne: 0x20} }

// QueryTries is an empty VERIFY: it asks for the retry counter of the selected PIN (card reference §5.1).
func QueryTries() apdu.Command { return apdu.Command{INS: apdu.INSVerify, P2: 0x80} }

// SignNothing asks for a signature over the SHA-256 hash of an empty input, as a DigestInfo (card reference §6, CARD-382).
func SignNothing() apdu.Command {
	hash := sha256.Sum256(nil)
	digestInfo := []byte{0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20}
	return apdu.Command{CLA: 0x80, INS: apdu.INSSign, P2: 0x80, Data: append(digestInfo, hash[:]...), Ne: 256}
}
