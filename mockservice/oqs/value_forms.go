package oqs

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/mynalab/mynalab/mockservice/number"
)

// Form is the format of a value.
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

// check checks a value against its form. The error says which form is required and never repeats the value.
func (f Form) check(value string) error {
	ok := true
	var err error // from package number, which says what to write
	switch f {
	case FormDate:
		ok = isDate(value)
	case FormMonth:
		ok = matchesLayout("200601", value)
	case FormTime:
		ok = matchesLayout("20060102150405", value)
	case FormInstitution:
		err = number.Institution(value, false) // without check digits, because test ids have none (SVC-261)
	case FormInsurer:
		err = number.Insurer(number.Unpad(number.Pad(value)), false)
	case FormBranch:
		err = number.Branch(value)
	case FormSymbol:
		err = number.Symbol(value, false)
	case FormKana:
		ok = isHalfWidthKana(value)
	case FormPost:
		ok = len(value) == 8 && value[3] == '-' && number.Digits(value[:3]+value[4:])
	case FormPercent:
		ok = len(value) == 3 && number.Digits(value)
	case FormCount:
		ok = number.Digits(value)
	}
	switch {
	case err != nil:
		return fmt.Errorf("the value does not have the form %s: %w", f, err)
	case !ok:
		return errors.New("the value does not have the form " + string(f))
	}
	return nil
}

// isDate reports whether a value is a date. A date whose day is unknown ends in 00 (SVC-278).
func isDate(value string) bool {
	if month, unknown := strings.CutSuffix(value, "00"); unknown && len(value) == 8 {
		value = month + "01"
	}
	return matchesLayout("20060102", value)
}

// matchesLayout reports whether a value is a time in a layout of package time.
func matchesLayout(layout, value string) bool {
	_, err := time.Parse(layout, value)
	return err == nil
}

// isHalfWidthKana reports whether a text consists of half-width kana, half-width Latin letters and signs, and half-width
// spaces (SVC-060, SVC-104).
func isHalfWidthKana(text string) bool {
	for _, r := range text {
		if r != ' ' && (r < '!' || r > '~') && (r < '｡' || r > 'ﾟ') {
			return false
		}
	}
	return true
}
