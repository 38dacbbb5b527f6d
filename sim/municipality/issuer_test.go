package municipality_test

import (
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard"
)

// cardsOfAPool is the number of cards for which the embedded pool has keys: six keys for each.
const cardsOfAPool = 32

var issued = time.Date(2023, 6, 3, 9, 0, 0, 0, jpki.JST)

func person(t require.TestingT, id string) people.Person {
	cast, err := people.Load()
	require.NoError(t, err)
	p, err := cast.Person(id)
	require.NoError(t, err)
	return p
}

func newIssuer(first int) *municipality.Issuer {
	return municipality.NewIssuer(municipality.Chance(7, "test"), virtualcard.DefaultTables(), first)
}

func order(p people.Person) municipality.Order {
	return municipality.Order{Person: p, Profile: "contact-a1", Issued: issued}
}

// card returns the first card of an issuer.
func card(t require.TestingT, p people.Person) virtualcard.Spec {
	spec, _, err := newIssuer(0).Personalise(order(p))
	require.NoError(t, err)
	return spec
}

// read returns a file of a card as it is on the chip.
func read(t require.TestingT, s virtualcard.Spec, application string, fid uint16) []byte {
	for _, c := range s.Contents {
		if c.Application == application && c.FID == fid {
			return c.Bytes()
		}
	}
	require.FailNow(t, "no such file", "%04X of %s", fid, application)
	return nil
}

func key(t require.TestingT, s virtualcard.Spec, application string, fid uint16) *rsa.PrivateKey {
	for _, k := range s.Keys {
		if k.Application == application && k.FID == fid {
			return k.Key()
		}
	}
	require.FailNow(t, "no such key", "%04X of %s", fid, application)
	return nil
}

func TestNoTwoCardsShareAKeyANumberOrASerial(t *testing.T) {
	issuer, seen := newIssuer(5), map[string]bool{}
	note := func(s string) {
		require.False(t, seen[s], "used twice")
		seen[s] = true
	}
	for range cardsOfAPool {
		spec, serial, err := issuer.Personalise(order(person(t, "P01")))
		require.NoError(t, err)
		note(serial)
		note(string(read(t, spec, virtualcard.CommonAP, 0x0001)))
		for _, k := range append([]*rsa.PrivateKey{spec.AuthKey, spec.SignKey}, keysOf(spec)...) {
			note(k.N.String())
		}
		for _, der := range [][]byte{spec.AuthCert, spec.SignCert} {
			c, err := x509.ParseCertificate(der)
			require.NoError(t, err)
			note("certificate " + c.SerialNumber.String())
		}
	}
	require.Len(t, seen, cardsOfAPool*10)
	_, _, err := issuer.Personalise(order(person(t, "P01")))
	require.ErrorIs(t, err, municipality.ErrNoKeyLeft)
}

func keysOf(s virtualcard.Spec) []*rsa.PrivateKey {
	var keys []*rsa.PrivateKey
	for _, k := range s.Keys {
		keys = append(keys, k.Key())
	}
	return keys
}

func TestDesksBeginWhereTheyAreTold(t *testing.T) {
	first, _, err := newIssuer(0).Personalise(order(person(t, "P01")))
	require.NoError(t, err)
	other, _, err := newIssuer(1).Personalise(order(person(t, "P01")))
	require.NoError(t, err)
	again, _, err := newIssuer(cardsOfAPool).Personalise(order(person(t, "P01")))
	require.NoError(t, err)
	require.NotEqual(t, first.AuthKey.N, other.AuthKey.N)
	require.Equal(t, first.AuthKey.N, again.AuthKey.N)
}

func TestTheSameOrderGivesTheSameCard(t *testing.T) {
	a, serial, err := newIssuer(0).Personalise(order(person(t, "P02")))
	require.NoError(t, err)
	b, again, err := newIssuer(0).Personalise(order(person(t, "P02")))
	require.NoError(t, err)
	require.Equal(t, serial, again)
	require.Equal(t, a.AuthCert, b.AuthCert)
	require.Len(t, a.Contents, 8+6+2+1)
	for i, c := range a.Contents {
		require.Equal(t, c.Bytes(), b.Contents[i].Bytes(), "%04X of %s", c.FID, c.Application)
	}
	require.Len(t, a.Objects, 8)
	for i, o := range a.Objects {
		require.Equal(t, o.Bytes(), b.Objects[i].Bytes(), "%04X", o.Tag)
	}
}

func TestUserCertificatesEndOnTheFifthBirthday(t *testing.T) {
	for _, row := range []struct {
		name     string
		notAfter time.Time
		want     string
	}{
		{"CARD-448 by the rule", time.Time{}, "2028-02-17T23:59:59+09:00"},
		{"as ordered", time.Date(2024, 1, 2, 3, 4, 5, 0, jpki.JST), "2024-01-02T03:04:05+09:00"},
	} {
		t.Run(row.name, func(t *testing.T) {
			o := order(person(t, "P01"))
			o.NotAfter = row.notAfter
			spec, _, err := newIssuer(0).Personalise(o)
			require.NoError(t, err)
			for _, der := range [][]byte{spec.AuthCert, spec.SignCert} {
				c, err := x509.ParseCertificate(der)
				require.NoError(t, err)
				require.Equal(t, row.want, c.NotAfter.In(jpki.JST).Format(time.RFC3339))
				require.True(t, c.NotBefore.Equal(issued))
			}
		})
	}
}

func TestSerialsHaveFourBytes(t *testing.T) {
	for issuer := newIssuer(0); ; {
		_, serial, err := issuer.Personalise(order(person(t, "P03")))
		if errors.Is(err, municipality.ErrNoKeyLeft) {
			return
		}
		require.NoError(t, err)
		require.Len(t, serial, 8)
		require.Contains(t, "4567", serial[:1], "positive in four bytes")
	}
}

func TestIssueMakesAWorkingCard(t *testing.T) {
	two := 2
	o := order(person(t, "P01"))
	o.TriesLeft = &two
	got, err := newIssuer(0).Issue(o)
	require.NoError(t, err)
	left, ok := got.Card.Memory().TriesLeft(virtualcard.FIDAuthPIN)
	require.True(t, ok)
	require.Equal(t, 2, left)
}

func TestOrdersThatNoCardCanBeMadeOf(t *testing.T) {
	for name, row := range map[string]struct {
		spoil func(*municipality.Order)
		want  string
	}{
		"birth date":      {func(o *municipality.Order) { o.Person.Birthdate = "1985021" }, "it is not a day; write yyyyMMdd"},
		"My Number":       {func(o *municipality.Order) { o.Person.MyNumber = "91900100101X" }, "myNumber must have 12 digits"},
		"security code":   {func(o *municipality.Order) { o.Person.SecurityCode = "482" }, "securityCode 4"},
		"expiry":          {func(o *municipality.Order) { o.Person.CardExpiry = "2033" }, "cardExpiry is not a day"},
		"municipality":    {func(o *municipality.Order) { o.Person.Municipality = "2899" }, "municipality does not have five digits"},
		"endless address": {func(o *municipality.Order) { o.Person.Address = string(make([]byte, 801)) }, "more than 800 bytes"},
		"sex":             {func(o *municipality.Order) { o.Person.Sex = "" }, "sex does not have one digit"},
		"profile":         {func(o *municipality.Order) { o.Profile = "contact-z9" }, "contact-a1"},
		"own profile":     {func(o *municipality.Order) { o.Own = &virtualcard.Profile{Name: "mine"} }, `checking card profile "mine": schema is ""`},
	} {
		t.Run(name, func(t *testing.T) {
			o := order(person(t, "P01"))
			row.spoil(&o)
			_, _, err := newIssuer(0).Personalise(o)
			require.ErrorContains(t, err, row.want)
			require.NotContains(t, err.Error(), o.Person.MyNumber, "an error contains no number")
		})
	}
}

func TestChanceIsNamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed, purpose := rapid.Uint64().Draw(t, "seed"), rapid.String().Draw(t, "purpose")
		cut := rapid.IntRange(0, 100).Draw(t, "cut")
		whole, parts, other := make([]byte, 100), make([]byte, 100), make([]byte, 100)
		_, _ = municipality.Chance(seed, "a")(purpose).Read(whole)
		r := municipality.Chance(seed, "a")(purpose)
		_, _ = r.Read(parts[:cut])
		_, _ = r.Read(parts[cut:])
		require.Equal(t, whole, parts, "the size of each draw changes nothing")
		_, _ = municipality.Chance(seed, "a")(purpose + "x").Read(other)
		require.NotEqual(t, sha256.Sum256(whole), sha256.Sum256(other))
	})
}
