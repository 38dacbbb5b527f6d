package trace

// PageLists are the lists on a page of a portal (our own contract, PortalHome and PortalMenu).
func PageLists() []Word {
	return []Word{
		{"entrances", Sentence{JA: "入口", EN: "the entrances"}},
		{"tiles", Sentence{JA: "トップページの項目", EN: "the tiles"}},
		{"header", Sentence{JA: "画面上部の項目", EN: "the items at the top"}},
		{"breadcrumb", Sentence{JA: "パンくず", EN: "the breadcrumb"}},
		{"categories", Sentence{JA: "カテゴリ", EN: "the categories"}},
		{"items", Sentence{JA: "申請一覧の項目", EN: "the items of the list"}},
	}
}

// ApplicationStates are the states of an application (our own contract, ApplicationState).
func ApplicationStates() []Word {
	return []Word{
		{"accepted", Sentence{JA: "審査中", EN: "under review"}},
		{"completed", Sentence{JA: "完了", EN: "completed"}},
		{"refused", Sentence{JA: "却下", EN: "refused"}},
		{"cancelled", Sentence{JA: "取消済み", EN: "cancelled"}},
	}
}

// MailKinds are the mails of a portal (our own contract, MailKind; APP-72).
func MailKinds() []Word {
	return []Word{
		{"activation", Sentence{JA: "有効化用リンクのメール", EN: "the mail with the activation link"}},
		{"accepted", Sentence{JA: "受付完了メール", EN: "the mail that an application was received"}},
		{"completed", Sentence{JA: "申請完了メール", EN: "the mail that an application is completed"}},
		{"refused", Sentence{JA: "却下のメール", EN: "the mail that an application was refused"}},
	}
}

// PortalRules are the rules by which a portal refuses a field (our own contract, FieldRefusal; eligibility §3.2).
func PortalRules() []Word {
	return []Word{
		{"required", Sentence{JA: "入力がない", EN: "nothing is entered"}},
	}
}
