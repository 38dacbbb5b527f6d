package pages

import (
	"fmt"
	"time"

	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// menuLink is a tile, an item or an entrance. It is a link if Href is not empty.
type menuLink struct{ Label, Hint, Href string }

// homePage is the top page of a portal.
type homePage struct {
	Banner []string
	Doors  []menuLink
	Tiles  []menuLink
}

// tileTargets are the pages that tiles link to. The other tiles are shown as in the sources, but link to nothing.
func tileTargets() map[string]string {
	return map[string]string{portal.TileApplications: "/applications", "オンライン資格確認": "/services"}
}

// home shows the top page (REG-45, REG-46, REG-53, APP-63).
func (p *Pages) home(c *call) (drawn, error) {
	home, err := p.cfg.Backend.Home(c.visit)
	if err != nil {
		return drawn{}, err
	}
	page := homePage{Banner: home.Banner}
	targets := []string{"/register", "/login"}
	for i, e := range home.Entrances {
		if !c.loggedIn {
			page.Doors = append(page.Doors, menuLink{e.Label, e.Hint, c.path(targets[i])})
		}
	}
	for _, e := range home.Tiles {
		tile := menuLink{Label: e.Label, Hint: e.Hint}
		if to, ok := tileTargets()[e.Label]; ok {
			tile.Href = c.path(to)
		}
		page.Tiles = append(page.Tiles, tile)
	}
	return drawn{template: "home", title: home.Name, page: page}, nil
}

// servicesPage is the page behind the tile オンライン資格確認 of csm.
type servicesPage struct {
	Groups  []portal.Group
	Article []menuLink
}

// services shows the page behind the tile オンライン資格確認 (APP-64, APP-66, APP-86).
func (p *Pages) services(c *call) (drawn, error) {
	site, err := p.cfg.Backend.Site(c.visit)
	if err != nil {
		return drawn{}, err
	}
	if len(site.Services) == 0 {
		return drawn{}, wire.ProblemFor(wire.CodeNotFound, "")
	}
	page := servicesPage{Groups: site.Services}
	for i, e := range site.Article {
		d := menuLink{Label: e.Label, Hint: e.Hint}
		if i == len(site.Article)-1 {
			d.Href = c.path("/applications")
		}
		page.Article = append(page.Article, d)
	}
	return drawn{template: "services", title: "オンライン資格確認", page: page}, nil
}

// menuPage is the list of forms and pages for applicants.
type menuPage struct {
	Breadcrumb, Categories []string
	Items                  []menuItem
}

type menuItem struct{ Label, Description, Link, Href string }

// menu shows the list of forms and pages to a user who is logged in (APP-02, APP-47, APP-48).
func (p *Pages) menu(c *call) (drawn, error) {
	menu, err := p.cfg.Backend.Menu(c.ctx(), c.visit)
	if err != nil {
		return drawn{}, err
	}
	page := menuPage{Breadcrumb: menu.Breadcrumb, Categories: menu.Categories}
	for _, item := range menu.Items {
		page.Items = append(page.Items, menuItem{item.Label, item.Description, item.Link, itemPath(c, item.Name)})
	}
	return drawn{template: "menu", title: "マイナ資格確認アプリ", page: page}, nil
}

// itemPath returns the target of 詳細を表示, or "" if there is no page.
func itemPath(c *call, name string) string {
	switch name {
	case portal.ItemNews, portal.ItemFAQ:
		return ""
	case portal.ItemLetter:
		return c.path("/grant-letter")
	case portal.ItemAccounts:
		return c.path("/accounts")
	case portal.ItemApplications:
		return c.path("/status")
	case portal.FormStart:
		return c.path("/applications/" + name)
	default:
		return c.path("/forms/" + name)
	}
}

type statusPage struct{ Applications []application }

type application struct {
	Label, At, State, Reason string
	Accounts                 []string
}

// dayForm is the format of times on pages.
const dayForm = "2006年1月2日 15:04"

// inJapan formats a time in Japanese local time.
func inJapan(t time.Time) string { return t.In(time.FixedZone("JST", 9*60*60)).Format(dayForm) }

// status shows 資格確認アカウント申請状況 (APP-51).
func (p *Pages) status(c *call) (drawn, error) {
	list, err := p.cfg.Backend.Applications(c.ctx(), c.visit)
	if err != nil {
		return drawn{}, err
	}
	page := statusPage{}
	for _, a := range list {
		page.Applications = append(page.Applications, application{a.Label, inJapan(a.AcceptedAt), a.StateLabel, a.Reason, a.Accounts})
	}
	return drawn{template: "status", title: "資格確認アカウント申請状況", page: page}, nil
}

type accountsPage struct{ Accounts []accountLine }

type accountLine struct{ ID, State, Settings, Cancel string }

// accounts shows 資格確認アカウント管理 (APP-39, INI-08).
func (p *Pages) accounts(c *call) (drawn, error) {
	list, err := p.cfg.Backend.AccountList(c.ctx(), c.visit)
	if err != nil {
		return drawn{}, err
	}
	page := accountsPage{}
	for _, a := range list {
		line := accountLine{ID: a.AccountID, State: a.StateLabel,
			Cancel: c.path("/forms/" + portal.FormCancelAccount + "?accountId=" + a.AccountID)}
		if a.Settings {
			line.Settings = c.path("/accounts/" + a.AccountID + "/settings")
		}
		page.Accounts = append(page.Accounts, line)
	}
	return drawn{template: "accounts", title: "資格確認アカウント管理", page: page}, nil
}

type sheetPage struct {
	Rows []menuLink
	Note string
	Back link
}

// settings shows マイナ資格確認アプリユーザ設定情報, a page for printing (APP-40).
func (p *Pages) settings(c *call) (drawn, error) {
	s, err := p.cfg.Backend.Settings(c.ctx(), c.visit, c.r.PathValue("id"))
	if err != nil {
		return drawn{}, err
	}
	rows := []menuLink{{Label: "機関コード", Hint: s.InstitutionCode}, {Label: "機関名", Hint: s.InstitutionName}, {Label: "ID", Hint: s.AccountID},
		{Label: "パスワード", Hint: s.Password}, {Label: "アクティベーションコード", Hint: s.ActivationCode}}
	return drawn{template: "sheet", title: s.Title, page: sheetPage{rows, "ブラウザの印刷でPDFに保存できます。",
		link{c.path("/accounts"), "資格確認アカウント管理"}}}, nil
}

// letter shows 交付決定通知書, a page for printing (SUB-08, SVC-210).
func (p *Pages) letter(c *call) (drawn, error) {
	l, err := p.cfg.Backend.Letter(c.ctx(), c.visit)
	if err != nil {
		return drawn{}, err
	}
	rows := []menuLink{{Label: "機関コード", Hint: l.InstitutionCode}, {Label: "機関名", Hint: l.InstitutionName},
		{Label: "交付決定額", Hint: fmt.Sprintf("%d円", l.Amount)}, {Label: "決定日", Hint: inJapan(l.DecidedAt)}}
	return drawn{template: "sheet", title: l.Title, page: sheetPage{rows, "ブラウザの印刷でPDFに保存できます。",
		link{c.path("/applications"), "マイナ資格確認アプリ"}}}, nil
}
