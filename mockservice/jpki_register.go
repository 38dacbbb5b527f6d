package mockservice

import (
	"context"
	"errors"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/store"
)

// jpkiRegister is the register of the JPKI's responder. It reads the service's store.
type jpkiRegister struct {
	rows  store.Store
	setup func(context.Context) (store.Setup, error)
}

var _ jpki.Register = jpkiRegister{}

// Condition returns the responder's faults that the control handler has set and that apply to this request.
func (g jpkiRegister) Condition(ctx context.Context) (jpki.Condition, error) {
	setup, err := g.setup(ctx)
	o, ok := requestStateOf(ctx)
	return jpki.Condition{Down: setup.RevocationDown, Delay: setup.RevocationDelay, Stale: setup.RevocationStale,
		Forged: ok && o.forged}, err
}

// Record returns what is stored for a serial number (SVC-314).
func (g jpkiRegister) Record(ctx context.Context, serial string) (jpki.Record, error) {
	_, err := g.rows.Certificate(ctx, serial)
	if errors.Is(err, store.ErrNotFound) {
		return jpki.Record{}, nil
	}
	if err != nil {
		return jpki.Record{}, err
	}
	revocation, err := g.rows.Revocation(ctx, serial)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return jpki.Record{Issued: true}, nil
	case err != nil:
		return jpki.Record{}, err
	}
	found := jpki.Revocation(revocation)
	return jpki.Record{Issued: true, Revocation: &found}, nil
}

// Revocations returns the revocations of user-authentication certificates. The service is never informed of signature
// certificates (SVC-155).
func (g jpkiRegister) Revocations(ctx context.Context) ([]jpki.Revocation, error) {
	rows, err := g.rows.RevocationList(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]jpki.Revocation, 0, len(rows))
	for _, row := range rows {
		list = append(list, jpki.Revocation(row))
	}
	return list, nil
}
