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

// LogsIn types mail address and password of the user.
func (p *Portal) LogsIn() error { return p.logsIn(p.user.Password) }

// LogsInWrongly types another password.
func (p *Portal) LogsInWrongly() error { return p.logsIn(p.user.Password + "x") }

func (p *Portal) logsIn(password string) error {
	var session wire.Session
	err := p.ask(&session, func(ctx context.Context) (*http.Response, error) {
		return p.asks.OpenSession(ctx, p.site, wire.LoginRequest{MailAddress: p.user.Mail, Password: password})
	})
	p.session, p.seen = session.SessionToken, p.world.clock.Now()
	return err
}

// ComesAndJoins brings somebody who has no login yet, and gets one.
func (p *Portal) ComesAndJoins(facility string) error {
	if err := p.Comes(facility); err != nil {
		return err
	}
	p.joined = nil
	return p.joins()
}

// FollowsAndJoins brings somebody after another one. Who has been there before just logs in.
func (p *Portal) FollowsAndJoins(facility string) error {
	if err := p.isNow(facility); err != nil {
		return err
	}
	if slices.Contains(p.joined, p.user.ID) {
		return p.LogsIn()
	}
	return p.joins()
}

// joins registers the user, opens the link of the mail and logs in, as the first visit to a portal goes.
func (p *Portal) joins() error {
	p.joined = append(p.joined, p.user.ID)
	for _, deed := range []func() error{p.Registers, p.OpensLink, p.LogsIn} {
		if err := deed(); err != nil {
			return err
		}
	}
	return nil
}

// Registers fills the registration in and sends it.
func (p *Portal) Registers() error {
	if err := p.OpensForm("ユーザー登録"); err != nil {
		return err
	}
	if err := p.FillsIn(); err != nil {
		return err
	}
	return p.Submits()
}

// OpensLink opens the activation link of the newest mail that has one.
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
		return p.asks.ActivateUser(ctx, p.site, wire.ActivationRequest{Token: token})
	})
}

func (p *Portal) mails() ([]control.Mail, error) {
	mails, err := p.world.control.Mails(p.world.ctx, p.user.Mail)
	if err != nil {
		return nil, slot.Environment("reading the mail box", err)
	}
	return mails, nil
}

// observeMails writes down what lies in the user's mail box, for a claim to rest on. A link is told without its token.
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

// linkIn finds the activation link in the text of a mail: what stands before its token, and the token.
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
