package oqs

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"

	"github.com/mynalab/mynalab/mockservice/store"
)

// receptionSize is how many random bytes make a reception number. The real form is not public; 8 bytes are our choice, enough
// that numbers never collide.
const receptionSize = 8

// receive stores a bulk request and returns the number by which its result can be fetched (SVC-020).
func receive(kind string) handler {
	return func(ctx context.Context, c *call) (*Node, error) {
		drawn, err := c.exchange.draw(ctx, "reception number", receptionSize)
		if err != nil {
			return nil, err
		}
		text, err := WriteXML(c.request, UTF8)
		if err != nil {
			return nil, errors.Join(ErrRejected, err)
		}
		r := store.Reception{Number: hex.EncodeToString(drawn), Kind: kind, Institution: c.header("MedicalInstitutionCode"), At: c.now, Request: text}
		if err := c.exchange.rows.AddReception(ctx, r); err != nil {
			return nil, fmt.Errorf("storing a bulk request: %w", err)
		}
		return Group(rootName, c.head("2", Leaf("ReceptionNumber", r.Number)), Group(bodyName, Leaf("ProcessingResultStatus", "1"))), nil
	}
}

// bulkResult makes the units of a bulk answer from the stored request.
type bulkResult func(ctx context.Context, c *call) ([]*Node, error)

// fetch returns the result of a reception, if it belongs to the requesting institution (SVC-009, SVC-021, SVC-045).
func fetch(kind string, result bulkResult) handler {
	return func(ctx context.Context, c *call) (*Node, error) {
		reception := c.request.Value(bodyName + "/ReceptionNumber")
		r, err := c.exchange.rows.Reception(ctx, reception)
		if errors.Is(err, store.ErrNotFound) || err == nil && (r.Kind != kind || r.Institution != c.header("MedicalInstitutionCode")) {
			return c.refusal(codeNoRecept, "受付番号が見つかりません。", nil), nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading a reception: %w", err)
		}
		received, _, err := ReadXML(r.Request)
		if err != nil {
			return nil, fmt.Errorf("reading a reception: %w", err)
		}
		units, err := result(ctx, &call{c.exchange, received, c.now})
		if err != nil {
			return nil, err
		}
		failed := 0
		for _, u := range units {
			if u.Value("ProcessingResultStatus") != "1" {
				failed++
			}
		}
		return Group(rootName, c.head("1", Leaf("ReceptionNumber", reception), count("NumberOfProcessingResult", len(units)),
			count("NumberOfNormalProcessing", len(units)-failed), count("NumberOfError", failed)), Group(bodyName, units...)), nil
	}
}

func count(name string, n int) *Node { return Leaf(name, strconv.Itoa(n)) }

// units returns one answer for each person in a bulk inquiry (SVC-052).
func units(ctx context.Context, c *call) ([]*Node, error) {
	var list []*Node
	for _, search := range c.request.Find(bodyName).All("QualificationConfirmSearchInfo") {
		alone := Group(rootName, c.request.Find(headerName), Group(bodyName, withoutReference(search)))
		if err := Check(alone, Ask, Single); err != nil {
			list = append(list, Group(unitName, Leaf("ProcessingResultStatus", "2"), Leaf("ProcessingResultCode", codeMalformed),
				Leaf("ProcessingResultMessage", "要求の内容に誤りがあります。"+err.Error()), Optional("ReferenceNumber", search.Value("ReferenceNumber"))))
			continue
		}
		unit, err := c.unit(ctx, unitName, search)
		if err != nil {
			return nil, err
		}
		list = append(list, unit)
	}
	return list, nil
}

// withoutReference returns search data as a single inquiry has them: 照会番号 occurs in bulk inquiries only.
func withoutReference(search *Node) *Node {
	alone := &Node{Name: search.Name}
	for _, c := range search.Children {
		if c.Name != "ReferenceNumber" {
			alone.Children = append(alone.Children, c)
		}
	}
	return alone
}
