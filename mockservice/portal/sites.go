package portal

import (
	"slices"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// Site holds the texts of a portal's top page and of its list of forms and pages. Each of Items names a form or a page.
type Site struct {
	Portal     string
	Name       string
	Header     []string
	Banner     []string
	Entrances  []wire.Entrance
	Tiles      []wire.Entrance
	Services   []Group         // behind オンライン資格確認 on csm (APP-64)
	Article    []wire.Entrance // menu of the page 健診実施機関等 on csm (APP-66)
	Breadcrumb []string
	Categories []string
	Items      []wire.MenuItem
	Source     string
}

// Group is a heading with the entries below it.
type Group struct {
	Label string
	Items []string
}

// The names of the items that are not forms.
const (
	ItemNews         = "news"
	ItemFAQ          = "faq"
	ItemLetter       = "grant-letter"
	ItemAccounts     = "accounts"
	ItemApplications = "applications"
)

// TileApplications is the tile that leads to the list of Items.
const TileApplications = "各種申請"

// detail is the text of the link of each item (APP-84).
const detail = "詳細を表示"

// DefaultSites returns both portals.
func DefaultSites() []Site { return []Site{siteOMF(), siteCSM()} }

func siteOMF() Site {
	return Site{
		Portal: OMF, Name: "施術所等向け総合ポータルサイト",
		Header: []string{"お知らせ", "よくある質問", "マイリスト"},
		Banner: []string{"令和6年4月から、施術所・健診実施機関等において",
			"オンライン資格確認（資格確認限定型：資格情報のみを取得できる簡素な仕組み）をご利用いただけます。"},
		Entrances: entrances(),
		Tiles: []wire.Entrance{{Label: "オンライン資格確認とは？"}, {Label: "導入準備"},
			{Label: TileApplications, Hint: "各種申請される方はログインの上、お進みください。"}, {Label: "手順書・マニュアル"},
			{Label: "お知らせ"}, {Label: "よくある質問"}, {Label: "お問い合わせ先"}},
		Breadcrumb: breadcrumb(),
		Categories: []string{"マイナ資格確認アプリ"},
		Items: items("端末機器 (アカウント) を追加申請", ItemNews, ItemFAQ, FormStart, FormOperationDay, FormGrant, ItemLetter,
			ItemAccounts, FormAddAccounts, ItemApplications, FormEndChange),
		Source: "REG-45, REG-46, REG-53, APP-48, APP-68, APP-69, APP-82, APP-83",
	}
}

// siteCSM has the entrances of omf, because the sources show its top page only to a user who is logged in.
func siteCSM() Site {
	const curious = "知りたい方はこちら"
	return Site{
		Portal: CSM, Name: "医療機関等向け総合ポータルサイト",
		Header: []string{"事業別トップメニュー", "お知らせ", "よくある質問", "マイリスト"},
		Banner: []string{"このサイトは、オンライン資格確認システムや電子処方箋管理サービスに係る情報や導入に係るお知らせ、各種手続（利用申請・補助金申請等）を行うための" +
			"総合ポータルサイトです。"},
		Entrances: entrances(),
		Tiles: []wire.Entrance{{Label: "お知らせ"}, {Label: "よくある質問"}, {Label: "お問い合わせ先"},
			{Label: "オンライン資格確認"}, {Label: "電子処方箋管理サービス"}, {Label: "電子カルテ情報共有サービス"}},
		Services: []Group{{"医療機関・薬局等の方", []string{"オンライン資格確認 (顔認証付きカードリーダーを用いた資格確認)",
			"医療扶助 (オンライン資格確認)", "訪問診療等 (オンライン資格確認)", "健診実施機関等 (マイナ資格確認アプリ)",
			"オンライン診療等 (オンライン資格確認)", "義務化対象外機関 (処方箋請求等) (マイナ資格確認アプリ)"}},
			{"訪問看護ステーションの方", []string{"訪問看護 (オンライン資格確認・オンライン請求)"}}},
		Article: []wire.Entrance{{Label: "はじめに", Hint: "概要について" + curious}, {Label: "導入・運用", Hint: "導入・運用について" + curious},
			{Label: "手順書・マニュアル", Hint: "手順書・マニュアルについて" + curious}, {Label: "助成金", Hint: "助成金について" + curious},
			{Label: "よくある質問", Hint: "FAQについて" + curious},
			{Label: "各種申請はこちら", Hint: "※各種申請される方は、ログインの上お進みください。"}},
		Breadcrumb: breadcrumb(),
		Categories: []string{"オンライン資格確認", "訪問診療等・オンライン診療等", "医療扶助", "マイナ資格確認アプリ", "電子処方箋管理サービス",
			"電子カルテ情報共有サービス", "オンライン請求"},
		Items: items("端末機器(アカウント)を追加申請", ItemNews, ItemFAQ, FormStart, FormOperationDay, ItemAccounts, FormAddAccounts,
			ItemApplications, FormEndChange),
		Source: "APP-47, APP-63, APP-64, APP-66, APP-68, APP-82, APP-83, APP-85",
	}
}

func entrances() []wire.Entrance {
	return []wire.Entrance{{Label: "新規ユーザー登録はこちら", Hint: "初めてご利用になれる方はこちらから"},
		{Label: "ログインはこちら", Hint: "すでにアカウントをお持ちの方はこちらから"}}
}

func breadcrumb() []string { return []string{"ホーム", "業務", "マイナ資格確認アプリ"} }

// items returns the items with these names, in the given order. adding completes the description of 追加申請.
func items(adding string, names ...string) []wire.MenuItem {
	const app = "こちらからマイナ資格確認アプリの"
	all := []wire.MenuItem{
		{Name: ItemNews, Label: "お知らせ"},
		{Name: ItemFAQ, Label: "よくある質問"},
		{Name: FormStart, Label: "利用開始申請", Description: app + "利用開始申請を実施いただけます。"},
		{Name: FormOperationDay, Label: "運用開始日登録", Description: app + "運用開始日を登録いただけます。"},
		{Name: FormGrant, Label: "助成金交付申請", Description: app + "助成金を申請いただけます。"},
		{Name: ItemLetter, Label: "交付決定通知書ダウンロード", Description: app + "助成金の交付決定通知書をダウンロードいただけます。"},
		{Name: ItemAccounts, Label: "資格確認アカウント管理", Description: app + "アカウントをご確認いただけます。"},
		{Name: FormAddAccounts, Label: "資格確認端末機器(アカウント)追加申請", Description: app + adding + "いただけます。"},
		{Name: ItemApplications, Label: "資格確認アカウント申請状況", Description: app + "アカウントの申請状況をご確認いただけます。"},
		{Name: FormEndChange, Label: "利用終了・変更申請", Description: app + "利用終了・利用変更を申請いただけます。"},
	}
	var list []wire.MenuItem
	for _, name := range names {
		i := slices.IndexFunc(all, func(item wire.MenuItem) bool { return item.Name == name })
		item := all[i]
		item.Link = detail
		list = append(list, item)
	}
	return list
}
