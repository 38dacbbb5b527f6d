package portal

import (
	"time"

	"github.com/mynalab/mynalab/mockservice/jpki"
)

// Zone is where the portals are: Japan.
func Zone() *time.Location { return jpki.JST }

// Span is how long something takes: calendar days, business days, or plain time.
type Span struct {
	Days, BusinessDays int
	Time               time.Duration
}

// After is when something that takes a span ends, at the same time of the day as it began. Business days begin to count
// on the day after the first.
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

// IsBusinessDay says whether the day of a moment, in Japan, is neither a Saturday nor a Sunday nor a holiday.
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
