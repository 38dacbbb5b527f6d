package oqs

// Code is one value of a code list.
type Code struct{ Value, Name string }

// List is a code list (eligibility reference §1.6). A list without an OQSCD number has the name of its element as ID.
type List struct {
	ID    string
	Codes []Code
	// Open lists may have further values that are not public; a reader accepts those too.
	Open   bool
	Source string
}

// Lists returns the table of code lists.
func Lists() []List {
	return []List{
		{"OQSCD001", []Code{{"0", "未同意"}, {"1", "同意"}}, false, "SVC-079"},
		{"OQSCD002", []Code{{"1", "マイナンバーカード"}, {"2", "被保険者証情報"}}, false, "SVC-080"},
		{"OQSCD003", []Code{{"1", "正常終了"}, {"2", "処理中"}, {"9", "異常終了"}}, false, "SVC-082"},
		{"OQSCD004", []Code{{"1", "正常終了"}, {"2", "エラー"}}, false, "SVC-083"},
		{"OQSCD005", []Code{{"0", "UTF-8"}, {"1", "Shift_JIS"}}, false, "SVC-084"},
		{"OQSCD006", []Code{{"1", "有効"}, {"2", "無効"}, {"3", "無効（新しい資格あり）"}, {"4", "該当資格なし"}, {"5", "複数該当"}}, false, "SVC-085"},
		{"OQSCD007", []Code{{"1", "男"}, {"2", "女"}, {"3", "未設定"}}, false, "SVC-086"},
		{"OQSCD009", []Code{{"1", "本人"}, {"2", "家族"}}, false, "SVC-087"},
		{"OQSCD010", []Code{{"01", "被保険者証（一般）"}, {"02", "被保険者証（退職）"}, {"03", "短期被保険者証（一般）"}, {"04", "短期被保険者証（退職）"},
			{"05", "被保険者資格証明書"}, {"06", "特例退職"}, {"07", "自衛官診療証"}, {"A1", "医療扶助"}}, true, "SVC-088, SVC-089"},
		{"OQSCD011", []Code{{"01", "限度額適用"}, {"02", "限度額適用・標準負担額減額"}, {"03", "標準負担額減額"}}, false, "SVC-090"},
		{"OQSCD012", []Code{{"A01", "ア"}, {"A02", "イ"}, {"A03", "ウ"}, {"A04", "エ"}, {"A05", "オ"}, {"A06", "オ（境）"}, {"B01", "現役並みⅢ"},
			{"B02", "現役並みⅡ"}, {"B03", "現役並みⅠ"}, {"B04", "一般"}, {"B05", "低所得Ⅱ"}, {"B06", "低所得Ⅰ"}, {"B07", "低所得Ⅰ（老福）"},
			{"B08", "低所得Ⅰ（境）"}, {"B09", "一般Ⅱ"}, {"B10", "一般Ⅰ"}}, false, "SVC-091"},
		{"OQSCD013", []Code{{"1", "慢性腎不全（透析）"}, {"2", "先天性血液凝固因子障害"}, {"3", "血液製剤HIV"}}, false, "SVC-092"},
		{"SpecificDiseasesConsFlg", []Code{{"0", "なし"}, {"1", "あり"}, {"2", "期限切れ"}}, false, "SVC-093"},
		{"PreschoolClassification", []Code{{"1", "未就学該当"}}, false, "SVC-094"},
		{"ReasonOfLoss", []Code{{"01", "死亡"}, {"02", "生活保護受給開始"}, {"03", "医療保険等の資格取得"}, {"99", "その他"}}, false, "SVC-095"},
		{"PrescriptionIssueSelect", []Code{{"1", "電子処方箋"}, {"2", "紙"}}, false, "SVC-096"},
	}
}

// Named returns the name of a value in a list; ok is false if the list doesn't have the value.
func Named(list, value string) (name string, ok bool) {
	for _, l := range Lists() {
		if l.ID != list {
			continue
		}
		for _, c := range l.Codes {
			if c.Value == value {
				return c.Name, true
			}
		}
	}
	return "", false
}

// inList reports whether a value is allowed for an element with a list.
func inList(list, value string) bool {
	for _, l := range Lists() {
		if l.ID == list && l.Open {
			return true
		}
	}
	_, ok := Named(list, value)
	return ok
}
