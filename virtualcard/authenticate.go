package virtualcard

import (
	"cmp"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// internalAuthenticate signs a challenge with PKCS#1 v1.5 over its SHA-256 DigestInfo, the same each time (CARD-140 to
// CARD-144). The rule of the key tells who answers: only the one of the common AP does.
func internalAuthenticate(c *Card, command apdu.Command) apdu.Response {
	f, sw := c.target(command.P2)
	switch {
	case sw != apdu.SW9000OK:
		return refuse(sw)
	case f.Kind != KeyFile:
		return refuse(apdu.SW6981WrongFileStructure)
	case !c.allows(f.Proof):
		return refuse(cmp.Or(f.NoProof, apdu.SW6982SecurityNotSatisfied))
	}
	signed, err := Scheme{Hash: true, DigestInfo: true}.sign(c.chance, f.privateKey(), command.Data)
	if err != nil {
		return refuse(apdu.SW6F00Internal)
	}
	return apdu.Response{Data: signed, SW: apdu.SW9000OK}
}

// manageAttributes reaches the check of issuer security, which nobody outside passes (CARD-487).
func manageAttributes(*Card, apdu.Command) apdu.Response {
	return refuse(apdu.SW6982SecurityNotSatisfied)
}
