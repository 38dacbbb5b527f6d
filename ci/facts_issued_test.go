package ci

import (
	"crypto/x509"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard"
)

// TestFactsOfIssuedCards tests the facts of card reference §7, §10 and §12 that need card, JPKI and cast together.
func TestFactsOfIssuedCards(t *testing.T) {
	issued, _ := issue(t)
	auth, sign := parsed(t, issued.Spec.AuthCert), parsed(t, issued.Spec.SignCert)
	authPolicy, signPolicy := jpki.ProductionPolicies()
	for _, row := range []struct {
		name             string
		certificate      *x509.Certificate
		production, test string
		ours             string // the policy that our JPKI takes for the production one and refuses to issue
	}{
		// The published test policy of the signature certificate has 0 where the production policy has its scheme number;
		// that of the user certificate is made by analogy. The production policies are kept out of the test hierarchy, as
		// its names are (CARD-640).
		{"CARD-415 the policy of the user certificate", auth, "1.2.392.200149.8.5.1.3.30", "1.2.392.200149.8.5.1.0.30", authPolicy},
		{"CARD-416 CARD-417 the policy of the signature certificate", sign, "1.2.392.200149.8.5.1.1.20", "1.2.392.200149.8.5.1.0.20", signPolicy},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, row.production, row.ours)
			issued := policies(row.certificate)
			require.Equal(t, []string{row.test}, issued)
			require.Equal(t, arcs(row.ours), arcs(issued[0]), "the same policy except for one arc")
			require.NotEqual(t, row.ours, issued[0])
		})
	}
	t.Run("CARD-640 CARD-407 the issuers are of the test hierarchy", func(t *testing.T) {
		for _, certificate := range []*x509.Certificate{auth, sign, parsed(t, issued.Spec.AuthCA), parsed(t, issued.Spec.SignCA)} {
			require.Equal(t, []string{"JPKI-TEST"}, certificate.Issuer.Organization)
		}
	})
	t.Run("CARD-431 CARD-624 EKU and OCSP in the user certificate only, AKI in both", func(t *testing.T) {
		require.Equal(t, []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}, auth.ExtKeyUsage)
		require.Equal(t, []string{jpki.DefaultOCSP}, auth.OCSPServer)
		require.Empty(t, sign.ExtKeyUsage)
		require.Empty(t, sign.OCSPServer)
		require.Equal(t, parsed(t, issued.Spec.AuthCA).SubjectKeyId, auth.AuthorityKeyId)
		require.Equal(t, parsed(t, issued.Spec.SignCA).SubjectKeyId, sign.AuthorityKeyId)
	})
	t.Run("CARD-411 the signature's subject has prefecture, city and 28 characters", func(t *testing.T) {
		require.Len(t, sign.Subject.Locality, 2)
		require.Regexp(t, `^\d{14}[0-9A-Z]{14}$`, sign.Subject.CommonName)
	})
	t.Run("CARD-639 CARD-410 the holders are not real people", func(t *testing.T) {
		cast, err := people.Load()
		require.NoError(t, err)
		require.NotEmpty(t, cast.Persons)
		for _, person := range cast.Persons {
			require.True(t, strings.HasPrefix(person.Address, "架空県"), "%s must live in a prefecture that does not exist", person.ID)
			require.True(t, strings.HasPrefix(person.PostCode, "999-98"), "%s must have a post code that does not exist", person.ID)
			require.NotContains(t, auth.Subject.String()+sign.Subject.String(), person.Name)
		}
	})
}

// TestAPhoneIsAnotherCard issues a card and a phone to one person.
func TestAPhoneIsAnotherCard(t *testing.T) {
	order, person := ordered(t)
	issuer := newIssuer()
	card, err := issuer.Issue(order)
	require.NoError(t, err)
	order.Profile = "android"
	phone, err := issuer.Issue(order)
	require.NoError(t, err)
	t.Run("CARD-551 keys and certificates differ", func(t *testing.T) {
		require.NotEqual(t, card.Spec.AuthKey.N, phone.Spec.AuthKey.N)
		require.NotEqual(t, card.Spec.SignKey.N, phone.Spec.SignKey.N)
		require.NotEqual(t, card.AuthSerial, phone.AuthSerial)
		require.NotEqual(t, card.Spec.SignCert, phone.Spec.SignCert)
	})
	t.Run("CARD-551 PINs differ: what is spent and changed on one is not on the other", func(t *testing.T) {
		require.NoError(t, phone.Card.Unlock(virtualcard.FIDAuthPIN, person.PINs.New))
		phone.Card.PowerOn()
		signer{phone.Card}.unlock(t, 0x98, person.PINs.New)
		card.Card.PowerOn()
		signer{card.Card}.unlock(t, 0x98, person.PINs.Holder)
		wrong, err := hex.DecodeString("002000980430303039")
		require.NoError(t, err)
		phone.Card.Transmit(wrong)
		left, _ := phone.Card.Memory().TriesLeft(virtualcard.FIDAuthPIN)
		require.Equal(t, 2, left)
		left, _ = card.Card.Memory().TriesLeft(virtualcard.FIDAuthPIN)
		require.Equal(t, 3, left)
	})
}

func parsed(t *testing.T, der []byte) *x509.Certificate {
	t.Helper()
	certificate, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return certificate
}

func policies(certificate *x509.Certificate) (ids []string) {
	for _, id := range certificate.PolicyIdentifiers {
		ids = append(ids, id.String())
	}
	return ids
}

// arcs returns the arcs of a policy without the last but one, which differs between test and production.
func arcs(policy string) []string {
	all := strings.Split(policy, ".")
	return slices.Delete(all, len(all)-2, len(all)-1)
}
