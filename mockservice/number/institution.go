package number

import (
	"errors"
	"strings"
)

// CheckupDigit stands in the third place of a 健診・保健指導機関番号 (SVC-255).
const CheckupDigit = "2"

// Institution reads an institution code of any kind. That of a 施術所 and of an insurer have any digit in the third place
// (SVC-256, SVC-258), and no check digit of a source.
func Institution(text string, strict bool) error {
	switch {
	case Medical(text, false) == nil:
		return Medical(text, strict)
	case Checkup(text, false) == nil:
		return nil
	}
	return shape{"機関コード", 10, []part{prefecturePart(0, "SVC-252, SVC-255")}, "SVC-039"}.read(text, false)
}

// Medical reads a 医療機関コード: 都道府県 2, 点数表 1 (1 医科, 3 歯科, 4 調剤, 6 訪看), and 7 with the check digit of all the
// others (SVC-252, SVC-253, SVC-254).
func Medical(text string, strict bool) error {
	return shape{"医療機関コード", 10, []part{
		prefecturePart(0, "SVC-252"),
		{name: "点数表コード", from: 2, to: 3, fits: one("1", "3", "4", "6"), lookFor: "1, 3, 4 or 6", source: "SVC-253"},
	}, "SVC-252"}.read(text, strict)
}

// Checkup reads a 健診・保健指導機関番号: 都道府県 2, a 2, and 7 digits (SVC-255). No source gives it a check digit.
func Checkup(text string, _ bool) error {
	return shape{"健診・保健指導機関番号", 10, []part{
		prefecturePart(0, "SVC-255"),
		{name: "機関区分コード", from: 2, to: 3, fits: one(CheckupDigit), lookFor: CheckupDigit, source: "SVC-255"},
	}, "SVC-255"}.read(text, false)
}

// OnlineCode reads an オンライン資格確認用コード of an insurer (SVC-256). No source gives it a check digit.
func OnlineCode(text string, _ bool) error {
	return shape{name: "オンライン資格確認用コード", length: 10, source: "SVC-256"}.read(text, false)
}

// clinicDigits are those of a 登録記号番号: 7 and a tail of two.
const clinicDigits = 9

// Clinic is a 登録記号番号 of a 施術所: 協 or 契, then nine digits (SVC-257).
type Clinic struct{ Mark, Digits string }

// ReadClinic reads a 登録記号番号 with or without its hyphens, such as 契2804440-0-0 (SVC-187, SVC-257).
func ReadClinic(text string) (Clinic, error) {
	text = strings.ReplaceAll(strings.TrimSpace(text), "-", "")
	for _, mark := range []string{"協", "契"} {
		if rest, ok := strings.CutPrefix(text, mark); ok && len(rest) == clinicDigits && Digits(rest) {
			return Clinic{mark, rest}, nil
		}
	}
	return Clinic{}, errors.New("登録記号番号 is not 協 or 契 and nine digits (SVC-257); write it as in 契2804440-0-0")
}

// String is the number as it is written.
func (c Clinic) String() string {
	return c.Mark + c.Digits[:7] + "-" + c.Digits[7:8] + "-" + c.Digits[8:]
}

// InstitutionCode is the 機関コード that the app uses for a 施術所, which is not public: ours is the nine digits and the check
// digit of SVC-247 (SVC-258).
func (c Clinic) InstitutionCode() string {
	digit, err := Check(c.Digits)
	if err != nil {
		panic("number: internal error: a clinic without digits")
	}
	return c.Digits + string(digit)
}
