package portal

import (
	"time"

	"github.com/mynalab/mynalab/mockservice/jpki"
)

// Zone returns the portals' time zone: Japan.
func Zone() *time.Location { return jpki.JST }

// Span is a length of time: calendar days, business days and a duration are added up.
type Span struct {
	Days, BusinessDays int
	Time               time.Duration
}

// After returns when something that takes a span ends; days keep the time of day. The first business day that counts is the one
// after the day on which it began.
func (r *Rules) After(from time.Time, s Span) time.Time {
	end := from.In(Zone()).AddDate(0, 0, s.Days).Add(s.Time)
	for n := s.BusinessDays; n > 0; {
		end = end.AddDate(0, 0, 1)
		if r.IsBusinessDay(end) {
			n--
		}
	}
	return end
}

// IsBusinessDay reports whether the day of a time, in Japan, is neither a Saturday nor a Sunday nor a holiday.
func (r *Rules) IsBusinessDay(at time.Time) bool {
	day := at.In(Zone())
	if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		return false
	}
	text := day.Format(dayForm)
	for _, h := range r.Holidays {
		if h.Day == text {
			return false
		}
	}
	return true
}
