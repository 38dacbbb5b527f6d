package judge

import (
	"encoding/hex"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// cardChecks are about the card itself. They look at the commands that the harness sent. The virtual card is part of mynalab, so a
// failure blames the harness.
func cardChecks() []Check {
	return []Check{cardAnswersJPKI(), certificateReadable(), tokenLabelIs(), triesQueryAnswers(), signCertificateGuarded(), signatureGuarded(), unknownApplicationRefused()}
}

// CardAnswersJPKI claims that the card lets its JPKI application be selected.
func CardAnswersJPKI() trace.Claim { return cardAnswersJPKI().claim(nil) }

func cardAnswersJPKI() Check {
	return Check{Name: "card-answers-jpki", Sentence: says("公的個人認証のアプリケーションが応答する", "the JPKI application answers"), Basis: trace.BasisEvidence,
		Source: "CARD-075, SVC-279", Planes: onCard(), Judge: judgeCardAnswersJPKI,
		Looks: sentence("検査員が公的個人認証のアプリケーションを最後に選択したとき、カードが受け付ける。",
			"The card accepted the inspector's last selection of its JPKI application.")}
}

func judgeCardAnswersJPKI(before []trace.Event, _ Args) trace.Finding {
	return settle(asked(before, func(x exchange) bool {
		return x.name() == selectCommand && x.command.Target() == aidJPKI
	}, isDone))
}

// CertificateReadable claims that the user certificate can be read without a PIN.
func CertificateReadable() trace.Claim { return certificateReadable().claim(nil) }

func certificateReadable() Check {
	return Check{Name: "certificate-readable", Sentence: says("利用者証明用電子証明書が暗証番号なしで読み出される",
		"the user certificate is read without a PIN"), Basis: trace.BasisEvidence, Source: "CARD-157, SVC-281", Planes: onCard(),
		Judge: judgeCertificateReadable,
		Looks: sentence("検査員が最後に読んだ利用者証明用電子証明書が証明書の形で始まり、カードの電源が入ってから暗証番号の照合がない。",
			"What the inspector last read of the user certificate begins as a certificate does, and no PIN was presented since the card was powered up.")}
}

func judgeCertificateReadable(before []trace.Event, _ Args) trace.Finding {
	read := asked(before, func(x exchange) bool { return reads(x, fileAuthCertificate) },
		func(x exchange) bool { return isDone(x) && beginsCertificate(x.leading()) })
	return settle(read, unverified(before))
}

// TokenLabelIs claims that the token information has this label, e.g. JPKIAPICCTOKEN2.
func TokenLabelIs(label string) trace.Claim { return tokenLabelIs().claim(Args{"label": label}) }

func tokenLabelIs() Check {
	return Check{Name: "token-label-is", Sentence: says("トークン情報のラベルは {label} である", "the token label is {label}"), Basis: trace.BasisEvidence,
		Source: "card §3.1", Planes: onCard(), Judge: judgeTokenLabelIs,
		Looks: sentence("検査員が最後に読んだトークン情報のラベルが、その文字列である。",
			"The label of the token information that the inspector last read is this text.")}
}

func judgeTokenLabelIs(before []trace.Event, args Args) trace.Finding {
	return settle(asked(before, func(x exchange) bool { return reads(x, fileToken) },
		func(x exchange) bool { return isDone(x) && tokenLabel(x.leading()) == args["label"] }))
}

// TriesQueryAnswers claims that the card answers an empty VERIFY with the number of tries left.
func TriesQueryAnswers() trace.Claim { return triesQueryAnswers().claim(nil) }

func triesQueryAnswers() Check {
	return Check{Name: "tries-query-answers", Sentence: says("カードは残り回数を答える", "the card reports the tries left"), Basis: trace.BasisEvidence,
		Source: "CARD-317, SVC-284", Planes: onCard(), Judge: judgeTriesQueryAnswers,
		Looks: sentence("検査員が暗証番号の残り回数を最後に尋ねたとき、カードが回数を答える。",
			"The card answered with a number when the inspector last asked for the tries left.")}
}

func judgeTriesQueryAnswers(before []trace.Event, _ Args) trace.Finding {
	return settle(asked(before, func(x exchange) bool {
		return x.name() == queryCommand && x.inJPKI() && x.on(fileAuthPIN)
	}, func(x exchange) bool { _, ok := x.tries(); return ok }))
}

// SignCertificateGuarded claims that the signature certificate can't be read without its password.
func SignCertificateGuarded() trace.Claim { return signCertificateGuarded().claim(nil) }

func signCertificateGuarded() Check {
	return Check{Name: "sign-certificate-guarded", Sentence: says("カードは署名用電子証明書の読み出しを断る",
		"the card refuses to give the signature certificate"), Basis: trace.BasisEvidence, Source: "CARD-150, CARD-197", Planes: onCard(),
		Judge: judgeSignCertificateGuarded,
		Looks: sentence("検査員が署名用電子証明書を最後に読もうとしたとき、カードが断る。電源が入ってから暗証番号の照合はない。",
			"The card refused when the inspector last tried to read the signature certificate; no PIN was presented since it was powered up.")}
}

func judgeSignCertificateGuarded(before []trace.Event, _ Args) trace.Finding {
	return settle(asked(before, func(x exchange) bool { return reads(x, fileSignCertificate) },
		func(x exchange) bool { return x.sw() == swGuarded }), unverified(before))
}

// SignatureGuarded claims that the card does not sign with the user key before its PIN is verified.
func SignatureGuarded() trace.Claim { return signatureGuarded().claim(nil) }

func signatureGuarded() Check {
	return Check{Name: "signature-guarded", Sentence: says("カードは署名を断る", "the card refuses to sign"), Basis: trace.BasisEvidence, Source: "CARD-386",
		Planes: onCard(), Judge: judgeSignatureGuarded,
		Looks: sentence("検査員が利用者証明用の鍵での署名を最後に求めたとき、カードが断る。電源が入ってから暗証番号の照合はない。",
			"The card refused when the inspector last asked it to sign with the user key; no PIN was presented since it was powered up.")}
}

func judgeSignatureGuarded(before []trace.Event, _ Args) trace.Finding {
	return settle(asked(before, func(x exchange) bool {
		return x.name() == signCommand && x.inJPKI() && x.on(fileAuthKey)
	}, func(x exchange) bool { return x.sw() == swGuarded }), unverified(before))
}

// UnknownApplicationRefused claims that an application that the card does not have can't be selected.
func UnknownApplicationRefused() trace.Claim { return unknownApplicationRefused().claim(nil) }

func unknownApplicationRefused() Check {
	return Check{Name: "unknown-application-refused", Sentence: says("知らないアプリケーションは断られる", "an unknown application is refused"),
		Basis: trace.BasisEvidence, Source: "card §2.2", Planes: onCard(), Judge: judgeUnknownApplicationRefused,
		Looks: sentence("検査員がカードにないアプリケーションを最後に選択したとき、カードが見つからないと答える。",
			"The card answered \"not found\" when the inspector last selected an application that it does not have.")}
}

func judgeUnknownApplicationRefused(before []trace.Event, _ Args) trace.Finding {
	return settle(asked(before, func(x exchange) bool {
		return x.name() == selectCommand && strings.HasPrefix(x.command.Application(), unknownApplication)
	}, func(x exchange) bool { return x.sw() == swNotFound }))
}

// asked returns the part "the harness asked the card this, and the last answer is as wanted".
func asked(before []trace.Event, question func(exchange) bool, answered func(exchange) bool) part {
	x, ok := lastExchange(before, func(x exchange) bool { return x.by() == trace.Harness && question(x) })
	if !ok {
		return missed("カードに尋ねていない", "the card was not asked").blaming(trace.BlameHarness)
	}
	if !answered(x) {
		return missed("カードの答えは "+x.sw(), "the card answered "+x.sw(), x.seen()...).blaming(trace.BlameHarness)
	}
	return held("カードの答えは "+x.sw(), "the card answered "+x.sw(), x.seen()...)
}

// unknownApplication is the prefix of an application's name in the record if capture knows no name for its AID.
const unknownApplication = "AID "

func isDone(x exchange) bool { return x.sw() == swDone }

func reads(x exchange, file string) bool {
	return x.name() == readCommand && x.inJPKI() && x.on(file)
}

// unverified returns the part "no PIN was presented since the card was last powered up".
func unverified(before []trace.Event) part {
	power, _ := lastOf(before, func(e trace.Event) bool {
		return e.Plane == trace.Card && e.Kind == trace.KindPowered && e.By == trace.CardItself
	})
	since := allOf(before, func(e trace.Event) bool { return e.Seq > power.Seq })
	if x, found := lastExchange(since, verifies); found {
		return missed("その前に暗証番号が照合されている", "a PIN was presented before that", x.seen()...).blaming(trace.BlameHarness)
	}
	return held("暗証番号は照合されていない", "no PIN was presented")
}

// tokenLabel returns the label in the token information: its first 32 bytes without the padding (card reference §3.1). It is
// empty if data is not hexadecimal.
func tokenLabel(data string) string {
	raw, err := hex.DecodeString(data)
	if err != nil {
		return ""
	}
	return strings.TrimRight(string(raw[:min(32, len(raw))]), " \x00")
}
