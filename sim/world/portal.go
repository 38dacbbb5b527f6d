package world

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/slot"
)

// Portal is one of the two portals as a user of a facility sees it. A verb does what the user does and continues whatever the
// portal answers: the judge evaluates the answers.
type Portal struct {
	world  *World
	client *wire.Client
	site   wire.PortalName
	user   people.User
	// facility is the facility of the user.
	facility people.Facility
	// session is the token of the login, empty before the login; seen is when it was last used.
	session string
	seen    time.Time
	// joined lists the ids of the users who have registered.
	joined []string
	// form is the form that was opened last, view how it was last shown, entry what was entered in it.
	form  wire.FormName
	view  wire.FormView
	entry wire.FormEntry
	// chosen is true if an option was chosen since the form was last shown, so that it may have other fields now.
	chosen bool
}

// openPortal opens the portals without a user.
func openPortal(w *World) (*Portal, error) {
	client := &http.Client{Transport: capture.Portal(w.record, slot.PortalTransport{Behind: w.slot.Link()}, references(w.slot.Cast()))}
	asks, err := wire.NewClient(w.slot.Link().URL(), wire.WithHTTPClient(client))
	if err != nil {
		return nil, slot.Harness("opening the portals", err)
	}
	return &Portal{world: w, client: asks}, nil
}

// references maps the secrets that a settings sheet may show to the references that replace them in a record.
func references(cast people.Cast) map[string]string {
	refs := map[string]string{}
	for _, f := range cast.Facilities {
		for _, a := range f.Accounts {
			refs[a.Password] = a.ID + "/" + people.SecretPassword
			refs[a.ActivationCode] = a.ID + "/" + people.SecretActivation
		}
	}
	return refs
}

// sites returns the portals by the names that feature texts use (APP-77).
func sites() map[string]wire.PortalName {
	return map[string]wire.PortalName{
		"施術所等向け総合ポータルサイト":  wire.PortalOMF,
		"医療機関等向け総合ポータルサイト": wire.PortalCSM,
	}
}

// Comes brings the user of a facility of the cast to the portal that serves it, at a time when no facility has applied for
// anything: the service is reset, with all facilities on file and no account issued yet.
func (p *Portal) Comes(facility string) error {
	if err := p.setUser(facility); err != nil {
		return err
	}
	return p.world.emptyService(p.world.sendUnapplied)
}

// setUser makes the user of the given facility the user of the portal.
func (p *Portal) setUser(facility string) error {
	w := p.world
	f, err := w.slot.Cast().Facility(facility)
	if err != nil {
		return slot.Configuration("bringing a user to a portal", err)
	}
	i := slices.IndexFunc(w.slot.Cast().Users, func(u people.User) bool { return u.Facility == f.ID })
	if i < 0 {
		return slot.Configuration("bringing a user to a portal", fmt.Errorf("facility %s has no portal user in the cast: add one", f.ID))
	}
	u := w.slot.Cast().Users[i]
	*p = Portal{world: w, client: p.client, site: wire.PortalName(u.Portal), user: u, facility: f, joined: p.joined}
	*w.clinic = Clinic{world: w, facility: f, account: f.Accounts[0]}
	w.record.Add(trace.World, trace.PersonActor, trace.Stimulus, trace.KindPerson,
		trace.Fields{"deed": "comes-to-portal", "who": u.ID})
	return nil
}

// OpensTop opens the top page of a portal.
func (p *Portal) OpensTop(site string) error {
	p.site = sites()[site]
	return p.ask(nil, func(ctx context.Context) (*http.Response, error) { return p.client.GetPortal(ctx, p.site, p.as) })
}

// OpensMenu opens the list of applications.
func (p *Portal) OpensMenu() error {
	return p.askAs(nil, func(ctx context.Context) (*http.Response, error) { return p.client.GetMenu(ctx, p.site, p.as) })
}

// as adds the session's token to a request, if there is one.
func (p *Portal) as(_ context.Context, r *http.Request) error {
	if p.session != "" {
		r.Header.Set("Authorization", "Bearer "+p.session)
	}
	return nil
}

// patience is how long a portal remembers a login that is not used. 30 minutes is our choice, the same as in
// mockservice/portal.
const patience = 30 * time.Minute

// askAs is ask for a user who is logged in. It logs in again if the portal has forgotten the login because of the time.
func (p *Portal) askAs(v any, send func(context.Context) (*http.Response, error)) error {
	now := p.world.clock.Now()
	if p.session != "" && now.Sub(p.seen) >= patience {
		if err := p.LogsIn(); err != nil {
			return err
		}
	}
	p.seen = now
	return p.ask(v, send)
}

// ask sends a request. If the answer is a success, it decodes the answer into v.
func (p *Portal) ask(v any, send func(context.Context) (*http.Response, error)) error {
	answer, err := send(p.world.ctx)
	if err != nil {
		return slot.Environment("sending a request to the portal", err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return slot.Environment("reading the portal's answer", err)
	}
	if v == nil || answer.StatusCode >= http.StatusMultipleChoices || len(body) == 0 {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	if err := decoder.Decode(v); err != nil {
		return slot.Harness("reading the portal's answer", errors.New("it is not in the form of our contract"))
	}
	return nil
}
