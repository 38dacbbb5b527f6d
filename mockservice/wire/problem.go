package wire

// ProblemContentType is the media type of a refusal (RFC 9457).
const ProblemContentType = "application/problem+json"

// Code identifies a problem. The codes of the real service are not public (eligibility reference §1.7); these are ours.
type Code string

// The problem codes. Problems gives each its HTTP status, its sentences and its source.
const (
	CodeBadRequest         Code = "MOCK-E001"
	CodeUnknownPath        Code = "MOCK-E002"
	CodeMethodNotAllowed   Code = "MOCK-E003"
	CodeTooLarge           Code = "MOCK-E004"
	CodeInternal           Code = "MOCK-E005"
	CodeMediaType          Code = "MOCK-E006"
	CodeUnavailable        Code = "MOCK-E007"
	CodeAccountMismatch    Code = "MOCK-E101"
	CodeTerminalUnknown    Code = "MOCK-E102"
	CodeChallenge          Code = "MOCK-E201"
	CodeCardInvalid        Code = "MOCK-E202"
	CodeCertificateExpired Code = "MOCK-E203"
	CodeCertificateNotYet  Code = "MOCK-E204"
	CodeCertificateRevoked Code = "MOCK-E205"
	CodeRevocationDown     Code = "MOCK-E206"
	CodeNotRegistered      Code = "MOCK-E207"
	CodeNotUsable          Code = "MOCK-E208"
	CodeNotDeclared        Code = "MOCK-E209"
	CodeDecision           Code = "MOCK-E301" // control handler only
	CodeControlToken       Code = "MOCK-E302" // control handler only
	CodeFieldRefused       Code = "MOCK-E401"
	CodeLoginRefused       Code = "MOCK-E402"
	CodeLinkDead           Code = "MOCK-E403"
	CodeNotLoggedIn        Code = "MOCK-E404"
	CodeLockedOut          Code = "MOCK-E405"
	CodeRateLimited        Code = "MOCK-E406"
	CodeAttachmentKind     Code = "MOCK-E407"
	CodeAttachmentSize     Code = "MOCK-E408"
	CodeNotFound           Code = "MOCK-E409"
	CodeApplicationState   Code = "MOCK-E410"
	CodeForgery            Code = "MOCK-E411" // pages only
)

// Error returns the problem in one line: code, English message and, if there is one, the detail.
func (p Problem) Error() string {
	if p.Detail != "" {
		return string(p.Code) + " " + p.MessageEN + ": " + p.Detail
	}
	return string(p.Code) + " " + p.MessageEN
}

// Problems returns the table of problems: code, HTTP status, message in Japanese and English, source.
func Problems() []Problem {
	const ours = "ours"
	return []Problem{
		row(CodeBadRequest, 400, "要求の形式が正しくありません。", "the request is malformed", ours),
		row(CodeUnknownPath, 404, "要求された機能はありません。", "there is no such path", ours),
		row(CodeMethodNotAllowed, 405, "要求の方法が正しくありません。", "the method is not allowed here", ours),
		row(CodeTooLarge, 413, "要求が大きすぎます。", "the request is too large", ours),
		row(CodeInternal, 500, "ただいま利用できません。しばらくしてからやり直してください。",
			"the service could not answer, try again later", ours),
		row(CodeMediaType, 415, "要求のデータ形式に対応していません。", "the contract does not allow this media type", ours),
		row(CodeUnavailable, 503, "ただいま利用できません。しばらくしてからやり直してください。",
			"the service is not available, try again later", ours),
		row(CodeAccountMismatch, 401, "機関コード、ID、パスワード、アクティベーションコードが異なります。",
			"institution code, ID, password or activation code do not match", "seed 000 Q9"),
		row(CodeTerminalUnknown, 401, "この端末は登録されていません。", "this terminal is not registered", ours),
		row(CodeChallenge, 409, "本人確認をもう一度やり直してください。",
			"the challenge is unknown, was used before, or has expired", ours),
		row(CodeCardInvalid, 422, "このカードは確認できませんでした。", "the certificate or the signature is not valid", ours),
		row(CodeCertificateExpired, 422, "利用者証明用電子証明書の有効期限が切れています。",
			"the user certificate has expired", ours),
		row(CodeCertificateNotYet, 422, "利用者証明用電子証明書の有効期間が始まっていません。",
			"the user certificate is not valid yet", ours),
		row(CodeCertificateRevoked, 422, "利用者証明用電子証明書が失効しています。",
			"the user certificate has been revoked", ours),
		row(CodeRevocationDown, 503, "ただいま電子証明書を確認できません。しばらくしてからやり直してください。",
			"revocation can't be checked now, try again later", ours),
		row(CodeNotRegistered, 422, "健康保険証としての利用登録がされていません。",
			"the card is not registered as an insurance card", ours),
		row(CodeNotUsable, 422, "このカードは健康保険証として利用できません。",
			"the card cannot be used as an insurance card", ours),
		row(CodeNotDeclared, 422, "この施術所の併設申告は行われていません。",
			"the terminal's clinic has not declared this clinic as colocated", "DUT-09, DUT-10; the text is ours"),
		row(CodeDecision, 409, "このアカウントの状態では受け付けられません。",
			"the account's state does not allow this decision", ours),
		row(CodeControlToken, 401, "制御用のトークンが異なります。", "the control token is missing or wrong", ours),
		row(CodeFieldRefused, 422, "入力内容に誤りがあります。", "some fields are refused", ours),
		row(CodeLoginRefused, 401, "メールアドレス又はパスワードが異なります。", "mail address or password do not match", ours),
		row(CodeLinkDead, 410, "有効化用リンクは無効です。", "the activation link is not valid", "seed 002 L696; the text is ours"),
		row(CodeNotLoggedIn, 401, "ログインが必要です。", "log in first", "seed 002 L700; the text is ours"),
		row(CodeLockedOut, 429, "ログインの失敗が続いたため、しばらくログインできません。",
			"too many failed logins, try again later", ours),
		row(CodeRateLimited, 429, "要求が多すぎます。しばらくしてからやり直してください。",
			"too many requests, try again later", ours),
		row(CodeAttachmentKind, 415, "添付できるファイルはPDF、PNG又はExcelです。JPEG等の写真はPDF又はPNGに変換してください。",
			"only PDF, PNG and Excel can be attached; convert a photo to PDF or PNG", "APP-21, APP-22; the text is ours"),
		row(CodeAttachmentSize, 413, "添付できるファイルは100MBまでです。", "a file of at most 100 MB can be attached",
			"APP-23, APP-24; the text is ours"),
		row(CodeNotFound, 404, "該当する情報はありません。", "not found", ours),
		row(CodeApplicationState, 409, "現在の申請状況では受け付けられません。",
			"the state of your applications does not allow this now", ours),
		row(CodeForgery, 403, "画面の有効期限が切れました。もう一度やり直してください。",
			"the page has expired, open it again", ours),
	}
}

func row(code Code, status int, ja, en, source string) Problem {
	return Problem{Type: "urn:mynalab:problem:" + string(code), Title: en, Status: status, Code: code,
		MessageJA: ja, MessageEN: en, Source: source}
}

// ProblemFor returns the table's row for a code, with a detail that may be empty. It panics for a code without a row, which is
// a mistake in the program.
func ProblemFor(code Code, detail string) Problem {
	for _, p := range Problems() {
		if p.Code == code {
			p.Detail = detail
			return p
		}
	}
	panic("wire: internal error: no problem row for " + string(code))
}
