package portal

import (
	"net/url"
	"strings"

	"github.com/mynalab/mynalab/mockservice/store"
)

// MailTemplate is one mail that the portals send. In its text {name}, {portal}, {link}, {form}, {id} and {reason} are replaced.
type MailTemplate struct {
	Kind string
	// Form is the form that the mail is about. Empty: any form without a row of its own.
	Form          string
	Subject, Text string
	Source        string
}

// The kinds of mail.
const (
	LetterActivation = "activation" // contains the 有効化用リンク
	LetterKnown      = "known"      // an address that is registered already was registered again
	LetterAccepted   = "accepted"
	LetterCompleted  = "completed"
	LetterRefused    = "refused"
)

// DefaultMailTemplates returns the mails. Their texts are ours; the sources give only names (APP-72).
func DefaultMailTemplates() []MailTemplate {
	return []MailTemplate{
		{LetterActivation, "", "ユーザー登録の有効化", "{name} 様\n\n{portal}のユーザー登録を受け付けました。次の有効化用リンクを開いて登録を完了してください。\n{link}\n" +
			"リンクは送信から3時間が経過すると無効となります。心当たりのない場合は開かないでください。", "REG-28, REG-29, seed 002 L696"},
		{LetterKnown, "", "ユーザー登録のお知らせ", "{portal}で、登録済みのメールアドレスによるユーザー登録が行われました。登録の内容は変わっていません。\n" +
			"心当たりのある場合は、登録済みのパスワードでログインしてください。", ours},
		{LetterAccepted, "", "{form}の受付", "{form}を受け付けました。\n受付番号 {id}", ours},
		{LetterCompleted, FormStart, "利用開始申請完了メール", "{form}の手続きが完了しました。ポータルサイトにログインし、資格確認アカウント管理から" +
			"マイナ資格確認アプリユーザ設定情報をご確認ください。\n受付番号 {id}", "APP-39, APP-72, seed 002 L616-617, L958-959"},
		{LetterCompleted, "", "{form}完了のお知らせ", "{form}の手続きが完了しました。\n受付番号 {id}", ours},
		{LetterRefused, "", "{form}の審査結果のお知らせ", "{form}は承認されませんでした。\n理由 {reason}\n受付番号 {id}", ours},
	}
}

// compose returns subject and text of a mail. ok is false if the kind has no row: then no mail is sent.
func (r *Rules) compose(kind, form string, words map[string]string) (subject, text string, ok bool) {
	for _, l := range r.MailTemplates {
		if l.Kind != kind || (l.Form != "" && l.Form != form) {
			continue
		}
		var pairs []string
		for name, word := range words {
			pairs = append(pairs, "{"+name+"}", word)
		}
		fill := strings.NewReplacer(pairs...)
		return fill.Replace(l.Subject), fill.Replace(l.Text), true
	}
	return "", "", false
}

// linkPath returns the path of a 有効化用リンク on the service.
func linkPath(portal, token string) string {
	return "/" + portal + "/activation?token=" + url.QueryEscape(token)
}

// Mail is one mail as the mail box shows it.
type Mail struct {
	store.Mail
	// Link is the path of the link in the mail, and Token the token in that link. ApplicationID is the application that the mail
	// is about.
	Link, Token   string
	ApplicationID string
}

// readLink finds the link in the text of a mail, and the token in it.
func readLink(m store.Mail) (link, token string) {
	begin := linkPath(m.Portal, "")
	for line := range strings.Lines(m.Text) {
		line = strings.TrimSpace(line)
		if query, ok := strings.CutPrefix(line, begin); ok {
			token, err := url.QueryUnescape(query)
			if err == nil {
				return line, token
			}
		}
	}
	return "", ""
}
