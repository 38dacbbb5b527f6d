package municipality

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/sim/people"
)

// The letter at the end of a common name: are the card's PINs those of the cast?
const (
	castPINs  = "A"
	otherPINs = "B"
)

// commonName has the shape of card reference §7.1: 13 characters, the municipality, three digits, a letter. What digits and
// letter mean there is not public. Ours say whom of the cast a TEST card is for, and whether its PINs are that person's, so
// that nobody spends a try of a card whose PIN is not known; for whoever is not of the cast they are 000 and B.
func commonName(o Order, serial *big.Int) string {
	number, letter := 0, otherPINs
	if person, ok := ofTheCast(o.Person.ID); ok {
		number, _ = strconv.Atoi(strings.TrimLeft(person.ID, "P"))
		if !o.Pinless && o.Person.PINs.Holder == person.PINs.Holder && o.Person.PINs.Sign == person.PINs.Sign {
			letter = castPINs
		}
	}
	return fmt.Sprintf("MYNALAB%06X%s%03d%s", serial.Int64()&0xFFFFFF, o.Person.Municipality, number, letter)
}

// signatureName has the shape of the common name of a signature certificate (card reference §7.1): 28 characters that begin with
// date and time, here of the issue in Japan. It names nobody.
func signatureName(o Order, serial *big.Int) string {
	return fmt.Sprintf("%sMYNALAB%06XS", o.Issued.In(jpki.JST).Format("20060102150405"), serial.Int64()&0xFFFFFF)
}

// ofTheCast finds a person by id alone: a name is no proof of who somebody is.
func ofTheCast(id string) (people.Person, bool) {
	cast, err := people.Load()
	if err != nil { // the embedded cast is broken, which whoever made the order has been told
		return people.Person{}, false
	}
	for _, p := range cast.Persons {
		if p.ID == id {
			return p, true
		}
	}
	return people.Person{}, false
}

// Holder is what the common name of a TEST certificate says of its card. Only the certificate's issuer makes it true.
type Holder struct {
	// Person is the id of a person of the cast.
	Person string
	// CastPINs: the card was made with the PINs of that person.
	CastPINs bool
}

// HolderIn reads a common name of ours; ok is false where it names nobody of the cast.
func HolderIn(commonName string) (h Holder, ok bool) {
	parts := regexp.MustCompile(`^MYNALAB[0-9A-F]{6}[0-9]{5}([0-9]{3})([AB])$`).FindStringSubmatch(commonName)
	if parts == nil {
		return Holder{}, false
	}
	number, _ := strconv.Atoi(parts[1]) // three digits are a number
	person, ok := ofTheCast(fmt.Sprintf("P%02d", number))
	return Holder{person.ID, ok && parts[2] == castPINs}, ok
}
