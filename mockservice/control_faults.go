package mockservice

import (
	"context"
	"fmt"
	"time"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/store"
)

// GetFaults returns the faults that are set.
func (s controlAPI) GetFaults(ctx context.Context, _ control.GetFaultsRequestObject) (control.GetFaultsResponseObject, error) {
	row, err := s.cfg.Store.Setup(ctx)
	answer := control.GetFaults200JSONResponse{RevocationDown: row.RevocationDown, RevocationStale: row.RevocationStale,
		RevocationDelay: int(row.RevocationDelay / time.Second)}
	for _, f := range row.Faults {
		answer.List = append(answer.List, control.Fault{Kind: control.FaultKind(f.Kind), Scenario: f.Scenario, Path: f.Path,
			Skip: f.Skip, Count: f.Count, Percent: f.Percent, Seconds: f.Seconds})
	}
	return answer, err
}

// SetFaults replaces all faults, and restarts their counters.
func (s controlAPI) SetFaults(ctx context.Context, r control.SetFaultsRequestObject) (control.SetFaultsResponseObject, error) {
	faults, err := faultRows(r.Body.List)
	if err != nil {
		return nil, err
	}
	return control.SetFaults204Response{}, s.changeSetup(ctx, func(row *store.Setup) {
		row.RevocationDown, row.RevocationStale = r.Body.RevocationDown, r.Body.RevocationStale
		row.RevocationDelay = time.Duration(r.Body.RevocationDelay) * time.Second
		row.Faults, row.FaultRound = faults, row.FaultRound+1
	})
}

func faultRows(list []control.Fault) ([]store.Fault, error) {
	var rows []store.Fault
	for i, f := range list {
		if least := faultKinds()[f.Kind].least; f.Seconds < least {
			return nil, malformed(fmt.Sprintf("list.%d.seconds: it must be at least %d for this kind", i, least))
		}
		rows = append(rows, store.Fault{Kind: string(f.Kind), Scenario: f.Scenario, Path: f.Path, Skip: f.Skip, Count: f.Count,
			Percent: f.Percent, Seconds: f.Seconds})
	}
	return rows, nil
}
