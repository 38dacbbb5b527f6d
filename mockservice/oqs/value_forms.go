package oqs

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/mynalab/mynalab/mockservice/number"
)

// Form is how a value is written.
type Form string

// The forms.
const (
	FormText        Form = "text"
	FormDate        Form = "yyyyMMdd"
	FormMonth       Form = "yyyyMM"
	FormTime        Form = "yyyyMMddHHmmss"
	FormInstitution Form = "10 characters"
	FormInsurer     Form = "insurer number" // 8 characters, or a shorter one that is padded (SVC-031, SVC-032)
	FormBranch      Form = "2 digits"
	FormSymbol      Form = "symbol" // of the claims format (SVC-263)
	FormKana        Form = "half-width kana"
	FormPost        Form = "nnn-nnnn"
	FormPercent     Form = "3 digits, percent"
	FormCount       Form = "number"
)

// check holds a value against its form. The error says what was wanted and never what was sent.
func (f Form) check(value string) error {
	ok := true
	var err error // of a number, which says what to write
	switch f {
	case FormDate:
		ok = day(value)
	case FormMonth:
		ok = reads("200601", value)
	case FormTime:
		ok = reads("20060102150405", value)
	case FormInstitution:
		err = number.Institution(value, false) // test ids lack check digits (SVC-261)
	case FormInsurer:
		err = number.Insurer(number.Unpad(number.Pad(value)), false)
	case FormBranch:
		err = number.Branch(value)
	case FormSymbol:
		err = number.Symbol(value, false)
	case FormKana:
		ok = kana(value)
	case FormPost:
		ok = len(value) == 8 && value[3] == '-' && number.Digits(value[:3]+value[4:])
	case FormPercent:
		ok = len(value) == 3 && number.Digits(value)
	case FormCount:
		ok = number.Digits(value)
	}
	switch {
	case err != nil:
		return fmt.Errorf("it is not in the form %s: %w", f, err)
	case !ok:
		return errors.New("it is not in the form " + string(f))
	}
	return nil
}

// day is a date; one of an unknown day ends in 00 (SVC-278).
func day(value string) bool {
	if month, unknown := strings.CutSuffix(value, "00"); unknown && len(value) == 8 {
		value = month + "01"
	}
	return reads("20060102", value)
}

// reads tells whether a value is a time in a layout.
func reads(layout, value string) bool {
	_, err := time.Parse(layout, value)
	return err == nil
}

// kana tells whether a text is of half-width kana, half-width Latin letters and signs, and half-width blanks (SVC-060,
// SVC-104).
func kana(text string) bool {
	for _, r := range text {
		if r != ' ' && (r < '!' || r > '~') && (r < '｡' || r > 'ﾟ') {
			return false
		}
	}
	return true
}
