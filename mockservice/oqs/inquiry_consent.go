package oqs

import (
	"context"
	"errors"
	"fmt"

	"github.com/mynalab/mynalab/mockservice/number"
	"github.com/mynalab/mynalab/mockservice/store"
)

// consents lists the persons who gave this institution a consent for checks without a card, for 訪問診療等 (flag 2, SVC-023) or
// オンライン診療等 (flag 3, SVC-024). Later home visits are confirmed in this way (SVC-230).
func consents(flag string) bulkResult {
	return func(ctx context.Context, c *call) ([]*Node, error) {
		if c.request.Value(bodyName+"/MedicalTreatmentFlag") != flag {
			return []*Node{Group(unitName, Leaf("ProcessingResultStatus", "2"), Leaf("ProcessingResultCode", codeMalformed),
				Leaf("ProcessingResultMessage", "MedicalTreatmentFlag は "+flag+" です。"))}, nil
		}
		var list []*Node
		err := c.exchange.known(ctx, c.header("MedicalInstitutionCode"), func(p store.Person) {
			for _, consent := range p.Consents {
				if consent.Flag == flag && consent.Institution == c.header("MedicalInstitutionCode") && c.within(consent, flag) {
					list = append(list, c.confirmed(p))
				}
			}
		})
		return list, err
	}
}

// within reports whether a consent lies within the requested days: the day of consent, and for オンライン診療等 also the day of the
// examination.
func (c *call) within(consent store.Consent, flag string) bool {
	body := c.request.Find(bodyName)
	between := func(day, prefix string) bool {
		from, to := body.Value(prefix+"From"), body.Value(prefix+"To")
		return (from == "" || day >= from) && (to == "" || day <= to)
	}
	return between(consent.Given, "ConsentDate") && (flag != "3" || between(consent.Examined, "ExaminationDate"))
}

// confirmed returns a person's current qualifications as a unit.
func (c *call) confirmed(p store.Person) *Node {
	day := c.day()
	list := Group("ResultList")
	for _, q := range p.Qualifications {
		if q.From <= day && (q.To == "" || q.To > day) {
			list.Children = append(list.Children, resultOf(q, "1"))
		}
	}
	validity := map[int]string{0: "4", 1: "1"}[len(list.Children)]
	if validity == "" {
		validity = "5"
	}
	return Group(unitName, Leaf("ProcessingResultStatus", "1"), Leaf("QualificationValidity", validity), list)
}

// known visits the persons who have a consent or a ticket for an institution.
func (x *Exchange) known(ctx context.Context, institution string, visit func(store.Person)) error {
	insured, err := x.rows.InsuredBy(ctx, institutionKey(institution))
	if err != nil {
		return fmt.Errorf("reading the persons with a consent or ticket for an institution: %w", err)
	}
	for _, i := range insured {
		p, err := x.rows.Person(ctx, i.PersonID)
		switch {
		case err == nil && !p.Stopped:
			visit(p)
		case err != nil && !errors.Is(err, store.ErrNotFound):
			return fmt.Errorf("reading the persons with a consent or ticket for an institution: %w", err)
		}
	}
	return nil
}

// institutionKey is the key of store.Insured under which the persons with a consent or ticket for an institution are found.
func institutionKey(code string) string { return "@" + code }

// Keys returns the keys by which a person can be found: each 番号, normalized, and each institution with a consent or a ticket.
func Keys(p store.Person) []string {
	var keys []string
	for _, q := range p.Qualifications {
		if q.Number != "" {
			keys = append(keys, number.Fold(q.Number))
		}
	}
	for _, c := range p.Consents {
		keys = append(keys, institutionKey(c.Institution))
	}
	if p.Aid != nil {
		for _, t := range p.Aid.Tickets {
			keys = append(keys, institutionKey(t.Institution))
		}
	}
	return keys
}
