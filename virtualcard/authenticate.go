package virtualcard

import (
	"cmp"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// internalAuthenticate signs a challenge with PKCS#1 v1.5 over its SHA-256 DigestInfo. The signature is deterministic
// (CARD-140 to CARD-144). The Proof rule of a key decides whether it may be used: only the key of the common AP may.
func internalAuthenticate(c *Card, command apdu.Command) apdu.Response {
	f, sw := c.target(command.P2)
	switch {
	case sw != apdu.SW9000OK:
		return statusOnly(sw)
	case f.Kind != KeyFile:
		return statusOnly(apdu.SW6981WrongFileStructure)
	case !c.allows(f.Proof):
		return statusOnly(cmp.Or(f.NoProof, apdu.SW6982SecurityNotSatisfied))
	}
	signed, err := Scheme{Hash: true, DigestInfo: true}.sign(c.chance, f.privateKey(), command.Data)
	if err != nil {
		return statusOnly(apdu.SW6F00Internal)
	}
	return apdu.Response{Data: signed, SW: apdu.SW9000OK}
}

// manageAttributes always answers 6982: the command reaches the check of issuer security, which no outside caller passes
// (CARD-487).
func manageAttributes(*Card, apdu.Command) apdu.Response {
	return statusOnly(apdu.SW6982SecurityNotSatisfied)
}
