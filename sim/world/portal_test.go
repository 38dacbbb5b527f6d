package world_test

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/world"
)

// atPortal returns the requests of a user in a record, each with the status of its answer.
func atPortal(events []trace.Event) []string {
	answers := map[string]string{}
	for _, e := range events {
		if e.Kind == trace.KindAnswer {
			answers[e.Fields["exchange"]] = e.Fields["status"]
		}
	}
	var all []string
	for _, e := range events {
		if e.Kind == trace.KindRequest && e.By == trace.PersonActor {
			all = append(all, e.Fields["method"]+" "+strings.TrimPrefix(e.Fields["path"], "/v1/portals/")+" "+answers[e.Fields["exchange"]])
		}
	}
	return all
}

func TestSomebodyJoinsAPortal(t *testing.T) {
	for facility, site := range map[string]string{"みなと接骨院": "omf", "さくら鍼灸院": "omf", "架空健診センター": "omf",
		"架空健康保険組合健診室": "omf", "架空中央病院健診部": "csm"} {
		t.Run(facility, func(t *testing.T) {
			w, sink := stage(t, config(t))
			require.NoError(t, w.Portal().ComesAndJoins(facility))
			require.NoError(t, w.Portal().StartsUse())
			require.NoError(t, w.Portal().OpensAccounts())
			require.NoError(t, w.Portal().OpensSettings())
			events := recorded(t, w, sink)
			require.Subset(t, atPortal(events), []string{"GET " + site + "/forms/user-registration 200",
				"POST " + site + "/forms/user-registration 201", "POST " + site + "/activations 204", "POST " + site + "/sessions 201",
				"POST " + site + "/forms/start 201", "GET " + site + "/accounts 200"})
			sheet := events[len(events)-1].Fields["body"]
			require.Contains(t, sheet, w.Clinic().AccountID()+`/password"`, "secrets stand in the record as references")
			require.Contains(t, sheet, w.Clinic().AccountID()+`/activation-code"`)
		})
	}
}

func TestMailsAreObservedWithoutTheTokensOfTheirLinks(t *testing.T) {
	w, sink := stage(t, config(t))
	require.NoError(t, w.Portal().Comes("みなと接骨院"))
	require.NoError(t, w.Portal().Registers())
	require.NoError(t, w.Claim(trace.Claim{Check: "mails-arrived", Needs: []trace.Need{trace.NeedMailbox}}))
	events := recorded(t, w, sink)
	box := events[len(events)-2]
	require.Equal(t, trace.KindMailbox, box.Kind)
	require.Equal(t, "1", box.Fields["mails"])
	require.Equal(t, "activation", box.Fields["mail.1.kind"])
	require.True(t, strings.HasSuffix(box.Fields["mail.1.link"], trace.Masked), box.Fields["mail.1.link"])
}

func TestWhatAFeatureTextMisspellsIsItsOwnFault(t *testing.T) {
	w, _ := stage(t, config(t))
	for _, err := range []error{w.Portal().Comes("ない施術所"), w.Portal().OpensForm("ない申請"), w.Portal().Attaches("ないファイル"),
		w.Portal().SendsPassword("変な")} {
		var trouble *world.BlamedError
		require.ErrorAs(t, err, &trouble)
		require.Equal(t, trace.BlameConfiguration, trouble.Blame)
	}
	require.NoError(t, w.Portal().Comes("みなと接骨院"))
	require.NoError(t, w.Portal().OpensForm("ユーザー登録"))
	require.ErrorContains(t, w.Portal().Enters("ない項目", "x"), "ない項目")
}

func TestFilesHaveTheirLength(t *testing.T) {
	for name, file := range world.Files() {
		n, err := io.Copy(io.Discard, file.Open())
		require.NoError(t, err, name)
		require.Equal(t, file.Length(), n, name)
	}
}
