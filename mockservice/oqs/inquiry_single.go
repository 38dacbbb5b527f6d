package oqs

import (
	"context"
	"errors"
	"fmt"

	"github.com/mynalab/mynalab/mockservice/number"
	"github.com/mynalab/mynalab/mockservice/store"
)

// byCardData is the ReferenceClassification of an inquiry by card data (SVC-080).
const byCardData = "2"

// single answers an inquiry about one person by card data (SVC-018).
func single(ctx context.Context, c *call) (*Node, error) {
	classification := Leaf("ReferenceClassification", byCardData)
	if err := Check(c.request, Ask, Single); err != nil {
		return c.refusal(codeMalformed, "要求の内容に誤りがあります。"+err.Error(), classification), nil
	}
	body, err := c.unit(ctx, bodyName, c.request.Find(searchInfo))
	if err != nil {
		return nil, err
	}
	return Group(rootName, c.head("1", classification), body), nil
}

// unit returns the body about one person (SVC-047 to SVC-054). It repeats the search data (SVC-051).
func (c *call) unit(ctx context.Context, name string, search *Node) (*Node, error) {
	persons, err := c.exchange.search(ctx, search)
	if err != nil {
		return nil, err
	}
	found, validity := decide(c.day(), persons, search)
	list := Group("ResultList")
	for _, f := range found {
		result := resultOf(f.qualification, validity)
		reference, err := c.exchange.rows.Reference(ctx, c.header("MedicalInstitutionCode"), f.person.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, fmt.Errorf("reading a 照会番号: %w", err)
		}
		result.Children = append(result.Children, nodesOf(Optional("ReferenceNumber", reference.Number),
			Optional("ArbitraryIdentifier", search.Value("ArbitraryIdentifier")))...)
		list.Children = append(list.Children, result)
	}
	unit := Group(name, Leaf("ProcessingResultStatus", "1"), Leaf("QualificationValidity", validity),
		Optional("ReferenceNumber", search.Value("ReferenceNumber")), search, list)
	return unit, nil
}

// nodesOf returns the nodes without nil ones.
func nodesOf(list ...*Node) []*Node { return Group("", list...).Children }

// match is a qualification that fits the card data, and the person who has it.
type match struct {
	person        store.Person
	qualification store.Qualification
}

// search returns the persons who have, or had, the 番号 in the card data.
func (x *Exchange) search(ctx context.Context, search *Node) ([]store.Person, error) {
	insured, err := x.rows.InsuredBy(ctx, number.Fold(search.Value("InsuredIdentificationNumber")))
	if err != nil {
		return nil, fmt.Errorf("searching by card data: %w", err)
	}
	var persons []store.Person
	for _, i := range insured {
		p, err := x.rows.Person(ctx, i.PersonID)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("searching by card data: %w", err)
		}
		if !p.Stopped { // nothing is disclosed about them: SVC-166, SVC-167
			persons = append(persons, p)
		}
	}
	return persons, nil
}

// matchesCardData reports whether a qualification matches the card data. Numbers are compared without regard to character width
// (SVC-106), insurer numbers without regard to padding (SVC-032, SVC-107), symbol and branch only if they were sent.
func matchesCardData(q store.Qualification, search *Node) bool {
	symbol, branch := search.Value("InsuredCardSymbol"), search.Value("InsuredBranchNumber")
	return number.SameInsurer(q.InsurerNumber, search.Value("InsurerNumber")) &&
		number.Same(q.Number, search.Value("InsuredIdentificationNumber")) && q.Birthdate == search.Value("Birthdate") &&
		(symbol == "" || number.Same(q.Symbol, symbol)) && (branch == "" || q.Branch == branch)
}

// decide returns the qualifications that match card data on a day, and the value of OQSCD006 (eligibility reference §2.6): 5 for
// several current ones, 1 for one current; for a lost one 3 if the person has a newer one, otherwise 2; 4 if nothing matches.
func decide(day string, persons []store.Person, search *Node) ([]match, string) {
	var current, lost []match
	newer := false
	for _, p := range persons {
		for _, q := range p.Qualifications {
			switch {
			case !matchesCardData(q, search):
				newer = newer || q.From <= day && (q.To == "" || q.To > day)
			case q.From > day:
			case q.To != "" && q.To <= day:
				lost = append(lost, match{p, q})
			default:
				current = append(current, match{p, q})
			}
		}
	}
	switch {
	case len(current) > 1:
		return current, "5"
	case len(current) == 1:
		return current, "1"
	case len(lost) > 0 && newer:
		return lost[:1], "3"
	case len(lost) > 0:
		return lost[:1], "2"
	}
	return nil, "4"
}
