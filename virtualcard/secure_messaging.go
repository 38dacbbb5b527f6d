package virtualcard

import (
	"bytes"
	"cmp"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/binary"
	"math/big"

	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/tlv"
)

// Data objects and sizes in bytes of secure messaging (card reference §4.4).
const (
	tagCryptogram     tlv.Tag = 0x86
	tagExpectedLength tlv.Tag = 0x96
	paddingIndicator          = 0x01
	paddingMark               = 0x80
	sessionSeed               = 32
	// maxProtected leaves room for the padding indicator and the padding in a length field of two bytes.
	maxProtected = 0xFFFF - 1 - aes.BlockSize
)

// secureSession is an open session. It gives confidentiality only, since the text AP takes no key for a checksum.
type secureSession struct {
	block cipher.Block
	// counter is the number of the last protected command; the first one has number 1.
	counter uint64
}

// setSessionKey opens a session of the text AP: RSA-OAEP with SHA-256 around A0 22 80 20 and 32 bytes, of which the first 16
// are the AES key (CARD-292, CARD-293). The access rule is checked before anything is decrypted (CARD-294).
func setSessionKey(c *Card, command apdu.Command) apdu.Response {
	f := c.sessionKeyFile()
	switch {
	case f == nil:
		return statusOnly(cmp.Or(c.application().NoSession, apdu.SW6982SecurityNotSatisfied))
	case !c.allows(f.Use):
		return statusOnly(apdu.SW6982SecurityNotSatisfied)
	}
	seed, sw := openSeed(f.privateKey(), command.Data)
	if sw != apdu.SW9000OK {
		return statusOnly(sw)
	}
	block, err := aes.NewCipher(seed[:aes.BlockSize])
	if err != nil {
		return statusOnly(apdu.SW6F00Internal)
	}
	c.ownStatus().secure = &secureSession{block: block}
	return statusOnly(apdu.SW9000OK)
}

// openSeed decrypts the session key data that a terminal sends (CARD-295, CARD-296).
func openSeed(key *rsa.PrivateKey, delivered []byte) (seed []byte, sw apdu.Status) {
	if new(big.Int).SetBytes(delivered).Cmp(key.N) >= 0 {
		return nil, apdu.SW6F00Internal
	}
	message, err := rsa.DecryptOAEP(sha256.New(), nil, key, delivered, nil)
	seed, found := bytes.CutPrefix(message, []byte{0xA0, sessionSeed + 2, 0x80, sessionSeed})
	if err != nil || !found || len(seed) != sessionSeed {
		return nil, apdu.SW6A80WrongData
	}
	return seed, apdu.SW9000OK
}

// sessionKeyFile returns the file of the selected application with the key that session keys are encrypted to, or nil.
func (c *Card) sessionKeyFile() *file {
	for _, f := range c.local() {
		if f.Kind == Transparent && f.privateKey() != nil {
			return f
		}
	}
	return nil
}

// secureSession returns the open session of the selected application, or nil.
func (c *Card) secureSession() *secureSession {
	if c.statusOf != c.session.application {
		return nil
	}
	return c.status.secure
}

// respondSecurely carries out a command of class 08. Every such command increments the counter, even if it is refused. A
// wrong data object ends the session (CARD-302, CARD-467, CARD-468).
func (c *Card) respondSecurely(command apdu.Command, row *Command) apdu.Response {
	session := c.secureSession()
	session.counter++
	plain, sw := session.open(command)
	if sw == apdu.SW6988SecureMessagingWrong {
		c.status.secure = nil
	}
	if sw != apdu.SW9000OK {
		return statusOnly(sw)
	}
	if !row.fitsLengths(&plain) {
		return statusOnly(c.wrongLength(row))
	}
	answer := row.Handler(c, plain)
	if len(answer.Data) == 0 {
		return answer
	}
	if len(answer.Data) > maxProtected {
		return statusOnly(apdu.SW6700WrongLength)
	}
	answer.Data = session.protect(answer.Data)
	if len(answer.Data) > command.Ne {
		return statusOnly(apdu.SW6700WrongLength)
	}
	return answer
}

// open returns the plain command without its protection. The data field must be exactly one data object: 96 with the expected
// length if the command reads, otherwise 86 with the encrypted data field.
func (s *secureSession) open(command apdu.Command) (apdu.Command, apdu.Status) {
	plain := apdu.Command{CLA: command.CLA &^ classProtected, INS: command.INS, P1: command.P1, P2: command.P2}
	if len(command.Data) == 0 {
		return plain, apdu.SW6987SecureMessagingAbsent
	}
	tag, value := oneObject(command.Data)
	reads := command.INS == apdu.INSReadBinary
	switch {
	case reads && tag == tagExpectedLength && len(value) == 3 && value[0] == 0:
		plain.Ne = expectedLength(binary.BigEndian.Uint16(value[1:]))
		return plain, apdu.SW9000OK
	case !reads && tag == tagCryptogram && len(value) > 1 && value[0] == paddingIndicator:
		var ok bool
		if plain.Data, ok = s.decrypt(value[1:]); ok {
			return plain, apdu.SW9000OK
		}
	}
	return plain, apdu.SW6988SecureMessagingWrong
}

// expectedLength returns Ne for an extended Le: 0 means 65536.
func expectedLength(le uint16) int {
	if le == 0 {
		return 1 << 16
	}
	return int(le)
}

// oneObject splits a data field that is exactly one data object. Unlike tlv.ReadHeader it accepts a length field of any form,
// as the card does. For a field of another shape it returns tag 0.
func oneObject(field []byte) (tag tlv.Tag, value []byte) {
	if len(field) < 2 {
		return 0, nil
	}
	rest, length := field[2:], int(field[1])
	if more := length - 0x80; more >= 0 {
		if more == 0 || more > 2 || more > len(rest) {
			return 0, nil
		}
		length = 0
		for _, octet := range rest[:more] {
			length = length<<8 | int(octet)
		}
		rest = rest[more:]
	}
	if len(rest) != length {
		return 0, nil
	}
	return tlv.Tag(field[0]), rest
}

// protect returns the data object with the encrypted answer.
func (s *secureSession) protect(data []byte) []byte {
	padded := append(bytes.Clone(data), paddingMark)
	padded = append(padded, make([]byte, -len(padded)&(aes.BlockSize-1))...)
	cipher.NewCBCEncrypter(s.block, s.iv()).CryptBlocks(padded, padded)
	return tlv.Append(nil, tagCryptogram, append([]byte{paddingIndicator}, padded...))
}

// decrypt removes encryption and padding; ok is false if the padding is wrong.
func (s *secureSession) decrypt(cryptogram []byte) (data []byte, ok bool) {
	if len(cryptogram)%aes.BlockSize != 0 {
		return nil, false
	}
	data = make([]byte, len(cryptogram))
	cipher.NewCBCDecrypter(s.block, s.iv()).CryptBlocks(data, cryptogram)
	data = bytes.TrimRight(data, "\x00")
	return bytes.CutSuffix(data, []byte{paddingMark})
}

// iv returns the encrypted counter as the initialization vector (CARD-301).
func (s *secureSession) iv() []byte {
	iv := make([]byte, aes.BlockSize)
	binary.BigEndian.PutUint64(iv[aes.BlockSize-8:], s.counter)
	s.block.Encrypt(iv, iv)
	return iv
}
