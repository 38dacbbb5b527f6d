package jpki

import (
	"encoding/asn1"
	"slices"
)

// The policies of the real user certificates (card reference §7.2: jsrsasign-jpki, ZKM). They are here to be recognized and
// refused. The test authorities issue under testPolicy of them instead.
func productionAuthentication() asn1.ObjectIdentifier { // CARD-415
	return asn1.ObjectIdentifier{1, 2, 392, 200149, 8, 5, 1, 3, 30}
}

func productionSignature() asn1.ObjectIdentifier { // CARD-416
	return asn1.ObjectIdentifier{1, 2, 392, 200149, 8, 5, 1, 1, 20}
}

func productionPolicies() []asn1.ObjectIdentifier {
	return []asn1.ObjectIdentifier{productionAuthentication(), productionSignature()}
}

// ProductionPolicies returns the policies of the real user certificates, for authentication and for signature, as dotted object
// identifiers. The test authorities never issue a certificate under them.
func ProductionPolicies() (authentication, signature string) {
	return productionAuthentication().String(), productionSignature().String()
}

// testPolicy returns the test policy that corresponds to a production policy: the last number but one is 0, as in the published
// test policy for signature (CARD-417). The test policy for user authentication is ours, by analogy.
func testPolicy(production asn1.ObjectIdentifier) asn1.ObjectIdentifier {
	test := slices.Clone(production)
	test[len(test)-2] = 0
	return test
}
