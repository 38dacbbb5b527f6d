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
	return errors.New("枝番 is not 2 half-width digits (SVC-264); write it as in 01, or leave it empty")
}

// symbolLimit is how long a 記号 may be in the claims format, in bytes of its code page.
const symbolLimit = 38

// Symbol holds a 記号 against the claims format: none at all (SVC-262), or up to 38 bytes, with strict all of them of one
// width (SVC-263). Data of mixed width are about, and in the test set (SVC-274).
func Symbol(text string, strict bool) error {
	encoded, err := japanese.ShiftJIS.NewEncoder().String(text)
	if err != nil {
		return errors.New("記号 has a character that the claims format lacks (SVC-263); write the one that stands for it in claims")
	}
	if len(encoded) > symbolLimit {
		return fmt.Errorf("記号 has %d bytes in the claims format, more than %d (SVC-263); write the 記号 alone", len(encoded), symbolLimit)
	}
	runes := len([]rune(text))
	if strict && len(encoded) != runes && len(encoded) != 2*runes {
		return errors.New("記号 mixes half-width and full-width characters (SVC-263); write all of it in one width")
	}
	return nil
}
