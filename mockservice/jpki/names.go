package jpki

import (
	"crypto/x509/pkix"
	"encoding/asn1"
)

// The words of the names (CARD-404, CARD-405, CARD-407, CARD-436). unitLab keeps ours apart from every other test
// hierarchy that calls itself JPKI-TEST.
const (
	organization       = "JPKI-TEST"
	unitAuthentication = "JPKI for user authentication"
	unitSignature      = "JPKI for digital signature"
	unitAgency         = "Japan Agency for Local Authority Information Systems"
	unitLab            = "MYNALAB TEST, published keys, not the JPKI"
	serviceTitle       = "公的個人認証サービス"
)

// pair is one attribute of a name. C is a PrintableString, all others are UTF8Strings (CARD-406).
type pair struct {
	attribute int // the last arc below 2.5.4
	value     string
}

// Attributes of X.520 below 2.5.4.
const (
	attributeCN = 3
	attributeC  = 6
	attributeL  = 7
	attributeO  = 10
	attributeOU = 11
)

func issuerName(unit string) []byte {
	return encodeName(pair{attributeC, "JP"}, pair{attributeO, organization}, pair{attributeOU, unit},
		pair{attributeOU, unitAgency}, pair{attributeOU, unitLab})
}

func delegateName() []byte {
	return encodeName(pair{attributeC, "JP"}, pair{attributeO, organization}, pair{attributeOU, unitLab},
		pair{attributeCN, "responder for revocations"})
}

func serviceName() []byte {
	return encodeName(pair{attributeC, "JP"}, pair{attributeO, serviceTitle})
}

// pointName is where the certificates of one municipality's cards have their list of revocations (CARD-428).
func pointName(h Home) []byte {
	return encodeName(pair{attributeC, "JP"}, pair{attributeO, organization}, pair{attributeOU, "CRL Distribution Points"},
		pair{attributeOU, h.Prefecture}, pair{attributeCN, h.City + " CRLDP"})
}

// holderName is C=JP, CN=<opaque id> (CARD-408), with localities between them where there are any (CARD-411). The
// holder's name is never in it (CARD-410).
func holderName(commonName string, localities ...string) []byte {
	pairs := []pair{{attributeC, "JP"}}
	for _, locality := range localities {
		pairs = append(pairs, pair{attributeL, locality})
	}
	return encodeName(append(pairs, pair{attributeCN, commonName})...)
}

// encodeName is the DER of a name with one attribute in each RDN.
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
