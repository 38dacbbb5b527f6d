package virtualcard

import (
	"crypto/ed25519"
	"io"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// InstitutionLabel precedes the challenge in what an institution signs, so that the signature can't be used for anything
// else. It is part of our own contract: the bytes of the real 特定機関認証 are not public.
const InstitutionLabel = "MYNALAB institution authentication v1\x00"

// getChallenge returns exactly Le random bytes (CARD-127). It refuses an extended Le (CARD-128).
func getChallenge(c *Card, command apdu.Command) apdu.Response {
	if command.Extended {
		return statusOnly(apdu.SW6985ConditionsNotMet)
	}
	challenge := make([]byte, command.Ne)
	if _, err := io.ReadFull(c.chance, challenge); err != nil {
		return statusOnly(apdu.SW6F00Internal)
	}
	c.session.challenge = challenge
	return apdu.Response{Data: challenge, SW: apdu.SW9000OK}
}

// authenticateInstitution is our stand-in for 特定機関認証: it checks an Ed25519 signature over InstitutionLabel and the last
// challenge. Success sets a status of its own, separate from any PIN (SVC-288). A challenge can be used once only, whether
// the signature is right or not.
func authenticateInstitution(c *Card, command apdu.Command) apdu.Response {
	if c.find(FIDTerminalCAKey) == nil { // the application has no terminal authentication
		return statusOnly(apdu.SW6A82NotFound)
	}
	challenge := c.session.challenge
	c.session.challenge = nil
	if challenge == nil {
		return statusOnly(apdu.SW6985ConditionsNotMet)
	}
	signed := append([]byte(InstitutionLabel), challenge...)
	own := c.ownStatus()
	own.institution = ed25519.Verify(c.spec.InstitutionKey, signed, command.Data)
	if !own.institution {
		return statusOnly(apdu.SW6300VerifyFailed)
	}
	return statusOnly(apdu.SW9000OK)
}
