package reports

import "github.com/mynalab/mynalab/reports/trace"

// word is a term of the record in words for people.
type word struct {
	term string
	says trace.Sentence
}

// say is the term in words, or the bare term where the list lacks it: a later version may have written the record.
func say(list []word, term string) trace.Sentence {
	for _, w := range list {
		if w.term == term {
			return w.says
		}
	}
	return trace.Sentence{JA: term, EN: term}
}

// deeds are the driver's verbs (sim/driver, Verb), and below them what the harness itself does (reports/capture).
func deeds() []word {
	return []word{
		{"install", trace.Sentence{JA: "アプリを入れる", EN: "install the app"}},
		{"launch", trace.Sentence{JA: "アプリを起動する", EN: "launch the app"}},
		{"agree", trace.Sentence{JA: "注意書きに同意する", EN: "agree to the notice"}},
		{"enter-credentials", trace.Sentence{JA: "初期登録の情報を入力する", EN: "enter the credentials"}},
		{"set-passcode", trace.Sentence{JA: "パスコードを決める", EN: "set the passcode"}},
		{"login", trace.Sentence{JA: "ログインする", EN: "log in"}},
		{"open-settings", trace.Sentence{JA: "設定を開く", EN: "open the settings"}},
		{"set-visual", trace.Sentence{JA: "目視確認を切り替える", EN: "switch the visual check"}},
		{"leave-settings", trace.Sentence{JA: "設定を閉じる", EN: "leave the settings"}},
		{"start-check", trace.Sentence{JA: "資格確認を始める", EN: "start a check"}},
		{"confirm-face", trace.Sentence{JA: "顔写真を目視で確かめる", EN: "compare the face"}},
		{"enter-pin", trace.Sentence{JA: "暗証番号を入力する", EN: "enter the PIN"}},
		{"read-card", trace.Sentence{JA: "カードを読み取る", EN: "read the card"}},
		{"close", trace.Sentence{JA: "画面を閉じる", EN: "close the screen"}},
		{"deregister", trace.Sentence{JA: "端末の登録を解除する", EN: "deregister the device"}},
		{"uninstall", trace.Sentence{JA: "アプリを消す", EN: "uninstall the app"}},
		{"configure", trace.Sentence{JA: "接続先を設定する", EN: "configure"}},
		{"describe", trace.Sentence{JA: "製品の情報を尋ねる", EN: "describe"}},
		{"clock", trace.Sentence{JA: "時計を合わせる", EN: "set the clock"}},
	}
}

// screens are the screens of the published list (sim/driver, ScreenID; eligibility §2.1).
func screens() []word {
	return []word{
		{"none", trace.Sentence{JA: "アプリなし", EN: "no app"}},
		{"installed", trace.Sentence{JA: "起動前", EN: "installed, not running"}},
		{"notice", trace.Sentence{JA: "注意書き", EN: "notice"}},
		{"credentials", trace.Sentence{JA: "初期登録", EN: "initial registration"}},
		{"passcode-set", trace.Sentence{JA: "パスコード登録", EN: "set a passcode"}},
		{"locked", trace.Sentence{JA: "ログイン", EN: "login"}},
		{"auth-select", trace.Sentence{JA: "認証選択", EN: "choose how to check"}},
		{"settings", trace.Sentence{JA: "セキュリティ設定", EN: "security settings"}},
		{"visual", trace.Sentence{JA: "目視確認", EN: "visual check"}},
		{"pin", trace.Sentence{JA: "暗証番号入力", EN: "enter the PIN"}},
		{"card-read", trace.Sentence{JA: "カード読み取り", EN: "read the card"}},
		{"result", trace.Sentence{JA: "資格確認結果", EN: "result of the check"}},
	}
}

// outcomes are what a screen says of the last deed (sim/driver, Outcome).
func outcomes() []word {
	return []word{
		{"registered", trace.Sentence{JA: "登録できた", EN: "registered"}},
		{"activation-code-format", trace.Sentence{JA: "アクティベーションコードの形式の誤り", EN: "activation code in a wrong form"}},
		{"credentials-mismatch", trace.Sentence{JA: "登録情報の不一致", EN: "credentials do not match"}},
		{"passcode-wrong", trace.Sentence{JA: "パスコードの誤り", EN: "wrong passcode"}},
		{"deregistered", trace.Sentence{JA: "登録を解除できた", EN: "deregistered"}},
		{"not-deregistered", trace.Sentence{JA: "登録を解除できない", EN: "not deregistered"}},
		{"confirmed", trace.Sentence{JA: "資格を確認できた", EN: "confirmed"}},
		{"not-confirmed", trace.Sentence{JA: "資格を確認できない", EN: "not confirmed"}},
		{"pin-wrong", trace.Sentence{JA: "暗証番号の誤り", EN: "wrong PIN"}},
		{"pin-locked", trace.Sentence{JA: "暗証番号のロック", EN: "PIN locked"}},
		{"pin-format", trace.Sentence{JA: "暗証番号の形式の誤り", EN: "PIN in a wrong form"}},
		{"face-mismatch", trace.Sentence{JA: "顔写真と一致しない", EN: "another face"}},
		{"certificate-expired", trace.Sentence{JA: "電子証明書の期限切れ", EN: "certificate expired"}},
		{"certificate-revoked", trace.Sentence{JA: "電子証明書の失効", EN: "certificate revoked"}},
		{"card-invalid", trace.Sentence{JA: "使えないカード", EN: "card not valid"}},
		{"not-registered-as-insurance-card", trace.Sentence{JA: "保険証の利用登録なし", EN: "not registered as insurance card"}},
		{"not-usable", trace.Sentence{JA: "使えない", EN: "not usable"}},
		{"no-card", trace.Sentence{JA: "カードなし", EN: "no card"}},
		{"card-removed", trace.Sentence{JA: "カードが離れた", EN: "card removed"}},
		{"card-failed", trace.Sentence{JA: "カードの読み取り失敗", EN: "card failed"}},
		{"service-unreachable", trace.Sentence{JA: "サービスにつながらない", EN: "service out of reach"}},
		{"service-failed", trace.Sentence{JA: "サービスの異常", EN: "service failed"}},
		{"terminal-not-registered", trace.Sentence{JA: "端末の登録なし", EN: "terminal not registered"}},
		{"not-possible-here", trace.Sentence{JA: "この画面ではできない", EN: "not possible on this screen"}},
	}
}

// files are the card's files (reports/capture, FileName; card §3).
func files() []word {
	return []word{
		{"signature certificate", trace.Sentence{JA: "署名用電子証明書", EN: "signature certificate"}},
		{"signature CA certificate", trace.Sentence{JA: "署名用CA証明書", EN: "signature CA certificate"}},
		{"token information", trace.Sentence{JA: "トークン情報", EN: "token information"}},
		{"certificate availability", trace.Sentence{JA: "証明書の有無", EN: "certificate availability"}},
		{"user authentication certificate", trace.Sentence{JA: "利用者証明用電子証明書", EN: "user authentication certificate"}},
		{"user authentication CA certificate", trace.Sentence{JA: "利用者証明用CA証明書", EN: "user authentication CA certificate"}},
		{"terminal authentication CA key", trace.Sentence{JA: "端末認証CA鍵", EN: "terminal authentication CA key"}},
		{"user authentication key", trace.Sentence{JA: "利用者証明用の鍵", EN: "user authentication key"}},
		{"user authentication PIN", trace.Sentence{JA: "利用者証明用の暗証番号", EN: "user authentication PIN"}},
		{"signature key", trace.Sentence{JA: "署名用の鍵", EN: "signature key"}},
		{"signature PIN", trace.Sentence{JA: "署名用の暗証番号", EN: "signature PIN"}},
	}
}

// bases are what a check stands on (reports/trace, Basis).
func bases() []word {
	return []word{
		{string(trace.BasisSource), trace.Sentence{JA: "出典", EN: "source document"}},
		{string(trace.BasisEvidence), trace.Sentence{JA: "公開の証拠", EN: "public evidence"}},
		{string(trace.BasisOurs), trace.Sentence{JA: "mynalab の取り決め", EN: "our own contract"}},
	}
}

// planes are the seams that the record watches (reports/trace, Plane).
func planes() []word {
	return []word{
		{string(trace.Card), trace.Sentence{JA: "カード", EN: "card"}},
		{string(trace.Service), trace.Sentence{JA: "サービス", EN: "service"}},
		{string(trace.Control), trace.Sentence{JA: "アプリの画面", EN: "screens of the app"}},
		{string(trace.World), trace.Sentence{JA: "世界", EN: "world"}},
	}
}
