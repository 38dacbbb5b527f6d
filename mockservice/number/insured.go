package number

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/width"
)

// Fold normalizes the width of a 記号 or 番号: digits, letters and signs become half-width, kana full-width, and blanks around
// it are removed.
func Fold(text string) string { return strings.TrimSpace(width.Fold.String(text)) }

// Same reports whether two texts are the same 記号 or 番号, regardless of width (SVC-106).
func Same(a, b string) bool { return Fold(a) == Fold(b) }

// Branch checks a 枝番: 2 half-width digits, or empty (SVC-033, SVC-264).
func Branch(text string) error {
	if text == "" || len(text) == 2 && Digits(text) {
		return nil
	}
	return errors.New("枝番 is not 2 half-width digits (SVC-264); write it as in 01, or leave it empty")
}

// symbolLimit is the greatest length of a 記号 in the claims format (SVC-263), in bytes of Shift_JIS.
const symbolLimit = 38

// Symbol checks a 記号 against the claims format: it is empty (SVC-262), or has up to 38 bytes (SVC-263). If strict is set, all
// characters must have the same width (SVC-263). Otherwise mixed width is accepted, since real data and the test set contain
// it (SVC-274).
func Symbol(text string, strict bool) error {
	encoded, err := japanese.ShiftJIS.NewEncoder().String(text)
	if err != nil {
		return errors.New("記号 has a character that the claims format lacks (SVC-263); use the character that replaces it in claims")
	}
	if len(encoded) > symbolLimit {
		return fmt.Errorf("記号 has %d bytes in the claims format, more than %d (SVC-263); enter only the 記号", len(encoded), symbolLimit)
	}
	runes := len([]rune(text))
	if strict && len(encoded) != runes && len(encoded) != 2*runes {
		return errors.New("記号 mixes half-width and full-width characters (SVC-263); write all of it in one width")
	}
	return nil
}
