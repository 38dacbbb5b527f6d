package pages

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"

	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// The cookies. The prefix __Host- binds each of them to this host and to TLS (RFC 6265bis §4.1.3). They contain only a random
// secret and expire when the browser is closed.
const (
	sessionCookie = "__Host-mynalab-session-"
	visitorCookie = "__Host-mynalab-visitor-"
)

// secretSize is how many random bytes a visitor's cookie has. 32 are our choice: they can't be guessed.
const secretSize = 32

// newCall finds out who sent a request. A visitor without cookies gets one, from which the CSRF tokens of forms are derived.
func (p *Pages) newCall(site string, w http.ResponseWriter, r *http.Request) (*call, error) {
	c := &call{w: w, r: r, visit: portal.Visit{Portal: site, From: p.cfg.From(r), Token: cookie(r, sessionCookie+site)}}
	now, err := p.cfg.Now(r.Context())
	if err != nil {
		return c, err
	}
	c.visit.Now = now
	if c.visit.Token != "" {
		if _, err := p.cfg.Backend.Session(r.Context(), c.visit); err == nil {
			c.secret, c.loggedIn = c.visit.Token, true
			return c, nil
		}
	}
	if c.secret = cookie(r, visitorCookie+site); c.secret != "" {
		return c, nil
	}
	drawn, err := p.cfg.Draw(r.Context(), "visitor cookie", secretSize)
	if err != nil {
		return c, fmt.Errorf("drawing a visitor's cookie: %w", err)
	}
	c.secret = base64.RawURLEncoding.EncodeToString(drawn)
	setCookie(w, visitorCookie+site, c.secret)
	return c, nil
}

// formMemory is how much of a submitted form is kept in memory, in bytes; the rest of its files goes to a temporary file. 1 MiB
// is our choice: it holds all fields, and many uploads at once use little memory.
const formMemory = 1 << 20

// refuseForgery refuses a request that another site made the browser send (CSRF): the form's token must belong to this visitor, and the
// browser's headers must not name another origin.
func (p *Pages) refuseForgery(c *call) error {
	if err := http.NewCrossOriginProtection().Check(c.r); err != nil {
		return wire.ProblemFor(wire.CodeForgery, "")
	}
	c.r.Body = http.MaxBytesReader(c.w, c.r.Body, p.cfg.Largest)
	var tooLarge *http.MaxBytesError
	switch err := c.r.ParseMultipartForm(formMemory); {
	case errors.As(err, &tooLarge):
		return wire.ProblemFor(wire.CodeTooLarge, "")
	case err != nil && !errors.Is(err, http.ErrNotMultipart):
		return wire.ProblemFor(wire.CodeBadRequest, "the form can't be parsed")
	}
	if !portal.CSRFAgrees(c.secret, c.visit.Portal, c.r.PostFormValue("csrf")) {
		return wire.ProblemFor(wire.CodeForgery, "")
	}
	return nil
}

func cookie(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// setCookie sets a cookie. An empty value deletes it.
func setCookie(w http.ResponseWriter, name, value string) {
	c := &http.Cookie{Name: name, Value: value, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}
