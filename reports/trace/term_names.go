package trace

// Term is a term of the record with its words for people.
type Term struct {
	// Term is the value in the record; Says are its words.
	Term string
	Says Sentence
}

// Say returns the words of a term, or the bare term if it is not in the list, e.g. because a later version wrote the
// record.
func Say(list []Term, term string) Sentence {
	for _, w := range list {
		if w.Term == term {
			return w.Says
		}
	}
	return Sentence{JA: term, EN: term}
}

// Named returns the term with this Japanese name, or an empty string. Feature files use the Japanese names.
func Named(list []Term, ja string) string {
	for _, w := range list {
		if w.Says.JA == ja {
			return w.Term
		}
	}
	return ""
}

// Verbs returns the driver's verbs (sim/driver, Verb), followed by those of the harness itself (reports/capture).
func Verbs() []Term {
	return []Term{
		{"install", Sentence{JA: "アプリを入れる", EN: "install the app"}},
		{"launch", Sentence{JA: "アプリを起動する", EN: "launch the app"}},
		{"agree", Sentence{JA: "注意書きに同意する", EN: "agree to the notice"}},
		{"enter-credentials", Sentence{JA: "初期登録の情報を入力する", EN: "enter the credentials"}},
		{"set-passcode", Sentence{JA: "パスコードを決める", EN: "set the passcode"}},
		{"login", Sentence{JA: "ログインする", EN: "log in"}},
		{"open-settings", Sentence{JA: "設定を開く", EN: "open the settings"}},
		{"set-visual", Sentence{JA: "目視確認を切り替える", EN: "switch the visual check"}},
		{"leave-settings", Sentence{JA: "設定を閉じる", EN: "leave the settings"}},
		{"start-check", Sentence{JA: "資格確認を始める", EN: "start a check"}},
		{"confirm-face", Sentence{JA: "顔写真を目視で確かめる", EN: "compare the face"}},
		{"enter-pin", Sentence{JA: "暗証番号を入力する", EN: "enter the PIN"}},
		{"read-card", Sentence{JA: "カードを読み取る", EN: "read the card"}},
		{"close", Sentence{JA: "画面を閉じる", EN: "close the screen"}},
		{"deregister", Sentence{JA: "端末の登録を解除する", EN: "deregister the device"}},
		{"uninstall", Sentence{JA: "アプリを消す", EN: "uninstall the app"}},
		{"configure", Sentence{JA: "接続先を設定する", EN: "configure"}},
		{"describe", Sentence{JA: "製品の情報を尋ねる", EN: "describe"}},
		{"clock", Sentence{JA: "時計を合わせる", EN: "set the clock"}},
	}
}

// Screens returns the screens of the published list (sim/driver, ScreenID; eligibility §2.1).
func Screens() []Term {
	return []Term{
		{"none", Sentence{JA: "アプリなし", EN: "no app"}},
		{"installed", Sentence{JA: "起動前", EN: "installed, not running"}},
		{"notice", Sentence{JA: "注意書き", EN: "notice"}},
		{"credentials", Sentence{JA: "機関コード等の入力", EN: "initial registration"}},
		{"passcode-set", Sentence{JA: "パスコード登録", EN: "set a passcode"}},
		{"locked", Sentence{JA: "ログイン", EN: "login"}},
		{"auth-select", Sentence{JA: "認証選択", EN: "choose how to check"}},
		{"settings", Sentence{JA: "セキュリティ設定", EN: "security settings"}},
		{"visual", Sentence{JA: "目視確認", EN: "visual check"}},
		{"pin", Sentence{JA: "暗証番号入力", EN: "enter the PIN"}},
		{"card-read", Sentence{JA: "カード読み取り", EN: "read the card"}},
		{"result", Sentence{JA: "資格確認結果", EN: "result of the check"}},
	}
}

// Outcomes returns the results of the last action that a screen can show (sim/driver, Outcome).
func Outcomes() []Term {
	return []Term{
		{"registered", Sentence{JA: "登録できた", EN: "registered"}},
		{"activation-code-format", Sentence{JA: "アクティベーションコードの形式の誤り", EN: "wrong format of the activation code"}},
		{"credentials-mismatch", Sentence{JA: "登録情報の不一致", EN: "credentials do not match"}},
		{"passcode-wrong", Sentence{JA: "パスコードの誤り", EN: "wrong passcode"}},
		{"deregistered", Sentence{JA: "登録を解除できた", EN: "deregistered"}},
		{"not-deregistered", Sentence{JA: "登録を解除できない", EN: "not deregistered"}},
		{"confirmed", Sentence{JA: "資格を確認できた", EN: "confirmed"}},
		{"not-confirmed", Sentence{JA: "資格を確認できない", EN: "not confirmed"}},
		{"pin-wrong", Sentence{JA: "暗証番号の誤り", EN: "wrong PIN"}},
		{"pin-locked", Sentence{JA: "暗証番号のロック", EN: "PIN locked"}},
		{"pin-format", Sentence{JA: "暗証番号の形式の誤り", EN: "wrong format of the PIN"}},
		{"face-mismatch", Sentence{JA: "顔写真と一致しない", EN: "face does not match"}},
		{"certificate-expired", Sentence{JA: "電子証明書の期限切れ", EN: "certificate expired"}},
		{"certificate-revoked", Sentence{JA: "電子証明書の失効", EN: "certificate revoked"}},
		{"card-invalid", Sentence{JA: "使えないカード", EN: "card not valid"}},
		{"not-registered-as-insurance-card", Sentence{JA: "保険証の利用登録なし", EN: "not registered as insurance card"}},
		{"not-usable", Sentence{JA: "使えない", EN: "not usable"}},
		{"no-card", Sentence{JA: "カードなし", EN: "no card"}},
		{"card-removed", Sentence{JA: "カードが離れた", EN: "card removed"}},
		{"card-failed", Sentence{JA: "カードの読み取り失敗", EN: "card failed"}},
		{"service-unreachable", Sentence{JA: "サービスにつながらない", EN: "service unreachable"}},
		{"service-failed", Sentence{JA: "サービスの異常", EN: "service failed"}},
		{"terminal-not-registered", Sentence{JA: "端末の登録なし", EN: "terminal not registered"}},
		{"not-possible-here", Sentence{JA: "この画面ではできない", EN: "not possible on this screen"}},
	}
}

// AccountStates returns the states of a 資格確認アカウント (mockservice/account; eligibility §2.2).
func AccountStates() []Term {
	return []Term{
		{"applied", Sentence{JA: "審査中", EN: "under review"}},
		{"issued", Sentence{JA: "未登録", EN: "not registered yet"}},
		{"bound", Sentence{JA: "登録済み", EN: "registered"}},
		{"cooldown", Sentence{JA: "解除後の待ち時間", EN: "waiting after deregistration"}},
		{"orphaned", Sentence{JA: "使用不可", EN: "out of use"}},
		{"cancelled", Sentence{JA: "解除済み", EN: "cancelled"}},
	}
}
