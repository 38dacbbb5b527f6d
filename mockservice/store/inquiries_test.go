package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/store"
)

func inquiries(t *testing.T, s store.Store) {
	ctx := t.Context()
	for _, i := range []store.Insured{{Number: "567", PersonID: "P02"}, {Number: "567", PersonID: "P01"}, {Number: "568", PersonID: "P03"}, {Number: "567", PersonID: "P01"}} {
		require.NoError(t, s.PutInsured(ctx, i))
	}
	list, err := s.InsuredBy(ctx, "567")
	require.NoError(t, err)
	require.Equal(t, []store.Insured{{Number: "567", PersonID: "P01"}, {Number: "567", PersonID: "P02"}}, list)
	list, err = s.InsuredBy(ctx, "569")
	require.NoError(t, err)
	require.Empty(t, list)

	r := store.Reception{Number: "20250602000001", Kind: "OQSmuquc", Institution: "2800001234", At: at, Request: []byte("<XmlMsg/>")}
	require.NoError(t, s.AddReception(ctx, r))
	require.ErrorIs(t, s.AddReception(ctx, r), store.ErrTaken)
	got, err := s.Reception(ctx, r.Number)
	require.NoError(t, err)
	require.Equal(t, r, got)
	_, err = s.Reception(ctx, "0")
	require.ErrorIs(t, err, store.ErrNotFound)

	for _, number := range []string{"A-1", "A-2"} {
		reference := store.Reference{Institution: "2800001234", PersonID: "P01", Number: number}
		require.NoError(t, s.PutReference(ctx, reference))
		kept, err := s.Reference(ctx, "2800001234", "P01")
		require.NoError(t, err)
		require.Equal(t, reference, kept)
	}
	_, err = s.Reference(ctx, "2800001234", "P02")
	require.ErrorIs(t, err, store.ErrNotFound)
}

// wholePersons checks that a person is stored with every field, and shares no memory with the caller's value.
func wholePersons(t *testing.T, s store.Store) {
	ctx := t.Context()
	p := store.Person{ID: "P77", Registered: true, Consents: []store.Consent{{Institution: "1", Flag: "2", Given: "20250601"}},
		Aid: &store.Aid{Applied: true, OnFile: true, Office: "架空福祉事務所", Number: "12280001", From: "20250401",
			Tickets: []store.Ticket{{Month: "202506", Institution: "1", Number: "7"}}},
		Qualifications: []store.Qualification{{Name: "山田　太郎", Sex2: "3", Ratio: "010", Elderly: &store.ElderlyCertificate{Ratio: "020"},
			Limit: &store.LimitCertificate{Class: "01", Flag: "A01"}, Diseases: []store.DiseaseCertificate{{Category: "1", SelfPay: "10000"}}}}}
	want := p
	want.Aid = &store.Aid{Applied: true, OnFile: true, Office: "架空福祉事務所", Number: "12280001", From: "20250401",
		Tickets: []store.Ticket{{Month: "202506", Institution: "1", Number: "7"}}}
	require.NoError(t, s.PutPerson(ctx, p))
	p.Aid.Tickets[0].Number, p.Aid.Applied = "8", false
	got, err := s.Person(ctx, "P77")
	require.NoError(t, err)
	require.Equal(t, want, got)
}
