package jpki

import (
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestNoProductionPolicyIsIssued tries to issue a certificate under each production policy. It is inside the package, since the
// exported requests cannot name a policy at all.
func TestNoProductionPolicyIsIssued(t *testing.T) {
	issue := func(policy asn1.ObjectIdentifier) error {
		var ext extensions
		ext.policy(policy)
		start := time.Date(2025, 1, 1, 0, 0, 0, 0, JST)
		template := &x509.Certificate{SerialNumber: big.NewInt(1), RawSubject: holderName("TEST"), NotBefore: start, NotAfter: start.AddDate(5, 0, 0)}
		_, err := Authentication().issue(template, &authorityKey(keyFirst).PublicKey, ext, variant{})
		return err
	}
	for _, row := range []struct {
		name       string
		production asn1.ObjectIdentifier
	}{
		{"CARD-415 CARD-640 authentication", productionAuthentication()},
		{"CARD-416 CARD-640 signature", productionSignature()},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.ErrorContains(t, issue(row.production), "policy "+row.production.String()+" is a production policy")
			require.NoError(t, issue(testPolicy(row.production)))
		})
	}
}
