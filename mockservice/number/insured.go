package number

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/width"
)

// Fold writes a 記号 or 番号 in one width: digits, letters and signs half-width, kana full-width, blanks around it gone.
func Fold(text string) string { return strings.TrimSpace(width.Fold.String(text)) }

// Same compares two ways of writing a 記号 or 番号 (SVC-106).
func Same(a, b string) bool { return Fold(a) == Fold(b) }

// Branch reads a 枝番: 2 digits, or none (SVC-033, SVC-264).
func Branch(text string) error {
	if text == "" || len(text) == 2 && Digits(text) {
		return nil
	}
	return errors.New("枝番 has 2 half-width digits (SVC-264)")
}

// symbolLimit is how long a 記号 may be in the claims format, in bytes of its code page.
const symbolLimit = 38

// Symbol holds a 記号 against the claims format (SVC-263): none at all, or up to 38 bytes of one width (SVC-262).
func Symbol(text string) error {
	encoded, err := japanese.ShiftJIS.NewEncoder().String(text)
	if err != nil {
		return fmt.Errorf("記号 has a character that the claims format lacks (SVC-263)")
	}
	if len(encoded) > symbolLimit {
		return fmt.Errorf("記号 has %d bytes in the claims format, more than %d (SVC-263)", len(encoded), symbolLimit)
	}
	runes := len([]rune(text))
	if len(encoded) != runes && len(encoded) != 2*runes {
		return errors.New("記号 mixes half-width and full-width characters (SVC-263)")
	}
	return nil
}

// Tickets is how a 受診券 number is read: its length is not confirmed, so that it is a switch (SVC-269).
type Tickets struct{ Digits int }

// DefaultTickets have 11 digits (SVC-269).
func DefaultTickets() Tickets { return Tickets{Digits: 11} }

// Read reads a 受診券 number.
func (t Tickets) Read(text string) error {
	if len(text) == t.Digits && Digits(text) {
		return nil
	}
	return fmt.Errorf("受診券整理番号 has %d half-width digits (SVC-269)", t.Digits)
}
