package pages_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/account"
	"github.com/mynalab/mynalab/mockservice/pages"
	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/store"
)

// start is 2025-06-02 09:00 (a Monday) in Japan, the start of world time.
var start = time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)

const (
	clinic   = "2804440002"
	password = "Portal-Test-01"
)

// lab is both portals on a real TLS port, and a browser that runs no scripts.
type lab struct {
	t       *testing.T
	backend *portal.Backend
	server  *httptest.Server
	client  *http.Client
	mu      sync.Mutex
	now     time.Time
	draws   int
	failed  []error
}

func open(t *testing.T) *lab {
	l := &lab{t: t, now: start}
	rows := store.NewMemory()
	rules := portal.DefaultRules()
	rules.Password = portal.CheapArgon()
	l.backend = portal.New(rows, account.New(rows, account.DefaultRules()), portal.DiscardFiles{}, l.draw, rules)
	for _, f := range []store.Facility{
		{Code: clinic, Name: "みなと接骨院", Kind: portal.KindJudo, Prefecture: "28", Number: "協2804440-0-0", Delegated: true, ManagerBirthdate: "19700401"},
		{Code: "4810000001", Name: "動作確認_医科 (基金及び運用保守用)", Kind: portal.KindMedical, Prefecture: "48", Founder: "開設者 (漢字)",
			Phone: "000-000-0000", PostNumber: "000-0000", Address: "所在地 (漢字)"},
	} {
		require.NoError(t, rows.PutFacility(t.Context(), f))
	}
	l.server = httptest.NewTLSServer(pages.New(pages.Config{Backend: l.backend, Draw: l.draw, Largest: rules.Files.Most, Now: l.clock,
		From: func(*http.Request) string { return "127.0.0.1" }, Report: func(err error) { l.failed = append(l.failed, err) }}))
	t.Cleanup(l.server.Close)
	l.client = l.browser()
	t.Cleanup(func() { require.Empty(t, l.failed) })
	return l
}

// browser returns a client with its own cookies.
func (l *lab) browser() *http.Client {
	jar, err := cookiejar.New(nil)
	require.NoError(l.t, err)
	return &http.Client{Transport: l.server.Client().Transport, Jar: jar}
}

func (l *lab) clock(context.Context) (time.Time, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.now, nil
}

// pass moves the service's clock forward.
func (l *lab) pass(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.now = l.now.Add(d)
}

func (l *lab) draw(_ context.Context, purpose string, n int) ([]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []byte
	for len(out) < n {
		l.draws++
		sum := sha256.Sum256(fmt.Append(nil, purpose, l.draws))
		out = append(out, sum[:]...)
	}
	return out[:n], nil
}

// get opens a page.
func (l *lab) get(path string) (int, string) {
	response, err := l.client.Get(l.server.URL + path)
	require.NoError(l.t, err)
	return l.read(response)
}

// read reads an answer and checks what holds for every answer: the security headers, and that there is no script.
func (l *lab) read(response *http.Response) (int, string) {
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(l.t, err)
	require.Equal(l.t, "nosniff", response.Header.Get("X-Content-Type-Options"))
	require.Contains(l.t, response.Header.Get("Content-Security-Policy"), "default-src 'none'")
	require.NotContains(l.t, string(text), "<script")
	return response.StatusCode, string(text)
}

var token = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

// send opens a page to get its CSRF token, then submits its form with a button. files are uploaded as delegationNotice.
func (l *lab) send(path, act string, values map[string]string, files ...string) (int, string) {
	_, page := l.get(path)
	found := token.FindStringSubmatch(page)
	require.NotNil(l.t, found, "%s has no form with a CSRF token", path)
	body := &bytes.Buffer{}
	form := multipart.NewWriter(body)
	require.NoError(l.t, form.WriteField("csrf", found[1]))
	require.NoError(l.t, form.WriteField("act", act))
	for name, value := range values {
		require.NoError(l.t, form.WriteField(name, value))
	}
	for _, content := range files {
		part, err := form.CreateFormFile("delegationNotice", "届.pdf")
		require.NoError(l.t, err)
		_, err = io.WriteString(part, content)
		require.NoError(l.t, err)
	}
	require.NoError(l.t, form.Close())
	path, _, _ = strings.Cut(path, "?")
	response, err := l.client.Post(l.server.URL+path, form.FormDataContentType(), body)
	require.NoError(l.t, err)
	return l.read(response)
}

// applicant returns valid values for ユーザー登録.
func applicant() map[string]string {
	return map[string]string{"familyName": "基金", "givenName": "太郎", "phone": "01201234567", "mailAddress": "minato@clinic.example",
		"password": password, "passwordAgain": password, "terms": portal.Checked, "affiliation": portal.AffiliationJudo,
		"agreement": "協", "judoNumber": "280444000"}
}

// link returns the link in the latest mail.
func (l *lab) link() string {
	list, err := l.backend.Mailbox(l.t.Context(), "minato@clinic.example", portal.Visit{Now: l.now})
	require.NoError(l.t, err)
	require.NotEmpty(l.t, list)
	return list[len(list)-1].Link
}

// logInAsNewUser registers, activates and logs in, all by using the pages.
func (l *lab) logInAsNewUser() {
	status, page := l.send("/omf/register", "submit", applicant())
	require.Equal(l.t, 200, status, page)
	status, page = l.get(l.link())
	require.Equal(l.t, 200, status)
	require.Contains(l.t, page, "ユーザー登録の完了", "REG-31")
	status, page = l.send("/omf/login", "", map[string]string{"mailAddress": "minato@clinic.example", "password": password})
	require.Equal(l.t, 200, status)
	require.Contains(l.t, page, "ログアウト")
}

// inOrder requires that the texts occur in a page in this order.
func inOrder(t *testing.T, page string, texts ...string) {
	t.Helper()
	rest := page
	for _, text := range texts {
		_, after, ok := strings.Cut(rest, text)
		require.True(t, ok, "%q is missing, or not in this order", text)
		rest = after
	}
}

func TestTopPages(t *testing.T) {
	l := open(t)
	_, page := l.get("/omf")
	t.Run("REG-53 REG-45 REG-46 APP-82 omf", func(t *testing.T) {
		inOrder(t, page, "施術所等向け総合ポータルサイト", "令和6年4月から、施術所・健診実施機関等において", "新規ユーザー登録はこちら", "初めてご利用になれる方はこちらから",
			"ログインはこちら", "オンライン資格確認とは？", "導入準備", "各種申請", "手順書・マニュアル", "お知らせ", "よくある質問", "お問い合わせ先")
	})
	_, page = l.get("/csm")
	t.Run("APP-63 APP-82 APP-85 csm", func(t *testing.T) {
		inOrder(t, page, "医療機関等向け総合ポータルサイト", "総合ポータルサイトです", "オンライン資格確認", "電子処方箋管理サービス", "電子カルテ情報共有サービス")
	})
	_, page = l.get("/csm/services")
	t.Run("APP-64 APP-66 APP-86 csm services", func(t *testing.T) {
		inOrder(t, page, "医療機関・薬局等の方", "健診実施機関等 (マイナ資格確認アプリ)", "訪問看護ステーションの方", "はじめに", "助成金", "各種申請はこちら")
	})
	t.Run("APP-01 APP-02 APP-67 the list needs a login", func(t *testing.T) {
		_, page := l.get("/omf/applications")
		require.Contains(t, page, "ログインの上、お進みください。")
		require.NotContains(t, page, "利用開始申請")
	})
	t.Run("an unknown page", func(t *testing.T) {
		status, _ := l.get("/omf/forms/none")
		require.Equal(t, 404, status)
	})
}

// TestRegistrationForm: the form opens with a button for every required field. Fields that depend on a choice are in the page,
// but hidden.
func TestRegistrationForm(t *testing.T) {
	l := open(t)
	_, page := l.get("/omf/register")
	t.Run("REG-58 REG-37 REG-03 REG-04 REG-05 REG-38", func(t *testing.T) {
		inOrder(t, page, "ユーザー登録", "* 必須", "姓", "例) 基金", "名", "例) 太郎", "所属機関選択", "健診実施機関等", "施術所（柔道整復）",
			"施術所（あん摩マッサージ指圧・はり・きゅう）")
	})
	t.Run("REG-43 order of the 健診 form", func(t *testing.T) {
		inOrder(t, page, "都道府県", "--なし--", "機関区分コード", "機関コード（7桁）", "例) 0123456", "健診実施機関等コード（10桁）", "健診実施機関等名",
			"電話番号", "例) 01201234567", "メールアドレス", "パスワード（大小英文字", "パスワード（確認用）", "上記の利用規約に同意します。", "登録", "必須情報")
	})
	t.Run("REG-26 REG-44 SVC-197 one button for each required field", func(t *testing.T) {
		_, buttons, _ := strings.Cut(page, "必須情報</b>")
		inOrder(t, buttons, `for="familyName">姓`, `for="givenName">名`, `for="affiliation-0">所属機関選択`, `for="prefecture">都道府県`,
			`for="code7">機関コード（7桁）`, `for="phone">電話番号`, `for="mailAddress">メールアドレス`, `for="password">パスワード`)
	})
	_, css := l.get("/omf/forms/user-registration/style.css")
	t.Run("REG-26 a button disappears when its field is filled", func(t *testing.T) {
		require.Contains(t, css, "form:has(#familyName:valid) .required .need-familyName{display:none!important}")
		require.Contains(t, css, "form:has([name=affiliation]:checked) .required .need-affiliation")
		require.Contains(t, css, "form:has(#terms:checked) .required .need-terms")
	})
	t.Run("SVC-185 the choice decides which fields follow", func(t *testing.T) {
		require.Contains(t, css, ".field-code7,.required .need-code7{display:none}")
		require.Contains(t, css, "form:has(#affiliation-0:checked) .field-code7{display:block}")
		require.Contains(t, css, "form:has(#affiliation-1:checked) .field-judoNumber{display:block}")
		require.NotContains(t, css, "form:has(#affiliation-1:checked) .field-code7{display:block}")
	})
	t.Run("REG-08 REG-09 filled in from what was entered", func(t *testing.T) {
		_, page := l.send("/omf/register", "reflect", map[string]string{"affiliation": portal.AffiliationJudo, "agreement": "協", "judoNumber": "280444000"})
		inOrder(t, page, "登録記号番号", "協2804440-0-0", "施術所名", "みなと接骨院")
	})
	t.Run("REG-17 REG-24 refused, and shown again with all values but the passwords", func(t *testing.T) {
		values := applicant()
		values["phone"], values["passwordAgain"] = "0120-123-4567", "Portal-Test-02"
		status, page := l.send("/omf/register", "submit", values)
		require.Equal(t, 422, status)
		require.Contains(t, page, "電話番号は半角数字・ハイフン無しで入力してください。")
		require.Contains(t, page, "パスワードとパスワード（確認用）が一致しません。")
		require.Contains(t, page, `value="0120-123-4567"`)
		require.NotContains(t, page, "Portal-Test")
	})
}

func TestFromRegistrationToSettings(t *testing.T) {
	l := open(t)
	l.logInAsNewUser()
	_, page := l.get("/omf/applications")
	inOrder(t, page, "ホーム", "業務", "マイナ資格確認アプリ", "カテゴリ", "お知らせ", "よくある質問", "利用開始申請", "運用開始日登録", "助成金交付申請",
		"交付決定通知書ダウンロード", "資格確認アカウント管理", "資格確認端末機器(アカウント)追加申請", "資格確認アカウント申請状況", "利用終了・変更申請")
	_, page = l.get("/omf/applications/start")
	inOrder(t, page, "マイナ資格確認アプリの利用開始申請", "利用開始申請はこちら", "おおむね3～5営業日", "資格確認アカウント管理からPDF", "DL", "初期登録")
	form := map[string]string{"checkMethod": "", "managerBirthDate": "1970-04-01", "staff": "3", "terminals": "2", "terms": portal.Checked}
	_, page = l.get("/omf/forms/start")
	options := regexp.MustCompile(`name="checkMethod" value="([^"]+)"`).FindAllStringSubmatch(page, -1)
	require.Len(t, options, 2, "APP-05")
	form["checkMethod"] = options[0][1]
	t.Run("APP-09 APP-10 施設の確認", func(t *testing.T) {
		status, page := l.send("/omf/forms/start", "facilityCheck", form)
		require.Equal(t, 200, status)
		require.Contains(t, page, "施設を確認しました。")
		form["managerBirthDate"] = "1970-04-02"
		status, _ = l.send("/omf/forms/start", "facilityCheck", form)
		require.Equal(t, 422, status)
		form["managerBirthDate"] = "1970-04-01"
	})
	status, page := l.send("/omf/forms/start", "submit", form)
	require.Equal(t, 200, status, page)
	_, page = l.get("/omf/status")
	inOrder(t, page, "利用開始申請", "2025年6月2日 09:00", "審査中")
	l.pass(14 * 24 * time.Hour)
	l.send("/omf/login", "", map[string]string{"mailAddress": "minato@clinic.example", "password": password})
	_, page = l.get("/omf/accounts")
	sheet := regexp.MustCompile(`href="(/omf/accounts/W\d{7}/settings)"`).FindStringSubmatch(page)
	require.NotNil(t, sheet, "APP-39 SVC-118: %s", page)
	_, page = l.get(sheet[1])
	inOrder(t, page, "マイナ資格確認アプリユーザ設定情報", "機関コード", clinic, "機関名", "みなと接骨院", "ID", "パスワード", "アクティベーションコード")
	require.Regexp(t, `<td>\d{12}</td>`, page, "APP-40 INI-08")
}

func TestAttachment(t *testing.T) {
	l := open(t)
	l.logInAsNewUser()
	_, page := l.get("/omf/forms/start")
	options := regexp.MustCompile(`name="checkMethod" value="([^"]+)"`).FindAllStringSubmatch(page, -1)
	form := map[string]string{"checkMethod": options[1][1], "staff": "3", "terminals": "2", "terms": portal.Checked}
	t.Run("APP-16 no file", func(t *testing.T) {
		status, _ := l.send("/omf/forms/start", "submit", form)
		require.Equal(t, 422, status)
	})
	t.Run("APP-22 SVC-196 JPEG", func(t *testing.T) {
		status, page := l.send("/omf/forms/start", "submit", form, "\xFF\xD8\xFF\xE0 a photo")
		require.Equal(t, 422, status)
		require.Contains(t, page, "PNG")
	})
	t.Run("APP-21 PDF, kept while other fields are corrected", func(t *testing.T) {
		delete(form, "terms")
		status, page := l.send("/omf/forms/start", "submit", form, "%PDF-1.7\n")
		require.Equal(t, 422, status)
		kept := regexp.MustCompile(`name="delegationNotice" value="([0-9a-f]+)"`).FindStringSubmatch(page)
		require.NotNil(t, kept, page)
		form["terms"], form["delegationNotice"] = portal.Checked, kept[1]
		status, page = l.send("/omf/forms/start", "submit", form)
		require.Equal(t, 200, status, page)
	})
}

func TestForgeryIsRefused(t *testing.T) {
	l := open(t)
	l.logInAsNewUser()
	post := func(csrf string, edit func(*http.Request)) int {
		body := url.Values{"csrf": {csrf}}
		request, err := http.NewRequestWithContext(t.Context(), "POST", l.server.URL+"/omf/logout", strings.NewReader(body.Encode()))
		require.NoError(t, err)
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		edit(request)
		response, err := l.client.Do(request)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		return response.StatusCode
	}
	_, page := l.get("/omf")
	good := token.FindStringSubmatch(page)[1]
	plain := func(*http.Request) {}
	require.Equal(t, 403, post("", plain), "no token")
	require.Equal(t, 403, post("another", plain), "another token")
	require.Equal(t, 403, post(good, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }), "another site")
	_, page = l.get("/omf")
	require.Contains(t, page, "ログアウト", "still logged in")
	require.Equal(t, 200, post(good, plain))
	_, page = l.get("/omf")
	require.NotContains(t, page, "ログアウト")
}

// TestEntriesAreNoMarkup: entered values appear as text, even if they look like HTML.
func TestEntriesAreNoMarkup(t *testing.T) {
	l := open(t)
	values := applicant()
	values["familyName"], values["mailAddress"] = `"><b onclick=x>`, "not an address"
	_, page := l.send("/omf/register", "submit", values)
	require.NotContains(t, page, "<b onclick")
	require.Contains(t, page, "&lt;b onclick=x&gt;")
}

func TestCookies(t *testing.T) {
	l := open(t)
	l.logInAsNewUser()
	at, err := url.Parse(l.server.URL)
	require.NoError(t, err)
	var before string
	for _, c := range l.client.Jar.Cookies(at) {
		if strings.HasPrefix(c.Name, "__Host-mynalab-session-") {
			before = c.Value
		}
	}
	require.NotEmpty(t, before)
	_, page := l.get("/omf")
	require.NotContains(t, page, before, "the session token is in no page")
	response, err := l.browser().Get(l.server.URL + "/omf/login")
	require.NoError(t, err)
	defer response.Body.Close()
	set := response.Header.Get("Set-Cookie")
	for _, part := range []string{"__Host-mynalab-visitor-omf=", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"} {
		require.Contains(t, set, part)
	}
}
