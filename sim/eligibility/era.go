package eligibility

import (
	"fmt"
	"time"
)

// Era is a Japanese era with its first day (yyyyMMdd).
type Era struct {
	Name   string
	From   string
	Source string
}

// DefaultEras returns the eras of living and recorded persons, newest first. 明治 counts from new year's day of the lunar
// calendar. The others began on the day of the accession, 令和 on the day after the abdication.
func DefaultEras() []Era {
	const years = "eligibility §5.4"
	return []Era{
		{"令和", "20190501", years},
		{"平成", "19890108", years},
		{"昭和", "19261225", years},
		{"大正", "19120730", years},
		{"明治", "18680125", years},
	}
}

// dayFormat is the format in which the service writes a day.
const dayFormat = "20060102"

// japaneseDate returns a day (yyyyMMdd) in its era, with 元年 for the first year. A value that is not a day, such as a birth
// date with an unknown day (00), or that is before the eras, is returned unchanged.
func (t Tables) japaneseDate(day string) string {
	d, err := time.Parse(dayFormat, day)
	if err != nil {
		return day
	}
	for _, era := range t.Eras {
		from, err := time.Parse(dayFormat, era.From)
		if err != nil || d.Before(from) {
			continue
		}
		year := "元"
		if n := d.Year() - from.Year() + 1; n > 1 {
			year = fmt.Sprint(n)
		}
		return fmt.Sprintf("%s%s年%d月%d日", era.Name, year, d.Month(), d.Day())
	}
	return day
}
