package account

import (
	"fmt"
	"time"

	"github.com/mynalab/mynalab/mockservice/store"
)

// State derives an account's state from its facts and the time.
func (r Rules) State(a store.Account, now time.Time) (State, error) {
	state := standing(a, now)
	if state != Cooldown || now.Before(a.DeregisteredAt.Add(r.Cooldown)) {
		return state, nil
	}
	row, err := r.row(Cooldown, TimeOver)
	return row.To, err
}

// standing is the state as the facts tell it. The first that holds counts: later ones are facts of a life that went on.
// Issue and cancellation may lie ahead, since a review fixes them before they come (SVC-117, SVC-126).
func standing(a store.Account, now time.Time) State {
	switch {
	case came(a.CancelledAt, now):
		return Cancelled
	case !a.LostAt.IsZero():
		return Orphaned
	case !a.DeregisteredAt.IsZero():
		return Cooldown
	case !a.BoundAt.IsZero():
		return Bound
	case came(a.IssuedAt, now):
		return Issued
	default:
		return Applied
	}
}

// came says whether something has happened by now.
func came(at, now time.Time) bool { return !at.IsZero() && !at.After(now) }

func (r Rules) row(from State, event Event) (Row, error) {
	for _, row := range r.Lifecycle {
		if row.From == from && row.Event == event {
			return row, nil
		}
	}
	return Row{}, fmt.Errorf("reading the life cycle: no row for %s in state %s", event, from)
}

// happen lets an event happen to an account: it keeps the row's fact and answers with the row.
func (r Rules) happen(a *store.Account, event Event, device store.Digest, now time.Time) (Row, error) {
	state, err := r.State(*a, now)
	if err != nil {
		return Row{}, err
	}
	row, err := r.row(state, event)
	if err != nil {
		return Row{}, err
	}
	return row, keep(a, row.Fact, device, now)
}

// keep writes a fact. A binding begins by clearing what the last one left.
func keep(a *store.Account, fact Fact, device store.Digest, now time.Time) error {
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
