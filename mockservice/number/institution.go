package number

import (
	"errors"
	"strings"
)

// CheckupDigit is the third digit of every 健診・保健指導機関番号 (SVC-255).
const CheckupDigit = "2"

// Institution checks an institution code (機関コード) of any kind. The codes of a 施術所 and of an insurer may have any third
// digit (SVC-256, SVC-258), and no source gives them a check digit. So strict matters only for a 医療機関コード.
func Institution(text string, strict bool) error {
	switch {
	case Medical(text, false) == nil:
		return Medical(text, strict)
	case Checkup(text, false) == nil:
		return nil
	}
	return shape{"機関コード", 10, []part{prefecturePart(0, "SVC-252, SVC-255")}, "SVC-039"}.check(text, false)
}

// Medical checks a 医療機関コード of 10 digits: 2 of 都道府県, 1 of 点数表 (1 医科, 3 歯科, 4 調剤, 6 訪看), and 7 whose last is
// the check digit of the nine before it (SVC-252, SVC-253, SVC-254). The check digit is checked only if strict is set.
func Medical(text string, strict bool) error {
	return shape{"医療機関コード", 10, []part{
		prefecturePart(0, "SVC-252"),
		{name: "点数表コード", from: 2, to: 3, fits: oneOf("1", "3", "4", "6"), accepts: "1, 3, 4 or 6", source: "SVC-253"},
	}, "SVC-252"}.check(text, strict)
}

// Checkup checks a 健診・保健指導機関番号: 2 digits of 都道府県, CheckupDigit, and 7 digits (SVC-255). No source gives it a check
// digit.
func Checkup(text string, _ bool) error {
	return shape{"健診・保健指導機関番号", 10, []part{
		prefecturePart(0, "SVC-255"),
		{name: "機関区分コード", from: 2, to: 3, fits: oneOf(CheckupDigit), accepts: CheckupDigit, source: "SVC-255"},
	}, "SVC-255"}.check(text, false)
}

// OnlineCode checks an オンライン資格確認用コード of an insurer: 10 digits (SVC-256). No source gives it a check digit.
func OnlineCode(text string, _ bool) error {
	return shape{name: "オンライン資格確認用コード", length: 10, source: "SVC-256"}.check(text, false)
}

// clinicDigits is the number of digits in a 登録記号番号: 7, then 1 and 1 behind hyphens (SVC-257).
const clinicDigits = 9

// Clinic is a 登録記号番号 of a 施術所 (SVC-257). Mark is 協 or 契, Digits are its nine digits without hyphens.
type Clinic struct{ Mark, Digits string }

// ReadClinic parses a 登録記号番号 with or without its hyphens, such as 契2804440-0-0 (SVC-187, SVC-257).
func ReadClinic(text string) (Clinic, error) {
	text = strings.ReplaceAll(strings.TrimSpace(text), "-", "")
	for _, mark := range []string{"協", "契"} {
		if rest, ok := strings.CutPrefix(text, mark); ok && len(rest) == clinicDigits && Digits(rest) {
			return Clinic{mark, rest}, nil
		}
	}
	return Clinic{}, errors.New("登録記号番号 is not 協 or 契 and nine digits (SVC-257); write it as in 契2804440-0-0")
}

// String returns the number with its hyphens, e.g. 契2804440-0-0.
func (c Clinic) String() string {
	return c.Mark + c.Digits[:7] + "-" + c.Digits[7:8] + "-" + c.Digits[8:]
}

// InstitutionCode returns the 機関コード that the app uses for the 施術所. How the real system derives it is not public; ours is
// the nine digits and the check digit of SVC-247 (SVC-258).
func (c Clinic) InstitutionCode() string {
	digit, err := Check(c.Digits)
	if err != nil {
		panic("number: internal error: a clinic without digits")
	}
	return c.Digits + string(digit)
}
