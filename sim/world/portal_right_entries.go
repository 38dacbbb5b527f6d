package world

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/slot"
)

// checked is the value that a checked box is sent with.
const checked = "true"

// phone is a telephone number in the form that portals ask for. It is the example in the field's hint (REG-47).
const phone = "01201234567"

// entry gives the correct value of one field, identified by its label. The value depends on the user and the facility.
type entry struct {
	label string
	value func(p *Portal, f wire.FieldView) string
}

// correctEntries returns the correct values, field by field. A field that is not listed stays empty.
func correctEntries() []entry {
	said := func(value string) func(*Portal, wire.FieldView) string {
		return func(*Portal, wire.FieldView) string { return value }
	}
	return []entry{
		{"姓", func(p *Portal, _ wire.FieldView) string { return p.user.FamilyName }},
		{"名", func(p *Portal, _ wire.FieldView) string { return p.user.GivenName }},
		{"所属機関選択", func(p *Portal, _ wire.FieldView) string { return affiliation(p.facility.Kind) }},
		{"協定", func(p *Portal, _ wire.FieldView) string { return agreement(p.facility) }},
		{"柔整師番号", func(p *Portal, _ wire.FieldView) string { return clinicNumber(p.facility) }},
		{"施術者番号", func(p *Portal, _ wire.FieldView) string { return clinicNumber(p.facility) }},
		{"都道府県", prefecture},
		{"機関コード（7桁）", func(p *Portal, _ wire.FieldView) string { return lastSeven(p.facility) }},
		{"医療機関等コード ※数字7桁", func(p *Portal, _ wire.FieldView) string { return lastSeven(p.facility) }},
		{"電話番号", said(phone)},
		{"メールアドレス", func(p *Portal, _ wire.FieldView) string { return p.user.Mail }},
		{"パスワード", func(p *Portal, _ wire.FieldView) string { return p.user.Password }},
		{"パスワード（確認用）", func(p *Portal, _ wire.FieldView) string { return p.user.Password }},
		{"上記の利用規約に同意します。", said(checked)},
		{"施設の確認方法", method},
		{"生年月日（西暦）", birthdate},
		{"口座番号", func(p *Portal, _ wire.FieldView) string { return p.facility.BankAccount }},
		{"職員数", said("2")},
		{"申請台数", said("1")},
		{"運用開始日", today},
		{"解除するアカウント", func(p *Portal, _ wire.FieldView) string { return p.world.clinic.account.ID }},
		{"申請区分", said("利用終了")},
		{"利用終了日", today},
		{"変更内容", said("電話番号の変更")},
		{"機器1", said("汎用カードリーダー")},
		{"機器1の購入区分", said("新たに購入")},
		{"機器1の購入金額（円）", said("8000")},
		{"機器2の購入区分", said("新たに購入")},
		{"従たる施術所の登録記号番号", func(p *Portal, _ wire.FieldView) string { return p.neighbour().Registration }},
		{"取り消す従たる施術所", func(p *Portal, _ wire.FieldView) string { return p.neighbour().Code }},
	}
}

// correctValue returns the correct value for a field; empty for a field that is optional.
func (p *Portal) correctValue(f wire.FieldView) (string, error) {
	for _, e := range correctEntries() {
		if e.label == withoutNote(f.Label) {
			return e.value(p, f), nil
		}
	}
	if f.Required {
		return "", slot.Harness("filling a form in", fmt.Errorf("there is no correct value for 「%s」; add a row to correctEntries", f.Label))
	}
	return "", nil
}

// affiliation returns the 所属機関 of a kind of facility (REG-05).
func affiliation(k people.Kind) string {
	switch k {
	case people.Judo:
		return "施術所（柔道整復）"
	case people.Ahaki:
		return "施術所（あん摩マッサージ指圧・はり・きゅう）"
	default:
		return "健診実施機関等"
	}
}

// agreement returns the mark before 登録記号番号 (REG-06, SVC-186); clinicNumber returns its nine digits as they are typed
// (SVC-187).
func agreement(f people.Facility) string {
	for _, mark := range []string{"協", "契"} {
		if strings.HasPrefix(f.Registration, mark) {
			return mark
		}
	}
	return ""
}

func clinicNumber(f people.Facility) string {
	return strings.ReplaceAll(strings.TrimPrefix(f.Registration, agreement(f)), "-", "")
}

// method returns ①, or ② if there is nothing on file to compare with (SVC-182).
func method(p *Portal, _ wire.FieldView) string {
	if p.facility.Manager == nil && p.facility.BankAccount == "" {
		return "②"
	}
	return "①"
}

// lastSeven returns the last seven digits of a facility's code, after prefecture and 点数表コード or 機関区分コード.
func lastSeven(f people.Facility) string { return f.Code[len(f.Code)-7:] }

// prefecture returns the option of 都道府県 at the index that is the facility's prefecture code: index 0, --なし--, is not a
// prefecture.
func prefecture(p *Portal, f wire.FieldView) string {
	n, err := strconv.Atoi(p.facility.Prefecture)
	if err != nil || n >= len(f.Options) {
		return ""
	}
	return f.Options[n]
}

// birthdate returns the birth date of 施術管理者, as it is typed.
func birthdate(p *Portal, _ wire.FieldView) string {
	if p.facility.Manager == nil {
		return ""
	}
	born, err := time.Parse("20060102", p.facility.Manager.Birthdate)
	if err != nil {
		return ""
	}
	return born.Format(time.DateOnly)
}

func today(p *Portal, _ wire.FieldView) string { return p.world.clock.Now().Format(time.DateOnly) }

// neighbour returns the 施術所 in the same rooms, or the zero Facility if there isn't one.
func (p *Portal) neighbour() people.Facility {
	for _, f := range p.world.slot.Cast().Facilities {
		if f.SharesRoomWith == p.facility.ID || f.ID == p.facility.SharesRoomWith {
			return f
		}
	}
	return people.Facility{}
}
