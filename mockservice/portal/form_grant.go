package portal

import (
	"strconv"
	"time"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// Grant holds the rules of 助成金 (eligibility reference §3.5).
type Grant struct {
	Cap  int // yen (SUB-01)
	Unit int // yen; the amount is rounded down to a multiple of it (SVC-206)
	// Devices are the kinds of device that qualify, if they are newly bought (SUB-02, SUB-03).
	Devices []string
	// IntakeEnd is the time from which applications are refused. Zero: there is no end (SVC-209).
	IntakeEnd time.Time
}

// DefaultGrant accepts applications until the end of 2025-02-01 in Japan.
func DefaultGrant() Grant {
	return Grant{Cap: 41000, Unit: 1000, Devices: []string{"汎用カードリーダー", "スマートフォン", "タブレット"},
		IntakeEnd: time.Date(2025, 2, 2, 0, 0, 0, 0, Zone())}
}

// Amount returns the grant in yen for what was spent: the whole sum up to the cap, rounded down (SVC-206, SUB-01).
func (g Grant) Amount(spent int) int {
	return max(0, min(spent, g.Cap)) / max(g.Unit, 1) * g.Unit
}

// The two answers to whether a device is new (SUB-04).
const (
	BoughtNew    = "新たに購入"
	AlreadyOwned = "既に所有"
)

// devicesClaimed is how many devices one form has room for. All devices are claimed in one application (SVC-207); that there
// are three is our choice, one of each kind that qualifies.
const devicesClaimed = 3

// grantForm returns 助成金交付申請. The sources show only its documents; the fields are ours.
func grantForm() Form {
	var fields []Field
	for i := 1; i <= devicesClaimed; i++ {
		fields = append(fields, deviceFields(strconv.Itoa(i), i == 1)...)
	}
	fields = append(fields, Field{Name: "amount", Label: "交付申請額（円）", Hint: autoHint, Kind: wire.KindShown, Source: "SUB-01, SVC-206",
		Auto: func(c *FormState) string { return strconv.Itoa(c.Rules.Grant.Amount(spent(c.Values))) }})
	for _, document := range []Field{{Name: "receipt", Label: "領収書（写し）"}, {Name: "itemisedReceipt", Label: "領収書内訳書（写し）"},
		{Name: "bankDetails", Label: "振込先の口座が確認できる書類（写し）"}} {
		document.Kind, document.Required, document.Source = wire.KindAttachment, true, "SVC-208"
		fields = append(fields, document)
	}
	return Form{Name: FormGrant, Portals: []string{OMF}, Title: "助成金交付申請", Button: "送信", Fields: fields,
		Texts:  []string{"こちらからマイナ資格確認アプリの助成金を申請いただけます。"},
		Needs:  []Need{started("SUB-07"), terminalInUse(), intakeOpen(), firstGrant()},
		Source: "SUB-05, APP-48"}
}

// deviceFields returns the fields of one device: its kind, whether it is new, and its price.
func deviceFields(n string, required bool) []Field {
	kind := "deviceKind" + n
	var given []When
	options := []string{NoChoice, "汎用カードリーダー", "スマートフォン", "タブレット", "PC", "設定作業"}
	if !required {
		given = []When{{kind, options[1:]}}
	}
	return []Field{
		{Name: kind, Label: "機器" + n, Kind: wire.KindSelect, Required: required, Options: options, Source: "SUB-02",
			Rules: []Rule{{Name: "qualifying-device", Check: qualifies,
				MessageJA: "補助の対象は、汎用カードリーダー、スマートフォン、タブレットのみです。",
				MessageEN: "only card readers, smartphones and tablets qualify", Source: "SUB-02, SUB-03, SUB-06"}}},
		{Name: "deviceBought" + n, Label: "機器" + n + "の購入区分", Kind: wire.KindChoice, Required: true, When: given,
			Options: []string{BoughtNew, AlreadyOwned}, Source: "SUB-04",
			Rules: []Rule{{Name: "newly-bought", Check: func(_ *FormState, v string) bool { return v != AlreadyOwned },
				MessageJA: "既に所有している機器は補助の対象になりません。", MessageEN: "a device that you already own does not qualify",
				Source: "SUB-04"}}},
		{Name: "devicePrice" + n, Label: "機器" + n + "の購入金額（円）", Kind: wire.KindNumber, Required: true, When: given,
			Rules: []Rule{positiveNumber(ours)}, Source: "SUB-01"},
	}
}

func qualifies(c *FormState, device string) bool {
	for _, d := range c.Rules.Grant.Devices {
		if d == device {
			return true
		}
	}
	return false
}

// spent returns the sum of the prices in yen. A price that isn't a number counts 0; its own rule refuses it.
func spent(values map[string]string) int {
	sum := 0
	for i := 1; i <= devicesClaimed; i++ {
		if price := values["devicePrice"+strconv.Itoa(i)]; positive(nil, price) {
			n, _ := strconv.Atoi(price)
			sum += n
		}
	}
	return sum
}

// terminalInUse requires that the app was set up and checked before (SUB-05, SUB-07): at least one terminal was registered.
func terminalInUse() Need {
	return Need{Name: "terminal-in-use", Check: func(c *FormState) bool {
		for _, a := range c.Accounts {
			if !a.BoundAt.IsZero() && !a.BoundAt.After(c.Now) {
				return true
			}
		}
		return false
	}, MessageJA: "端末の設定と動作確認の後に申請してください。",
		MessageEN: "set up a terminal and check that the app works first", Source: "SUB-05, SUB-07"}
}

func intakeOpen() Need {
	return Need{Name: "intake-open", Check: func(c *FormState) bool {
		end := c.Rules.Grant.IntakeEnd
		return end.IsZero() || c.Now.Before(end)
	}, MessageJA: "助成金交付申請の受付は終了しました。", MessageEN: "applications for the grant are no longer accepted", Source: "SVC-209"}
}

func firstGrant() Need {
	return Need{Name: "first-grant", Check: func(c *FormState) bool {
		_, granted := c.granted(FormGrant)
		return !granted && !c.pending(FormGrant)
	}, MessageJA: "助成金交付申請は1回限りです。", MessageEN: "the grant can be applied for only once", Source: "SVC-207"}
}
