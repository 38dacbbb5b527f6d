package jpki

import (
	"fmt"
	"math/big"
	"strings"
	"time"
)

// birthdays is the number of the birthday after issue on which a user certificate expires (CARD-448, SVC-309).
const birthdays = 5

// NotAfter returns the last second of a user certificate: 23:59:59 JST of the holder's 5th birthday after the day of issue, or
// of the card's last day if that comes first (CARD-448). All arguments are read as days in Japan; a zero cardExpiry sets no
// bound. A birthday on 29 February is taken as 28 February in other years (ours).
func NotAfter(issue, birthdate, cardExpiry time.Time) time.Time {
	issued, born := issue.In(JST), birthdate.In(JST)
	first := issued.Year()
	if !birthday(born, first).After(startOfDay(issued)) {
		first++
	}
	last := endOfDay(birthday(born, first+birthdays-1))
	if !cardExpiry.IsZero() && endOfDay(cardExpiry.In(JST)).Before(last) {
		return endOfDay(cardExpiry.In(JST))
	}
	return last
}

func birthday(born time.Time, year int) time.Time {
	day := time.Date(year, born.Month(), born.Day(), 0, 0, 0, 0, JST)
	if day.Month() != born.Month() {
		return day.AddDate(0, 0, -1)
	}
	return day
}

func startOfDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, JST)
}

func endOfDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 23, 59, 59, 0, JST)
}

// SerialText returns a serial number in the form that the service stores: upper-case hex without leading zeros.
func SerialText(serial *big.Int) string { return fmt.Sprintf("%X", serial) }

// ParseSerial parses a serial number in hex, in upper or lower case, with or without leading zeros.
func ParseSerial(text string) (*big.Int, error) {
	serial, ok := new(big.Int).SetString(text, 16)
	if !ok || serial.Sign() <= 0 || strings.ContainsAny(text, "+_") {
		return nil, fmt.Errorf("parsing a serial number: not a positive number in hex")
	}
	return serial, nil
}
