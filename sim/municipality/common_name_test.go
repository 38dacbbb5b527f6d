package municipality_test

import (
	"crypto/x509"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard"
)

func TestCommonNameSaysWhoseCardItIsAndWhosePINs(t *testing.T) {
	cast, err := people.Load()
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		order   func(*municipality.Order)
		holder  municipality.Holder
		castOwn bool
	}{
		"the first person":          {func(*municipality.Order) {}, municipality.Holder{Person: "P01", CastPINs: true}, true},
		"another person":            {func(o *municipality.Order) { o.Person = cast.Persons[5] }, municipality.Holder{Person: "P06", CastPINs: true}, true},
		"an operator's PIN":         {func(o *municipality.Order) { o.Person.PINs.Holder = "4711" }, municipality.Holder{Person: "P01"}, true},
		"an operator's password":    {func(o *municipality.Order) { o.Person.PINs.Sign = "XYZ789" }, municipality.Holder{Person: "P01"}, true},
		"no PIN at all":             {func(o *municipality.Order) { o.Pinless = true }, municipality.Holder{Person: "P01"}, true},
		"a person outside the cast": {func(o *municipality.Order) { o.Person.ID = "C0001" }, municipality.Holder{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			order := municipality.Order{Person: cast.Persons[0], Profile: "contact-a1", Issued: time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)}
			tt.order(&order)
			issued, err := municipality.NewIssuer(municipality.Chance(1, name), virtualcard.DefaultTables(), 0).Issue(order)
			require.NoError(t, err)
			certificate, err := x509.ParseCertificate(issued.Spec.AuthCert)
			require.NoError(t, err)
			common := certificate.Subject.CommonName
			require.Regexp(t, `^[0-9A-Z]{13}`+order.Person.Municipality+`[0-9]{3}[A-Z]$`, common, "card reference §7.1")
			holder, ok := municipality.HolderIn(common)
			require.Equal(t, tt.castOwn, ok)
			require.Equal(t, tt.holder, holder)
		})
	}
}

func TestForeignCommonNamesNameNobody(t *testing.T) {
	for _, common := range []string{"", "00000000000001280001A", "MYNALAB00000128999001", "MYNALAB00000128999001C", "MYNALAB00000128999099A",
		"MYNALAB00000128999000B", "xMYNALAB00000128999001A"} {
		_, ok := municipality.HolderIn(common)
		require.False(t, ok, common)
	}
}
