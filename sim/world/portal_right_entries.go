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

// checked is what a box that is checked is sent as.
const checked = "true"

// phone is a telephone number in the form that portals ask for. It is the hint's own (REG-47).
const phone = "01201234567"

// entry is one thing that a person knows to enter: by the label of its field, and told by who and where the person is.
type entry struct {
	label string
	value func(p *Portal, f wire.FieldView) string
}

// entries are what is right to enter, field by field. A field that is not here is left as it is.
func entries() []entry {
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

// right is what is right to enter into a field; nothing for one that need not be filled in.
func (p *Portal) right(f wire.FieldView) (string, error) {
	for _, e := range entries() {
		if e.label == withoutNote(f.Label) {
			return e.value(p, f), nil
		}
	}
	if f.Required {
		return "", slot.Harness("filling a form in", fmt.Errorf("nobody knows what is right for 「%s」", f.Label))
	}
	return "", nil
}

// affiliation is the 所属機関 of a kind of facility (REG-05).
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

// agreement is the mark before 登録記号番号 (REG-06, SVC-186), clinicNumber its nine digits as they are typed (SVC-187).
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

// method is ①, or ② where there is nothing on file to compare (SVC-182).
func method(p *Portal, _ wire.FieldView) string {
	if p.facility.Manager == nil && p.facility.BankAccount == "" {
		return "②"
	}
	return "①"
}

// lastSeven are the digits of a facility's code behind prefecture and 点数表コード or 機関区分コード.
func lastSeven(f people.Facility) string { return f.Code[len(f.Code)-7:] }

// prefecture is the option at the place of the facility's code of 都道府県: the first one, --なし--, is no prefecture.
func prefecture(p *Portal, f wire.FieldView) string {
	n, err := strconv.Atoi(p.facility.Prefecture)
	if err != nil || n >= len(f.Options) {
		return ""
	}
	return f.Options[n]
}

// birthdate is that of 施術管理者, as it is typed.
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

// neighbour is the 施術所 in the same rooms, the empty one where there is none.
func (p *Portal) neighbour() people.Facility {
	for _, f := range p.world.slot.Cast().Facilities {
		if f.SharesRoomWith == p.facility.ID || f.ID == p.facility.SharesRoomWith {
			return f
		}
	}
	return people.Facility{}
}
