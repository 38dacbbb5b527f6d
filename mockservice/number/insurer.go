package number

import (
	"errors"
	"fmt"
	"strings"
)

// Scheme is a row of the list of 法別番号.
type Scheme struct {
	Code   string // the 法別番号, two digits
	Name   string // the kind of insurance or public expense that it stands for
	Source string // the fact that lists it
}

// assistance is the name of the one public-expense scheme that takes the place of an insurer in a result (SVC-066).
const assistance = "医療扶助"

// Schemes returns the list of 法別番号 (SVC-249, SVC-250). Our sources name only one public-expense scheme, 12; all others
// are called 公費 here.
func Schemes() []Scheme {
	var list []Scheme
	add := func(source, name string, codes ...string) {
		for _, code := range codes {
			list = append(list, Scheme{code, name, source})
		}
	}
	const insurance, expense = "SVC-249", "SVC-250"
	add(insurance, "協会けんぽ", "01")
	add(insurance, "船員", "02")
	add(insurance, "日雇特例", "03", "04")
	add(insurance, "組合", "06")
	add(insurance, "自衛官", "07")
	add(insurance, "国共済", "31")
	add(insurance, "地共済", "32")
	add(insurance, "警察", "33")
	add(insurance, "学校", "34")
	add(insurance, "後期高齢", "39")
	add(insurance, "特例退職", "63", "72", "73", "74", "75")
	add(insurance, "退職国保", "67")
	add(expense, assistance, "12")
	add(expense, "公費", "10", "11", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24", "25", "28", "29", "30",
		"38", "51", "52", "53", "54", "66", "79")
	return list
}

// SchemeOf returns the scheme of an insurer number of 8 digits; ok is false for a number of another length and for a 法別番号
// that is not in the list.
func SchemeOf(insurer string) (Scheme, bool) {
	if len(insurer) != 8 {
		return Scheme{}, false
	}
	for _, s := range Schemes() {
		if s.Code == insurer[:2] {
			return s, true
		}
	}
	return Scheme{}, false
}

// insurerShape returns the shape of an 8-digit 保険者番号: 2 digits of 法別, 2 of 都道府県, 3 of 保険者別, 1 check digit (SVC-245).
func insurerShape() shape {
	known := func(code string) bool { _, ok := SchemeOf(code + "000000"); return ok }
	return shape{"保険者番号", 8, []part{
		{name: "法別番号", from: 0, to: 2, fits: known, accepts: "one of the list", source: "SVC-249, SVC-250"},
		prefecturePart(2, "SVC-245"),
	}, "SVC-245"}
}

// nationalShape returns the shape of the 6-digit 保険者番号 of 国保. It has no 法別番号; its third digit is 3 for a 国保組合 and
// any other for a municipality (SVC-246).
func nationalShape() shape {
	return shape{"保険者番号（国保）", 6, []part{prefecturePart(0, "SVC-246")}, "SVC-246"}
}

// Insurer checks a 保険者番号 of 8 digits, or 6 for 国保. The check digit is checked only if strict is set.
func Insurer(text string, strict bool) error {
	switch len(text) {
	case 6:
		return nationalShape().check(text, strict)
	case 8:
		return insurerShape().check(text, strict)
	}
	return errors.New("保険者番号 has neither 8 digits nor the 6 of 国保 (SVC-245, SVC-246); enter all digits, including leading zeros")
}

// PublicExpense checks the 公費負担者番号 of 医療扶助: 8 digits that begin with 12 (SVC-237). The check digit is checked only if
// strict is set.
func PublicExpense(text string, strict bool) error {
	s := insurerShape()
	s.name = "公費負担者番号"
	if err := s.check(text, strict); err != nil {
		return err
	}
	if scheme, _ := SchemeOf(text); scheme.Name != assistance {
		return fmt.Errorf("公費負担者番号: its 法別番号 is that of %s, not 12 of 医療扶助 (SVC-237); enter the number of the welfare office", scheme.Name)
	}
	return nil
}

// Elderly reports whether an insurer number is one of 後期高齢 (SVC-249).
func Elderly(insurer string) bool { return strings.HasPrefix(insurer, "39") && len(insurer) == 8 }

// insurerDigits is the number of digits that an insurer number has in files (SVC-032).
const insurerDigits = 8

// Pad returns an insurer number with leading zeros up to the 8 digits that files use (SVC-032, SVC-270).
func Pad(insurer string) string {
	insurer = strings.TrimLeft(insurer, " ")
	return strings.Repeat("0", max(0, insurerDigits-len(insurer))) + insurer
}

// Unpad returns an insurer number as people write it (SVC-251): without the two zeros or blanks before the 6 digits of 国保.
func Unpad(insurer string) string {
	if len(insurer) != insurerDigits {
		return strings.TrimLeft(insurer, " ")
	}
	if rest, ok := strings.CutPrefix(insurer, "00"); ok {
		return rest
	}
	return strings.TrimLeft(insurer, " ")
}

// SameInsurer reports whether two texts are the same insurer number, however they are padded with zeros or blanks (SVC-032).
// That includes the numbers of 後期高齢 that come with extra leading zeros (SVC-107).
func SameInsurer(a, b string) bool { return trimInsurer(a) == trimInsurer(b) }

func trimInsurer(insurer string) string { return strings.TrimLeft(Fold(insurer), "0 ") }
