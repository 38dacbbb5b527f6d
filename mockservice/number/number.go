// Package number knows the numbers of insurers, institutions and insured persons: their shapes, their check digit, and how
// two ways of writing one number compare (eligibility reference §5).
//
// Numbers are text, since their leading zeros count. An error says what is wrong and what to write, and never repeats what
// was sent. Test data break some rules on purpose, check digits above all (SVC-261, SVC-274): whoever wants those kept
// asks for it by strict. It knows no facility and no person.
package number

import (
	"errors"
	"fmt"
	"slices"
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

// prefecture reads the two digits of a prefecture, 01 to 47; 48 is that of test institutions (SVC-260).
func prefecture(digits string) bool { return digits >= "01" && digits <= "48" }

// part is a run of digits within a number.
type part struct {
	name     string
	from, to int
	fits     func(string) bool
	lookFor  string // what fits wants, for the error
	source   string
}

// place says where the part stands.
func (p part) place() string {
	if p.to == p.from+1 {
		return fmt.Sprintf("digit %d", p.to)
	}
	return fmt.Sprintf("digits %d to %d", p.from+1, p.to)
}

// prefecturePart is the one of a prefecture, from a place on.
func prefecturePart(from int, source string) part {
	return part{name: "都道府県番号", from: from, to: from + 2, fits: prefecture, lookFor: "01 to 48", source: source}
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
		return fmt.Errorf("%s does not have %d half-width digits (%s); write all of them, leading zeros too", s.name, s.length, s.source)
	}
	for _, p := range s.parts {
		if !p.fits(text[p.from:p.to]) {
			return fmt.Errorf("%s: its %s is not %s (%s); correct %s", s.name, p.name, p.lookFor, p.source, p.place())
		}
	}
	if strict && !Checked(text) {
		return fmt.Errorf("%s: its last digit is not the check digit of the others (SVC-247); correct what was mistyped", s.name)
	}
	return nil
}

// one makes a part fit one of some texts.
func one(of ...string) func(string) bool {
	return func(text string) bool { return slices.Contains(of, text) }
}
