package world

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/slot"
)

// LogsIn types the user's mail address and password.
func (p *Portal) LogsIn() error { return p.logsIn(p.user.Password) }

// LogsInWrongly types a wrong password.
func (p *Portal) LogsInWrongly() error { return p.logsIn(p.user.Password + "x") }

func (p *Portal) logsIn(password string) error {
	var session wire.Session
	err := p.ask(&session, func(ctx context.Context) (*http.Response, error) {
		return p.client.OpenSession(ctx, p.site, wire.LoginRequest{MailAddress: p.user.Mail, Password: password})
	})
	p.session, p.seen = session.SessionToken, p.world.clock.Now()
	return err
}

// ComesAndJoins brings a user who has no login yet, and registers the user.
func (p *Portal) ComesAndJoins(facility string) error {
	if err := p.Comes(facility); err != nil {
		return err
	}
	p.joined = nil
	return p.registerAndLogIn()
}

// FollowsAndJoins brings another user after the present one. A user who has registered before only logs in.
func (p *Portal) FollowsAndJoins(facility string) error {
	if err := p.setUser(facility); err != nil {
		return err
	}
	if slices.Contains(p.joined, p.user.ID) {
		return p.LogsIn()
	}
	return p.registerAndLogIn()
}

// registerAndLogIn registers the user, opens the link in the mail and logs in, as on a first visit to a portal.
func (p *Portal) registerAndLogIn() error {
	p.joined = append(p.joined, p.user.ID)
	for _, deed := range []func() error{p.Registers, p.OpensLink, p.LogsIn} {
		if err := deed(); err != nil {
			return err
		}
	}
	return nil
}

// Registers fills in the user registration and sends it.
func (p *Portal) Registers() error {
	if err := p.OpensForm("ユーザー登録"); err != nil {
		return err
	}
	if err := p.FillsIn(); err != nil {
		return err
	}
	return p.Submits()
}

// OpensLink opens the activation link of the newest mail that contains one.
func (p *Portal) OpensLink() error {
	mails, err := p.mails()
	if err != nil {
		return err
	}
	token := ""
	for _, m := range mails {
		if _, found := linkIn(m.Text); found != "" {
			token = found
		}
	}
	return p.ask(nil, func(ctx context.Context) (*http.Response, error) {
		return p.client.ActivateUser(ctx, p.site, wire.ActivationRequest{Token: token})
	})
}

func (p *Portal) mails() ([]control.Mail, error) {
	mails, err := p.world.control.Mails(p.world.ctx, p.user.Mail)
	if err != nil {
		return nil, slot.Environment("reading the mail box", err)
	}
	return mails, nil
}

// observeMails records the mails in the user's mail box as evidence for a claim. A link is recorded without its token.
func (p *Portal) observeMails() error {
	mails, err := p.mails()
	if err != nil {
		return err
	}
	fields := trace.Fields{"to": p.user.Mail, "mails": strconv.Itoa(len(mails))}
	for i, m := range mails {
		name := fmt.Sprintf("mail.%d.", i+1)
		fields[name+"kind"], fields[name+"subject"] = m.Name, m.Subject
		fields[name+"at"] = m.SentAt.In(jst).Format(time.RFC3339)
		if before, token := linkIn(m.Text); token != "" {
			fields[name+"link"] = before + trace.Masked
		}
	}
	p.world.record.Add(trace.Service, trace.TheService, trace.Observation, trace.KindMailbox, fields)
	return nil
}

// linkIn finds the activation link in the text of a mail. It returns the part before the token, and the token.
func linkIn(text string) (before, token string) {
	const mark = "activation?token="
	for line := range strings.Lines(text) {
		if path, query, ok := strings.Cut(strings.TrimSpace(line), mark); ok {
			token, err := url.QueryUnescape(query)
			if err == nil {
				return path + mark, token
			}
		}
	}
	return "", ""
}
