package judge

import (
	"strconv"

	"github.com/mynalab/mynalab/reports/trace"
)

// CertificateExpiredShown claims that the service refused an expired certificate and that the screen shows the service's text.
func CertificateExpiredShown() trace.Claim { return plain("certificate-expired-shown") }

// CertificateRevokedShown claims the same for a revoked certificate.
func CertificateRevokedShown() trace.Claim { return plain("certificate-revoked-shown") }

// CardInvalidShown claims the same for a certificate or signature that is not valid.
func CardInvalidShown() trace.Claim { return plain("card-invalid-shown") }

// NotRegisteredShown claims the same for a card without 健康保険証利用登録.
func NotRegisteredShown() trace.Claim { return plain("not-registered-shown") }

// NotUsableShown claims the same for a card that may not be used as an insurance card.
func NotUsableShown() trace.Claim { return plain("not-usable-shown") }

// CertificateNotYetShown claims the same for a certificate whose validity has not begun.
func CertificateNotYetShown() trace.Claim { return plain("certificate-not-yet-shown") }

// RevocationDownShown claims the same for a certificate whose revocation can't be checked at the moment.
func RevocationDownShown() trace.Claim { return plain("revocation-down-shown") }

// CheckAgainShown claims the same for a challenge that was too old or used before.
func CheckAgainShown() trace.Claim { return plain("check-again-shown") }

// TerminalUnknownShown claims the same for a terminal that is not registered with the service.
func TerminalUnknownShown() trace.Claim { return plain("terminal-unknown-shown") }

// ServiceClosedShown claims the same for a service that is not available at the moment.
func ServiceClosedShown() trace.Claim { return plain("service-closed-shown") }

// ServiceThrottledShown claims the same for a service that received too many requests.
func ServiceThrottledShown() trace.Claim { return plain("service-throttled-shown") }

// ServiceBrokenShown claims the same for a service with an internal error.
func ServiceBrokenShown() trace.Claim { return plain("service-broken-shown") }

// refusal is one refusal of a check by the service: its code, and the outcome that the screen must show.
type refusal struct {
	check, code, outcome string
	ja, en               string
	basis                trace.Basis
	source               string
}

// refusals is the table of the service's refusals that have their own claim. The codes are ours (eligibility reference §1.7).
func refusals() []refusal {
	return []refusal{
		{"certificate-expired-shown", "MOCK-E203", "certificate-expired", "電子証明書の有効期限が切れていることが表示される",
			"the certificate is shown to have expired", trace.BasisSource, "SVC-150, SVC-298"},
		{"certificate-revoked-shown", "MOCK-E205", "certificate-revoked", "電子証明書が失効していることが表示される",
			"the certificate is shown to be revoked", trace.BasisEvidence, "SVC-151, SVC-300"},
		{"card-invalid-shown", "MOCK-E202", "card-invalid", "カードを確認できないことが表示される",
			"the card is shown to be invalid", trace.BasisOurs, "eligibility §6.3 steps 3 and 5"},
		{"not-registered-shown", "MOCK-E207", "not-registered-as-insurance-card", "利用登録がされていないことが表示される",
			"the card is shown not to be registered as an insurance card", trace.BasisEvidence, "CHK-22, SVC-154"},
		{"not-usable-shown", "MOCK-E208", "not-usable", "健康保険証として利用できないことが表示される",
			"the card is shown not to be usable as an insurance card", trace.BasisEvidence, "eligibility §2.6"},
		{"certificate-not-yet-shown", "MOCK-E204", "card-invalid", "電子証明書の有効期間が始まっていないことが表示される",
			"the certificate is shown not to be valid yet", trace.BasisOurs, "SVC-298"},
		{"revocation-down-shown", "MOCK-E206", "service-failed", "電子証明書をいま確認できないことが表示される",
			"the certificate is shown not to be verifiable now", trace.BasisOurs, "SVC-301"},
		{"check-again-shown", "MOCK-E201", "service-failed", "本人確認をやり直すよう表示される",
			"the screen asks to identify the person again", trace.BasisOurs, "SVC-290"},
		{"service-closed-shown", "MOCK-E007", "service-failed", "サービスをいま利用できないことが表示される",
			"the service is shown not to be available now", trace.BasisOurs, "eligibility §7 F14"},
		{"service-throttled-shown", "MOCK-E406", "service-failed", "要求が多すぎることが表示される",
			"the service is shown to have received too many requests", trace.BasisOurs, "RFC 6585 §4"},
		{"service-broken-shown", "MOCK-E005", "service-failed", "サービスで問題が起きたことが表示される",
			"the service is shown to have failed", trace.BasisOurs, "eligibility §7 F14"},
		{"terminal-unknown-shown", "MOCK-E102", "terminal-not-registered", "端末が登録されていないことが表示される",
			"the terminal is shown not to be registered", trace.BasisOurs, "CHK-21, SVC-128"},
	}
}

func certificateChecks() []Check {
	checks := noteChecks()
	for _, r := range refusals() {
		checks = append(checks, Check{Name: r.check, Sentence: says(r.ja, r.en), Basis: r.basis, Source: r.source,
			Planes: onControlAndService(), Judge: r.judge, Looks: r.looks()})
	}
	return checks
}

// looks is Check.Looks. It names the code and the outcome, since they are what differs between refusals.
func (r refusal) looks() trace.Sentence {
	outcome := trace.Say(trace.Outcomes(), r.outcome)
	return sentence("最後の操作で、サービスが資格確認を"+r.code+"で断り、画面の結果の種別は「"+outcome.JA+"」で、サービスの文言がそのまま表示される。",
		"In the last action the service refused the check with "+r.code+", and "+r.en+": the screen has the outcome "+
			strconv.Quote(outcome.EN)+" and shows the service's text unchanged.")
}

// judge requires the outcome, the code, and the service's own text unchanged on the screen.
func (r refusal) judge(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	answer, found := lastOf(a.events, func(e trace.Event) bool {
		return isCheckStage(e) && refuses(r.code)(e)
	})
	parts := []part{a.shows("outcome", r.outcome)}
	if !found {
		return settle(append(parts, a.with(r.code+"の応答", "answer "+r.code, func(trace.Event) bool { return false }))...)
	}
	var p problem
	body(answer, &p)
	return settle(append(parts, held("サービスは"+r.code+"と答えた", "the service answered "+r.code, answer),
		a.showsText(p.MessageJA))...)
}

// isCheckStage reports whether an event is an answer to one of the two requests of a check: challenge or check.
func isCheckStage(e trace.Event) bool {
	return isAnswer(e) && (e.Path() == pathChallenge || e.Path() == pathCheck)
}

// showsText returns the part "the screen shows this text of the service unchanged". If the service sent no text, the harness is
// to blame and not the product.
func (a action) showsText(want string) part {
	if want == "" {
		return missed("サービスの応答に文言がない", "the service's answer has no text").blaming(trace.BlameHarness)
	}
	return a.shows("text", want)
}
