package judge

import (
	"regexp"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// Invariants is the table of what holds in every scenario. They fail only by counter-evidence.
func Invariants() []Check {
	return []Check{
		{Name: "pin-asked-once", Sentence: says("入力された暗証番号は、1回だけカードに照合される",
			"a PIN that was typed is presented to the card once"), Basis: trace.BasisOurs, Source: "SVC-285, CARD-324",
			Planes: onControlAndCard(), Judge: judgePINAskedOnce},
		{Name: "shown-equals-sent", Sentence: says("表示された資格は、サービスの応答と一致する",
			"what the result shows is what the service sent"), Basis: trace.BasisSource, Source: "CHK-07, CHK-11, CHK-18",
			Planes: onControlAndService(), Judge: judgeShownEqualsSent},
		{Name: "no-secret-shown", Sentence: says("秘密の番号は画面に出ない", "no secret is shown on a screen"), Basis: trace.BasisOurs,
			Source: "CHK-11", Planes: onControl(), Judge: judgeNoSecretShown},
		{Name: "challenge-once", Sentence: says("一つのチャレンジは1回だけ使われる", "a challenge is used once"), Basis: trace.BasisOurs,
			Source: "eligibility §6.3 step 1", Planes: onService(), Judge: judgeChallengeOnce},
	}
}

// judgePINAskedOnce counts a try as bought by typing a PIN: the product may not present a PIN twice, nor one that nobody
// typed.
func judgePINAskedOnce(events []trace.Event, _ Args) trace.Finding {
	typed := false
	perTx := map[int]int{}
	for _, e := range events {
		if e.Plane == trace.Control && e.Kind == trace.KindCall && e.Fields["verb"] == verbEnterPIN {
			typed = true
		}
		if !isVerification(e) {
			continue
		}
		perTx[e.Tx]++
		if e.Tx != 0 && perTx[e.Tx] > 1 {
			return settle(missed("1回の操作で2度照合された", "a PIN was presented twice in one deed", e))
		}
		if !typed {
			return settle(missed("入力されていない暗証番号が照合された", "a PIN was presented that nobody typed", e))
		}
		typed = false
	}
	return settle(held("2度照合されたことはない", "no PIN was presented twice"))
}

func judgeChallengeOnce(events []trace.Event, _ Args) trace.Finding {
	used := map[string]trace.Event{}
	for _, e := range events {
		var r checkRequest
		if !isCheckRequest(e) || !body(e, &r) || r.ChallengeID == "" {
			continue
		}
		if first, again := used[r.ChallengeID]; again {
			return settle(missed("同じチャレンジが2度使われた", "a challenge was used twice", first, e))
		}
		used[r.ChallengeID] = e
	}
	return settle(held("2度使われたチャレンジはない", "no challenge was used twice"))
}

// judgeNoSecretShown knows secrets by the mask that the recorder put in their place, and My Number by its twelve digits
// with a right check digit.
func judgeNoSecretShown(events []trace.Event, _ Args) trace.Finding {
	for _, e := range events {
		if !isScreen(e) {
			continue
		}
		for name, value := range e.Fields {
			if strings.Contains(value, trace.Masked) || strings.Contains(name, trace.Masked) {
				return settle(missed("画面に秘密があった", "a secret was on the screen", e))
			}
			if holdsMyNumber(value) {
				return settle(missed("画面に個人番号の形の数字があった", "the screen shows digits of the form of My Number", e))
			}
		}
	}
	return settle(held("秘密は画面に出ていない", "no secret was on a screen"))
}

const myNumberDigits = 12

// holdsMyNumber tells whether exactly twelve digits in a row have the check digit of My Number (総務省令第85号 §5).
func holdsMyNumber(text string) bool {
	for _, digits := range regexp.MustCompile(`\d+`).FindAllString(trace.FoldText.Apply(text), -1) {
		if len(digits) == myNumberDigits && digits[myNumberDigits-1] == checkDigit(digits[:myNumberDigits-1]) {
			return true
		}
	}
	return false
}

// checkDigit weighs the eleven digits before it, from the last to the first, by 2 to 7 and 2 to 6.
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
