package mockservice

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// faultKind is one row of the table of faults.
type faultKind struct {
	// around wraps the public handler in the fault; nil for a fault of the TLS handshake.
	around func(s *Service, f store.Fault, next http.Handler) http.Handler
	// least is the smallest permitted value of seconds.
	least  int
	source string
}

// faultKinds returns the table of faults. How the real service fails is not public (SVC-017); which failures a terminal must
// handle is. The value forever is the minimum of seconds in the contract: kinds with it accept any value.
func faultKinds() map[control.FaultKind]faultKind {
	const (
		unstable = "eligibility §7 F14"
		forever  = -864000
	)
	return map[control.FaultKind]faultKind{
		control.Delay:           {delayed, 1, unstable},
		control.ConnectionReset: {resets, forever, unstable},
		control.Truncated:       {truncates, forever, unstable},
		control.Malformed:       {mangles, forever, unstable},
		control.WronglySigned:   {forges, forever, "SVC-301, CARD-432"},
		control.Failing:         {refuses(wire.CodeInternal, false), forever, unstable},
		control.Unavailable:     {refuses(wire.CodeUnavailable, true), 1, unstable},
		control.RateLimited:     {refuses(wire.CodeRateLimited, true), 1, "ours: RFC 6585 §4"},
		control.Skewed:          {skews, forever, "SVC-292, SVC-295"},
		control.OtherName:       {nil, forever, "CHK-18, ours"},
		control.Expired:         {nil, forever, "CHK-18, ours"},
	}
}

// FaultKinds returns the kinds of the table, sorted.
func FaultKinds() []control.FaultKind { return slices.Sorted(maps.Keys(faultKinds())) }

// FaultSource returns the source of a kind: a fact, a section or "ours".
func FaultSource(kind control.FaultKind) string { return faultKinds()[kind].source }

// delayed answers late. If the control handler has set the time, it does not wait but adds the seconds to HeaderDelay. If the
// service's own clock runs, it waits with Config.Pause.
func delayed(s *Service, f store.Fault, next http.Handler) http.Handler {
	took := time.Duration(f.Seconds) * time.Second
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		buffered := bufferAnswer(next, r)
		if state, ok := requestStateOf(r.Context()); ok && !state.row.Now.IsZero() {
			before, _ := strconv.Atoi(buffered.Header().Get(control.HeaderDelay)) // 0 if there is no such header
			buffered.Header().Set(control.HeaderDelay, strconv.Itoa(before+f.Seconds))
		} else if s.cfg.Pause != nil {
			s.cfg.Pause(r.Context(), took)
		}
		buffered.send(w)
	})
}

// resets breaks the connection before the request is processed.
func resets(_ *Service, _ store.Fault, _ http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { hangUp(w) })
}

// truncates processes the request and breaks the connection in the middle of the answer.
func truncates(_ *Service, _ store.Fault, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		buffered := bufferAnswer(next, r)
		buffered.Header().Set("Content-Length", strconv.Itoa(buffered.Body.Len()))
		buffered.Body.Truncate(buffered.Body.Len() / 2)
		if buffered.Body.Len() > 0 {
			buffered.send(w)
			_ = http.NewResponseController(w).Flush() // without it, even less is sent
		}
		panic(http.ErrAbortHandler)
	})
}

// mangles processes the request and sends only the first half of the answer, as a complete HTTP response.
func mangles(_ *Service, _ store.Fault, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		buffered := bufferAnswer(next, r)
		buffered.Header().Del("Content-Length")
		buffered.Body.Truncate(buffered.Body.Len() / 2)
		buffered.send(w)
	})
}

// forges makes the JPKI's answers carry a signature by a wrong key.
func forges(_ *Service, _ store.Fault, next http.Handler) http.Handler {
	return withRequestState(next, func(state *requestState) { state.forged = true })
}

// skews moves the service's clock by the seconds of the fault.
func skews(_ *Service, f store.Fault, next http.Handler) http.Handler {
	return withRequestState(next, func(state *requestState) { state.skew += time.Duration(f.Seconds) * time.Second })
}

// withRequestState changes the state of a request before next processes it.
func withRequestState(next http.Handler, change func(*requestState)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if state, ok := requestStateOf(r.Context()); ok {
			change(state)
		}
		next.ServeHTTP(w, r)
	})
}

// refuses answers with a problem without calling the service. If later is set, the answer has Retry-After with the seconds of
// the fault.
func refuses(code wire.Code, later bool) func(*Service, store.Fault, http.Handler) http.Handler {
	return func(_ *Service, f store.Fault, _ http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Cache-Control", "no-store")
			if later {
				w.Header().Set("Retry-After", strconv.Itoa(f.Seconds))
			}
			(&contractHandler{}).refuse(w, r, wire.ProblemFor(code, ""))
		})
	}
}

// Wait waits for d, or until ctx is done because the client has disconnected.
type Wait func(ctx context.Context, d time.Duration)
