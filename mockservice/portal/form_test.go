package portal_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// TestFormsAreWellMade: each form is complete, and its conditions name only earlier fields, so one pass over the fields is enough.
func TestFormsAreWellMade(t *testing.T) {
	seen := map[string]bool{}
	for _, form := range portal.DefaultForms() {
		for _, site := range form.Portals {
			t.Run(site+" "+form.Name, func(t *testing.T) {
				require.False(t, seen[site+form.Name], "form names are unique on each portal")
				seen[site+form.Name] = true
				require.Contains(t, portal.Portals(), site)
				require.True(t, wire.FormName(form.Name).Valid())
				for _, text := range []string{form.Title, form.Button, form.Source} {
					require.NotEmpty(t, text)
				}
				fieldsAreWellMade(t, form)
				for _, need := range form.Needs {
					require.NotNil(t, need.Check)
					for _, text := range []string{need.Name, need.MessageJA, need.MessageEN, need.Source} {
						require.NotEmpty(t, text)
					}
				}
			})
		}
	}
	require.Len(t, seen, 15, "nine forms, three of them on omf only")
}

func fieldsAreWellMade(t *testing.T, form portal.Form) {
	earlier := []string{"@kind", "@check", "@evidence"}
	for _, f := range form.Fields {
		require.Regexp(t, regexp.MustCompile(`^[a-z][A-Za-z0-9]{0,63}$`), f.Name)
		require.NotContains(t, earlier, f.Name)
		require.True(t, f.Kind.Valid(), f.Name)
		require.NotEmpty(t, f.Label, f.Name)
		require.NotEmpty(t, f.Source, f.Name)
		require.False(t, strings.HasPrefix(f.Label, "*"), "the asterisk comes from Required")
		for _, w := range f.When {
			require.Contains(t, earlier, w.Field, "%s depends on a field that doesn't come before it", f.Name)
			require.NotEmpty(t, w.Is)
		}
		picks := f.Kind == wire.KindChoice || f.Kind == wire.KindSelect
		require.Equal(t, picks, len(f.Options) > 0 || f.OptionsOf != nil, f.Name)
		for _, rule := range f.Rules {
			require.NotNil(t, rule.Check)
			for _, text := range []string{rule.Name, rule.MessageJA, rule.MessageEN, rule.Source} {
				require.NotEmpty(t, text, f.Name)
			}
		}
		earlier = append(earlier, f.Name)
	}
}

// form returns a form of a portal.
func form(t *testing.T, site, name string) portal.Form {
	for _, f := range portal.DefaultForms() {
		if f.Name == name && slices.Contains(f.Portals, site) {
			return f
		}
	}
	t.Fatalf("no form %s on %s", name, site)
	return portal.Form{}
}

// labels returns the labels of the visible fields, required ones with their asterisk.
func labels(view wire.FormView) []string {
	var list []string
	for _, f := range view.Fields {
		switch {
		case !f.Visible:
		case f.Required:
			list = append(list, "*"+f.Label)
		default:
			list = append(list, f.Label)
		}
	}
	return list
}

const (
	longPhone     = "電話番号（半角数字・ハイフン無しでご入力ください）"
	longPassword  = "パスワード（大小英文字・数字をそれぞれ1文字以上ご入力ください。パスワードの長さは8文字以上100文字以下です）"
	longStaff     = "職員数（マイナ資格確認アプリを利用する職員数を入力してください。）"
	longTerminals = "申請台数（マイナ資格確認アプリを利用する端末機器の台数を入力してください。1度の申請における上限台数は20台です。業務に必要な台数のみをご申請ください。" +
		"（例：職員1人当たり2台など）業務の都合上、21台以上の端末が必要な場合は、資格確認端末機器（アカウント）追加申請を行ってください。）"
)

func (l *lab) view(code, session, form string, values map[string]string) wire.FormView {
	view, err := l.backend.Form(l.t.Context(), l.visit(siteOf(code), session), form, entry(values))
	require.NoError(l.t, err)
	return view
}

func TestScreensAreToTheLetter(t *testing.T) {
	l := open(t)
	registration := func(affiliation string) wire.FormView {
		return l.view(judo, "", portal.FormUser, map[string]string{"affiliation": affiliation})
	}
	tail := []string{"*" + longPhone, "*メールアドレス", "*" + longPassword, "*パスワード（確認用）", "施術所等向け総合ポータルサイト利用規約",
		"プライバシーポリシー", "*上記の利用規約に同意します。"}
	head := []string{"*姓", "*名", "*所属機関選択"}
	t.Run("REG-43 REG-37 REG-48 the 健診 form", func(t *testing.T) {
		require.Equal(t, slices.Concat(head, []string{"健診実施機関等情報", "*都道府県", "機関区分コード", "*機関コード（7桁）",
			"健診実施機関等コード（10桁）", "健診実施機関等名"}, tail), labels(registration(portal.AffiliationHealth)))
	})
	t.Run("REG-55 REG-56 the judo form", func(t *testing.T) {
		require.Equal(t, slices.Concat(head, []string{"施術所情報", "*協定", "*柔整師番号", "登録記号番号", "施術所名"}, tail),
			labels(registration(portal.AffiliationJudo)))
	})
	t.Run("REG-05 SVC-185 no fields of a facility before the choice", func(t *testing.T) {
		require.Equal(t, slices.Concat(head, tail), labels(registration("")))
	})
	t.Run("REG-27 REG-58 title and button", func(t *testing.T) {
		view := registration("")
		require.Equal(t, []string{"ユーザー登録", "登録", "* 必須"}, []string{view.Title, view.Button, view.Texts[0]})
	})

	omf, csm := l.registerAndLogIn(judo), l.registerAndLogIn(medical)
	head = []string{"申請者氏名", "登録記号番号", "機関コード", "機関名", "開設者氏名", "電話番号", "郵便番号", "住所", "マイナ資格確認アプリ利用開始申請入力欄", "*施設の確認方法"}
	tail = []string{"*" + longStaff, "*" + longTerminals, "資格確認限定型オンライン資格確認等システム利用規約", "*上記の利用規約に同意します。"}
	start := func(method string) []string {
		return labels(l.view(judo, omf, portal.FormStart, map[string]string{"checkMethod": method}))
	}
	t.Run("APP-57 APP-58 APP-89 the omf application", func(t *testing.T) { require.Equal(t, slices.Concat(head, tail), start("")) })
	t.Run("APP-06 APP-08 ①", func(t *testing.T) {
		require.Equal(t, slices.Concat(head, []string{"生年月日（西暦）", "施設の確認"}, tail), start(portal.CheckOnFile))
	})
	t.Run("APP-16 APP-17 APP-54 ②", func(t *testing.T) {
		require.Equal(t, slices.Concat(head, tail, []string{"*受領委任承諾通知書"}), start(portal.CheckDocument))
	})
	t.Run("APP-55 APP-56 SVC-177 the csm application", func(t *testing.T) {
		require.Equal(t, slices.Concat([]string{"医療機関等情報", "都道府県コード", "点数表コード", "医療機関等コード ※数字7桁", "医療機関等名", "開設者氏名", "電話番号",
			"郵便番号", "住所", "マイナ資格確認アプリ利用開始申請入力欄"}, tail, []string{"*特定健診・特定保健指導機関届(保険医療機関)"}),
			labels(l.view(medical, csm, portal.FormStart, nil)))
	})
	t.Run("APP-35 APP-81 data on file", func(t *testing.T) {
		values := map[string]string{}
		for _, f := range l.view(medical, csm, portal.FormStart, nil).Fields {
			values[f.Label] = f.Value
		}
		for label, want := range map[string]string{"都道府県コード": "48", "点数表コード": "1: 医科", "医療機関等コード ※数字7桁": "0000001",
			"医療機関等名": "動作確認_医科 (基金及び運用保守用)", "開設者氏名": "開設者 (漢字)", "電話番号": "000-000-0000", "郵便番号": "000-0000", "住所": "所在地 (漢字)"} {
			require.Equal(t, want, values[label], label)
		}
	})
}

func TestHints(t *testing.T) {
	for _, row := range []struct{ ids, site, form, field, hint string }{
		{"REG-03", portal.OMF, portal.FormUser, "familyName", "例) 基金"},
		{"REG-04", portal.OMF, portal.FormUser, "givenName", "例) 太郎"},
		{"REG-12 SVC-190", portal.OMF, portal.FormUser, "code7", "例) 0123456"},
		{"REG-14 REG-42", portal.OMF, portal.FormUser, "code10", "入力内容に応じて自動入力されます。"},
		{"REG-15 REG-42", portal.OMF, portal.FormUser, "healthName", "入力内容に応じて自動入力されます。"},
		{"REG-16 SVC-191", portal.OMF, portal.FormUser, "phone", "例) 01201234567"},
		{"APP-12", portal.OMF, portal.FormStart, "bankAccount", "例) 1234567"},
		{"APP-25", portal.OMF, portal.FormStart, "staff", "例) 3"},
		{"APP-25 ", portal.CSM, portal.FormStart, "staff", "例) 2"},
		{"APP-26", portal.CSM, portal.FormStart, "terminals", "例) 3"},
	} {
		t.Run(row.ids+" "+row.site, func(t *testing.T) {
			fields := form(t, row.site, row.form).Fields
			i := slices.IndexFunc(fields, func(f portal.Field) bool { return f.Name == row.field })
			require.Equal(t, row.hint, fields[i].Hint)
		})
	}
	t.Run("APP-34", func(t *testing.T) {
		require.Contains(t, fmt.Sprint(form(t, portal.CSM, portal.FormStart).Fields), "「こちら」からご照会ください。")
	})
	for ids, want := range map[string]string{"APP-60": "なりすましがないか等", "APP-14": "ゆうちょ銀行の場合は", "APP-15": "施設の確認のみに使用されます。",
		"APP-53": "「添付ファイルを追加」ボタン"} {
		t.Run(ids, func(t *testing.T) {
			require.Contains(t, fmt.Sprint(form(t, portal.OMF, portal.FormStart).Fields), want)
		})
	}
}
