package portal

import "github.com/mynalab/mynalab/mockservice/number"

// fixed returns an Auto function that fills a field with a fixed text.
func fixed(text string) func(*FormState) string { return func(*FormState) string { return text } }

// facilityName returns the name of the facility that the values name, or "" if this portal serves no such facility.
func facilityName(c *FormState) string {
	if !c.servedHere() {
		return ""
	}
	return c.Facility.Name
}

// servedHere reports whether the facility is on file, is served by this portal and belongs to the chosen 所属機関.
func (c *FormState) servedHere() bool {
	kind := c.Kind()
	return c.Facility.Code != "" && kind.Portal == c.Portal && kind.Affiliation == c.Values["affiliation"]
}

// Digit is a digit that is possible between the prefecture and the last 7 digits of a 10-digit code: 機関区分コード on omf,
// 点数表コード on csm. A portal shows its first one; the others are only tried when a facility is looked up.
type Digit struct{ Portal, Digit, Source string }

// DefaultDigits returns the digits of institutions that register with 7 digits.
func DefaultDigits() []Digit {
	return []Digit{
		{OMF, number.CheckupDigit, "REG-11, REG-57"},
		{OMF, "9", "SVC-256; that an insurer's code has this digit is ours"},
		{CSM, "1", "APP-35"},
	}
}

// digits returns the digits of a portal.
func (r *Rules) digits(portal string) []string {
	var list []string
	for _, d := range r.Digits {
		if d.Portal == portal {
			list = append(list, d.Digit)
		}
	}
	return list
}

// codeWith joins the prefecture (2 digits), a digit and the 7 digits (REG-57), or returns "" if that makes no code. The check
// digit is not verified, because that of the test institution is wrong (SVC-261); a look-up in the master data follows anyway.
func codeWith(digit string, values map[string]string) string {
	prefecture := PrefectureCode(values["prefecture"])
	code := prefecture + digit + values["code7"]
	if prefecture == "" || number.Institution(code, false) != nil {
		return ""
	}
	return code
}

// code10 returns the code of the facility on file, or else the code that the entries make (REG-14).
func code10(c *FormState) string {
	digits := c.Rules.digits(c.Portal)
	switch {
	case len(digits) == 0 || codeWith(digits[0], c.Values) == "":
		return ""
	case c.servedHere():
		return c.Facility.Code
	}
	return codeWith(digits[0], c.Values)
}

// clinicNumber returns the 登録記号番号 as it is written, e.g. 協2804440-0-0, made from 協定 and nine digits (SVC-187), or "".
func clinicNumber(values map[string]string) string {
	var n string
	switch values["affiliation"] {
	case AffiliationJudo:
		n = values["judoNumber"]
	case AffiliationAhaki:
		n = values["ahakiNumber"]
	}
	if !number.Digits(n) {
		return ""
	}
	return readNumber(values["agreement"] + n)
}

// readNumber returns a 登録記号番号 as it is written, given one with or without hyphens, or "" if it isn't one.
func readNumber(text string) string {
	clinic, err := number.ReadClinic(text)
	if err != nil {
		return ""
	}
	return clinic.String()
}

func sevenDigits() Rule {
	const before = "48" + number.CheckupDigit // any prefecture and digit: only the 7 digits after them are checked
	whole := func(_ *FormState, v string) bool { return number.Institution(before+v, false) == nil }
	return Rule{Name: "seven-digits", Check: whole, MessageJA: "機関コードは数字7桁で入力してください。",
		MessageEN: "enter the institution code in exactly 7 half-width digits", Source: "REG-12, REG-13"}
}

func nineDigits() Rule {
	bare := func(_ *FormState, v string) bool { return number.Digits(v) && readNumber("協"+v) != "" }
	return Rule{Name: "nine-digits", Check: bare, MessageJA: "番号はハイフン無しの半角数字9桁で入力してください。",
		MessageEN: "enter the number in 9 half-width digits without hyphens", Source: "SVC-187, SVC-257"}
}

// servedByCSM refers an institution with 点数表 1 to the other portal.
func servedByCSM() Rule {
	return Rule{Name: "served-elsewhere", Check: func(c *FormState, _ string) bool {
		return c.Facility.Code != "" || c.Rules.kind(c.Elsewhere.Kind).Portal != CSM
	}, Always: true, MessageJA: "医療機関（※点数表「1」として既に医療機関番号が払い出されている機関）は、医療機関等向け総合ポータルサイトで登録してください。",
		MessageEN: "an institution with 点数表 1 registers and applies on the other portal, /csm", Source: "REG-33, SVC-176"}
}

// onFile requires that the facility is in the master data and that its kind is served here.
func onFile(source string) Rule {
	return Rule{Name: "on-file", Check: func(c *FormState, _ string) bool { return c.servedHere() }, Always: true,
		MessageJA: "入力された番号の機関が見つかりません。番号、所属機関及びポータルサイトをご確認ください。",
		MessageEN: "no facility of this kind with this number is on file; check number, affiliation and portal", Source: source}
}

// oldEnough refuses a new body until its notification has been processed (REG-32, SVC-204).
func oldEnough() Rule {
	return Rule{Name: "new-body", Check: func(c *FormState, _ string) bool {
		notified := c.Facility.NotifiedAt
		return notified.IsZero() || !c.Now.Before(c.Rules.After(notified, c.Rules.NewBody))
	}, Always: true, MessageJA: "新たに開始する機関は、ユーザー登録が行えるまで1か月程度お時間を要する場合がございます。",
		MessageEN: "a new body can register about a month after its notification; try again later", Source: "REG-32, SVC-204"}
}
