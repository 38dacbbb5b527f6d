// Package number checks the numbers of insurers, institutions and insured persons: their shape and check digit, and whether
// two spellings are the same number (eligibility reference §5).
//
// Numbers are strings, since their leading zeros count. A check returns nil or an error that says what is wrong and what to
// enter; it never repeats the text that was sent. Test data break some rules on purpose, above all check digits (SVC-261,
// SVC-274), so these rules apply only if the caller sets strict. The package stores nothing: it does not know which facilities
// and persons exist.
//
// Start with [Insurer], [Institution], [Symbol] and [Branch], the checks by kind of number. [Check] computes the check digit,
// and [Clinic] is the one number that is parsed into its parts.
package number

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Check returns the check digit of a payload of digits (SVC-247). The digits are weighted 2, 1, 2, … from the right, the digits
// of the products are added up, and the check digit is what the sum lacks to the next multiple of ten.
func Check(payload string) (digit byte, err error) {
	if !Digits(payload) {
		return 0, errors.New("computing a check digit: the payload must consist of half-width digits")
	}
	sum := 0
	for i := range len(payload) {
		product := int(payload[len(payload)-1-i]-'0') * (2 - i%2)
		sum += product/10 + product%10
	}
	return byte('0' + (10-sum%10)%10), nil
}

// Checked reports whether the last digit of a number is the check digit of the digits before it.
func Checked(number string) bool {
	if len(number) < 2 {
		return false
	}
	digit, err := Check(number[:len(number)-1])
	return err == nil && number[len(number)-1] == digit
}

// Digits reports whether a text consists of half-width digits, at least one.
func Digits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// prefecture reports whether two digits are a 都道府県番号: 01 to 47, or 48, which test institutions have (SVC-260).
func prefecture(digits string) bool { return digits >= "01" && digits <= "48" }

// part is a run of digits within a number that has a rule of its own.
type part struct {
	name     string
	from, to int // the half-open range of its digits, from 0
	fits     func(string) bool
	accepts  string // what fits accepts, for the error message
	source   string
}

// place returns the position of the part for an error message, counted from 1.
func (p part) place() string {
	if p.to == p.from+1 {
		return fmt.Sprintf("digit %d", p.to)
	}
	return fmt.Sprintf("digits %d to %d", p.from+1, p.to)
}

// prefecturePart returns the part for the 都道府県番号, two digits that begin at index from.
func prefecturePart(from int, source string) part {
	return part{name: "都道府県番号", from: from, to: from + 2, fits: prefecture, accepts: "01 to 48", source: source}
}

// shape describes how a number is built: its length and its parts.
type shape struct {
	name   string
	length int
	parts  []part
	source string
}

// check checks a number against the shape. It checks the check digit only if strict is set.
func (s shape) check(text string, strict bool) error {
	if !Digits(text) || len(text) != s.length {
		return fmt.Errorf("%s does not have %d half-width digits (%s); enter all digits, including leading zeros", s.name, s.length, s.source)
	}
	for _, p := range s.parts {
		if !p.fits(text[p.from:p.to]) {
			return fmt.Errorf("%s: its %s is not %s (%s); correct %s", s.name, p.name, p.accepts, p.source, p.place())
		}
	}
	if strict && !Checked(text) {
		return fmt.Errorf("%s: its last digit is not the check digit of the others (SVC-247); correct the mistyped digit", s.name)
	}
	return nil
}

// oneOf returns a rule for part.fits that accepts exactly the given texts.
func oneOf(of ...string) func(string) bool {
	return func(text string) bool { return slices.Contains(of, text) }
}
