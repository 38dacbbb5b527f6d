package people

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Codes are the codes, made from what is printed on a card, that a terminal sends to the card (card reference §4.2).
type Codes struct {
	// A is 照合番号A: the My Number (CARD-279).
	A string
	// B is 照合番号B, 14 digits: the birth date as in Birth, the card's last year in four digits, the security code (CARD-280).
	B string
	// Birth is 生年月日, 6 digits YYMMDD with the year of the era (CARD-275).
	Birth string
}

// Codes returns the codes of a person's card. The error names the member that does not have the right form, never its value.
func (p Person) Codes() (Codes, error) {
	born, err := eraDay(p.Birthdate)
	if err != nil {
		return Codes{}, fmt.Errorf("making the codes of the card of %s: %w", p.ID, err)
	}
	if _, err := time.Parse(dayFormat, p.CardExpiry); err != nil {
		return Codes{}, fmt.Errorf("making the codes of the card of %s: cardExpiry is not a day; write yyyyMMdd", p.ID)
	}
	if !digits(p.MyNumber, 12) || !digits(p.SecurityCode, 4) {
		return Codes{}, fmt.Errorf("making the codes of the card of %s: myNumber must have 12 digits and securityCode 4", p.ID)
	}
	return Codes{A: p.MyNumber, B: born + p.CardExpiry[:4] + p.SecurityCode, Birth: born}, nil
}

const dayFormat = "20060102"

// eras returns the first days of the eras, newest first (eligibility §5.4). The year of an era is printed on the card.
func eras() []string { return []string{"20190501", "19890108", "19261225", "19120730", "18680125"} }

// eraDay returns a day as YYMMDD with the year of its era; the first year is 01.
func eraDay(yyyymmdd string) (string, error) {
	day, err := time.Parse(dayFormat, yyyymmdd)
	if err != nil {
		return "", errors.New("birthdate is not a day; write yyyyMMdd")
	}
	for _, first := range eras() {
		if began, err := time.Parse(dayFormat, first); err == nil && yyyymmdd >= first {
			return fmt.Sprintf("%02d%s", day.Year()-began.Year()+1, yyyymmdd[4:]), nil
		}
	}
	return "", errors.New("birthdate is before 明治, the oldest era known; correct it")
}

func digits(s string, n int) bool { return len(s) == n && strings.Trim(s, "0123456789") == "" }
