package main

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/world"
)

// TestAServiceTakesTheNumbersOfCastAndCrowd: a service accepts the numbers of cast and crowd although their check digits are
// wrong on purpose (SVC-261) and their 記号 mix widths (SVC-274). With StrictNumbers it refuses both.
func TestAServiceTakesTheNumbersOfCastAndCrowd(t *testing.T) {
	cast, err := people.Load()
	require.NoError(t, err)
	all := world.RecordOfCast(cast)
	for p := range people.Crowd(7, 500) {
		all.Persons = append(all.Persons, world.RecordOfPerson(p))
	}
	for _, strict := range []bool{false, true} {
		cfg := mockservice.Default(time.Now)
		cfg.StrictNumbers = strict
		controlClient := control.Dial("http://control", &http.Client{Transport: inProcess{mockservice.New(cfg).Control()}}, "")
		for part := range slices.Chunk(all.Persons, 100) {
			err := controlClient.PutPeople(t.Context(), control.People{Persons: part})
			if strict {
				require.ErrorContains(t, err, "MOCK-E001")
				continue
			}
			require.NoError(t, err)
		}
	}
}
