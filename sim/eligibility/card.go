package eligibility

import (
	"context"
	"crypto/ed25519"
	"errors"
	"slices"

	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// The files of the JPKI AP that a check needs (card §3, eligibility §6.1).
const (
	efCertificate uint16 = 0x000A // user-authentication certificate, readable without a PIN
	efKey         uint16 = 0x0017 // user-authentication private key
	efPIN         uint16 = 0x0018 // user-authentication PIN
)

// jpkiAID is the name of the JPKI AP (card §2.1).
func jpkiAID() []byte { return []byte{0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01} }

// digestInfoSHA256 precedes a SHA-256 hash in the DigestInfo of PKCS #1 (CARD-382).
func digestInfoSHA256() []byte {
	return []byte{0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20}
}

// institutionContext precedes the card's challenge in what the terminal signs. This command and its bytes are mynalab's own
// contract: the bytes of the real 特定機関認証 are not public, and a real card refuses ours (card §6, eligibility §6.2).
const institutionContext = "MYNALAB institution authentication v1\x00"

const (
	institutionChallenge = 16     // bytes requested with GET CHALLENGE; 16 is our choice
	certificateHeader    = 7      // bytes read first (CARD-203); the length is in the first 4
	maxChunk             = 256    // bytes of one short READ BINARY (CARD-187)
	maxOffset            = 0x7FFF // CARD-186
	signatureSize        = 256    // RSA-2048 (CARD-367)
)

// The errors for a card whose answers are well-formed but wrong.
var (
	errNoCertificate = errors.New("file does not contain a certificate of the form 30 82")
	errCutShort      = errors.New("card returned fewer or more bytes than requested")
)

// card sends commands over a connection. Any status word other than 9000 is an error (of type apdu.Status).
type card struct{ connection reader.Card }

func (c card) transmit(ctx context.Context, command []byte) (apdu.Response, error) {
	answer, err := c.connection.Transmit(ctx, command)
	if err != nil {
		return apdu.Response{}, err
	}
	return apdu.ParseResponse(answer)
}

// do sends a command and returns the data of the answer, valid until the next call.
func (c card) do(ctx context.Context, command apdu.Command) ([]byte, error) {
	r, err := c.transmit(ctx, command.Bytes())
	if err != nil {
		return nil, err
	}
	return r.Data, r.Err()
}

// selectApplication sends SELECT by AID without FCI (card §2.2).
func (c card) selectApplication(ctx context.Context, aid []byte) error {
	_, err := c.do(ctx, apdu.Command{INS: 0xA4, P1: 0x04, P2: 0x0C, Data: aid})
	return err
}

// selectFile sends SELECT of an EF in the present application (card §2.2).
func (c card) selectFile(ctx context.Context, fid uint16) error {
	_, err := c.do(ctx, apdu.Command{INS: 0xA4, P1: 0x02, P2: 0x0C, Data: []byte{byte(fid >> 8), byte(fid)}})
	return err
}

// readCertificate reads the DER in the current EF. The header contains the length; the rest is read in chunks. Filler after
// the DER is not read (CARD-198, CARD-201).
func (c card) readCertificate(ctx context.Context) ([]byte, error) {
	header, err := c.readBinary(ctx, 0, certificateHeader)
	if err != nil {
		return nil, err
	}
	if header[0] != 0x30 || header[1] != 0x82 {
		return nil, errNoCertificate
	}
	total := 4 + int(header[2])<<8 + int(header[3])
	if total < certificateHeader || total > maxOffset {
		return nil, errNoCertificate
	}
	certificate := append(make([]byte, 0, total), header...)
	for len(certificate) < total {
		chunk, err := c.readBinary(ctx, len(certificate), min(maxChunk, total-len(certificate)))
		if err != nil {
			return nil, err
		}
		certificate = append(certificate, chunk...)
	}
	return certificate, nil
}

// readBinary sends READ BINARY for exactly n bytes. Fewer bytes (CARD-188) mean that the EF ends inside the certificate.
func (c card) readBinary(ctx context.Context, offset, n int) ([]byte, error) {
	data, err := c.do(ctx, apdu.Command{INS: 0xB0, P1: byte(offset >> 8), P2: byte(offset), Ne: n})
	if err == nil && len(data) != n {
		err = errCutShort
	}
	return data, err
}

// verify sends a PIN for the current EF (CARD-308, CARD-313, CARD-314) and overwrites the command afterwards.
func (c card) verify(ctx context.Context, pin []byte) (apdu.Status, error) {
	command := apdu.Command{INS: 0x20, P2: 0x80, Data: pin}.Bytes()
	defer clear(command)
	r, err := c.transmit(ctx, command)
	return r.SW, err
}

// authenticate answers a challenge of the card with the institution's signature. Afterwards the card's key signs without a
// PIN (SVC-286, SVC-288).
func (c card) authenticate(ctx context.Context, key ed25519.PrivateKey) error {
	challenge, err := c.do(ctx, apdu.Command{INS: 0x84, Ne: institutionChallenge})
	if err != nil {
		return err
	}
	if len(challenge) != institutionChallenge {
		return errCutShort
	}
	signature := ed25519.Sign(key, append([]byte(institutionContext), challenge...))
	_, err = c.do(ctx, apdu.Command{CLA: 0x80, INS: 0xA2, P1: 'M', P2: 'L', Data: signature})
	return err
}

// sign sends COMPUTE DIGITAL SIGNATURE with the current key over the DigestInfo of a SHA-256 hash (CARD-367, CARD-382).
func (c card) sign(ctx context.Context, hash [32]byte) ([]byte, error) {
	signature, err := c.do(ctx, apdu.Command{CLA: 0x80, INS: 0x2A, P2: 0x80,
		Data: append(digestInfoSHA256(), hash[:]...), Ne: signatureSize})
	if err == nil && len(signature) == 0 {
		err = errCutShort
	}
	return slices.Clone(signature), err
}
