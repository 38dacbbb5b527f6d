package number

import (
	"errors"
	"fmt"
	"strings"
)

// Scheme is a 法別番号 and what it stands for.
type Scheme struct {
	Code, Name string
	Source     string
}

// assistance is the name of the one scheme of public expense that stands where an insurer would (SVC-066).
const assistance = "医療扶助"

// Schemes is the list of 法別番号 (SVC-249, SVC-250). Names of public expense but that of 12 are in no source that was read.
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

// SchemeOf finds the scheme of an insurer number of 8 digits.
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

// insurerShape is 法別 2, 都道府県 2, 保険者別 3, 検証 1 (SVC-245).
func insurerShape() shape {
	known := func(code string) bool { _, ok := SchemeOf(code + "000000"); return ok }
	return shape{"保険者番号", 8, []part{
		{name: "法別番号", from: 0, to: 2, fits: known, lookFor: "one of the list", source: "SVC-249, SVC-250"},
		prefecturePart(2, "SVC-245"),
	}, "SVC-245"}
}

// nationalShape is that of 国保: no 法別, and a third digit of 3 for a 国保組合, any other for a municipality (SVC-246).
func nationalShape() shape {
	return shape{"保険者番号（国保）", 6, []part{prefecturePart(0, "SVC-246")}, "SVC-246"}
}

// Insurer reads a 保険者番号 of 8 or 6 digits. With strict its check digit must be right.
func Insurer(text string, strict bool) error {
	switch len(text) {
	case 6:
		return nationalShape().read(text, strict)
	case 8:
		return insurerShape().read(text, strict)
	}
	return errors.New("保険者番号 has neither 8 digits nor the 6 of 国保 (SVC-245, SVC-246); write all of them, leading zeros too")
}

// PublicExpense reads the 公費負担者番号 of 医療扶助: 8 digits from 12 (SVC-237). With strict its check digit must be right.
func PublicExpense(text string, strict bool) error {
	s := insurerShape()
	s.name = "公費負担者番号"
	if err := s.read(text, strict); err != nil {
		return err
	}
	if scheme, _ := SchemeOf(text); scheme.Name != assistance {
		return fmt.Errorf("公費負担者番号: its 法別番号 is that of %s, not 12 of 医療扶助 (SVC-237); write the number of the office", scheme.Name)
	}
	return nil
}

// Elderly tells whether an insurer is one of 後期高齢 (SVC-249).
func Elderly(insurer string) bool { return strings.HasPrefix(insurer, "39") && len(insurer) == 8 }

// filed is how many digits an insurer number has in files.
const filed = 8

// Pad writes an insurer number with the 8 digits that files have, zeros before it (SVC-032, SVC-270).
func Pad(insurer string) string {
	insurer = strings.TrimLeft(insurer, " ")
	return strings.Repeat("0", max(0, filed-len(insurer))) + insurer
}

// Unpad is a number as a person reads it (SVC-251): the two zeros or blanks before the 6 digits of 国保 are gone.
func Unpad(insurer string) string {
	if len(insurer) != filed {
		return strings.TrimLeft(insurer, " ")
	}
	if rest, ok := strings.CutPrefix(insurer, "00"); ok {
		return rest
	}
	return strings.TrimLeft(insurer, " ")
}

// SameInsurer compares insurer numbers however they are padded; those of 後期高齢 also without leading zeros (SVC-032,
// SVC-107).
func SameInsurer(a, b string) bool { return bare(a) == bare(b) }

func bare(insurer string) string { return strings.TrimLeft(Fold(insurer), "0 ") }
