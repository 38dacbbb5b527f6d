package pages

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"

	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// The cookies, each bound to host and TLS by its prefix (RFC 6265bis §4.1.3). They hold nothing but a drawn secret and
// end with the browser.
const (
	sessionCookie = "__Host-mynalab-session-"
	visitorCookie = "__Host-mynalab-visitor-"
)

// secretSize of a visitor's cookie, in bytes.
const secretSize = 32

// enter finds out who calls. A visitor without any cookie gets one, for the tokens of his forms.
func (p *Pages) enter(site string, w http.ResponseWriter, r *http.Request) (*call, error) {
	c := &call{w: w, r: r, visit: portal.Visit{Portal: site, From: p.cfg.From(r), Token: cookie(r, sessionCookie+site)}}
	now, err := p.cfg.Now(r.Context())
	if err != nil {
		return c, err
	}
	c.visit.Now = now
	if c.visit.Token != "" {
		if _, err := p.cfg.Backend.Session(r.Context(), c.visit); err == nil {
			c.secret, c.logged = c.visit.Token, true
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
	hand(w, visitorCookie+site, c.secret)
	return c, nil
}

// formMemory is how much of a sent form is held in memory, in bytes; attachments beyond it wait in a temporary file.
const formMemory = 1 << 20

// ours refuses what another site made a browser send (CSRF): the token of the form must be that of this visitor, and the
// browser must not say that it comes from elsewhere.
func (p *Pages) ours(c *call) error {
	if err := http.NewCrossOriginProtection().Check(c.r); err != nil {
		return wire.ProblemFor(wire.CodeForgery, "")
	}
	c.r.Body = http.MaxBytesReader(c.w, c.r.Body, p.cfg.Largest)
	var tooLarge *http.MaxBytesError
	switch err := c.r.ParseMultipartForm(formMemory); {
	case errors.As(err, &tooLarge):
		return wire.ProblemFor(wire.CodeTooLarge, "")
	case err != nil && !errors.Is(err, http.ErrNotMultipart):
		return wire.ProblemFor(wire.CodeBadRequest, "the form can't be read")
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

// hand sets a cookie; an empty value takes it away.
func hand(w http.ResponseWriter, name, value string) {
	c := &http.Cookie{Name: name, Value: value, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}
