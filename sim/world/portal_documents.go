package world

import (
	"context"
	"net/http"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// reviewDays is the longest that a review (about a week) and the settings sheet (about a day) take together (eligibility
// §3.4).
const reviewDays = 8

// StartsUse applies for the start of use and waits until the settings sheet is available.
func (p *Portal) StartsUse() error {
	if err := p.OpensForm("利用開始申請"); err != nil {
		return err
	}
	if err := p.SendsFilledIn(); err != nil {
		return err
	}
	return p.world.clock.PassDays(reviewDays)
}

// OpensAccounts opens 資格確認アカウント管理.
func (p *Portal) OpensAccounts() error {
	return p.askAs(nil, func(ctx context.Context) (*http.Response, error) {
		return p.client.ListPortalAccounts(ctx, p.site, p.as)
	})
}

// OpensApplications opens 資格確認アカウント申請状況.
func (p *Portal) OpensApplications() error {
	return p.askAs(nil, func(ctx context.Context) (*http.Response, error) { return p.client.ListApplications(ctx, p.site, p.as) })
}

// OpensSettings opens マイナ資格確認アプリユーザ設定情報 of the account in use.
func (p *Portal) OpensSettings() error { return p.opensSettings(p.world.clinic.account.ID) }

// OpensAdditionalSettings opens マイナ資格確認アプリユーザ設定情報 of the additional account.
func (p *Portal) OpensAdditionalSettings() error {
	a, err := p.world.clinic.additional()
	if err != nil {
		return err
	}
	return p.opensSettings(a.ID)
}

func (p *Portal) opensSettings(account wire.AccountID) error {
	return p.askAs(nil, func(ctx context.Context) (*http.Response, error) {
		return p.client.GetAccountSettings(ctx, p.site, account, p.as)
	})
}

// OpensLetter downloads 交付決定通知書.
func (p *Portal) OpensLetter() error {
	return p.askAs(nil, func(ctx context.Context) (*http.Response, error) { return p.client.GetGrantLetter(ctx, p.site, p.as) })
}
