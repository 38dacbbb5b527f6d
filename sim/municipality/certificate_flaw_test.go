package municipality_test

import (
	"crypto/x509"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/sim/municipality"
)

// ordered returns a card for an edited order of P01.
func ordered(t *testing.T, edit func(*municipality.Order)) municipality.Issued {
	t.Helper()
	o := order(person(t, "P01"))
	edit(&o)
	made, err := newIssuer(0).Issue(o)
	require.NoError(t, err)
	return made
}

func TestAFlawedCertificateHasTheFlawAndNoOther(t *testing.T) {
	for name, row := range map[string]struct {
		flaw                    municipality.Flaw
		byAuthentication, bySig bool
	}{
		"SVC-304 sound":                    {municipality.Sound, true, false},
		"SVC-291 of the signing authority": {municipality.FromSigningCA, false, true},
		"SVC-292 forged":                   {municipality.ForgedSignature, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			made := ordered(t, func(o *municipality.Order) { o.Flaw = row.flaw })
			certificate, err := x509.ParseCertificate(made.Spec.AuthCert)
			require.NoError(t, err)
			require.Equal(t, row.byAuthentication, certificate.CheckSignatureFrom(jpki.AuthenticationAt(certificate.NotBefore).Certificate()) == nil)
			require.Equal(t, row.bySig, certificate.CheckSignatureFrom(jpki.Signature().Certificate()) == nil)
			require.Equal(t, made.AuthSerial, jpki.SerialText(certificate.SerialNumber))
		})
	}
}
