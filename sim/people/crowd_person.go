package people

import (
	"fmt"
	"time"
)

// names gives a person a name of the given class.
func (d draw) names(p *Person, class string) {
	if class == classForeign {
		f := pickOne(d, d.tables.foreign)
		p.Name, p.OtherName, p.Kana, p.OtherKana, p.Sex = f.family+"　"+f.given, f.alias, f.kana, f.kana, f.sex
		return
	}
	family := pickOne(d, d.tables.families)
	if rows := d.tables.awkward[class]; class != classOrdinary {
		family = pickOne(d, rows)
	}
	given := pickOne(d, d.tables.given[p.Sex])
	p.Name, p.Kana = family.name+"　"+given.name, family.kana+" "+given.kana
}

// houseNumber sometimes contains a character that looks like a hyphen (SVC-273).
func (d draw) houseNumber() string {
	dash := drawShare(d, []Share{{"－", 900, "as on a card (CARD-237)"}, {"ー", 60, "ours"}, {"‐", 40, "ours"}})
	return fullWidth(fmt.Sprint(1+d.f.IntN(9))) + dash + fullWidth(fmt.Sprint(1+d.f.IntN(29)))
}

// birth draws a birthday by the table of ages.
func (d draw) birth() time.Time {
	at, rows := d.f.IntN(1000), ages()
	row := rows[len(rows)-1]
	for _, r := range rows {
		if at -= r.PerMille; at < 0 {
			row = r
			break
		}
	}
	first, last := asOf.AddDate(-row.to-1, 0, 1), asOf.AddDate(-row.from, 0, 0)
	return first.AddDate(0, 0, d.f.IntN(int(last.Sub(first).Hours()/24)+1))
}

// The validity of cards (SVC-310): adultAge in years, the others in birthdays after issue.
const (
	adultAge         = 18
	birthdaysOfAdult = 10
	birthdaysOfMinor = 5
)

// card gives a person one card, issued in the last five years.
func (d draw) card(p *Person, born time.Time, foreign bool) {
	oldest := asOf.AddDate(-5, 0, 1)
	if born.After(oldest) {
		oldest = born
	}
	issued := oldest.AddDate(0, 0, d.f.IntN(int(asOf.Sub(oldest).Hours()/24)+1))
	years := birthdaysOfMinor
	if !issued.Before(born.AddDate(adultAge, 0, 0)) {
		years = birthdaysOfAdult
	}
	first := issued.Year() - born.Year() // the first birthday after the day of issue
	if !birthday(born, first).After(issued) {
		first++
	}
	ends := birthday(born, first+years-1)
	c := Card{ID: p.ID + "-1", Issued: day(issued), Pinless: d.perMille(30)}
	if stay := asOf.AddDate(0, 0, 1+d.f.IntN(1000)); foreign && stay.Before(ends) {
		c.StayUntil, ends = day(stay), stay // CARD-449
	}
	p.Cards, p.CardExpiry = []Card{c}, day(ends)
}

// birthday returns the day on which a person reaches the given age. For a person born on 29 February it is 28 February in
// other years, as for the certificates.
func birthday(born time.Time, years int) time.Time {
	at := born.AddDate(years, 0, 0)
	if at.Month() != born.Month() {
		return at.AddDate(0, 0, -1)
	}
	return at
}
