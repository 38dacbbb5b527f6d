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

// check is how a rule looks at a value.
type check = func(c *FormState, value string) bool

// matches wants a whole value to have a form.
func matches(form string) check {
	whole := regexp.MustCompile("^(?:" + form + ")$")
	return func(_ *FormState, v string) bool { return whole.MatchString(v) }
}

// has wants a value to have one character between two, both counted in.
func has(from, to rune) check {
	return func(_ *FormState, v string) bool {
		return strings.ContainsFunc(v, func(r rune) bool { return r >= from && r <= to })
	}
}

// atLeast and atMost bound the number of characters.
func atLeast(n int) check {
	return func(_ *FormState, v string) bool { return utf8.RuneCountInString(v) >= n }
}
func atMost(n int) check {
	return func(_ *FormState, v string) bool { return utf8.RuneCountInString(v) <= n }
}

// upTo wants a whole number of at most n. What is no number at all is for another rule.
func upTo(n int) check {
	return func(_ *FormState, v string) bool {
		got, err := strconv.Atoi(v)
		return err != nil || got <= n
	}
}

// positive wants half-width digits that are more than 0, and few enough of them to be counted.
func positive(_ *FormState, v string) bool {
	n, err := strconv.ParseUint(v, 10, 31)
	return err == nil && n > 0 && number.Digits(v)
}

// equals wants the value of another field.
func equals(field string) check {
	return func(c *FormState, v string) bool { return c.Values[field] == v }
}

// isMail wants one bare address. Its local part keeps its case, as it was entered.
func isMail(_ *FormState, v string) bool {
	address, err := mail.ParseAddress(v)
	return err == nil && address.Address == v && address.Name == "" && len(v) <= 254 && !strings.ContainsAny(v, "\r\n")
}

// isDate wants a day of the western calendar.
func isDate(_ *FormState, v string) bool {
	_, ok := readDate(v)
	return ok
}

// readDate reads a day as it may be entered: 1970-04-01, 1970/04/01 or 19700401. Where it lies is Japan.
func readDate(v string) (time.Time, bool) {
	for _, form := range []string{time.DateOnly, "2006/01/02", dayForm} {
		if day, err := time.ParseInLocation(form, v, Zone()); err == nil && day.Year() >= 1868 {
			return day, true
		}
	}
	return time.Time{}, false
}

// dayForm is how a day stands in a row.
const dayForm = "20060102"
