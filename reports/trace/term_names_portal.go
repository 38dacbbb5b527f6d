package trace

// PageLists returns the lists on a page of a portal (our own contract, PortalHome and PortalMenu).
func PageLists() []Term {
	return []Term{
		{"entrances", Sentence{JA: "入口", EN: "the entrances"}},
		{"tiles", Sentence{JA: "トップページの項目", EN: "the tiles"}},
		{"header", Sentence{JA: "画面上部の項目", EN: "the items at the top"}},
		{"breadcrumb", Sentence{JA: "パンくず", EN: "the breadcrumb"}},
		{"categories", Sentence{JA: "カテゴリ", EN: "the categories"}},
		{"items", Sentence{JA: "申請一覧の項目", EN: "the items of the list"}},
	}
}

// ApplicationStates returns the states of an application (our own contract, ApplicationState).
func ApplicationStates() []Term {
	return []Term{
		{"accepted", Sentence{JA: "審査中", EN: "under review"}},
		{"completed", Sentence{JA: "完了", EN: "completed"}},
		{"refused", Sentence{JA: "却下", EN: "refused"}},
		{"cancelled", Sentence{JA: "取消済み", EN: "cancelled"}},
	}
}

// MailKinds returns the mails that a portal sends (our own contract, MailKind; APP-72).
func MailKinds() []Term {
	return []Term{
		{"activation", Sentence{JA: "有効化用リンクのメール", EN: "the mail with the activation link"}},
		{"accepted", Sentence{JA: "受付完了メール", EN: "the mail that an application was received"}},
		{"completed", Sentence{JA: "申請完了メール", EN: "the mail that an application is completed"}},
		{"refused", Sentence{JA: "却下のメール", EN: "the mail that an application was refused"}},
	}
}

// PortalRules returns the rules by which a portal refuses a field (mockservice/portal; eligibility §3.2).
func PortalRules() []Term {
	return []Term{
		{"required", Sentence{JA: "入力がない", EN: "nothing is entered"}},
		{"option", Sentence{JA: "選択肢にない", EN: "it is not one of the options"}},
		{"date", Sentence{JA: "日付でない", EN: "it is not a date"}},
		{"phone-digits", Sentence{JA: "ハイフン無しの半角数字でない", EN: "it is not digits only"}},
		{"mail-address", Sentence{JA: "メールアドレスでない", EN: "it is not a mail address"}},
		{"seven-digits", Sentence{JA: "数字7桁でない", EN: "it is not seven digits"}},
		{"nine-digits", Sentence{JA: "数字9桁でない", EN: "it is not nine digits"}},
		{"on-file", Sentence{JA: "その番号の機関がない", EN: "no facility has that number"}},
		{"served-elsewhere", Sentence{JA: "別のポータルサイトの機関である", EN: "the other portal serves that facility"}},
		{"new-body", Sentence{JA: "届出から1か月たっていない", EN: "its notification is less than a month old"}},
		{"password-upper", Sentence{JA: "大文字がない", EN: "it has no upper case letter"}},
		{"password-lower", Sentence{JA: "小文字がない", EN: "it has no lower case letter"}},
		{"password-digit", Sentence{JA: "数字がない", EN: "it has no digit"}},
		{"password-shortest", Sentence{JA: "8文字に満たない", EN: "it has fewer than 8 characters"}},
		{"password-longest", Sentence{JA: "100文字を超える", EN: "it has more than 100 characters"}},
		{"password-equal", Sentence{JA: "パスワードと一致しない", EN: "it differs from the password"}},
		{"positive-number", Sentence{JA: "1以上の整数でない", EN: "it is not a whole number of 1 or more"}},
		{"most-terminals", Sentence{JA: "20台を超える", EN: "it is more than 20 terminals"}},
		{"account-digits", Sentence{JA: "半角数字7桁以内でない", EN: "it is not one to seven digits"}},
		{"facility-check", Sentence{JA: "提出済みの情報と一致しない", EN: "it differs from what is on file"}},
		{"delegated", Sentence{JA: "受領委任の取扱いがない", EN: "the clinic does not handle 受領委任"}},
		{"form-returned", Sentence{JA: "返還された導入届がない", EN: "the form was not returned"}},
		{"clinic-number", Sentence{JA: "登録記号番号の形でない", EN: "it is not the number of a clinic"}},
		{"subordinate-on-file", Sentence{JA: "その番号の施術所がない", EN: "no clinic has that number"}},
		{"other-kind", Sentence{JA: "他方の種類の施術所でない", EN: "it is not a clinic of the other kind"}},
		{"both-delegated", Sentence{JA: "双方に受領委任の取扱いがない", EN: "at least one of the two clinics does not handle 受領委任"}},
		{"not-declared", Sentence{JA: "もう申告されている", EN: "it is already declared"}},
		{"qualifying-device", Sentence{JA: "補助の対象の機器でない", EN: "the device does not qualify"}},
		{"newly-bought", Sentence{JA: "新たに購入した機器でない", EN: "the device was not newly bought"}},
	}
}
