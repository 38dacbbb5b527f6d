package mockservice

import (
	"context"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// ActivateUser opens 有効化用リンク.
func (s publicAPI) ActivateUser(ctx context.Context, r wire.ActivateUserRequestObject) (wire.ActivateUserResponseObject, error) {
	visit, err := s.visit(ctx, r.Portal)
	if err != nil {
		return nil, err
	}
	return wire.ActivateUser204Response{}, s.portals.Activate(ctx, visit, r.Body.Token)
}

// OpenSession is login.
func (s publicAPI) OpenSession(ctx context.Context, r wire.OpenSessionRequestObject) (wire.OpenSessionResponseObject, error) {
	visit, err := s.visit(ctx, r.Portal)
	if err != nil {
		return nil, err
	}
	session, err := s.portals.Login(ctx, visit, r.Body.MailAddress, r.Body.Password)
	return wire.OpenSession201JSONResponse(session), err
}

// CloseSession is logout.
func (s publicAPI) CloseSession(ctx context.Context, r wire.CloseSessionRequestObject) (wire.CloseSessionResponseObject, error) {
	visit, err := s.visit(ctx, r.Portal)
	if err != nil {
		return nil, err
	}
	return wire.CloseSession204Response{}, s.portals.Logout(ctx, visit)
}

// ListApplications is 資格確認アカウント申請状況.
func (s publicAPI) ListApplications(ctx context.Context, r wire.ListApplicationsRequestObject) (wire.ListApplicationsResponseObject, error) {
	visit, err := s.visit(ctx, r.Portal)
	if err != nil {
		return nil, err
	}
	list, err := s.portals.Applications(ctx, visit)
	return wire.ListApplications200JSONResponse(list), err
}

// ListPortalAccounts is 資格確認アカウント管理.
func (s publicAPI) ListPortalAccounts(ctx context.Context, r wire.ListPortalAccountsRequestObject) (wire.ListPortalAccountsResponseObject, error) {
	visit, err := s.visit(ctx, r.Portal)
	if err != nil {
		return nil, err
	}
	list, err := s.portals.AccountList(ctx, visit)
	return wire.ListPortalAccounts200JSONResponse(list), err
}

// GetAccountSettings is マイナ資格確認アプリユーザ設定情報.
func (s publicAPI) GetAccountSettings(ctx context.Context, r wire.GetAccountSettingsRequestObject) (wire.GetAccountSettingsResponseObject, error) {
	visit, err := s.visit(ctx, r.Portal)
	if err != nil {
		return nil, err
	}
	sheet, err := s.portals.Settings(ctx, visit, r.AccountID)
	return wire.GetAccountSettings200JSONResponse(sheet), err
}

// GetGrantLetter is 交付決定通知書.
func (s publicAPI) GetGrantLetter(ctx context.Context, r wire.GetGrantLetterRequestObject) (wire.GetGrantLetterResponseObject, error) {
	visit, err := s.visit(ctx, r.Portal)
	if err != nil {
		return nil, err
	}
	letter, err := s.portals.Letter(ctx, visit)
	return wire.GetGrantLetter200JSONResponse(letter), err
}

// ListMails returns the mails that the portals have sent so far, to one address or to all.
func (s controlAPI) ListMails(ctx context.Context, r control.ListMailsRequestObject) (control.ListMailsResponseObject, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	mails, err := s.portals.Mailbox(ctx, r.Params.To, portal.Visit{Now: now})
	list := make(control.ListMails200JSONResponse, 0, len(mails))
	for _, m := range mails {
		list = append(list, control.Mail{Portal: m.Portal, To: m.To, SentAt: m.At, Name: m.Name, Subject: m.Subject,
			Text: m.Text, Link: m.Link, Token: m.Token, ApplicationID: m.ApplicationID})
	}
	return list, err
}

// Review grants or refuses an application now, before its review period is over.
func (s controlAPI) Review(ctx context.Context, r control.ReviewRequestObject) (control.ReviewResponseObject, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	err = s.portals.Decide(ctx, r.Body.ApplicationID, r.Body.Verdict == control.Grant, r.Body.Reason, portal.Visit{Now: now})
	return control.Review204Response{}, err
}
