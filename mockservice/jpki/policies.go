package jpki

import (
	"encoding/asn1"
	"slices"
)

// The policies of the real user certificates (card reference §7.2: jsrsasign-jpki, ZKM). They are here to be told apart
// and to be refused: what the test authorities issue is testPolicy of them.
func productionAuthentication() asn1.ObjectIdentifier { // CARD-415
	return asn1.ObjectIdentifier{1, 2, 392, 200149, 8, 5, 1, 3, 30}
}

func productionSignature() asn1.ObjectIdentifier { // CARD-416
	return asn1.ObjectIdentifier{1, 2, 392, 200149, 8, 5, 1, 1, 20}
}

func productionPolicies() []asn1.ObjectIdentifier {
	return []asn1.ObjectIdentifier{productionAuthentication(), productionSignature()}
}

// ProductionPolicies are the policies of the real user certificates, for authentication and for signature. No certificate
// is issued under them here.
func ProductionPolicies() (authentication, signature string) {
	return productionAuthentication().String(), productionSignature().String()
}

// testPolicy has 0 in the last place but one, as the published test policy for signature has it (CARD-417); for user
// authentication that is ours, made by analogy.
func testPolicy(production asn1.ObjectIdentifier) asn1.ObjectIdentifier {
	test := slices.Clone(production)
	test[len(test)-2] = 0
	return test
}
