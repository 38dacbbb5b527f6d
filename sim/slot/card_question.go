package slot

import (
	"crypto/sha256"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// Question is one command that costs the card nothing.
type Question func() apdu.Command

// SelectsApplication is P1 of SELECT by AID (card reference §2.2).
const SelectsApplication = 0x04

// The questions (card reference §2.2, §3, §5.1).
func SelectUnknown() apdu.Command {
	return apdu.Command{INS: apdu.INSSelect, P1: SelectsApplication, P2: 0x0C, Data: []byte{0xF0, 'M', 'Y', 'N', 'A', 'L', 'A', 'B'}}
}

func SelectJPKI() apdu.Command {
	return apdu.Command{INS: apdu.INSSelect, P1: SelectsApplication, P2: 0x0C,
		Data: []byte{0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01}}
}

func selectEF(fid uint16) apdu.Command {
	return apdu.Command{INS: apdu.INSSelect, P1: 0x02, P2: 0x0C, Data: []byte{byte(fid >> 8), byte(fid)}}
}

func SelectToken() apdu.Command           { return selectEF(0x0006) }
func SelectAuthCertificate() apdu.Command { return selectEF(0x000A) }
func SelectSignCertificate() apdu.Command { return selectEF(0x0001) }
func SelectAuthPIN() apdu.Command         { return selectEF(virtualcard.FIDAuthPIN) }
func SelectAuthKey() apdu.Command         { return selectEF(virtualcard.FIDAuthKey) }
func ReadHead() apdu.Command              { return apdu.Command{INS: apdu.INSReadBinary, Ne: 4} }
func ReadToken() apdu.Command             { return apdu.Command{INS: apdu.INSReadBinary, Ne: 0x20} }
func QueryTries() apdu.Command            { return apdu.Command{INS: apdu.INSVerify, P2: 0x80} }

// SignNothing asks for a signature over the hash of nothing: a DigestInfo of SHA-256 (card reference §6, CARD-382).
func SignNothing() apdu.Command {
	hash := sha256.Sum256(nil)
	digestInfo := []byte{0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20}
	return apdu.Command{CLA: 0x80, INS: apdu.INSSign, P2: 0x80, Data: append(digestInfo, hash[:]...), Ne: 256}
}
