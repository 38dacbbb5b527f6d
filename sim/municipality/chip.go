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

// maxText is the largest length of name and address in bytes, so that every offset in a card's files fits into two bytes
// (ours).
const maxText = 800

// chip contains what is needed to write the applications other than JPKI.
type chip struct {
	person people.Person
	codes  people.Codes
	// number is the card number, 15 digits (CARD-133).
	number string
	// profile provides sizes, versions and the numbers of the test hierarchy.
	profile virtualcard.Profile
	keys    cardKeys
}

// cardKeys are the keys of one card. Each is rebuilt from the pool when it is first used.
type cardKeys struct {
	auth, sign, surface, text, session, common func() *rsa.PrivateKey
}

// keysPerCard is the number of keys in the pool that belong to one card, used or not. So what one card does changes no other
// card.
const keysPerCard = 6

// keysAt returns the keys of the card at a place in the pool.
func keysAt(place int) cardKeys {
	key := func(i int) func() *rsa.PrivateKey {
		return func() *rsa.PrivateKey { return jpki.Key(place*keysPerCard + i) }
	}
	return cardKeys{auth: key(0), sign: key(1), surface: key(2), text: key(3), session: key(4), common: key(5)}
}

// Places returns the number of cards for which the pool has keys.
func Places() int { return jpki.Keys() / keysPerCard }

// keys returns the keys of the next card and counts it.
func (is *Issuer) keys() (cardKeys, error) {
	if is.issued == Places() {
		return cardKeys{}, ErrNoKeyLeft
	}
	k := keysAt((is.first + is.issued) % Places())
	is.issued++
	return k, nil
}

// newChip collects what the files are written from. It first checks the form of the person's data, so that a bad order uses
// no keys. No error contains a number.
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

// checkPrinted checks that the data printed on a card fit into its files.
func checkPrinted(p people.Person) error {
	switch {
	case len(p.Municipality) != 5 || strings.Trim(p.Municipality, "0123456789") != "":
		return errors.New("municipality does not have five digits; correct it")
	case len(p.Name) > maxText || len(p.Address) > maxText:
		return fmt.Errorf("name or address has more than %d bytes; shorten it", maxText)
	case len(p.Sex) != 1:
		return errors.New("sex does not have one digit; correct it")
	}
	return nil
}

// cardNumber draws the 15 digits of a card number. The first digit is 4, as on the one card whose number was published.
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

// write adds the contents, keys, PINs and objects of the applications other than JPKI to a specification.
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

// pins returns the PINs as issued. The holder's PIN opens 券面入力補助, 共通 and 住基, each with its own counter. It is the same as the
// PIN of the user certificate until it is changed. The other codes are printed on the card (card reference §4.2).
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

// file returns a file whose content is written when it is first read.
func file(application string, fid uint16, write func() []byte) virtualcard.Content {
	return virtualcard.Content{Application: application, FID: fid, Bytes: sync.OnceValue(write)}
}

// opaque returns bytes in place of data of unknown meaning. They are always the same for one card and differ between cards.
func (c *chip) opaque(purpose string, size int) []byte {
	b := make([]byte, size)
	// Chance never fails, because it is an HMAC.
	_, _ = Chance(0, c.number)(purpose).Read(b)
	return b
}

// sized returns the content of a file of 券面入力補助 in the physical size that the profile sets.
func (c *chip) sized(fid uint16, content []byte) []byte {
	return physical(c.profile.File.Size[virtualcard.TextAP][fmt.Sprintf("%04X", fid)], content)
}
