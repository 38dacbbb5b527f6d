// Package number knows the numbers of insurers, institutions and insured persons: their shapes, their check digit, and how
// two ways of writing one number compare (eligibility reference §5).
//
// Numbers are text, since their leading zeros count. Test ids are exempt from check digits (SVC-261): whoever wants one
// kept asks for it. It knows no facility and no person.
package number

import (
	"errors"
	"fmt"
	"strings"
)

// Check is the check digit of a payload of digits (SVC-247): weights 2, 1, 2, … from its right end, the digits of each
// product added up, and what is missing to the next ten.
func Check(payload string) (digit byte, err error) {
	if !Digits(payload) {
		return 0, errors.New("a check digit belongs to half-width digits")
	}
	sum := 0
	for i := range len(payload) {
		product := int(payload[len(payload)-1-i]-'0') * (2 - i%2)
		sum += product/10 + product%10
	}
	return byte('0' + (10-sum%10)%10), nil
}

// Checked tells whether the last digit of a number is the check digit of those before it.
func Checked(number string) bool {
	if len(number) < 2 {
		return false
	}
	digit, err := Check(number[:len(number)-1])
	return err == nil && number[len(number)-1] == digit
}

// Digits tells whether a text is of half-width digits, at least one.
func Digits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// Prefecture reads the two digits of a prefecture, 01 to 47; 48 is that of test institutions (SVC-260).
func prefecture(digits string) bool { return digits >= "01" && digits <= "48" }

// part is a run of digits within a number.
type part struct {
	name     string
	from, to int
	fits     func(string) bool // nil: any digits
	lookFor  string            // what fits wants, for the error
	source   string
}

// shape is how a number is built.
type shape struct {
	name   string
	length int
	parts  []part
	source string
}

// read holds a number against a shape. It asks for the check digit only where strict is set.
func (s shape) read(text string, strict bool) error {
	if !Digits(text) || len(text) != s.length {
		return fmt.Errorf("%s has %d half-width digits (%s)", s.name, s.length, s.source)
	}
	for _, p := range s.parts {
		if p.fits != nil && !p.fits(text[p.from:p.to]) {
			return fmt.Errorf("%s: its %s is not %s (%s)", s.name, p.name, p.lookFor, p.source)
		}
	}
	if strict && !Checked(text) {
		return fmt.Errorf("%s: its last digit is not the check digit of the others (SVC-247)", s.name)
	}
	return nil
}

// one makes a part fit one of some texts.
func one(of ...string) func(string) bool {
	return func(text string) bool {
		for _, o := range of {
			if o == text {
				return true
			}
		}
		return false
	}
}
