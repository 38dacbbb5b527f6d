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

// The letter at the end of a common name says whether the card has the PINs of the cast.
const (
	castPINs  = "A"
	otherPINs = "B"
)

// commonName has the form of card reference §7.1: 13 characters, the municipality, three digits, a letter. The real meaning
// of digits and letter is not public. In ours they say which person of the cast a TEST card is for and whether it has that
// person's PINs, so that no try is spent on a card whose PIN is not known. For a person outside the cast they are 000 and B.
func commonName(o Order, serial *big.Int) string {
	number, letter := 0, otherPINs
	if person, ok := personOfCast(o.Person.ID); ok {
		number, _ = strconv.Atoi(strings.TrimLeft(person.ID, "P"))
		if !o.Pinless && o.Person.PINs.Holder == person.PINs.Holder && o.Person.PINs.Sign == person.PINs.Sign {
			letter = castPINs
		}
	}
	return fmt.Sprintf("MYNALAB%06X%s%03d%s", serial.Int64()&0xFFFFFF, o.Person.Municipality, number, letter)
}

// signatureName has the form of the common name of a signature certificate (card reference §7.1): 28 characters that begin
// with date and time, here of the issue in Japan. It identifies no person.
func signatureName(o Order, serial *big.Int) string {
	return fmt.Sprintf("%sMYNALAB%06XS", o.Issued.In(jpki.JST).Format("20060102150405"), serial.Int64()&0xFFFFFF)
}

// personOfCast finds a person by id only, because a name does not identify a person.
func personOfCast(id string) (people.Person, bool) {
	cast, err := people.Load()
	if err != nil { // the embedded cast is broken; the caller that loaded it to make the order has had the error
		return people.Person{}, false
	}
	for _, p := range cast.Persons {
		if p.ID == id {
			return p, true
		}
	}
	return people.Person{}, false
}

// Holder is what the common name of a TEST certificate says about its card. It can be trusted only if our TEST CA issued the
// certificate.
type Holder struct {
	// Person is the id of a person of the cast.
	Person string
	// CastPINs is true if the card was made with that person's PINs.
	CastPINs bool
}

// HolderIn parses a common name of ours; ok is false if it is for nobody of the cast.
func HolderIn(commonName string) (h Holder, ok bool) {
	parts := regexp.MustCompile(`^MYNALAB[0-9A-F]{6}[0-9]{5}([0-9]{3})([AB])$`).FindStringSubmatch(commonName)
	if parts == nil {
		return Holder{}, false
	}
	number, _ := strconv.Atoi(parts[1]) // three digits always parse
	person, ok := personOfCast(fmt.Sprintf("P%02d", number))
	return Holder{person.ID, ok && parts[2] == castPINs}, ok
}
