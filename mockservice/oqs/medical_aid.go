package oqs

import (
	"context"
	"time"

	"github.com/mynalab/mynalab/mockservice/store"
)

// AidCondition is one of the five conditions that must all hold before an inquiry about 医療扶助 is answered (SVC-231).
type AidCondition struct {
	Name   string
	Holds  func(p store.Person, institution string, r Rules) bool
	Source string
}

// AidConditions returns the table of the five conditions.
func AidConditions() []AidCondition {
	const source = "SVC-231, eligibility reference §4.4"
	return []AidCondition{
		{"card owned", func(p store.Person, _ string, _ Rules) bool { return p.ID != "" }, source},
		{"利用登録", func(p store.Person, _ string, _ Rules) bool { return p.Registered }, source},
		{"office has registered the qualification", func(p store.Person, _ string, _ Rules) bool { return p.Aid != nil && p.Aid.OnFile }, source},
		{"institution's system supports it", func(_ store.Person, institution string, r Rules) bool { return r.Supported(institution) }, source},
		{"applied beforehand", func(p store.Person, _ string, _ Rules) bool { return p.Aid != nil && p.Aid.Applied }, source},
	}
}

// AidAnswered reports whether all five conditions hold; failed is the name of the first one that doesn't.
func AidAnswered(p store.Person, institution string, r Rules) (failed string, ok bool) {
	for _, c := range AidConditions() {
		if !c.Holds(p, institution, r) {
			return c.Name, false
		}
	}
	return "", true
}

// Registered reports whether a recipient's first registration, begun on the day from, is complete at now (SVC-236).
func (r Rules) Registered(from string, now time.Time) bool {
	begun, err := time.ParseInLocation("20060102", from, jst)
	return err == nil && !now.Before(begun.AddDate(0, 0, r.FirstRegistration))
}

// loaded reports whether the tickets of a month (yyyyMM) can be read: from the ticket day of that month on (SVC-233, SVC-234).
func (r Rules) loaded(month string, now time.Time) bool {
	first, err := time.ParseInLocation("200601", month, jst)
	return err == nil && !now.Before(first.AddDate(0, 0, r.TicketDay-1))
}

// The messages of an answer without a ticket (SVC-234, SVC-235).
const (
	textNotEntrusted = "未委託・未登録"
	textCallOffice   = "未委託・未登録。福祉事務所に問い合わせてください。"
)

// ticketUnits returns the 医療扶助 tickets of a month for this institution (SVC-025). Before the monthly load the answer is
// 未委託・未登録. After it, the same answer means that somebody has to call the welfare office (SVC-235).
func ticketUnits(ctx context.Context, c *call) ([]*Node, error) {
	month, institution := c.request.Value(bodyName+"/MedicalTreatmentMonth"), c.header("MedicalInstitutionCode")
	refused := func(text string) []*Node {
		return []*Node{Group(unitName, Leaf("ProcessingResultStatus", "2"), Leaf("ProcessingResultCode", codeNotLoaded), Leaf("ProcessingResultMessage", text))}
	}
	switch {
	case FormMonth.check(month) != nil:
		return refused("MedicalTreatmentMonth は yyyyMM です。"), nil
	case !c.exchange.rules.loaded(month, c.now):
		return refused(textNotEntrusted), nil
	}
	var list []*Node
	err := c.exchange.known(ctx, institution, func(p store.Person) {
		if p.Aid == nil {
			return
		}
		if _, ok := AidAnswered(p, institution, c.exchange.rules); !ok || !c.exchange.rules.Registered(p.Aid.From, c.now) {
			return
		}
		list = append(list, aidUnits(p, institution, month)...)
	})
	if err == nil && len(list) == 0 {
		return refused(textCallOffice), nil
	}
	return list, err
}

// aidClass is the card classification of 医療扶助 (SVC-089).
const aidClass = "A1"

// aidUnits returns the tickets of one person as units. The welfare office takes the place of the insurer (SVC-066).
func aidUnits(p store.Person, institution, month string) []*Node {
	var name store.Qualification
	if len(p.Qualifications) > 0 {
		name = p.Qualifications[0]
	}
	var list []*Node
	for _, t := range p.Aid.Tickets {
		if t.Institution != institution || t.Month != month {
			continue
		}
		result := Group(resultName, Leaf("InsuredCardClassification", aidClass), Leaf("Name", Representable(name.Name)), Leaf("Sex1", name.Sex),
			Leaf("Birthdate", name.Birthdate), Leaf("InsurerName", Representable(p.Aid.Office)), Leaf("WelfareOfficeName", Representable(p.Aid.Office)),
			Leaf("InsurerNumber", p.Aid.Number), Group("PublicExpenseResultList", Group("MedicalTicketInfo", Optional("TicketType", t.Kind),
				Optional("MedicalTicketValidDate", t.From), Optional("MedicalTicketExpirationDate", t.To), Optional("IssueNumber", t.Number),
				Leaf("MedicalTreatmentMonth", t.Month), Leaf("DesignatedMedicalInstitutionCode", t.Institution), Optional("InjuryName1", t.Injury))))
		list = append(list, Group(unitName, Leaf("ProcessingResultStatus", "1"), Leaf("QualificationValidity", "1"), Group("ResultList", result)))
	}
	return list
}
