package world_test

import (
	"cmp"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/slot"
	"github.com/mynalab/mynalab/sim/world"
)

// TestEverybodyIsWhoTheCastSays proves that every person of the cast has the card that the cast describes, and that the
// service answers accordingly.
func TestEverybodyIsWhoTheCastSays(t *testing.T) {
	cast, err := people.Load()
	require.NoError(t, err)
	special := map[string]string{"P03": "not-confirmed", "P09": "certificate-revoked", "P10": "certificate-expired", "P14": "not-confirmed",
		"P16": "not-usable"}
	for _, p := range cast.Persons {
		t.Run(p.ID, func(t *testing.T) {
			w, sink := stage(t, config(t))
			require.NoError(t, w.Patient().Arrives(p.ID))
			require.NoError(t, w.Patient().ChecksInByFace())
			screen := lastScreen(t, recorded(t, w, sink))
			require.Equal(t, cmp.Or(special[p.ID], "confirmed"), screen["outcome"])
			if screen["outcome"] == "confirmed" {
				require.Equal(t, p.Name, screen["field.氏名"])
				require.Equal(t, p.WithholdAddress, screen["field.住所"] == "", "SVC-165")
				require.Equal(t, p.ID == "P08", screen["text"] != "", "SVC-299: the person within the grace period is warned")
			}
		})
	}
}

func TestAFormerCardIsToldOf(t *testing.T) {
	c, rows := config(t), store.NewMemory()
	c.Service = slot.Embedded(func() mockservice.Config {
		s := mockservice.Default(world.DefaultStart)
		s.Store = rows
		return s
	})
	w, _ := stage(t, c)
	require.NoError(t, w.Patient().Arrives("P07"))
	require.NoError(t, w.Patient().ChecksInByFace())
	list, err := rows.CertificateList(t.Context())
	require.NoError(t, err)
	require.Len(t, list, 2, "SVC-316")
	var ended []store.Revocation
	for _, certificate := range list {
		require.Equal(t, "P07", certificate.PersonID)
		revocation, err := rows.Revocation(t.Context(), certificate.Serial)
		if err == nil {
			ended = append(ended, revocation)
		}
	}
	require.Len(t, ended, 1)
	require.Equal(t, "superseded", ended[0].Reason, "SVC-312")
	require.Equal(t, "2025-01-10", ended[0].At.Format(time.DateOnly))
}

func TestAServiceTakesTheWholeCastAsItIs(t *testing.T) {
	cast, err := people.Load()
	require.NoError(t, err)
	all := world.RecordOfCast(cast)
	require.Len(t, all.Facilities, len(cast.Facilities))
	require.Len(t, all.Persons, len(cast.Persons))
	for _, f := range all.Facilities {
		require.True(t, f.File.Kind.Valid(), f.Code)
	}
	controlClient, rows := registry(t)
	require.NoError(t, controlClient.PutPeople(t.Context(), all))
	for _, f := range cast.Facilities {
		kept, err := rows.Facility(t.Context(), f.Code)
		require.NoError(t, err)
		require.Equal(t, f.Name, kept.Name)
	}
	changed, err := rows.Person(t.Context(), "P17")
	require.NoError(t, err)
	require.Len(t, changed.Qualifications, 2)
	require.Equal(t, []string{"", "20250601"}, []string{changed.Qualifications[0].To, changed.Qualifications[1].To})
}

// registry returns the control handler of a service of its own, and the store behind it.
func registry(t *testing.T) (*control.Client, store.Store) {
	t.Helper()
	rows := store.NewMemory()
	c := mockservice.Default(world.DefaultStart)
	c.Store = rows
	door := httptest.NewServer(mockservice.New(c).Control())
	t.Cleanup(door.Close)
	return control.Dial(door.URL, door.Client(), ""), rows
}
