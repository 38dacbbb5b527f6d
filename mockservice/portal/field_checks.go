package portal

import (
	"net/mail"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mynalab/mynalab/mockservice/number"
)

// check reports whether a value satisfies a rule.
type check = func(c *FormState, value string) bool

// matches requires that the whole value matches a regular expression.
func matches(form string) check {
	whole := regexp.MustCompile("^(?:" + form + ")$")
	return func(_ *FormState, v string) bool { return whole.MatchString(v) }
}

// hasInRange requires at least one character from a range; both ends belong to it.
func hasInRange(from, to rune) check {
	return func(_ *FormState, v string) bool {
		return strings.ContainsFunc(v, func(r rune) bool { return r >= from && r <= to })
	}
}

// atLeast and atMost limit the number of characters.
func atLeast(n int) check {
	return func(_ *FormState, v string) bool { return utf8.RuneCountInString(v) >= n }
}
func atMost(n int) check {
	return func(_ *FormState, v string) bool { return utf8.RuneCountInString(v) <= n }
}

// notAbove requires a whole number of at most n. It accepts a value that isn't a number, which another rule refuses.
func notAbove(n int) check {
	return func(_ *FormState, v string) bool {
		got, err := strconv.Atoi(v)
		return err != nil || got <= n
	}
}

// positive requires half-width digits that make a number above 0 and below 2^31, so that it fits an int everywhere.
func positive(_ *FormState, v string) bool {
	n, err := strconv.ParseUint(v, 10, 31)
	return err == nil && n > 0 && number.Digits(v)
}

// equals requires the value of another field.
func equals(field string) check {
	return func(c *FormState, v string) bool { return c.Values[field] == v }
}

// isMail requires a single address without a name, of at most 254 bytes (the limit of SMTP: RFC 5321 §4.5.3.1.3, less the two
// angle brackets). The case of its local part is kept as entered.
func isMail(_ *FormState, v string) bool {
	address, err := mail.ParseAddress(v)
	return err == nil && address.Address == v && address.Name == "" && len(v) <= 254 && !strings.ContainsAny(v, "\r\n")
}

// isDate requires a date of the western calendar.
func isDate(_ *FormState, v string) bool {
	_, ok := readDate(v)
	return ok
}

// readDate parses a date in one of the accepted forms: 1970-04-01, 1970/04/01 or 19700401. It is the start of that day in Japan.
// Years before 1868, the first of Meiji, are refused: nobody who is alive was born then.
func readDate(v string) (time.Time, bool) {
	for _, form := range []string{time.DateOnly, "2006/01/02", dayForm} {
		if day, err := time.ParseInLocation(form, v, Zone()); err == nil && day.Year() >= 1868 {
			return day, true
		}
	}
	return time.Time{}, false
}

// dayForm is the form of a date in a row.
const dayForm = "20060102"
