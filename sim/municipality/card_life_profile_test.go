package municipality_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/virtualcard"
)

// withProfile changes an order to use a user's profile, made by editing contact-a1.
func withProfile(t *testing.T, edit func(*virtualcard.Profile)) func(*municipality.Order) {
	t.Helper()
	p, err := virtualcard.LoadProfile("contact-a1")
	require.NoError(t, err)
	p.Name = "mine"
	edit(&p)
	return func(o *municipality.Order) { o.Profile, o.Own = "", &p }
}

func TestWhoGetsASignatureCertificate(t *testing.T) {
	for name, row := range map[string]struct {
		born string
		edit func(*municipality.Order)
		want bool
	}{
		"CARD-451 on the 15th birthday": {"20080603", func(*municipality.Order) {}, true},
		"CARD-451 the day before it":    {"20080604", func(*municipality.Order) {}, false},
		"CARD-451 at 16 by the profile": {"20080603", withProfile(t, func(p *virtualcard.Profile) { p.Cert.SignMinAge = 16 }), false},
		"an adult who does not want it": {"19850217", func(o *municipality.Order) { o.Unsigned = true }, false},
	} {
		t.Run("CARD-155 "+name, func(t *testing.T) {
			c := issue(t, newIssuer(0), "P01", func(o *municipality.Order) { o.Person.Birthdate = row.born; row.edit(o) })
			require.Equal(t, row.want, c.Spec.SignCert != nil)
			require.Equal(t, row.want, c.Spec.SignKey != nil)
			require.Equal(t, row.want, c.SignSerial() != "")
		})
	}
}

// TestCertificatesAreAsTheProfileSays proves that the constants in the profiles are those of the test JPKI.
func TestCertificatesAreAsTheProfileSays(t *testing.T) {
	for _, name := range virtualcard.ProfileNames() {
		profile, err := virtualcard.LoadProfile(name)
		require.NoError(t, err)
		c := issue(t, newIssuer(0), "P01", func(o *municipality.Order) { o.Profile = name })
		user, sign := parse(t, c.Spec.AuthCert), parse(t, c.Spec.SignCert)
		t.Run("CARD-407 CARD-640 cert.organization of "+name, func(t *testing.T) {
			require.Equal(t, []string{profile.Cert.Organization}, user.Issuer.Organization)
			require.Equal(t, []string{profile.Cert.Organization}, sign.Issuer.Organization)
		})
		t.Run("CARD-417 cert.sign_policy of "+name, func(t *testing.T) {
			require.Len(t, sign.PolicyIdentifiers, 1)
			require.Equal(t, profile.Cert.SignPolicy, sign.PolicyIdentifiers[0].String())
		})
		t.Run("CARD-624 cert.template of "+name, func(t *testing.T) {
			require.Equal(t, []string{"eku", "ian", "aia", "aki"}, profile.Cert.Template)
			require.NotEmpty(t, user.ExtKeyUsage)
			require.NotEmpty(t, user.OCSPServer)
			require.NotEmpty(t, user.AuthorityKeyId)
			require.NotEmpty(t, sign.AuthorityKeyId)
		})
	}
}

// TestCertificatesOfAnOlderCard orders a card with a profile without the extensions.
func TestCertificatesOfAnOlderCard(t *testing.T) {
	t.Run("CARD-624 cert.template of an older card", func(t *testing.T) {
		c := issue(t, newIssuer(0), "P01", withProfile(t, func(p *virtualcard.Profile) { p.Cert.Template = []string{} }))
		user, sign := parse(t, c.Spec.AuthCert), parse(t, c.Spec.SignCert)
		require.Empty(t, user.ExtKeyUsage)
		require.Empty(t, user.OCSPServer)
		require.Empty(t, user.AuthorityKeyId)
		require.Empty(t, sign.AuthorityKeyId)
	})
}
