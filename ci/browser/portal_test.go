package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/security"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/world"
)

// site is the mock service with the data of the cast, and a browser in which scripts are disabled.
type site struct {
	page
	url           string
	controlClient *control.Client
	cast          people.Cast
}

// openSite starts both, at the start of world time.
func openSite(t *testing.T, s size) site {
	t.Helper()
	config := mockservice.Default(time.Now)
	service := mockservice.New(config)
	public, controlServer := httptest.NewTLSServer(service.Public()), httptest.NewServer(service.Control())
	t.Cleanup(public.Close)
	t.Cleanup(controlServer.Close)
	cast, err := people.Load()
	require.NoError(t, err)
	controlClient := control.Dial(controlServer.URL, http.DefaultClient, "")
	require.NoError(t, controlClient.PutPeople(t.Context(), world.RecordOfCast(cast)))
	require.NoError(t, controlClient.SetClock(t.Context(), world.DefaultStart()))
	opened := fresh(t, s, false)
	_, err = chromedp.Call(opened.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	require.NoError(t, err)
	_, err = chromedp.Call(opened.ctx, security.SetIgnoreCertificateErrors, security.SetIgnoreCertificateErrorsParams{Ignore: true})
	require.NoError(t, err)
	return site{page{t, opened}, public.URL, controlClient, cast}
}

func (s site) visit(path string) {
	s.Helper()
	require.NoError(s, chromedp.Do(s.tab.ctx, chromedp.Navigate(s.url+path)))
}

// text returns the visible text of the page.
func (s site) text() string { return eval[string](s.page, `document.body.innerText`) }

// fill types into a field as a person does.
func (s site) fill(name, text string) {
	s.Helper()
	eval[any](s.page, `document.getElementById("`+name+`").focus()`)
	s.say(text)
}

// needs returns the visible buttons under 必須情報.
func (s site) needs() []string {
	return eval[[]string](s.page, `[...document.querySelectorAll(".required label")].filter(l => l.getClientRects().length).map(l => l.textContent)`)
}

// sees reports whether a field is visible.
func (s site) sees(name string) bool {
	return eval[bool](s.page, `!!document.querySelector(".field-`+name+`")?.getClientRects().length`)
}

// presses clicks a button and waits for an element that only the next page has.
func (s site) presses(button, next string) {
	s.Helper()
	s.click(button)
	require.NoError(s, chromedp.Do(s.tab.ctx, chromedp.WaitVisible(chromedp.CSS(next))))
}

// TestPortal goes from the top page to the settings sheet as a clinic's administrator does, without scripts.
func TestPortal(t *testing.T) {
	need(t, "chromium")
	s := openSite(t, desktop())
	s.visit("/omf")
	s.keep("portal-home")
	s.presses(`a[href="/omf/register"]`, "#familyName")
	require.Contains(t, s.text(), "ユーザー登録", "REG-01 REG-58")
	t.Run("REG-26 REG-44 SVC-197 a button of 必須情報 disappears as soon as its field is filled in", s.vanishing)
	t.Run("REG-05 APP-06 SVC-185 the choice decides the fields that follow", s.choosing)
	t.Run("REG-27 REG-28 REG-31 registration, link and login", s.registering)
	t.Run("APP-09 APP-32 APP-33 APP-39 from the application to the sheet", s.applying)
}

func (s site) vanishing(t *testing.T) {
	require.Equal(t, []string{"姓", "名", "所属機関選択", "電話番号（半角数字・ハイフン無しでご入力ください）", "メールアドレス",
		"パスワード（大小英文字・数字をそれぞれ1文字以上ご入力ください。パスワードの長さは8文字以上100文字以下です）", "パスワード（確認用）", "上記の利用規約に同意します。"}, s.needs())
	s.fill("familyName", "基金")
	require.NotContains(t, s.needs(), "姓")
	s.fill("familyName", "")
	require.Contains(t, s.needs(), "姓", "and returns when the field is emptied")
	s.fill("familyName", "基金")
	s.fill("givenName", "太郎")
	s.click("#terms")
	require.NotContains(t, s.needs(), "上記の利用規約に同意します。")
	s.click(`label.need-phone`)
	require.Equal(t, "phone", eval[string](s.page, `document.activeElement.id`), "a button leads to its field")
}

func (s site) choosing(t *testing.T) {
	require.False(t, s.sees("code7") || s.sees("judoNumber"))
	s.click("#affiliation-0")
	require.True(t, s.sees("code7") && s.sees("prefecture") && !s.sees("judoNumber"))
	require.Contains(t, s.needs(), "機関コード（7桁）")
	s.keep("portal-register-health")
	s.click("#affiliation-1")
	require.True(t, s.sees("judoNumber") && !s.sees("code7"))
	require.NotContains(t, s.needs(), "機関コード（7桁）")
}

// clinic returns the judo clinic of the cast, and its user.
func (s site) clinic(t *testing.T) (people.Facility, people.User) {
	for _, u := range s.cast.Users {
		if f, err := s.cast.Facility(u.Facility); err == nil && f.Kind == people.Judo && f.Delegated {
			return f, u
		}
	}
	t.Fatal("the cast has no judo clinic with a user")
	return people.Facility{}, people.User{}
}

func (s site) registering(t *testing.T) {
	clinic, user := s.clinic(t)
	mark, digits := clinic.Registration[:len("協")], strings.ReplaceAll(clinic.Registration[len("協"):], "-", "")
	s.click(map[string]string{"協": "#agreement-0", "契": "#agreement-1"}[mark])
	s.fill("judoNumber", digits)
	s.presses(`button[value="reflect"]`, ".field-clinicName[data-shown]")
	require.Contains(t, s.text(), clinic.Name, "REG-08 REG-09 filled in from what was entered")
	for name, text := range map[string]string{"phone": "01201234567", "mailAddress": user.Mail, "password": user.Password, "passwordAgain": user.Password} {
		s.fill(name, text)
	}
	require.Empty(t, s.needs())
	s.keep("portal-register-filled")
	s.presses(`button.topright`, `.notice[role="status"]`)
	mails, err := s.controlClient.Mails(t.Context(), user.Mail)
	require.NoError(t, err)
	require.Len(t, mails, 1)
	s.visit(mails[0].Link)
	require.Contains(t, s.text(), "ユーザー登録の完了")
	s.visit("/omf/login")
	s.fill("mailAddress", user.Mail)
	s.fill("password", user.Password)
	s.presses("main button", `form[action="/omf/logout"]`)
}

func (s site) applying(t *testing.T) {
	clinic, user := s.clinic(t)
	s.presses(`a[href="/omf/applications"]`, ".items")
	s.keep("portal-menu")
	s.presses(`a[href="/omf/applications/start"]`, ".steps")
	s.keep("portal-article")
	s.presses(`a[href="/omf/forms/start"]`, "#staff")
	s.click("#checkMethod-0")
	born := clinic.Manager.Birthdate
	eval[any](s.page, `document.getElementById("managerBirthDate").value = "`+born[:4]+"-"+born[4:6]+"-"+born[6:]+`"`)
	s.presses(`button[value="facilityCheck"]`, `.notice[role="status"]`)
	s.fill("staff", "3")
	s.fill("terminals", "1")
	s.click("#terms")
	require.Empty(t, s.needs(), "APP-33")
	s.keep("portal-start")
	s.presses(`button.topright`, `a[href="/omf/status"]`)
	require.NoError(t, s.controlClient.SetClock(t.Context(), world.DefaultStart().AddDate(0, 0, 14)))
	s.visit("/omf/login")
	s.fill("mailAddress", user.Mail)
	s.fill("password", user.Password)
	s.presses("main button", `form[action="/omf/logout"]`)
	s.visit("/omf/accounts")
	s.keep("portal-accounts")
	s.presses(`a[href$="/settings"]`, ".sheet")
	require.Contains(t, s.text(), "マイナ資格確認アプリユーザ設定情報", "APP-39")
	require.Regexp(t, `\d{12}`, s.text(), "APP-40")
	s.keep("portal-sheet")
	trouble, requests := s.tab.seen()
	require.Empty(t, trouble, "console")
	for _, address := range requests {
		require.True(t, strings.HasPrefix(address, s.url) || strings.HasPrefix(address, "data:"), "request to %s", address)
	}
}

// TestPortalFitsATelephone opens both portals on a narrow screen.
func TestPortalFitsATelephone(t *testing.T) {
	need(t, "chromium")
	s := openSite(t, phone())
	for _, path := range []string{"/omf", "/csm", "/csm/services", "/omf/register", "/csm/register", "/omf/login"} {
		s.visit(path)
		require.LessOrEqual(t, eval[int](s.page, `document.documentElement.scrollWidth`), int(phone().width), "%s must not scroll sideways", path)
	}
	s.keep("portal-phone")
}
