package municipality_test

import (
	"encoding/hex"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// terminal sends commands to a card.
type terminal struct {
	t    *testing.T
	card *virtualcard.Card
}

// send sends a command and returns the data of a successful answer.
func (x terminal) send(command string, data ...byte) []byte {
	x.t.Helper()
	raw, err := hex.DecodeString(command)
	require.NoError(x.t, err)
	answer := x.card.Transmit(append(raw, data...))
	end := len(answer) - 2
	require.Equal(x.t, apdu.SW9000OK, apdu.Status(uint16(answer[end])<<8|uint16(answer[end+1])), command)
	return slices.Clone(answer[:end])
}

func (x terminal) enter(application string) {
	x.t.Helper()
	for _, a := range virtualcard.DefaultApplications() {
		if a.Name == application {
			x.send("00A4040C", append([]byte{byte(len(a.AID))}, a.AID...)...)
			return
		}
	}
	require.FailNow(x.t, "no such application", application)
}

func (x terminal) verify(fid uint16, pin string) {
	x.t.Helper()
	x.send(fmt.Sprintf("00A4020C02%04X", fid))
	x.send("00200080", append([]byte{byte(len(pin))}, pin...)...)
}

// TestTheCardHoldsWhatWasWritten reads every file and object over the contact interface with the holder's codes.
func TestTheCardHoldsWhatWasWritten(t *testing.T) {
	p := person(t, "P02")
	codes, err := p.Codes()
	require.NoError(t, err)
	issued, err := newIssuer(3).Issue(order(p))
	require.NoError(t, err)
	x := terminal{t, issued.Card}
	issued.Card.PowerOn()
	for _, o := range issued.Spec.Objects {
		require.Equal(t, o.Bytes(), x.send(fmt.Sprintf("00CA%04X000000", o.Tag)), "%04X", o.Tag)
	}
	pins := map[string][]virtualcard.InitialPIN{
		text:                 {{FID: virtualcard.FIDTextPIN, PIN: p.PINs.Holder}},
		surface:              {{FID: virtualcard.FIDSurfaceBirth, PIN: codes.Birth}, {FID: virtualcard.FIDSurfaceCodeA, PIN: codes.A}},
		virtualcard.CommonAP: {{FID: virtualcard.FIDMunicipalPIN, PIN: p.PINs.Holder}},
		virtualcard.JukiAP:   {{FID: virtualcard.FIDMunicipalPIN, PIN: p.PINs.Holder}},
	}
	for _, application := range []string{text, surface, virtualcard.CommonAP, virtualcard.JukiAP} {
		x.enter(application)
		for _, pin := range pins[application] {
			x.verify(pin.FID, pin.PIN)
		}
		for _, c := range issued.Spec.Contents {
			if c.Application == application {
				require.Equal(t, c.Bytes(), x.read(application, c.FID), "%04X of %s", c.FID, application)
			}
		}
	}
}

func (x terminal) read(application string, fid uint16) []byte {
	x.t.Helper()
	x.send(fmt.Sprintf("00A4020C02%04X", fid))
	if application == virtualcard.CommonAP && fid == virtualcard.FIDCommonCard {
		return x.send("00B2010400")
	}
	return x.send("00B00000000000")
}

// TestTheCodesAreThoseOfTheCard proves that the other codes are right too: a card refuses a wrong one.
func TestTheCodesAreThoseOfTheCard(t *testing.T) {
	p := person(t, "P04")
	codes, err := p.Codes()
	require.NoError(t, err)
	issued, err := newIssuer(4).Issue(order(p))
	require.NoError(t, err)
	x := terminal{t, issued.Card}
	issued.Card.PowerOn()
	x.enter(text)
	x.verify(virtualcard.FIDTextCodeA, codes.A)
	x.verify(virtualcard.FIDTextCodeB, codes.B)
	x.enter(surface)
	x.verify(virtualcard.FIDSurfaceCodeB, codes.B)
}

func TestEveryProfileGetsItsCard(t *testing.T) {
	for _, name := range virtualcard.ProfileNames() {
		t.Run(name, func(t *testing.T) {
			o := order(person(t, "P01"))
			o.Profile = name
			_, err := newIssuer(0).Issue(o)
			require.NoError(t, err)
			profile, err := virtualcard.LoadProfile(name)
			require.NoError(t, err)
			spec, _, err := newIssuer(0).Personalise(o)
			require.NoError(t, err)
			t.Run("CARD-245 CARD-267 its versions", func(t *testing.T) {
				basic := record(t, read(t, spec, text, 0x0005), 0xFF40)
				require.Equal(t, []byte(profile.Version.Text), basic[0].value)
				basic = record(t, read(t, spec, surface, 0x0003), 0xFF30)
				require.Equal(t, []byte(profile.Version.Surface), basic[0].value)
			})
		})
	}
}

func TestSpoiltOrdersTakeNoKeys(t *testing.T) {
	issuer := newIssuer(0)
	for range 3 * cardsOfAPool {
		o := order(person(t, "P01"))
		o.Person.Municipality = ""
		_, _, err := issuer.Personalise(o)
		require.Error(t, err)
		require.NotErrorIs(t, err, municipality.ErrNoKeyLeft)
	}
}

func TestAProfileOfTheUsersMakesTheCard(t *testing.T) {
	c := issue(t, newIssuer(0), "P01", withProfile(t, func(p *virtualcard.Profile) {
		p.PIN[virtualcard.JPKI]["0018"] = virtualcard.PINPolicy{MaxTries: 7}
		p.Version.Text = []byte{9, 8, 7, 6}
	}))
	require.Equal(t, "mine", c.Spec.Profile)
	require.Equal(t, 7, tries(t, c, virtualcard.FIDAuthPIN))
	require.Equal(t, []byte{9, 8, 7, 6}, record(t, read(t, c.Spec, text, 0x0005), 0xFF40)[0].value)
	change, err := newIssuer(1).Renew(c, jst(2025, 6, 2, 9, 0))
	require.NoError(t, err)
	require.Equal(t, "mine", change.Card.Spec.Profile)
	require.Equal(t, 6, enter(t, change.Card, virtualcard.FIDAuthPIN, c.Order.Person.PINs.Wrong))
}
