package municipality

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard"
)

// maxText bounds name and address in bytes, so that every offset in a card's files fits (ours).
const maxText = 800

// chip is what the applications beside JPKI are written from.
type chip struct {
	person people.Person
	codes  people.Codes
	// number is the card's own number, 15 digits (CARD-133).
	number string
	// profile gives sizes, versions and the numbers of the test hierarchy.
	profile virtualcard.Profile
	keys    cardKeys
}

// cardKeys are the keys of one card, each rebuilt from the pool at first use.
type cardKeys struct {
	auth, sign, surface, text, session, common func() *rsa.PrivateKey
}

// keysPerCard is how many keys of the pool a card takes, used or not, so that what one card does changes no other card.
const keysPerCard = 6

// keysAt are the keys of the card at a place in the pool.
func keysAt(place int) cardKeys {
	key := func(i int) func() *rsa.PrivateKey {
		return func() *rsa.PrivateKey { return jpki.Key(place*keysPerCard + i) }
	}
	return cardKeys{auth: key(0), sign: key(1), surface: key(2), text: key(3), session: key(4), common: key(5)}
}

// Places is how many cards the pool has keys for.
func Places() int { return jpki.Keys() / keysPerCard }

// keys takes the keys of the next card.
func (is *Issuer) keys() (cardKeys, error) {
	if is.issued == Places() {
		return cardKeys{}, ErrNoKeyLeft
	}
	k := keysAt((is.first + is.issued) % Places())
	is.issued++
	return k, nil
}

// newChip gathers what the files are written from, once its form is proved: a spoilt order takes no keys. No error tells
// a number.
func (is *Issuer) newChip(o resolvedOrder) (*chip, error) {
	codes, err := o.Person.Codes()
	if err != nil {
		return nil, err
	}
	if err := checkPrinted(o.Person); err != nil {
		return nil, fmt.Errorf("writing the card of %s: %w", o.Person.ID, err)
	}
	keys, err := is.keys()
	if err != nil {
		return nil, err
	}
	number, err := is.cardNumber(o.Order)
	if err != nil {
		return nil, err
	}
	return &chip{person: o.Person, codes: codes, number: number, profile: o.profile, keys: keys}, nil
}

// checkPrinted proves that what is printed on a card fits into its files.
func checkPrinted(p people.Person) error {
	switch {
	case len(p.Municipality) != 5 || strings.Trim(p.Municipality, "0123456789") != "":
		return errors.New("the municipality is not five digits")
	case len(p.Name) > maxText || len(p.Address) > maxText:
		return fmt.Errorf("name or address has more than %d bytes; shorten it", maxText)
	case len(p.Sex) != 1:
		return errors.New("the sex is not one digit")
	}
	return nil
}

// cardNumber draws the 15 digits of a card. The first is 4, as on the card of which a number was published.
func (is *Issuer) cardNumber(o Order) (string, error) {
	b := make([]byte, 14)
	if _, err := io.ReadFull(is.chance(fmt.Sprintf("card number of %s %d", o.Person.ID, is.issued)), b); err != nil {
		return "", fmt.Errorf("drawing a card number: %w", err)
	}
	for i := range b {
		b[i] = '0' + b[i]%10
	}
	return "4" + string(b), nil
}

// write adds to a specification what the applications beside JPKI hold.
func (c *chip) write(spec *virtualcard.Spec) {
	spec.Contents = slices.Concat(c.textFiles(), c.surfaceFiles(), c.commonFiles(), c.jukiFiles())
	spec.Keys = []virtualcard.Key{
		{Application: virtualcard.TextAP, FID: virtualcard.FIDTextSessionKey, Key: c.keys.session},
		{Application: virtualcard.TextAP, FID: virtualcard.FIDTextSigningKey, Key: c.keys.text},
		{Application: virtualcard.SurfaceAP, FID: virtualcard.FIDSurfaceSigningKey, Key: c.keys.surface},
		{Application: virtualcard.CommonAP, FID: virtualcard.FIDCommonInternalAuth, Key: c.keys.common},
	}
	spec.PINs = c.pins()
	spec.Objects = c.objects()
}

// pins are the PINs as issued. One PIN of the holder opens 券面入力補助, 共通 and 住基, each with a counter of its own; it is
// that of the user certificate unless it is changed. The other codes are printed on the card (card reference §4.2).
func (c *chip) pins() []virtualcard.InitialPIN {
	holder := c.person.PINs.Holder
	return []virtualcard.InitialPIN{
		{Application: virtualcard.TextAP, FID: virtualcard.FIDTextPIN, PIN: holder},
		{Application: virtualcard.TextAP, FID: virtualcard.FIDTextCodeA, PIN: c.codes.A},
		{Application: virtualcard.TextAP, FID: virtualcard.FIDTextCodeB, PIN: c.codes.B},
		{Application: virtualcard.SurfaceAP, FID: virtualcard.FIDSurfaceBirth, PIN: c.codes.Birth},
		{Application: virtualcard.SurfaceAP, FID: virtualcard.FIDSurfaceCodeB, PIN: c.codes.B},
		{Application: virtualcard.SurfaceAP, FID: virtualcard.FIDSurfaceCodeA, PIN: c.codes.A},
		{Application: virtualcard.CommonAP, FID: virtualcard.FIDMunicipalPIN, PIN: holder},
		{Application: virtualcard.JukiAP, FID: virtualcard.FIDMunicipalPIN, PIN: holder},
	}
}

// file is a file that is written when it is first read.
func file(application string, fid uint16, write func() []byte) virtualcard.Content {
	return virtualcard.Content{Application: application, FID: fid, Bytes: sync.OnceValue(write)}
}

// opaque is bytes of unknown meaning: the same for the same card, and nothing else.
func (c *chip) opaque(purpose string, size int) []byte {
	b := make([]byte, size)
	// Chance never fails: it is an HMAC.
	_, _ = Chance(0, c.number)(purpose).Read(b)
	return b
}

// sized is a file of 券面入力補助 in the physical size that the profile gives it.
func (c *chip) sized(fid uint16, content []byte) []byte {
	return physical(c.profile.File.Size[virtualcard.TextAP][fmt.Sprintf("%04X", fid)], content)
}
