package oqs

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

// The paths of the WebAPI (SVC-011, SVC-013). Only the form of the messages is copied: this handler answers on our own ports,
// and nothing here opens a connection (SVC-016). The real one demands a client certificate in a closed network; here whoever
// opens the port decides who may connect.
const (
	PathAuth   = "/oqs-api-pro/MSA12020/ILI12020SV01/auth"
	PathSearch = "/oqs-api-pro/MSA01030/ILI01030SV01/search"
)

// tokenLife is how long an idToken is valid. One hour is our choice: longer than a test needs, short enough to test expiry.
const tokenLife = time.Hour

// WebAPI is the handler of the two paths. It is safe for concurrent use.
type WebAPI struct {
	exchange *Exchange
	now      func(context.Context) (time.Time, error)

	mu     sync.Mutex
	tokens map[string]time.Time // idToken to the end of its validity
}

// NewWebAPI returns the WebAPI in front of an exchange. now returns the service's time.
func NewWebAPI(exchange *Exchange, now func(context.Context) (time.Time, error)) *WebAPI {
	return &WebAPI{exchange: exchange, now: now, tokens: map[string]time.Time{}}
}

// authAnswer is the form of the answer to a login (SVC-012).
type authAnswer struct {
	Status string     `json:"status"`
	Msg    string     `json:"msg"`
	Result authResult `json:"result"`
}

type authResult struct {
	AccessToken   string `json:"accessToken"`
	RefreshToken  string `json:"refreshToken"`
	IDToken       string `json:"idToken"`
	LinkSysCharCd string `json:"linkSysCharCd"`
}

// ServeHTTP answers requests to the two paths.
func (w *WebAPI) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method != http.MethodPost:
		respond(out, http.StatusMethodNotAllowed, authAnswer{Status: "NG", Msg: "use POST"})
	case r.URL.Path == PathAuth:
		w.auth(out, r)
	case r.URL.Path == PathSearch:
		w.search(out, r)
	default:
		respond(out, http.StatusNotFound, authAnswer{Status: "NG", Msg: "unknown path: use " + PathAuth + " or " + PathSearch})
	}
}

// auth issues tokens to anyone who sends a JSON object; the TLS layer decides who may connect.
func (w *WebAPI) auth(out http.ResponseWriter, r *http.Request) {
	var body map[string]any
	if err := json.NewDecoder(io.LimitReader(r.Body, sizeLimit)).Decode(&body); err != nil {
		respond(out, http.StatusBadRequest, authAnswer{Status: "NG", Msg: "the body is not a JSON object"})
		return
	}
	now, err := w.now(r.Context())
	var tokens [3]string
	for i := range tokens {
		var drawn []byte
		if err == nil {
			// 32 bytes are our choice: a token of that size can't be guessed.
			drawn, err = w.exchange.draw(r.Context(), "webapi token", 32)
		}
		tokens[i] = hex.EncodeToString(drawn)
	}
	if err != nil {
		respond(out, http.StatusInternalServerError, authAnswer{Status: "NG", Msg: "try again later"})
		return
	}
	w.mu.Lock()
	w.tokens[tokens[2]] = now.Add(tokenLife)
	w.mu.Unlock()
	respond(out, http.StatusOK, authAnswer{Status: "OK", Result: authResult{tokens[0], tokens[1], tokens[2], w.exchange.rules.Charset.identifier()}})
}

// search answers a single inquiry in JSON (SVC-013 to SVC-015). The header Authorization is the idToken itself, without Bearer.
func (w *WebAPI) search(out http.ResponseWriter, r *http.Request) {
	now, err := w.now(r.Context())
	if err != nil {
		respond(out, http.StatusInternalServerError, authAnswer{Status: "NG", Msg: "try again later"})
		return
	}
	w.mu.Lock()
	end, ok := w.tokens[r.Header.Get("Authorization")]
	w.mu.Unlock()
	if !ok || !now.Before(end) {
		respond(out, http.StatusUnauthorized, authAnswer{Status: "NG", Msg: "unknown or expired idToken: log in again with " + PathAuth})
		return
	}
	text, err := io.ReadAll(io.LimitReader(r.Body, sizeLimit+1))
	var request *Node
	if err == nil {
		request, err = ReadJSON(text)
	}
	if err != nil {
		respond(out, http.StatusBadRequest, authAnswer{Status: "NG", Msg: err.Error()})
		return
	}
	answer, err := w.exchange.Ask(r.Context(), KindSingle, stepAsk, request, now)
	if err == nil {
		text, err = WriteJSON(answer)
	}
	if err != nil {
		status := http.StatusInternalServerError
		if errors.Is(err, ErrRejected) {
			status = http.StatusBadRequest
		}
		respond(out, status, authAnswer{Status: "NG", Msg: "try again later"})
		return
	}
	out.Header().Set("Content-Type", "application/json")
	_, _ = out.Write(text) // fails only if the client has disconnected
}

func respond(out http.ResponseWriter, status int, body authAnswer) {
	out.Header().Set("Content-Type", "application/json")
	out.WriteHeader(status)
	_ = json.NewEncoder(out).Encode(body) // fails only if the client has disconnected
}
