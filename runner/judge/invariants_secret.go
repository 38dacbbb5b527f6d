package judge

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// judgeNoSecretShown recognizes secrets by the mask that the recorder wrote in their place, and My Number by twelve digits with
// the right check digit.
func judgeNoSecretShown(events []trace.Event, _ Args) trace.Finding {
	for _, e := range events {
		if e.By != trace.Product {
			continue
		}
		for _, p := range []part{screenKeepsSecrets(e), requestKeepsSecrets(e), productKeepsSecrets(e)} {
			if !p.ok {
				return settle(p)
			}
		}
	}
	return settle(held("秘密は外に出ていない", "no secret was shown or sent"))
}

func screenKeepsSecrets(e trace.Event) part {
	if !isScreen(e) {
		return part{ok: true}
	}
	for _, name := range slices.Sorted(maps.Keys(e.Fields)) {
		value := e.Fields[name]
		if strings.Contains(value, trace.Masked) || strings.Contains(name, trace.Masked) {
			return missed("画面に秘密があった", "a secret was on the screen", e)
		}
		if holdsMyNumber(value) {
			return missed("画面に個人番号の形の数字があった", "the screen shows digits that have the form of My Number", e)
		}
	}
	return part{ok: true}
}

// requestKeepsSecrets looks at the members of a request that the recorder masks by their name. The registration asks for two of
// them; every other one is a leak.
func requestKeepsSecrets(e trace.Event) part {
	var message any
	if !isRequest(e) || !body(e, &message) {
		return part{ok: true}
	}
	asked := []string{}
	if e.Method() == "POST" && e.Path() == pathRegistration {
		asked = []string{"password", "activationCode"} // INI-02
	}
	if name := maskedMember("", message, asked); name != "" {
		return missed("サービスが求めていない秘密（"+name+"）が送られた", "a secret that the service does not ask for ("+name+") was sent", e)
	}
	return part{ok: true}
}

// maskedMember returns the name of a masked member at any depth that is not in asked, and "" if there isn't one.
func maskedMember(name string, value any, asked []string) string {
	switch value := value.(type) {
	case map[string]any:
		for _, inner := range slices.Sorted(maps.Keys(value)) {
			if found := maskedMember(inner, value[inner], asked); found != "" {
				return found
			}
		}
	case []any:
		for _, inner := range value {
			if found := maskedMember(name, inner, asked); found != "" {
				return found
			}
		}
	case string:
		if value == trace.Masked && !slices.Contains(asked, name) {
			return name
		}
	}
	return ""
}

// productKeepsSecrets relies on the recorder, which notes in the event that it masked a secret in an unexpected place.
func productKeepsSecrets(e trace.Event) part {
	if where := e.Leaked(); where != "" {
		return missed("製品が秘密を漏らした（"+where+"）", "the product leaked a secret ("+where+")", e)
	}
	return part{ok: true}
}

// myNumberDigits is the length of My Number: eleven digits and a check digit (総務省令第85号 §5).
const myNumberDigits = 12

// holdsMyNumber reports whether a text has a run of exactly twelve digits with the check digit of My Number (総務省令第85号 §5).
func holdsMyNumber(text string) bool {
	for _, digits := range regexp.MustCompile(`\d+`).FindAllString(trace.FoldText.Apply(text), -1) {
		if len(digits) == myNumberDigits && digits[myNumberDigits-1] == checkDigit(digits[:myNumberDigits-1]) {
			return true
		}
	}
	return false
}

// checkDigit returns the check digit of eleven digits. Their weights from the last digit to the first are 2 to 7 and then 2 to 6;
// 11 minus the weighted sum modulo 11 is the digit, or 0 if the remainder is 0 or 1.
func checkDigit(digits string) byte {
	sum := 0
	for i := range len(digits) {
		n := len(digits) - i // position from the right, from 1
		weight := n + 1
		if n > 6 {
			weight = n - 5
		}
		sum += int(digits[i]-'0') * weight
	}
	if rest := sum % 11; rest > 1 {
		return byte('0' + 11 - rest)
	}
	return '0'
}
