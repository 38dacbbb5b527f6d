package pages

import (
	"errors"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// loginPage is the page behind ログインはこちら.
type loginPage struct{ Alert, Notice, MailAddress string }

const loginTitle = "ログイン"

func (p *Pages) openLogin(c *call) (drawn, error) {
	page := loginPage{}
	if c.r.URL.Query().Has("needed") {
		page.Notice = "各種申請される方はログインの上、お進みください。" // APP-67, seed 002 L885
	}
	return drawn{template: "login", title: loginTitle, page: page}, nil
}

// login starts a session with a new token, even if the visitor already has one.
func (p *Pages) login(c *call) (drawn, error) {
	mail := c.r.PostFormValue("mailAddress")
	session, err := p.cfg.Backend.Login(c.ctx(), c.visit, mail, c.r.PostFormValue("password"))
	var problem wire.Problem
	if errors.As(err, &problem) {
		return drawn{status: problem.Status, template: "login", title: loginTitle,
			page: loginPage{Alert: problem.MessageJA, MailAddress: mail}}, nil
	}
	if err != nil {
		return drawn{}, err
	}
	setCookie(c.w, sessionCookie+c.visit.Portal, session.SessionToken)
	setCookie(c.w, visitorCookie+c.visit.Portal, "")
	return drawn{target: c.path("")}, nil
}

// logout ends the session. A visitor who is not logged in gets the same page.
func (p *Pages) logout(c *call) (drawn, error) {
	setCookie(c.w, sessionCookie+c.visit.Portal, "")
	err := p.cfg.Backend.Logout(c.ctx(), c.visit)
	var problem wire.Problem
	if errors.As(err, &problem) && problem.Code == wire.CodeNotLoggedIn {
		err = nil
	}
	return drawn{target: c.path("")}, err
}

// activate opens a 有効化用リンク and shows 登録の完了画面 (REG-31, seed 002 L696).
func (p *Pages) activate(c *call) (drawn, error) {
	if err := p.cfg.Backend.Activate(c.ctx(), c.visit, c.r.URL.Query().Get("token")); err != nil {
		return drawn{}, err
	}
	return drawn{template: "message", title: "ユーザー登録の完了", page: message{
		Texts: []string{"ユーザー登録が完了しました。登録したアカウントでログインできます。"},
		Next:  &link{c.path("/login"), "ログインはこちら"}}}, nil
}
