package account

import (
	"fmt"
	"time"

	"github.com/mynalab/mynalab/mockservice/store"
)

// State derives an account's state from its facts and the time.
func (r Rules) State(a store.Account, now time.Time) (State, error) {
	state := stateOfFacts(a, now)
	if state != Cooldown || now.Before(a.DeregisteredAt.Add(r.Cooldown)) {
		return state, nil
	}
	row, err := r.row(Cooldown, TimeOver)
	return row.To, err
}

// stateOfFacts derives the state from the facts alone, without the end of the cooldown. The first fact that holds decides, since
// the facts of earlier states stay on the row. IssuedAt and CancelledAt may be in the future, since a review sets them in
// advance (SVC-117, SVC-126).
func stateOfFacts(a store.Account, now time.Time) State {
	switch {
	case happened(a.CancelledAt, now):
		return Cancelled
	case !a.LostAt.IsZero():
		return Orphaned
	case !a.DeregisteredAt.IsZero():
		return Cooldown
	case !a.BoundAt.IsZero():
		return Bound
	case happened(a.IssuedAt, now):
		return Issued
	default:
		return Applied
	}
}

// happened reports whether the time of a fact is set and not in the future.
func happened(at, now time.Time) bool { return !at.IsZero() && !at.After(now) }

func (r Rules) row(from State, event Event) (Row, error) {
	for _, row := range r.Lifecycle {
		if row.From == from && row.Event == event {
			return row, nil
		}
	}
	return Row{}, fmt.Errorf("reading the life cycle: no row for %s in state %s", event, from)
}

// apply applies an event to an account: it writes the fact of the matching row and returns that row.
func (r Rules) apply(a *store.Account, event Event, device store.Digest, now time.Time) (Row, error) {
	state, err := r.State(*a, now)
	if err != nil {
		return Row{}, err
	}
	row, err := r.row(state, event)
	if err != nil {
		return Row{}, err
	}
	return row, writeFact(a, row.Fact, device, now)
}

// writeFact writes a fact to an account. A new registration clears the facts of the previous one.
func writeFact(a *store.Account, fact Fact, device store.Digest, now time.Time) error {
	switch fact {
	case NoFact:
	case IsIssued:
		a.IssuedAt = now
	case IsBound:
		a.BoundAt, a.Device, a.Tried = now, device, 0
		a.DeregisteredAt, a.LostAt = time.Time{}, time.Time{}
	case IsReleased:
		a.DeregisteredAt, a.Device = now, store.Digest{}
	case IsLost:
		a.LostAt = now
	case IsCancelled:
		a.CancelledAt = now
	default:
		return fmt.Errorf("reading the life cycle: unknown fact %q", fact)
	}
	return nil
}
