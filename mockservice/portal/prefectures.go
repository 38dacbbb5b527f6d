package portal

import (
	"fmt"
	"slices"
	"strconv"
)

// testPrefecture is code 48, beyond the 47: that of the test institution in the screen example (APP-81, SVC-260).
const testPrefecture = "テスト用"

// prefectures are the names in the order of their codes, 01 to 47, and the one for tests.
func prefectures() []string {
	return []string{"北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県", "群馬県", "埼玉県", "千葉県",
		"東京都", "神奈川県", "新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県", "愛知県", "三重県", "滋賀県",
		"京都府", "大阪府", "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県", "岡山県", "広島県", "山口県", "徳島県", "香川県", "愛媛県",
		"高知県", "福岡県", "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県", testPrefecture}
}

// prefectureOptions are a pick list, which begins with --なし-- (REG-10, SVC-188).
func prefectureOptions() []string { return append([]string{NoChoice}, prefectures()...) }

// PrefectureCode is 都道府県コード of a name, 2 digits, or nothing.
func PrefectureCode(name string) string {
	i := slices.Index(prefectures(), name)
	if i < 0 {
		return ""
	}
	return fmt.Sprintf("%02d", i+1)
}

// Prefecture is the name of a code, or nothing.
func Prefecture(code string) string {
	n, err := strconv.Atoi(code)
	if err != nil || n < 1 || n > len(prefectures()) || len(code) != 2 {
		return ""
	}
	return prefectures()[n-1]
}
