package pages

import "github.com/mynalab/mynalab/mockservice/portal"

// articlePage is the page that explains 利用開始申請 and links to its form.
type articlePage struct {
	Texts      []string
	Link, Href string
	StepsTitle string
	Steps      []menuLink
}

// article shows the page with the link to 利用開始申請 (APP-03, APP-04, APP-42, APP-78). Its texts are literal quotes of seed 002
// L604-619 and L945-961.
func (p *Pages) article(c *call) (drawn, error) {
	if _, err := p.cfg.Backend.Session(c.ctx(), c.visit); err != nil {
		return drawn{}, err
	}
	if c.r.PathValue("form") != portal.FormStart {
		return drawn{target: formPath(c, c.r.PathValue("form"))}, nil
	}
	page := articlePage{Link: "利用開始申請はこちら", Href: formPath(c, portal.FormStart),
		Texts: []string{"マイナ資格確認アプリの利用開始申請を実施していただくことで、施設でご準備いただいた端末にマイナ資格確認アプリを登録し、" +
			"マイナンバーカードを用いたオンライン資格確認（資格確認限定型）を実施することができます。"},
		StepsTitle: "利用開始申請後からマイナ資格確認アプリ初期登録までの流れ", Steps: steps(c.visit.Portal)}
	return drawn{template: "article", title: "マイナ資格確認アプリの利用開始申請", page: page}, nil
}

// steps returns the five steps from the application to the first registration of the app, which differ between the portals
// (APP-36 to APP-39, APP-42).
func steps(site string) []menuLink {
	last := menuLink{Label: "マイナ資格確認アプリ初期登録",
		Hint: "マイナ資格確認アプリを起動し利用規約を確認後、3.で確認したユーザー設定情報を基に初期登録を完了します。"}
	install := "施設でご準備いただいた端末にマイナ資格確認アプリをインストールします。"
	if site == portal.CSM {
		return []menuLink{{Label: "利用開始申請", Hint: "上部「利用開始申請はこちら」のリンクから申請を行います。"},
			{Label: "利用開始申請完了メール", Hint: "最大1週間程度で利用開始申請の手続きが完了したメールが届きます。"},
			{Label: "ユーザー設定情報を確認",
				Hint: "ポータルサイトにログインし、マイナ資格確認アプリの初期登録に必要なマイナ資格確認アプリユーザー設定情報を確認します。"},
			{Label: "マイナ資格確認アプリインストール", Hint: install}, last}
	}
	return []menuLink{{Label: "利用開始申請", Hint: "上部リンクより利用開始申請は「こちら」から申請を行います。"},
		{Label: "利用開始申請完了メール", Hint: "おおむね3～5営業日ほどで利用開始申請の手続きが完了したメールが届きます。"},
		{Label: "ユーザー設定情報を確認",
			Hint: "ポータルサイトにログインし、資格確認アカウント管理からPDF（マイナ資格確認アプリユーザー設定情報）を確認します。"},
		{Label: "マイナ資格確認アプリDL", Hint: install}, last}
}
