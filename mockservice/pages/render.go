package pages

import (
	"bytes"
	"fmt"
	"net/http"

	"github.com/mynalab/mynalab/mockservice/portal"
)

// drawn is what a page shows. A page with a target is left for another one at once.
type drawn struct {
	status    int // 0: 200
	template  string
	title     string
	page      any
	formStyle string // address of the form's own style sheet
	target    string
	css       []byte // instead of a page
}

// frame is what all templates see.
type frame struct {
	Portal, Site, Title string
	Header              []string
	Token               string // of the logout button; empty where nobody is logged in
	CSRF                string
	FormStyle           string
	Page                any
}

// protect sets the headers of every answer: nothing is fetched from elsewhere, framed, guessed or kept.
func protect(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
}

// draw writes a page whole or, where its template fails, none of it.
func (p *Pages) draw(c *call, d drawn) {
	switch {
	case d.target != "":
		http.Redirect(c.w, c.r, d.target, http.StatusSeeOther)
		return
	case d.css != nil:
		c.w.Header().Set("Content-Type", "text/css; charset=utf-8")
		_, _ = c.w.Write(d.css) // who has gone away needs no style
		return
	}
	site, err := p.cfg.Backend.Site(c.visit)
	if err != nil {
		http.Error(c.w, err.Error(), http.StatusNotFound)
		return
	}
	f := frame{Portal: c.visit.Portal, Site: site.Name, Header: site.Header, Title: d.title, FormStyle: d.formStyle, Page: d.page,
		CSRF: portal.CSRF(c.secret, c.visit.Portal)}
	if c.logged {
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
	_, _ = text.WriteTo(c.w) // who has gone away needs no page
}

// style is the look that all pages share.
func style(w http.ResponseWriter, _ *http.Request) {
	text, err := files.ReadFile("style.css")
	if err != nil {
		http.Error(w, "no style", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(text) // who has gone away needs no style
}
