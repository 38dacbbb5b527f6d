package municipality_test

import (
	"crypto/x509"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/virtualcard"
)

func jst(year int, month time.Month, day, hour, minute int) time.Time {
	return time.Date(year, month, day, hour, minute, 0, 0, jpki.JST)
}

// issue makes one card of a person, after edits of the order.
func issue(t *testing.T, issuer *municipality.Issuer, id string, edits ...func(*municipality.Order)) municipality.Issued {
	t.Helper()
	o := order(person(t, id))
	for _, edit := range edits {
		edit(&o)
	}
	c, err := issuer.Issue(o)
	require.NoError(t, err)
	return c
}

func parse(t *testing.T, der []byte) *x509.Certificate {
	t.Helper()
	c, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return c
}

// enter makes a card compare a PIN of the JPKI AP and returns the tries left.
func enter(t *testing.T, c municipality.Issued, fid uint16, pin string) int {
	t.Helper()
	c.Card.PowerOn()
	defer c.Card.PowerOff()
	c.Card.Transmit([]byte("\x00\xA4\x04\x0C\x0A\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01"))
	c.Card.Transmit(append([]byte{0x00, 0x20, 0x00, 0x80 | byte(fid&0x1F), byte(len(pin))}, pin...))
	return tries(t, c, fid)
}

func tries(t *testing.T, c municipality.Issued, fid uint16) int {
	t.Helper()
	n, ok := c.Card.Memory().TriesLeft(fid)
	require.True(t, ok)
	return n
}

func lock(t *testing.T, c municipality.Issued, fid uint16, wrong string) {
	t.Helper()
	for tries(t, c, fid) > 0 {
		enter(t, c, fid, wrong)
	}
}

func TestExpiry(t *testing.T) {
	life := municipality.DefaultLife()
	for name, row := range map[string]struct {
		issued, born time.Time
		want         string
	}{
		"SVC-310 an adult's card, to the 10th birthday":     {jst(2025, 6, 2, 9, 0), jst(1985, 2, 17, 0, 0), "2035-02-17 23:59:59"},
		"SVC-310 a minor's card, to the 5th birthday":       {jst(2025, 6, 2, 9, 0), jst(2019, 5, 1, 0, 0), "2030-05-01 23:59:59"},
		"SVC-310 adult on the 18th birthday":                {jst(2025, 6, 2, 9, 0), jst(2007, 6, 2, 0, 0), "2035-06-02 23:59:59"},
		"SVC-310 minor on the day before the 18th birthday": {jst(2025, 6, 1, 9, 0), jst(2007, 6, 2, 0, 0), "2029-06-02 23:59:59"},
		"SVC-310 born on 29 February":                       {jst(2025, 6, 2, 9, 0), jst(2000, 2, 29, 0, 0), "2035-02-28 23:59:59"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, row.want, life.CardExpiry(row.issued, row.born).Format(time.DateTime))
		})
	}
}

func TestNewCardEndsByItsDayOfIssue(t *testing.T) {
	life := municipality.DefaultLife()
	for name, row := range map[string]struct {
		id     string
		issued time.Time
		want   string
	}{
		"SVC-310 an adult's":                        {"P01", jst(2026, 2, 16, 12, 0), "20350217"},
		"SVC-310 an adult's, on the birthday":       {"P01", jst(2026, 2, 17, 0, 0), "20360217"},
		"SVC-310 a minor's":                         {"P06", jst(2025, 6, 2, 9, 0), "20300501"},
		"SVC-310 on the day of the birth":           {"P06", jst(2019, 5, 1, 0, 0), "20240501"},
		"SVC-310 the day of issue is that of Japan": {"P01", time.Date(2026, 2, 16, 15, 0, 0, 0, time.UTC), "20360217"},
	} {
		t.Run(name, func(t *testing.T) {
			o := order(person(t, row.id))
			o.Issued = row.issued
			o, err := life.ForNewCard(o)
			require.NoError(t, err)
			require.Equal(t, row.want, o.Person.CardExpiry)
		})
	}
	t.Run("nobody gets a card before birth", func(t *testing.T) {
		o := order(person(t, "P06"))
		o.Issued = jst(2019, 4, 30, 23, 59)
		_, err := life.ForNewCard(o)
		require.ErrorIs(t, err, municipality.ErrUnborn)
		require.ErrorContains(t, err, "choose 2019-05-01 or a later day")
		_, err = newIssuer(0).Issue(o)
		require.ErrorIs(t, err, municipality.ErrUnborn)
	})
}

func TestCertificatesEnd(t *testing.T) {
	t.Run("CARD-448 SVC-309 on the 5th birthday after issue", func(t *testing.T) {
		c := issue(t, newIssuer(0), "P01")
		require.True(t, jst(2028, 2, 17, 23, 59).Add(59*time.Second).Equal(parse(t, c.Spec.AuthCert).NotAfter))
		require.Equal(t, parse(t, c.Spec.AuthCert).NotAfter, parse(t, c.Spec.SignCert).NotAfter)
	})
	t.Run("CARD-448 with the card if the card ends first", func(t *testing.T) {
		c := issue(t, newIssuer(0), "P01", func(o *municipality.Order) { o.Person.CardExpiry = "20260301" })
		require.True(t, jst(2026, 3, 1, 23, 59).Add(59*time.Second).Equal(parse(t, c.Spec.AuthCert).NotAfter))
	})
	t.Run("CARD-449 CARD-116 a foreign resident's, card and certificates, with the stay", func(t *testing.T) {
		c := issue(t, newIssuer(0), "P01", func(o *municipality.Order) { o.StayUntil = jst(2024, 3, 31, 0, 0) })
		require.True(t, jst(2024, 3, 31, 23, 59).Add(59*time.Second).Equal(parse(t, c.Spec.AuthCert).NotAfter))
		require.Less(t, parse(t, c.Spec.AuthCert).NotAfter.Sub(issued), 365*24*time.Hour)
		require.Contains(t, string(read(t, c.Spec, virtualcard.CommonAP, 0x0001)), "20240331")
		require.Equal(t, "20240331", c.Order.Person.CardExpiry)
	})
	t.Run("CARD-449 a stay beyond the card's end changes nothing", func(t *testing.T) {
		c := issue(t, newIssuer(0), "P01", func(o *municipality.Order) { o.StayUntil = jst(2044, 3, 31, 0, 0) })
		require.Equal(t, "20330217", c.Order.Person.CardExpiry)
	})
	t.Run("CARD-449 a short stay ends by the profile", func(t *testing.T) {
		short := func(o *municipality.Order) { o.ShortStay = true }
		c := issue(t, newIssuer(0), "P01", short)
		require.Equal(t, "20240503", c.Order.Person.CardExpiry, "11 months after 3 June 2023")
		require.True(t, jst(2024, 5, 3, 23, 59).Add(59*time.Second).Equal(parse(t, c.Spec.AuthCert).NotAfter))
		require.Equal(t, parse(t, c.Spec.AuthCert).NotAfter, parse(t, c.Spec.SignCert).NotAfter)
		c = issue(t, newIssuer(0), "P01", short, withProfile(t, func(p *virtualcard.Profile) { p.Cert.ShortStayMonths = 2 }))
		require.Equal(t, "20230803", c.Order.Person.CardExpiry)
		c = issue(t, newIssuer(0), "P01", short, func(o *municipality.Order) { o.StayUntil = jst(2024, 3, 31, 0, 0) })
		require.Equal(t, "20240331", c.Order.Person.CardExpiry, "the order names the day")
	})
	t.Run("CARD-456 the card answers after its end", func(t *testing.T) {
		c := issue(t, newIssuer(0), "P01", func(o *municipality.Order) { o.Issued = jst(2003, 1, 1, 0, 0) })
		require.Equal(t, 3, enter(t, c, virtualcard.FIDAuthPIN, "1234"))
	})
}

func TestInitialPINs(t *testing.T) {
	c := issue(t, newIssuer(0), "P01")
	require.Equal(t, 2, enter(t, c, virtualcard.FIDAuthPIN, c.Order.Person.PINs.Wrong))
	require.Equal(t, 3, enter(t, c, virtualcard.FIDAuthPIN, c.Order.Person.PINs.Holder))
	require.Equal(t, 4, enter(t, c, virtualcard.FIDSignPIN, "ZZZ999"))
	require.Equal(t, 5, enter(t, c, virtualcard.FIDSignPIN, c.Order.Person.PINs.Sign))
}

func TestOneTryLeft(t *testing.T) {
	one := 1
	c := issue(t, newIssuer(0), "P01", func(o *municipality.Order) { o.TriesLeft = &one })
	require.Equal(t, 0, enter(t, c, virtualcard.FIDAuthPIN, c.Order.Person.PINs.Wrong), "CARD-326")
	require.Equal(t, 0, enter(t, c, virtualcard.FIDAuthPIN, c.Order.Person.PINs.Holder))
}

func TestPinlessCard(t *testing.T) {
	issuer := newIssuer(0)
	c := issue(t, issuer, "P01", func(o *municipality.Order) { o.Pinless = true })
	t.Run("SVC-148 no PIN opens the card", func(t *testing.T) {
		require.Equal(t, 0, enter(t, c, virtualcard.FIDAuthPIN, c.Order.Person.PINs.Holder))
	})
	t.Run("the PIN stays blocked when its certificates are renewed", func(t *testing.T) {
		change, err := issuer.Renew(c, jst(2027, 12, 1, 10, 0))
		require.NoError(t, err)
		require.Zero(t, tries(t, change.Card, virtualcard.FIDAuthPIN))
	})
}

func TestRenewal(t *testing.T) {
	issuer := newIssuer(0)
	old := issue(t, issuer, "P01")
	require.Equal(t, 2, enter(t, old, virtualcard.FIDAuthPIN, old.Order.Person.PINs.Wrong))
	require.NoError(t, old.Card.Unlock(virtualcard.FIDSignPIN, "NEW456"))
	at := jst(2027, 12, 1, 10, 0)
	change, err := issuer.Renew(old, at)
	require.NoError(t, err)

	t.Run("SVC-316 SVC-314 the serials are new", func(t *testing.T) {
		require.NotEqual(t, old.AuthSerial, change.Card.AuthSerial)
		require.NotEqual(t, old.SignSerial(), change.Card.SignSerial())
		require.False(t, old.Spec.AuthKey.Equal(change.Card.Spec.AuthKey))
	})
	t.Run("SVC-312 the old certificates are superseded", func(t *testing.T) {
		require.Equal(t, []municipality.Revocation{
			{Serial: old.AuthSerial, At: at, Reason: "superseded"},
			{Serial: old.SignSerial(), Signing: true, At: at, Reason: "superseded"},
		}, change.Ended)
	})
	t.Run("CARD-448 the new ones are valid to the 5th birthday after renewal", func(t *testing.T) {
		require.True(t, jst(2032, 2, 17, 23, 59).Add(59*time.Second).Equal(parse(t, change.Card.Spec.AuthCert).NotAfter))
	})
	t.Run("CARD-133 it is the same card", func(t *testing.T) {
		require.Equal(t, read(t, old.Spec, virtualcard.CommonAP, 0x0001), read(t, change.Card.Spec, virtualcard.CommonAP, 0x0001))
	})
	t.Run("CARD-347 its PINs are unchanged, with full counters", func(t *testing.T) {
		require.Equal(t, 3, tries(t, change.Card, virtualcard.FIDAuthPIN))
		require.Equal(t, 4, enter(t, change.Card, virtualcard.FIDSignPIN, old.Order.Person.PINs.Sign))
		require.Equal(t, 5, enter(t, change.Card, virtualcard.FIDSignPIN, "NEW456"))
	})
	t.Run("nothing is renewed after the card's end", func(t *testing.T) {
		_, err := issuer.Renew(old, jst(2033, 2, 18, 0, 0))
		require.ErrorIs(t, err, municipality.ErrCardEnded)
		_, err = issuer.Renew(old, jst(2033, 2, 17, 23, 59))
		require.NoError(t, err)
	})
	t.Run("a holder who has turned 15 since gets a signature certificate", func(t *testing.T) {
		child := issue(t, issuer, "P01", func(o *municipality.Order) { o.Person.Birthdate = "20090301"; o.Person.CardExpiry = "20330301" })
		require.Empty(t, child.SignSerial())
		change, err := issuer.Renew(child, jst(2028, 1, 10, 9, 0))
		require.NoError(t, err)
		require.NotEmpty(t, change.Card.SignSerial())
		require.Len(t, change.Ended, 1)
		require.Equal(t, 5, enter(t, change.Card, virtualcard.FIDSignPIN, child.Order.Person.PINs.Sign))
	})
}

func TestLossAndReissue(t *testing.T) {
	issuer := newIssuer(0)
	old := issue(t, issuer, "P01")
	lock(t, old, virtualcard.FIDAuthPIN, old.Order.Person.PINs.Wrong)
	at := jst(2025, 6, 2, 9, 0)
	change, err := issuer.Reissue(old, municipality.EventLost, at)
	require.NoError(t, err)
	require.NotEqual(t, old.AuthSerial, change.Card.AuthSerial)
	require.NotEqual(t, read(t, old.Spec, virtualcard.CommonAP, 1), read(t, change.Card.Spec, virtualcard.CommonAP, 1), "the new card has its own number")
	require.Equal(t, "20350217", change.Card.Order.Person.CardExpiry, "SVC-310")
	require.Equal(t, 3, tries(t, change.Card, virtualcard.FIDAuthPIN))
	require.Len(t, change.Ended, 2)
	require.Equal(t, "key_compromise", change.Ended[0].Reason)
	require.Zero(t, tries(t, old, virtualcard.FIDAuthPIN), "the lost card itself does not change")
	_, err = issuer.Reissue(old, "eaten", at)
	require.ErrorContains(t, err, `no ending for event "eaten"; choose an event of DefaultEndings`)
}

func TestAnEditedRuleOfLifeIsObeyed(t *testing.T) {
	life := municipality.DefaultLife()
	life.AdultAge = 100
	life.Substitutions = nil
	life.Resets[2].Until, life.Resets[2].Within = 24*time.Hour, 0
	issuer := newIssuer(0).WithLife(life)
	child := issue(t, issuer, "P06", withProfile(t, func(p *virtualcard.Profile) { p.Cert.SignMinAge = 0 }))
	require.NotEmpty(t, child.SignSerial())
	name, _ := otherNames(t, parse(t, child.Spec.SignCert))
	require.Equal(t, child.Order.Person.Name, name)
	change, err := issuer.Reissue(issue(t, issuer, "P01"), municipality.EventLost, jst(2025, 6, 2, 9, 0))
	require.NoError(t, err)
	require.Equal(t, "20300217", change.Card.Order.Person.CardExpiry)
	require.NoError(t, issuer.ResetPIN(child, municipality.ResetRequest{Way: municipality.ResetUserAtKiosk,
		Known: child.Order.Person.PINs.Sign, New: "5678", At: jst(2025, 6, 2, 23, 30)}))
}
