// Package pages draws the two portals in plain HTML that works without scripts, over the rule tables of package portal.
//
// It holds no rule of its own: what a form has, what is missing and what is refused comes from the evaluator, and so does
// the style sheet that lets a button of 必須情報 vanish. It reads no clock and keeps nothing; what it sets are two cookies.
package pages

import (
	"context"
	"embed"
	"errors"
	"html/template"
	"net/http"
	"time"

	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/wire"
)

//go:embed templates/*.html style.css
var files embed.FS

// Config is what the pages are made of.
type Config struct {
	Backend *portal.Backend
	// Now is the service's time.
	Now func(context.Context) (time.Time, error)
	// Draw is chance, for the cookie of a visitor who is not logged in.
	Draw portal.Draw
	// From tells the address that a request came from, by which attempts are limited.
	From func(*http.Request) string
	// Largest is how much of a sent form is read, attachments among it, in bytes.
	Largest int64
	// Report hears of failures of the service itself. It may be nil.
	Report func(error)
}

// Pages is the handler of everything below /omf and /csm.
type Pages struct {
	cfg       Config
	templates map[string]*template.Template
	mux       *http.ServeMux
}

// New parses the templates; one that is broken is a mistake of the program.
func New(cfg Config) *Pages {
	p := &Pages{cfg: cfg, templates: map[string]*template.Template{}, mux: http.NewServeMux()}
	for _, name := range []string{"home", "services", "menu", "article", "form", "login", "message", "accounts", "status", "sheet"} {
		p.templates[name] = template.Must(template.ParseFS(files, "templates/frame.html", "templates/"+name+".html"))
	}
	for _, site := range portal.Portals() {
		for _, row := range p.routes() {
			p.mux.Handle(row.method+" /"+site+row.path, p.page(site, row))
		}
		p.mux.HandleFunc("GET /"+site+"/style.css", style)
	}
	return p
}

// route is one page or one button. take answers what to draw; a Problem is drawn as a page of its own.
type route struct {
	method, path string
	take         func(*call) (drawn, error)
}

// routes is the table of pages, below the path of each portal.
func (p *Pages) routes() []route {
	const get, post = http.MethodGet, http.MethodPost
	return []route{
		{get, "", p.home},
		{get, "/services", p.services},
		{get, "/register", p.openForm(portal.FormUser)},
		{post, "/register", p.sendForm(portal.FormUser)},
		{get, "/activation", p.activate},
		{get, "/login", p.openLogin},
		{post, "/login", p.login},
		{post, "/logout", p.logout},
		{get, "/applications", p.menu},
		{get, "/applications/{form}", p.article},
		{get, "/forms/{form}", func(c *call) (drawn, error) { return p.openForm(c.r.PathValue("form"))(c) }},
		{post, "/forms/{form}", func(c *call) (drawn, error) { return p.sendForm(c.r.PathValue("form"))(c) }},
		{get, "/forms/{form}/style.css", p.formStyle},
		{get, "/status", p.status},
		{get, "/accounts", p.accounts},
		{get, "/accounts/{id}/settings", p.settings},
		{get, "/grant-letter", p.letter},
	}
}

// ServeHTTP answers with a page, or with one that says that there is none.
func (p *Pages) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.mux.ServeHTTP(w, r) }

// call is one request to one portal.
type call struct {
	w     http.ResponseWriter
	r     *http.Request
	visit portal.Visit
	// secret is what the tokens of this visitor's forms follow from: the session, or the visitor's cookie.
	secret string
	logged bool
}

func (c *call) ctx() context.Context { return c.r.Context() }

// path is an address on the portal.
func (c *call) path(below string) string { return "/" + c.visit.Portal + below }

// page is a row of the table as a handler.
func (p *Pages) page(site string, row route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		protect(w.Header())
		c, err := p.enter(site, w, r)
		if err == nil && row.method == http.MethodPost {
			err = p.ours(c)
		}
		if err != nil {
			p.fail(c, err)
			return
		}
		d, err := row.take(c)
		if err != nil {
			p.fail(c, err)
			return
		}
		p.draw(c, d)
	})
}

// fail draws a refusal. Whoever is not logged in is led to the login (APP-01, APP-02).
func (p *Pages) fail(c *call, err error) {
	var problem wire.Problem
	if !errors.As(err, &problem) {
		if p.cfg.Report != nil {
			p.cfg.Report(err)
		}
		problem = wire.ProblemFor(wire.CodeInternal, "")
	}
	if problem.Code == wire.CodeNotLoggedIn && c.r.Method == http.MethodGet {
		http.Redirect(c.w, c.r, c.path("/login?needed=true"), http.StatusSeeOther)
		return
	}
	p.draw(c, refusal(problem))
}

// refusal is a problem as a page.
func refusal(problem wire.Problem) drawn {
	return drawn{status: problem.Status, template: "message", title: "受け付けられませんでした",
		page: message{Bad: true, Texts: []string{problem.MessageJA}}}
}

// message is a page of a few sentences.
type message struct {
	Bad   bool
	Texts []string
	Next  *link
}

// link is an address with its text.
type link struct{ Href, Label string }
