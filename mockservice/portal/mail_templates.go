package portal

import (
	"net/url"
	"strings"

	"github.com/mynalab/mynalab/mockservice/store"
)

// MailTemplate is one mail that the portals write. Its text has {name}, {portal}, {link}, {form}, {id}, {reason} for what it
// speaks of.
type MailTemplate struct {
	Kind string
	// Form it is about; empty: any form that has no row of its own.
	Form          string
	Subject, Text string
	Source        string
}

// The kinds of letter.
const (
	LetterActivation = "activation" // carries 有効化用リンク
	LetterKnown      = "known"      // somebody registered an address again that is registered
	LetterAccepted   = "accepted"
	LetterCompleted  = "completed"
	LetterRefused    = "refused"
)

// DefaultMailTemplates are the mails. Their texts are ours; the sources give names only (APP-72).
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

// write writes a letter. A kind without a row is no letter.
func (r *Rules) write(kind, form string, words map[string]string) (subject, text string, ok bool) {
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

// linkPath is where 有効化用リンク leads, below the address of the service.
func linkPath(portal, token string) string {
	return "/" + portal + "/activation?token=" + url.QueryEscape(token)
}

// Mail is one mail as the mail box shows it.
type Mail struct {
	store.Mail
	// Link is the path of the link in it, Token what it carries; ApplicationID what it is about.
	Link, Token   string
	ApplicationID string
}

// readLink finds the link in a mail.
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
