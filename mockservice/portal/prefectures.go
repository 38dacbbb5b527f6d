package portal

import (
	"fmt"
	"slices"
	"strconv"
)

// testPrefecture has code 48, after the 47 real ones: the test institution in the screen example has it (APP-81, SVC-260).
const testPrefecture = "テスト用"

// prefectures returns the names in the order of their codes: 01 to 47, then the one for tests.
func prefectures() []string {
	return []string{"北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県", "群馬県", "埼玉県", "千葉県",
		"東京都", "神奈川県", "新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県", "愛知県", "三重県", "滋賀県",
		"京都府", "大阪府", "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県", "岡山県", "広島県", "山口県", "徳島県", "香川県", "愛媛県",
		"高知県", "福岡県", "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県", testPrefecture}
}

// prefectureOptions returns the options of the pick list, which begins with --なし-- (REG-10, SVC-188).
func prefectureOptions() []string { return append([]string{NoChoice}, prefectures()...) }

// PrefectureCode returns the 都道府県コード (2 digits) of a name, or "" if the name is unknown.
func PrefectureCode(name string) string {
	i := slices.Index(prefectures(), name)
	if i < 0 {
		return ""
	}
	return fmt.Sprintf("%02d", i+1)
}

// Prefecture returns the name of a code, or "" if the code is unknown.
func Prefecture(code string) string {
	n, err := strconv.Atoi(code)
	if err != nil || n < 1 || n > len(prefectures()) || len(code) != 2 {
		return ""
	}
	return prefectures()[n-1]
}
