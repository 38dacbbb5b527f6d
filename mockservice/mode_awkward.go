package mockservice

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// quirk is one row of the table of quirks: a behaviour that the contract allows but that few services have.
type quirk struct {
	name string
	// percent is the share of answers, out of 100, that get the quirk.
	percent int
	// instead refuses a request without calling the service; nil if the quirk changes an answer.
	instead *refusingQuirk
	// body changes how JSON is written; dress changes headers and transfer of the answer. Both may be nil.
	body   func(*jsonStyle)
	dress  func(*bufferedAnswer)
	source string
}

// refusingQuirk refuses requests to some paths. If later is not 0, it is the value of Retry-After in seconds.
type refusingQuirk struct {
	paths []string
	code  wire.Code
	later int
}

// quirks returns the table of quirks. All of them are ours: a client that relies only on the contract works with each of them.
// The percentages are our choice: refusals are rare (10), so that a client that tries again gets on; most others hit every
// second answer (50), so that a client meets both forms.
func quirks() []quirk {
	const (
		ours   = "ours"
		format = "ours: RFC 8259"
		http11 = "ours: RFC 9110, RFC 9112"
	)
	return []quirk{
		{"stale-challenge", 10, &refusingQuirk{[]string{wire.PathCheck}, wire.CodeChallenge, 0}, nil, nil, "ours: SVC-290"},
		{"busy", 10, &refusingQuirk{[]string{wire.PathChallenge, wire.PathCheck}, wire.CodeUnavailable, 1}, nil, nil, http11},
		{"short-challenge", 100, nil, func(p *jsonStyle) { p.hurried = true }, nil, "ours: SVC-290"},
		{"shuffled-members", 100, nil, func(p *jsonStyle) { p.shuffled = true }, nil, format},
		{"unknown-members", 50, nil, func(p *jsonStyle) { p.unknown = true }, nil, ours},
		{"empty-members", 50, nil, func(p *jsonStyle) { p.empty = true }, nil, ours},
		{"escaped-text", 50, nil, func(p *jsonStyle) { p.escaped = true }, nil, format},
		{"white-space", 50, nil, func(p *jsonStyle) { p.spaced = true }, nil, format},
		{"media-parameters", 50, nil, nil, withMediaParameters, http11},
		{"chunked", 50, nil, nil, func(h *bufferedAnswer) { h.pieces = 3 }, http11},
		{"closed-connection", 50, nil, nil, func(h *bufferedAnswer) { h.Header().Set("Connection", "close") }, http11},
		{"lower-case-headers", 50, nil, nil, func(h *bufferedAnswer) { h.lower = true }, http11},
	}
}

// QuirkNames returns the names of the quirks, in the order of the table.
func QuirkNames() []string {
	var names []string
	for _, q := range quirks() {
		names = append(names, q.name)
	}
	return names
}

func quirkNamed(name string) (quirk, bool) {
	at := slices.IndexFunc(quirks(), func(q quirk) bool { return q.name == name })
	if at < 0 {
		return quirk{}, false
	}
	return quirks()[at], true
}

// awkward wraps the public handler in the quirks of a mode. The quirks of one answer, and their details, follow from one random
// draw.
func (s *Service) awkward(m control.Mode, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == wire.PathHealth {
			next.ServeHTTP(w, r)
			return
		}
		seed, err := s.draw(r.Context(), "quirks", 32) // the seed size of ChaCha8
		if err != nil {
			s.fails(w, err)
			return
		}
		chance := rand.New(rand.NewChaCha8([32]byte(seed)))
		var pen jsonStyle
		var dressing []func(*bufferedAnswer)
		asked := next // a copy for this request, since a refusal must not replace the handler for later requests
		for _, q := range quirks() {
			if hit := chance.IntN(100) < q.percent; !hit || !slices.Contains(m.Quirks, q.name) {
				continue
			}
			switch {
			case q.instead != nil && slices.Contains(q.instead.paths, r.URL.Path):
				asked = q.instead.handler()
			case q.body != nil:
				q.body(&pen)
			case q.dress != nil:
				dressing = append(dressing, q.dress)
			}
		}
		answer := bufferAnswer(asked, r)
		pen.rewrite(answer, chance)
		for _, dress := range dressing {
			dress(answer)
		}
		answer.send(w)
	})
}

func (q refusingQuirk) handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if q.later > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(q.later))
		}
		(&contractHandler{}).refuse(w, r, wire.ProblemFor(q.code, ""))
	})
}

// withMediaParameters adds a parameter to a JSON media type and capitalizes its first letter; the meaning stays the same.
func withMediaParameters(h *bufferedAnswer) {
	if media := h.Header().Get("Content-Type"); isJSON(media) {
		h.Header().Set("Content-Type", strings.ToUpper(media[:1])+media[1:]+"; charset=utf-8")
	}
}

// isJSON reports whether a media type without parameters is JSON.
func isJSON(media string) bool { return media == mediaJSON || strings.HasSuffix(media, "+json") }
