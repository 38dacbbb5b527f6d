package oqs

import (
	"errors"
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
	FormKana        Form = "half-width kana"
	FormPost        Form = "nnn-nnnn"
	FormPercent     Form = "3 digits, percent"
	FormCount       Form = "number"
)

// check holds a value against its form. The error says what was wanted and never what was sent.
func (f Form) check(value string) error {
	ok := true
	switch f {
	case FormDate:
		ok = day(value)
	case FormMonth:
		_, err := time.Parse("200601", value)
		ok = err == nil
	case FormTime:
		_, err := time.Parse("20060102150405", value)
		ok = err == nil
	case FormInstitution:
		ok = len([]rune(value)) == 10
	case FormInsurer:
		ok = len(value) <= 8 && number.Digits(strings.TrimLeft(value, " "))
	case FormBranch:
		ok = number.Branch(value) == nil
	case FormKana:
		ok = kana(value)
	case FormPost:
		ok = len(value) == 8 && value[3] == '-' && number.Digits(value[:3]+value[4:])
	case FormPercent:
		ok = len(value) == 3 && number.Digits(value)
	case FormCount:
		ok = number.Digits(value)
	}
	if !ok {
		return errors.New("it is not in the form " + string(f))
	}
	return nil
}

// day is a date; one of an unknown day ends in 00 (SVC-278).
func day(value string) bool {
	if month, unknown := strings.CutSuffix(value, "00"); unknown && len(value) == 8 {
		value = month + "01"
	}
	_, err := time.Parse("20060102", value)
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
