package jpki

import (
	"encoding/asn1"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// holderNames returns the other names of a signature certificate (CARD-421…CARD-426): name, birth date, sex, address, and for
// name and address a text with one flag for each character, which marks substituted characters. The order 1 4 3 5 2 6 was
// observed in real certificates.
func holderNames(r SignRequest) ([]asn1.RawValue, error) {
	nameFlags, err := flags(r.NameFlags, r.Name)
	if err != nil {
		return nil, fmt.Errorf("flagging the name: %w", err)
	}
	addressFlags, err := flags(r.AddressFlags, r.Address)
	if err != nil {
		return nil, fmt.Errorf("flagging the address: %w", err)
	}
	rows := []struct {
		arc   int
		value string
	}{
		{1, r.Name}, {4, birth(r.Birthdate)}, {3, r.Sex}, {5, r.Address},
		{2, nameFlags}, {6, addressFlags},
	}
	names := make([]asn1.RawValue, 0, len(rows))
	for _, row := range rows {
		name, err := otherName(row.arc, row.value)
		if err != nil {
			return nil, fmt.Errorf("encoding other name .%d: %w", row.arc, err)
		}
		names = append(names, name)
	}
	return names, nil
}

// flags checks that there is one flag for each character of text and returns the flags. If none are given, it returns zeros:
// nothing was substituted.
func flags(given, text string) (string, error) {
	n := utf8.RuneCountInString(text)
	switch {
	case given == "":
		return strings.Repeat("0", n), nil
	case len(given) != n || strings.Trim(given, "01") != "":
		return "", fmt.Errorf("a text of %d characters needs %d flags, each 0 or 1", n, n)
	}
	return given, nil
}

func otherName(arc int, value string) (asn1.RawValue, error) {
	type other struct {
		ID    asn1.ObjectIdentifier
		Value string `asn1:"utf8,explicit,tag:0"`
	}
	id := asn1.ObjectIdentifier{1, 2, 392, 200149, 8, 5, 5, arc}
	der, err := asn1.MarshalWithParams(other{id, value}, "tag:0")
	return asn1.RawValue{FullBytes: der}, err
}

// birth returns the digit of the era and yyyyMMdd (CARD-424, CARD-433): 1 明治, 2 大正, 3 昭和, 4 平成, 5 令和, 0 for a day
// before 明治.
func birth(date time.Time) string {
	day := date.In(JST).Format("20060102")
	era := 0
	for _, begin := range []string{"18680125", "19120730", "19261225", "19890108", "20190501"} {
		if day >= begin {
			era++
		}
	}
	return fmt.Sprintf("%d%s", era, day)
}
