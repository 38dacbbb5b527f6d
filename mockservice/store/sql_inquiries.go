package store

import (
	"cmp"
	"context"
	"slices"
)

// PutInsured stores who has a 番号.
func (s *SQL) PutInsured(ctx context.Context, i Insured) error {
	return s.kinds.insured.keep(ctx, s, i)
}

// InsuredBy returns who was stored for a 番号, ordered by person id.
func (s *SQL) InsuredBy(ctx context.Context, number string) ([]Insured, error) {
	list, err := s.kinds.insured.list(ctx, s.read, "select body from insured where number = $1", keyText(number))
	slices.SortFunc(list, func(a, b Insured) int { return cmp.Compare(a.PersonID, b.PersonID) })
	return list, err
}

// AddReception adds a reception.
func (s *SQL) AddReception(ctx context.Context, r Reception) error {
	return s.kinds.receptions.keepNew(ctx, s, r)
}

// Reception returns a reception.
func (s *SQL) Reception(ctx context.Context, number string) (Reception, error) {
	return s.kinds.receptions.get(ctx, s.read, keyText(number))
}

// PutReference stores a 照会番号.
func (s *SQL) PutReference(ctx context.Context, r Reference) error {
	return s.kinds.references.keep(ctx, s, r)
}

// Reference returns a 照会番号.
func (s *SQL) Reference(ctx context.Context, institution, personID string) (Reference, error) {
	return s.kinds.references.get(ctx, s.read, keyText(institution), keyText(personID))
}
