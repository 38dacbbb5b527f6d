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
	// around is the service as it is while it suffers; nil where the handshake suffers.
	around func(s *Service, f store.Fault, next http.Handler) http.Handler
	// least is the smallest number of seconds.
	least  int
	source string
}

// faultKinds is the table of faults. How the real service fails is not public (SVC-017); what a terminal must bear is.
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

// FaultKinds are the kinds of the table, sorted.
func FaultKinds() []control.FaultKind { return slices.Sorted(maps.Keys(faultKinds())) }

// FaultSource says on what a kind rests.
func FaultSource(kind control.FaultKind) string { return faultKinds()[kind].source }

// delayed answers late: the world's clock is told by a header, the service's own clock runs meanwhile.
func delayed(s *Service, f store.Fault, next http.Handler) http.Handler {
	took := time.Duration(f.Seconds) * time.Second
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		buffered := bufferAnswer(next, r)
		if state, ok := requestStateOf(r.Context()); ok && !state.row.Now.IsZero() {
			before, _ := strconv.Atoi(buffered.Header().Get(control.HeaderDelay)) // none is 0
			buffered.Header().Set(control.HeaderDelay, strconv.Itoa(before+f.Seconds))
		} else if s.cfg.Pause != nil {
			s.cfg.Pause(r.Context(), took)
		}
		buffered.send(w)
	})
}

// resets breaks the connection before anybody looks at the request.
func resets(_ *Service, _ store.Fault, _ http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { hangUp(w) })
}

// truncates does what was asked for and breaks the connection in the middle of the answer.
func truncates(_ *Service, _ store.Fault, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		buffered := bufferAnswer(next, r)
		buffered.Header().Set("Content-Length", strconv.Itoa(buffered.Body.Len()))
		buffered.Body.Truncate(buffered.Body.Len() / 2)
		if buffered.Body.Len() > 0 {
			buffered.send(w)
			_ = http.NewResponseController(w).Flush() // who can't flush sends less
		}
		panic(http.ErrAbortHandler)
	})
}

// mangles does what was asked for and answers with the first half of the answer, as if it were all.
func mangles(_ *Service, _ store.Fault, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		buffered := bufferAnswer(next, r)
		buffered.Header().Del("Content-Length")
		buffered.Body.Truncate(buffered.Body.Len() / 2)
		buffered.send(w)
	})
}

// forges has somebody else sign what the JPKI says.
func forges(_ *Service, _ store.Fault, next http.Handler) http.Handler {
	return withRequestState(next, func(state *requestState) { state.forged = true })
}

// skews lets the service work by a clock that is wrong.
func skews(_ *Service, f store.Fault, next http.Handler) http.Handler {
	return withRequestState(next, func(state *requestState) { state.skew += time.Duration(f.Seconds) * time.Second })
}

// withRequestState lets the service answer under a condition.
func withRequestState(next http.Handler, change func(*requestState)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if state, ok := requestStateOf(r.Context()); ok {
			change(state)
		}
		next.ServeHTTP(w, r)
	})
}

// refuses answers with a problem in the service's place, later with when to come again.
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

// Wait lets a delay pass while the service's own clock runs, unless whoever waits goes away.
type Wait func(ctx context.Context, d time.Duration)
