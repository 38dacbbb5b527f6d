package trace

import (
	"strings"
	"sync"
)

// Class says how a field is written into the record.
type Class int

// The classes.
const (
	// Open is written as it is.
	Open Class = iota
	// Personal is written as it is if all people are ours, else as a token.
	Personal
	// Secret is never written.
	Secret
)

// Masked is written in place of a secret.
const Masked = "***"

// Leak is the name of a field that lists where in the event an unexpected secret was found. The secret itself is masked.
// The places are names of fields and, for a request, "header NAME" and "body".
const Leak = "leak"

// Privacy is the rule for one field of an event, or for one part of a field's content.
type Privacy struct {
	// Field is the name of a field, of a member of a message, of a label on a screen, or of a file of the card ("ef.000A").
	Field string
	Class Class
	// Fold is applied before a token is made, so that the same value in a screen and in a message gives the same token.
	Fold Fold
	// Source is where the source documents name the field.
	Source string
}

// ContentRules returns the table of contents of fields that are not Open: members of messages, labels of screens, files of
// the card. The fields themselves have their class in Vocabulary.
func ContentRules() []Privacy {
	const app, answer, text, files = "INI-02", "eligibility §1.5", "eligibility §2.3", "card §3"
	return []Privacy{
		{"password", Secret, FoldNone, app},
		{"activationCode", Secret, FoldNone, app},
		{"passcode", Secret, FoldNone, "INI-09"},
		{"pin", Secret, FoldNone, "CHK-03"},
		{"deviceToken", Secret, FoldNone, "our own contract"},
		{"passwordAgain", Secret, FoldNone, "REG-24"},
		{"sessionToken", Secret, FoldNone, "our own contract"},
		{"token", Secret, FoldNone, "REG-28"},

		{"certificate", Personal, FoldNone, "CHK-18"},
		{"signature", Personal, FoldNone, "SVC-221"},

		{"Name", Personal, FoldText, answer},
		{"NameOfOther", Personal, FoldText, answer},
		{"NameKana", Personal, FoldText, answer},
		{"NameOfOtherKana", Personal, FoldText, answer},
		{"Birthdate", Personal, FoldDate, answer},
		{"Address", Personal, FoldText, answer},
		{"PostNumber", Personal, FoldText, answer},
		{"InsurerNumber", Personal, FoldText, answer},
		{"InsurerName", Personal, FoldText, answer},
		{"InsuredCardSymbol", Personal, FoldText, answer},
		{"InsuredIdentificationNumber", Personal, FoldText, answer},
		{"InsuredBranchNumber", Personal, FoldText, answer},
		{"InsuredName", Personal, FoldText, answer},
		{"QualificationDate", Personal, FoldDate, answer},
		{"DisqualificationDate", Personal, FoldDate, answer},
		{"InsuredCertificateIssuanceDate", Personal, FoldDate, answer},
		{"InsuredCardValidDate", Personal, FoldDate, answer},
		{"InsuredCardExpirationDate", Personal, FoldDate, answer},
		{"LimitApplicationCertificateClassification", Personal, FoldText, answer},
		{"LimitApplicationCertificateClassificationFlag", Personal, FoldText, answer},
		{"LimitApplicationCertificateDate", Personal, FoldDate, answer},
		{"LimitApplicationCertificateValidStartDate", Personal, FoldDate, answer},
		{"LimitApplicationCertificateValidEndDate", Personal, FoldDate, answer},
		{"LimitApplicationCertificateLongTermDate", Personal, FoldDate, answer},

		{"氏名", Personal, FoldText, text},
		{"フリガナ", Personal, FoldText, text},
		{"生年月日", Personal, FoldDate, text},
		{"住所", Personal, FoldText, text},
		{"郵便番号", Personal, FoldText, text},
		{"保険者番号", Personal, FoldText, text},
		{"保険者名", Personal, FoldText, text},
		{"記号", Personal, FoldText, text},
		{"番号", Personal, FoldText, text},
		{"枝番", Personal, FoldText, text},
		{"被保険者氏名", Personal, FoldText, text},
		{"資格取得年月日", Personal, FoldDate, text},
		{"資格喪失年月日", Personal, FoldDate, text},
		{"交付年月日", Personal, FoldDate, text},
		{"有効開始日", Personal, FoldDate, text},
		{"有効終了日", Personal, FoldDate, text},
		{"限度額適用認定証", Personal, FoldText, text},
		{"有効開始年月日", Personal, FoldDate, text},
		{"有効終了年月日", Personal, FoldDate, text},

		{"ef.0001", Personal, FoldNone, files},
		{"ef.0006", Personal, FoldNone, "card §3.1"},
		{"ef.000A", Personal, FoldNone, files},
	}
}

// PrivacyOf returns the rule of a field of an event; Open if it is not in the vocabulary. A label of a screen has the rule
// of the content that it names.
func PrivacyOf(kind Kind, field string) Privacy {
	row, ok := kindsByName()[kind].field(field)
	label, labelled := strings.CutPrefix(field, FieldPrefix)
	if ok && row.Inside && labelled {
		return PrivacyOfContent(label)
	}
	return Privacy{Field: field, Class: row.Class, Fold: row.Fold, Source: row.Source}
}

// PrivacyOfContent returns the rule of a part of a field's content; Open if the table has none. The number after a label
// that is shown more than once ("氏名.2") is ignored.
func PrivacyOfContent(name string) Privacy {
	if rule, ok := contentByName()[name]; ok {
		return rule
	}
	list, number, ok := cutLast(name)
	if rule, listed := contentByName()[list]; ok && listed && number != "" && strings.Trim(number, "0123456789") == "" {
		return rule
	}
	return Privacy{Field: name, Class: Open}
}

// contentByName is ContentRules by name. It is made once because every member of every message is looked up.
var contentByName = sync.OnceValue(func() map[string]Privacy {
	byName := map[string]Privacy{}
	for _, rule := range ContentRules() {
		byName[rule.Field] = rule
	}
	return byName
})

// cutLast splits a name at its last dot.
func cutLast(name string) (before, after string, found bool) {
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return name, "", false
	}
	return name[:i], name[i+1:], true
}

// FieldPrefix is the prefix of the labels on a screen, in the fields of a KindScreen event.
const FieldPrefix = "field."
