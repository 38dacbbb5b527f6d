package mockservice

import (
	"context"
	"encoding/binary"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// withFaults wraps the public handler in the mode and the faults that the control handler has set. It reads the setup row once
// for the whole request.
func (s *Service) withFaults(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		row, err := s.cfg.Store.Setup(r.Context())
		if err != nil {
			next.ServeHTTP(w, r) // the operation fails in the same way and reports it
			return
		}
		state := &requestState{row: row}
		r = r.WithContext(state.enter(r.Context()))
		striking, err := s.strikingFaults(r.Context(), row, func(f store.Fault) bool {
			return faultKinds()[control.FaultKind(f.Kind)].around != nil && meetsPath(f, r.URL.Path)
		})
		if err != nil {
			s.fails(w, err)
			return
		}
		handler := s.inMode(row, next)
		for _, f := range slices.Backward(striking) {
			handler = faultKinds()[control.FaultKind(f.Kind)].around(s, f, handler)
		}
		handler.ServeHTTP(w, r)
	})
}

// fails answers a request with an internal error that occurred before an operation was called.
func (s *Service) fails(w http.ResponseWriter, err error) {
	(&contractHandler{report: s.cfg.Report}).refuse(w, nil, err)
}

// strikingFaults returns the faults that apply to this request, in their order: those that match its scenario and for which
// meets is true, less those that are not applied this time because of their count or percent. Every match is counted, whether
// or not the fault is applied.
func (s *Service) strikingFaults(ctx context.Context, row store.Setup, meets func(store.Fault) bool) ([]store.Fault, error) {
	var striking []store.Fault
	for i, f := range row.Faults {
		if !fits(f.Scenario, row.Scenario) || !meets(f) {
			continue
		}
		hit, err := s.strikes(ctx, f, fmt.Sprintf("fault %d.%d", row.FaultRound, i))
		if err != nil {
			return nil, err
		}
		if hit {
			striking = append(striking, f)
		}
	}
	return striking, nil
}

// strikes reports whether a matching fault is applied this time: first by its skip and count, then by its percent. The counter
// is in the store, so that replicas count together.
func (s *Service) strikes(ctx context.Context, f store.Fault, purpose string) (bool, error) {
	if f.Skip > 0 || f.Count > 0 {
		n, err := s.cfg.Store.CountDraw(ctx, purpose)
		if err != nil {
			return false, fmt.Errorf("counting a fault: %w", err)
		}
		if n < uint64(f.Skip) || f.Count > 0 && n >= uint64(f.Skip+f.Count) {
			return false, nil
		}
	}
	if f.Percent == 0 {
		return true, nil
	}
	return s.odds(ctx, purpose+" odds", f.Percent)
}

// odds draws at random and returns true in percent of 100 cases.
func (s *Service) odds(ctx context.Context, purpose string, percent int) (bool, error) {
	drawn, err := s.draw(ctx, purpose, 8)
	if err != nil {
		return false, err
	}
	return binary.BigEndian.Uint64(drawn)%100 < uint64(percent), nil
}

// meetsPath reports whether a fault matches a path. The health path is matched only by a fault that names a path, so that probes
// do not see faults meant for terminals.
func meetsPath(f store.Fault, path string) bool {
	return f.Path == "" && path != wire.PathHealth || f.Path != "" && fits(f.Path, path)
}

// fits reports whether a text matches a pattern in which each * stands for any text. The empty pattern matches everything.
func fits(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	if pattern == "" || len(parts) == 1 {
		return pattern == "" || pattern == text
	}
	rest, ok := strings.CutPrefix(text, parts[0])
	if !ok {
		return false
	}
	last := len(parts) - 1
	for _, part := range parts[1:last] {
		at := strings.Index(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	return strings.HasSuffix(rest, parts[last])
}
