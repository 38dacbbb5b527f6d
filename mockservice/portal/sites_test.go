package portal_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// labelsOf returns the labels of a list.
func labelsOf(list []wire.Entrance) []string {
	var labels []string
	for _, e := range list {
		labels = append(labels, e.Label)
	}
	return labels
}

func TestHomes(t *testing.T) {
	l := open(t)
	omf, err := l.backend.Home(l.visit(portal.OMF, ""))
	require.NoError(t, err)
	csm, err := l.backend.Home(l.visit(portal.CSM, ""))
	require.NoError(t, err)
	t.Run("APP-77 each under its own path", func(t *testing.T) {
		require.Equal(t, []string{"施術所等向け総合ポータルサイト", "医療機関等向け総合ポータルサイト"}, []string{omf.Name, csm.Name})
		require.Equal(t, []string{"omf", "csm"}, []string{string(omf.Portal), string(csm.Portal)})
	})
	t.Run("REG-46 seven tiles", func(t *testing.T) {
		require.Equal(t, []string{"オンライン資格確認とは？", "導入準備", "各種申請", "手順書・マニュアル", "お知らせ", "よくある質問", "お問い合わせ先"}, labelsOf(omf.Tiles))
	})
	t.Run("APP-63 six tiles", func(t *testing.T) {
		require.Equal(t, []string{"お知らせ", "よくある質問", "お問い合わせ先", "オンライン資格確認", "電子処方箋管理サービス", "電子カルテ情報共有サービス"}, labelsOf(csm.Tiles))
	})
	t.Run("REG-01 REG-02 REG-45 entrances", func(t *testing.T) {
		require.Equal(t, []wire.Entrance{{Label: "新規ユーザー登録はこちら", Hint: "初めてご利用になれる方はこちらから"},
			{Label: "ログインはこちら", Hint: "すでにアカウントをお持ちの方はこちらから"}}, omf.Entrances)
	})
	t.Run("REG-53 banner", func(t *testing.T) {
		require.Equal(t, []string{"令和6年4月から、施術所・健診実施機関等において",
			"オンライン資格確認（資格確認限定型：資格情報のみを取得できる簡素な仕組み）をご利用いただけます。"}, omf.Banner)
	})
	t.Run("APP-82 headers", func(t *testing.T) {
		require.Equal(t, []string{"お知らせ", "よくある質問", "マイリスト"}, omf.Header)
		require.Equal(t, []string{"事業別トップメニュー", "お知らせ", "よくある質問", "マイリスト"}, csm.Header)
	})
	for ids, row := range map[string]struct{ at, hint string }{
		"APP-52 before opening": {"2024-01-30 23:59", "—公開準備中—"},
		"APP-67 open":           {"2024-01-31 00:00", "各種申請される方はログインの上、お進みください。"},
	} {
		t.Run(ids, func(t *testing.T) {
			l.now = day(row.at)
			home, err := l.backend.Home(l.visit(portal.OMF, ""))
			require.NoError(t, err)
			require.Equal(t, row.hint, home.Tiles[2].Hint)
		})
	}
	t.Run("an unknown portal", func(t *testing.T) {
		_, err := l.backend.Home(l.visit("xyz", ""))
		problem(t, err, wire.CodeNotFound)
	})
}

func TestMenus(t *testing.T) {
	l := open(t)
	menu := func(site, token string) (wire.PortalMenu, error) {
		return l.backend.Menu(t.Context(), l.visit(site, token))
	}
	for _, site := range portal.Portals() {
		t.Run("APP-02 logged out "+site, func(t *testing.T) { problem(t, errorOf(menu(site, "")), wire.CodeNotLoggedIn) })
	}
	items := func(m wire.PortalMenu) []string {
		var labels []string
		for _, i := range m.Items {
			labels = append(labels, i.Label)
			require.Equal(t, "詳細を表示", i.Link, "APP-84")
		}
		return labels
	}
	omf, err := menu(portal.OMF, l.registerAndLogIn(judo))
	require.NoError(t, err)
	csm, err := menu(portal.CSM, l.registerAndLogIn(medical))
	require.NoError(t, err)
	t.Run("APP-48 APP-69 SVC-199 ten items", func(t *testing.T) {
		require.Equal(t, []string{"お知らせ", "よくある質問", "利用開始申請", "運用開始日登録", "助成金交付申請", "交付決定通知書ダウンロード", "資格確認アカウント管理",
			"資格確認端末機器(アカウント)追加申請", "資格確認アカウント申請状況", "利用終了・変更申請"}, items(omf))
	})
	t.Run("APP-47 SVC-198 eight items", func(t *testing.T) {
		require.Equal(t, []string{"お知らせ", "よくある質問", "利用開始申請", "運用開始日登録", "資格確認アカウント管理",
			"資格確認端末機器(アカウント)追加申請", "資格確認アカウント申請状況", "利用終了・変更申請"}, items(csm))
	})
	t.Run("APP-68 breadcrumb", func(t *testing.T) {
		require.Equal(t, []string{"ホーム", "業務", "マイナ資格確認アプリ"}, omf.Breadcrumb)
		require.Equal(t, omf.Breadcrumb, csm.Breadcrumb)
	})
	t.Run("APP-83 categories", func(t *testing.T) {
		require.Equal(t, []string{"マイナ資格確認アプリ"}, omf.Categories)
		require.Len(t, csm.Categories, 7)
	})
	t.Run("APP-84 descriptions", func(t *testing.T) {
		require.Equal(t, "こちらからマイナ資格確認アプリの利用開始申請を実施いただけます。", omf.Items[2].Description)
		require.Equal(t, "こちらからマイナ資格確認アプリの端末機器 (アカウント) を追加申請いただけます。", omf.Items[7].Description)
		require.Equal(t, "こちらからマイナ資格確認アプリの端末機器(アカウント)を追加申請いただけます。", csm.Items[5].Description)
	})
}

func TestPagesOfCSM(t *testing.T) {
	l := open(t)
	s, err := l.backend.Site(l.visit(portal.CSM, ""))
	require.NoError(t, err)
	t.Run("APP-64", func(t *testing.T) {
		require.Len(t, s.Services, 2)
		require.Contains(t, s.Services[0].Items, "健診実施機関等 (マイナ資格確認アプリ)")
		require.Contains(t, s.Services[0].Items, "義務化対象外機関 (処方箋請求等) (マイナ資格確認アプリ)")
	})
	t.Run("APP-66", func(t *testing.T) {
		require.Equal(t, []string{"はじめに", "導入・運用", "手順書・マニュアル", "助成金", "よくある質問", "各種申請はこちら"}, labelsOf(s.Article))
	})
}
