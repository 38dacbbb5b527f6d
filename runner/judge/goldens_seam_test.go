package judge_test

import (
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
)

func certificateGoldens() []golden {
	const note = "電子証明書の有効期限が切れています。"
	var all []golden
	for _, row := range []struct {
		claim                     trace.Claim
		code, outcome, text, fact string
	}{
		{judge.CertificateExpiredShown(), "MOCK-E203", "certificate-expired", "期限切れ", "SVC-150 expired"},
		{judge.CertificateRevokedShown(), "MOCK-E205", "certificate-revoked", "失効", "SVC-151 revoked"},
		{judge.CardInvalidShown(), "MOCK-E202", "card-invalid", "不正", "eligibility §6.3 invalid"},
		{judge.NotRegisteredShown(), "MOCK-E207", "not-registered-as-insurance-card", "未登録", "CHK-22 not registered"},
		{judge.NotUsableShown(), "MOCK-E208", "not-usable", "利用不可", "eligibility §2.6 not usable"},
		{judge.CertificateNotYetShown(), "MOCK-E204", "card-invalid", "開始前", "SVC-298 not yet"},
		{judge.RevocationDownShown(), "MOCK-E206", "service-failed", "確認不能", "SVC-301 responder down"},
		{judge.CheckAgainShown(), "MOCK-E201", "service-failed", "やり直し", "SVC-290 challenge too old"},
		{judge.ServiceClosedShown(), "MOCK-E007", "service-failed", "利用不可", "F14 service not available"},
		{judge.ServiceThrottledShown(), "MOCK-E406", "service-failed", "要求過多", "F14 service asked too often"},
		{judge.ServiceBrokenShown(), "MOCK-E005", "service-failed", "障害", "F14 service failed"},
		{judge.TerminalUnknownShown(), "MOCK-E102", "terminal-not-registered", "未登録の端末", "CHK-21 SVC-128 terminal"},
	} {
		all = append(all, golden{row.fact, row.claim, func(t *goldenRecord) {
			t.action("read-card", trace.Fields{"screen": "auth-select", "outcome": row.outcome, "text": row.text},
				check("c1", 422, refusal(row.code, row.text)))
		}, []failing{screens("text", "別の文言"), screens("outcome", "no-card"),
			change{trace.Service, trace.KindAnswer, "body", `{"code":"MOCK-E001","messageJa":"x"}`, trace.BlameProduct},
			change{trace.Service, trace.KindAnswer, "body", `{"code":"` + row.code + `"}`, trace.BlameHarness}}})
	}
	noted := resultScreen("confirmed", "有効")
	noted["text"] = note
	for _, row := range []struct {
		claim      trace.Claim
		code, fact string
	}{
		{judge.GraceNoteShown(), "MOCK-N001", "SVC-149 SVC-299 grace"},
		{judge.ExpiryNoteShown(), "MOCK-N002", "SVC-049 SVC-162 ends soon"},
	} {
		all = append(all, golden{row.fact, row.claim, func(t *goldenRecord) {
			t.action("read-card", noted, check("c1", 200, eligibility("1",
				map[string]any{"ProcessingResultCode": row.code, "ProcessingResultMessage": note}, hanako())))
		}, []failing{screens("text", ""), screens("text", "別の文言"), screens("outcome", "not-confirmed"),
			change{trace.Service, trace.KindAnswer, "body", `{"XmlMsg":{"MessageBody":{"QualificationValidity":"1"}}}`, trace.BlameProduct}}})
	}
	return append(all, golden{"SVC-162 no note", judge.NoNoteShown(), func(t *goldenRecord) {
		t.action("read-card", resultScreen("confirmed", "有効"), check("c1", 200, eligibility("1", nil, hanako())))
	}, []failing{late{check("c9", 200, eligibility("1", map[string]any{"ProcessingResultCode": "MOCK-N002"}, hanako())), trace.BlameHarness},
		screens("text", note), screens("outcome", "not-confirmed"), change{trace.Service, trace.KindAnswer, "body",
			`{"XmlMsg":{"MessageBody":{"QualificationValidity":"1","ProcessingResultCode":"MOCK-N002"}}}`, trace.BlameHarness}}})
}

func lineGoldens() []golden {
	cut := func(t *goldenRecord) { t.add(trace.World, trace.Harness, trace.KindLine, trace.Fields{"state": "cut"}) }
	return []golden{
		{"SVC-111 nothing sent", judge.NothingSentToService(), func(t *goldenRecord) {
			register(t)
			t.action("confirm-face", trace.Fields{"screen": "auth-select", "outcome": "face-mismatch"})
		}, []failing{lateCheck(), lateRequest("GET", "/healthz", 200), change{trace.Service, trace.KindAnswer, "status", "", ""}}},
		{"F14 unreachable", judge.ServiceUnreachableShown(), func(t *goldenRecord) {
			cut(t)
			t.action("read-card", trace.Fields{"screen": "auth-select", "outcome": "service-unreachable"})
		}, []failing{lateCheck(), lateRequest("POST", "/v1/registration", 401), screens("outcome", "service-failed"), change{trace.World, trace.KindLine, "state", "restored", trace.BlameHarness}}},
		{"F14 the service can't be told from somebody else", judge.ServiceUnreachableShown(), func(t *goldenRecord) {
			t.add(trace.World, trace.Harness, trace.KindPerson, trace.Fields{"deed": "service-other-name"})
			t.action("read-card", trace.Fields{"screen": "auth-select", "outcome": "service-unreachable"})
		}, []failing{lateCheck(), lateRequest("POST", "/v1/registration", 401), screens("outcome", "service-failed"), change{trace.World, trace.KindPerson, "deed", "service-recovered", trace.BlameHarness}}},
		{"F14 line leads to somebody else", judge.ServiceUnreachableShown(), func(t *goldenRecord) {
			t.add(trace.World, trace.Harness, trace.KindLine, trace.Fields{"state": "astray"})
			t.action("read-card", trace.Fields{"screen": "auth-select", "outcome": "service-unreachable"})
		}, []failing{lateCheck(), lateRequest("POST", "/v1/registration", 401), screens("outcome", "confirmed"), change{trace.World, trace.KindLine, "state", "restored", trace.BlameHarness}}},
		{"F14 line breaks behind the challenge", judge.ServiceUnreachableShown(), func(t *goldenRecord) {
			t.add(trace.World, trace.Harness, trace.KindLine, trace.Fields{"state": "cut-after-challenge"})
			t.action("read-card", trace.Fields{"screen": "auth-select", "outcome": "service-unreachable"},
				served("POST", "/v1/challenge", nil, 201, nil))
		}, []failing{lateCheck(), lateRequest("POST", "/v1/registration", 401), screens("outcome", "service-failed"),
			change{trace.Service, trace.KindAnswer, "path", "/v1/check", trace.BlameProduct}, change{trace.World, trace.KindLine, "state", "rubbish", trace.BlameHarness}}},
		{"F14 rubbish", judge.ServiceFailedShown(), func(t *goldenRecord) {
			t.action("read-card", trace.Fields{"screen": "auth-select", "outcome": "service-failed"},
				served("POST", "/v1/check", nil, 503, "<html>"))
		}, []failing{lateCheck(), screens("outcome", "service-unreachable"),
			change{trace.Service, trace.KindAnswer, "body", `{"code":"MOCK-E206","messageJa":"x"}`, trace.BlameProduct},
			change{trace.Service, trace.KindAnswer, "path", "/v1/registration", trace.BlameProduct}}},
		{"SVC-296 audit", judge.ChecksRecorded(1), func(t *goldenRecord) {
			t.action("read-card", trace.Fields{"screen": "result"}, check("c1", 200, nil))
			t.add(trace.Service, trace.TheService, trace.KindInventory, trace.Fields{"checks": "1"})
		}, []failing{lateRequest("POST", "/v1/check", 422), change{trace.Service, trace.KindInventory, "checks", "2", trace.BlameProduct},
			change{trace.Service, trace.KindInventory, "checks", "", trace.BlameProduct}}},
		{"SVC-290 replay", judge.ReplayRefused(), func(t *goldenRecord) {
			t.action("read-card", trace.Fields{"screen": "result"}, check("c1", 200, nil))
			t.add(trace.Service, trace.Harness, trace.KindRequest, trace.Fields{"method": "POST", "path": "/v1/check",
				"body": `{"challengeId":"c1"}`})
			t.add(trace.Service, trace.TheService, trace.KindAnswer, trace.Fields{"method": "POST", "path": "/v1/check",
				"status": "409", "body": `{"code":"MOCK-E201"}`})
		}, []failing{change{trace.Service, trace.KindAnswer, "body", `{}`, trace.BlameHarness},
			change{trace.Service, trace.KindRequest, "body", `{"challengeId":"c2"}`, trace.BlameHarness}}},
	}
}

func readerGoldens() []golden {
	readerError := func(name string) func(*goldenRecord) {
		return func(t *goldenRecord) {
			t.add(trace.Card, trace.CardItself, trace.KindFailure, trace.Fields{"doing": "connect", "error": name})
		}
	}
	failure := func(name string) failing {
		return change{trace.Card, trace.KindFailure, "error", name, trace.BlameProduct}
	}
	return []golden{
		{"CHK-05 no card", judge.NoCardShown(), func(t *goldenRecord) {
			t.action("read-card", trace.Fields{"screen": "auth-select", "outcome": "no-card"}, readerError("no-card"))
		}, []failing{screens("outcome", "card-failed"), failure("reader")}},
		{"ENV-02 reader fails", judge.CardUnreadableShown(), func(t *goldenRecord) {
			t.action("read-card", trace.Fields{"screen": "auth-select", "outcome": "card-failed"}, readerError("reader"))
		}, []failing{screens("outcome", "no-card"), failure("no-card")}},
		{"F07 another kind of card", judge.CardUnreadableShown(), func(t *goldenRecord) {
			t.action("read-card", trace.Fields{"screen": "auth-select", "outcome": "card-failed"},
				exchange(trace.Product, "SELECT", "", "6A82", trace.Fields{"target": "D392F000260100000001"}))
		}, []failing{screens("outcome", "no-card"), change{trace.Card, trace.KindResponse, "sw", "9000", trace.BlameProduct}}},
		{"F07 removed", judge.CardRemovedShown(), func(t *goldenRecord) {
			register(t)
			t.action("read-card", trace.Fields{"screen": "auth-select", "outcome": "card-removed"},
				served("POST", "/v1/challenge", nil, 201, nil), removal)
		}, []failing{lateRequest("POST", "/v1/check", 422), screens("outcome", "card-failed"), change{trace.Card, trace.KindFailure, "error", "timeout", trace.BlameProduct},
			change{trace.Service, trace.KindRequest, "path", "/v1/check", trace.BlameProduct}}},
	}
}

func cardGoldens() []golden {
	harness := func(name, ef, sw string, more trace.Fields) func(*goldenRecord) {
		return exchange(trace.Harness, name, ef, sw, more)
	}
	response := func(field, value string) failing {
		return change{trace.Card, trace.KindResponse, field, value, trace.BlameHarness}
	}
	verified := change{trace.Card, trace.KindCommand, "name", "VERIFY", trace.BlameHarness}
	return []golden{
		{"CARD-075 JPKI answers", judge.CardAnswersJPKI(), harness("SELECT", "", "9000",
			trace.Fields{"target": "D392F000260100000001", "application": "JPKI"}), []failing{response("sw", "6A82")}},
		{"CARD-157 certificate is free", judge.CertificateReadable(), harness("READ BINARY", "000A", "9000",
			trace.Fields{"data": "308206A1"}), []failing{response("sw", "6982"), response("data", "FFFFFFFF"), verified}},
		{"card §3.1 label", judge.TokenLabelIs("JPKIAPICCTOKEN2"), harness("READ BINARY", "0006", "9000",
			trace.Fields{"data": "4A504B49415049434354" + "4F4B454E322020202020"}),
			[]failing{response("data", "4A504B49415049434354"), response("data", "zz")}},
		{"CARD-317 tries query", judge.TriesQueryAnswers(), harness("VERIFY (query)", "0018", "63C3",
			trace.Fields{"tries": "3"}), []failing{response("tries", "")}},
		{"CARD-150 guarded", judge.SignCertificateGuarded(), harness("READ BINARY", "0001", "6982", nil),
			[]failing{response("sw", "9000")}},
		{"CARD-386 no signature without the PIN", judge.SignatureGuarded(),
			harness("COMPUTE DIGITAL SIGNATURE", "0017", "6982", nil), []failing{response("sw", "9000"), verified}},
		{"card §2.2 unknown AID", judge.UnknownApplicationRefused(), harness("SELECT", "", "6A82",
			trace.Fields{"target": "F04D594E", "application": "AID F04D594E"}), []failing{response("sw", "9000")}},
	}
}
