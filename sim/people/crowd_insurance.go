package people

import (
	"fmt"
	"strings"
	"time"
)

// Age limits in the crowd's qualifications.
const (
	lateAge = 75 // from this age on: 後期高齢者医療
	workAge = 20 // below this age everybody is a family member (ours)
)

// lateSystem is the day when 後期高齢者医療 began.
const lateSystem = "20080401"

// qualify gives a person a qualification, two of them after a change of insurer, 医療扶助, or nothing (the rates are ours).
func (d draw) qualify(p *Person, born time.Time, home place) {
	switch {
	case d.perMille(17):
		office := pickOne(d, d.tables.insurers["医療扶助"])
		p.Assistance = &Assistance{PayerNumber: office.Number, RecipientNumber: fmt.Sprintf("%07d", d.spread(CrowdLimit)),
			WelfareOffice: office.Name, From: day(d.since(born))}
	case d.perMille(5): // nothing
	case !birthday(born, lateAge).After(asOf):
		insurer := pickOne(d, d.tables.insurers["後期高齢"])
		p.Insurance = &Insurance{InsurerNumber: insurer.Number, InsurerName: insurer.Name, Relation: "1",
			Number: fmt.Sprintf("%08d", d.spread(100_000_000)), From: max(lateSystem, day(birthday(born, lateAge)))}
	default:
		present := d.insured(*p, born, home)
		p.Insurance = &present
		if d.perMille(20) && present.From > p.Birthdate {
			former := d.insured(*p, born, home)
			former.From, former.To = p.Birthdate, present.From
			p.Former = []Insurance{former}
		}
	}
}

// insured returns a qualification of a person below 75.
func (d draw) insured(p Person, born time.Time, home place) Insurance {
	insurer := d.insurer(home)
	i := Insurance{InsurerNumber: insurer.Number, InsurerName: insurer.Name, Symbol: d.symbol(insurer, home),
		Number: fmt.Sprintf("%08d", d.spread(100_000_000)), Branch: "01", Relation: "1", InsuredName: p.Name, From: day(d.since(born))}
	if birthday(born, workAge).After(asOf) || d.perMille(300) {
		family, _, _ := strings.Cut(p.Name, "　")
		given := pickOne(d, d.tables.given[pickOne(d, []string{"1", "2"})])
		i.Branch, i.Relation, i.InsuredName = fmt.Sprintf("%02d", 2+d.f.IntN(5)), "2", family+"　"+given.name
	}
	if d.perMille(5) { // SVC-274
		i.Number += " "
	}
	return i
}

// insurer draws an insurer; for 国保 it is the insurer of the municipality.
func (d draw) insurer(home place) Insurer {
	kind := drawShare(d, Insured())
	rows := d.tables.insurers[kind]
	if kind != "国保" {
		return pickOne(d, rows)
	}
	for _, insurer := range rows {
		if strings.Contains(insurer.Name, home.name) {
			return insurer
		}
	}
	return rows[0]
}

// symbol returns a 記号: full-width digits, one in ten with mixed width (SVC-274), the municipality's name for 国保, sometimes
// none (SVC-262).
func (d draw) symbol(insurer Insurer, home place) string {
	number := 100 + d.f.IntN(9_900)
	switch {
	case insurer.Kind == "国保":
		return strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(home.name, "市"), "町"), "村")
	case d.perMille(30):
		return ""
	case d.perMille(100):
		return fmt.Sprintf("架Ａ%d", number)
	default:
		return fullWidth(fmt.Sprint(number))
	}
}

// since returns a day in the last 20 years on which a qualification began, but not before the birth.
func (d draw) since(born time.Time) time.Time {
	began := asOf.AddDate(0, 0, -d.f.IntN(20*365))
	if began.Before(born) {
		return born
	}
	return began
}
