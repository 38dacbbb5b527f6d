package jpki

import (
	"crypto/x509/pkix"
	"encoding/asn1"
)

// The values in the names of the certificates (CARD-404, CARD-405, CARD-407, CARD-436). unitMynalab distinguishes our hierarchy
// from other test hierarchies that are called JPKI-TEST, too.
const (
	organization       = "JPKI-TEST"
	unitAuthentication = "JPKI for user authentication"
	unitSignature      = "JPKI for digital signature"
	unitAgency         = "Japan Agency for Local Authority Information Systems"
	unitMynalab        = "MYNALAB TEST, published keys, not the JPKI"
	serviceTitle       = "公的個人認証サービス"
)

// pair is one attribute of a name. C is a PrintableString, all others are UTF8Strings (CARD-406).
type pair struct {
	attribute int // the last number of its object identifier, 2.5.4.attribute
	value     string
}

// The attributes of X.520, with object identifiers 2.5.4.x.
const (
	attributeCN = 3
	attributeC  = 6
	attributeL  = 7
	attributeO  = 10
	attributeOU = 11
)

func issuerName(unit string) []byte {
	return encodeName(pair{attributeC, "JP"}, pair{attributeO, organization}, pair{attributeOU, unit},
		pair{attributeOU, unitAgency}, pair{attributeOU, unitMynalab})
}

func delegateName() []byte {
	return encodeName(pair{attributeC, "JP"}, pair{attributeO, organization}, pair{attributeOU, unitMynalab},
		pair{attributeCN, "responder for revocations"})
}

func serviceName() []byte {
	return encodeName(pair{attributeC, "JP"}, pair{attributeO, serviceTitle})
}

// pointName returns the name of the CRL distribution point for the cards of one municipality (CARD-428).
func pointName(h Home) []byte {
	return encodeName(pair{attributeC, "JP"}, pair{attributeO, organization}, pair{attributeOU, "CRL Distribution Points"},
		pair{attributeOU, h.Prefecture}, pair{attributeCN, h.City + " CRLDP"})
}

// holderName returns the subject of a user certificate: C=JP, then the localities, if any (CARD-411), then CN=<opaque id>
// (CARD-408). It never contains the holder's name (CARD-410).
func holderName(commonName string, localities ...string) []byte {
	pairs := []pair{{attributeC, "JP"}}
	for _, locality := range localities {
		pairs = append(pairs, pair{attributeL, locality})
	}
	return encodeName(append(pairs, pair{attributeCN, commonName})...)
}

// encodeName returns the DER of a name with one attribute in each RDN.
func encodeName(pairs ...pair) []byte {
	var sequence pkix.RDNSequence
	for _, p := range pairs {
		tag := asn1.TagUTF8String
		if p.attribute == attributeC {
			tag = asn1.TagPrintableString
		}
		sequence = append(sequence, pkix.RelativeDistinguishedNameSET{{
			Type:  asn1.ObjectIdentifier{2, 5, 4, p.attribute},
			Value: asn1.RawValue{Tag: tag, Bytes: []byte(p.value)},
		}})
	}
	der, err := asn1.Marshal(sequence)
	if err != nil {
		panic("jpki: internal error: encoding a name: " + err.Error())
	}
	return der
}
