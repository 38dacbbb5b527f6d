package pages

import (
	"bytes"
	"fmt"
	"net/http"

	"github.com/mynalab/mynalab/mockservice/portal"
)

// drawn is the answer to a request: a page, a redirect to target, or a style sheet.
type drawn struct {
	status    int // 0: 200
	template  string
	title     string
	page      any
	formStyle string // address of the form's own style sheet
	target    string
	css       []byte // the style sheet to send instead of a page
}

// frame is the data of all templates.
type frame struct {
	Portal, Site, Title string
	Header              []string
	Token               string // CSRF token of the logout button; empty if the visitor is not logged in
	CSRF                string
	FormStyle           string
	Page                any
}

// protect sets the security headers of every answer: the browser loads nothing from elsewhere, doesn't show the page in a
// frame, doesn't guess content types, and stores nothing.
func protect(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
}

// draw writes a page. The template runs before anything is sent, so a failing template never leaves half a page.
func (p *Pages) draw(c *call, d drawn) {
	switch {
	case d.target != "":
		http.Redirect(c.w, c.r, d.target, http.StatusSeeOther)
		return
	case d.css != nil:
		c.w.Header().Set("Content-Type", "text/css; charset=utf-8")
		_, _ = c.w.Write(d.css) // fails only if the browser has disconnected
		return
	}
	site, err := p.cfg.Backend.Site(c.visit)
	if err != nil {
		http.Error(c.w, err.Error(), http.StatusNotFound)
		return
	}
	f := frame{Portal: c.visit.Portal, Site: site.Name, Header: site.Header, Title: d.title, FormStyle: d.formStyle, Page: d.page,
		CSRF: portal.CSRF(c.secret, c.visit.Portal)}
	if c.loggedIn {
		f.Token = f.CSRF
	}
	text := &bytes.Buffer{}
	if err := p.templates[d.template].ExecuteTemplate(text, "frame", f); err != nil {
		if p.cfg.Report != nil {
			p.cfg.Report(fmt.Errorf("drawing %s: %w", d.template, err))
		}
		http.Error(c.w, "ただいま利用できません。", http.StatusInternalServerError)
		return
	}
	c.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if d.status != 0 {
		c.w.WriteHeader(d.status)
	}
	_, _ = text.WriteTo(c.w) // fails only if the browser has disconnected
}

// style sends the style sheet that all pages share.
func style(w http.ResponseWriter, _ *http.Request) {
	text, err := files.ReadFile("style.css")
	if err != nil {
		http.Error(w, "the style sheet is missing from this build of mynalab", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(text) // fails only if the browser has disconnected
}
