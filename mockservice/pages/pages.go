// Package pages shows the two portals as plain HTML that works without scripts, from the rule tables of package portal.
//
// It has no rules of its own: package portal decides which fields a form has, which are missing and which are refused. The
// style sheet that hides a button of 必須情報 is made from the same evaluation. The package reads no clock and stores nothing; its
// only state is two cookies in the browser.
//
// Start with [New], which makes the handler [Pages] from a [Config], and the table routes in this file.
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

// Config is what New needs.
type Config struct {
	// Backend has the rules and the data of both portals.
	Backend *portal.Backend
	// Now returns the service's time.
	Now func(context.Context) (time.Time, error)
	// Draw returns random bytes, for the cookie of a visitor who is not logged in.
	Draw portal.Draw
	// From returns the address that a request came from; attempts are limited by it.
	From func(*http.Request) string
	// Largest is the maximum size of a submitted form with its attachments, in bytes.
	Largest int64
	// Report is called with failures of the service itself. It may be nil.
	Report func(error)
}

// Pages handles all paths below /omf and /csm.
type Pages struct {
	cfg       Config
	templates map[string]*template.Template
	mux       *http.ServeMux
}

// New parses the templates and returns the handler. A broken template is a mistake in the program, so New panics.
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

// route is one page or one button. take returns what to show; an error that is a wire.Problem is shown as a page of its own.
type route struct {
	method, path string
	take         func(*call) (drawn, error)
}

// routes is the table of pages. The paths are relative to that of each portal.
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

// ServeHTTP answers with a page. For an unknown path that is the 404 page of package http.
func (p *Pages) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.mux.ServeHTTP(w, r) }

// call is one request to one portal.
type call struct {
	w     http.ResponseWriter
	r     *http.Request
	visit portal.Visit
	// secret is what the CSRF tokens in this visitor's forms are derived from: the session, or the visitor's cookie.
	secret   string
	loggedIn bool // the visitor is logged in
}

func (c *call) ctx() context.Context { return c.r.Context() }

// path returns the path of a page on the portal.
func (c *call) path(below string) string { return "/" + c.visit.Portal + below }

// page returns the handler of a route.
func (p *Pages) page(site string, row route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		protect(w.Header())
		c, err := p.newCall(site, w, r)
		if err == nil && row.method == http.MethodPost {
			err = p.refuseForgery(c)
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

// fail shows a refusal. Visitors who are not logged in are redirected to the login page (APP-01, APP-02).
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

// refusal returns the page that shows a problem.
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
