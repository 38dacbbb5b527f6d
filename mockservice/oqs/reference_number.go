package oqs

import (
	"context"
	"fmt"

	"github.com/mynalab/mynalab/mockservice/store"
)

// registrationName is the element with one 照会番号 to register.
const registrationName = "ReferenceNumberRegistrationInfo"

// reference registers one 照会番号 (chart number) for a person (SVC-022).
func reference(ctx context.Context, c *call) (*Node, error) {
	list := c.request.Find(bodyName).All(registrationName)
	if len(list) != 1 {
		return c.refusal(codeMalformed, "照会番号の登録は1件だけ指定してください。", nil), nil
	}
	return references(ctx, c)
}

// references registers several, one for each ReferenceNumberRegistrationInfo (SVC-022). Each has its own result in the answer.
func references(ctx context.Context, c *call) (*Node, error) {
	body := Group(bodyName, Leaf("ProcessingResultStatus", "1"))
	failed := 0
	list := c.request.Find(bodyName).All(registrationName)
	for _, entry := range list {
		known, err := c.exchange.register(ctx, c, entry)
		if err != nil {
			return nil, err
		}
		status, code := "1", ""
		if !known {
			status, code = "2", codeUnknownPerson
			failed++
		}
		body.Children = append(body.Children, Group(registrationName, Optional("ReferenceNumber", entry.Value("ReferenceNumber")),
			Leaf("ProcessingResultStatus", status), Optional("ProcessingResultCode", code)))
	}
	if failed > 0 {
		body.Children[0].Text = "2"
	}
	return Group(rootName, c.head("1", count("NumberOfProcessingResult", len(list)), count("NumberOfNormalProcessing", len(list)-failed),
		count("NumberOfError", failed)), body), nil
}

// register stores one 照会番号. known is false if no person has the card data or the number is empty.
func (x *Exchange) register(ctx context.Context, c *call, entry *Node) (known bool, err error) {
	persons, err := x.search(ctx, entry)
	if err != nil {
		return false, err
	}
	found, _ := decide(c.day(), persons, entry)
	if len(found) == 0 || entry.Value("ReferenceNumber") == "" {
		return false, nil
	}
	err = x.rows.PutReference(ctx, store.Reference{Institution: c.header("MedicalInstitutionCode"), PersonID: found[0].person.ID,
		Number: entry.Value("ReferenceNumber")})
	if err != nil {
		return false, fmt.Errorf("storing a 照会番号: %w", err)
	}
	return true, nil
}
