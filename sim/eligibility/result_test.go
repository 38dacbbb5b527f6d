package eligibility_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/eligibility"
)

func results(r ...wire.Result) (items []wire.ResultItem) {
	for _, one := range r {
		items = append(items, wire.ResultItem{ResultOfQualificationConfirmation: one})
	}
	return items
}

// show returns the screen that an app shows for an answer.
func show(t *testing.T, a wire.CheckAnswer) driver.Screen {
	d := newCounter(t).until(driver.ScreenAuthSelect).upToCard(wire.ModeVisual)
	d.service.check = a
	s := d.read()
	require.Equal(t, driver.ScreenResult, s.Screen)
	return s
}

func TestResultScreen(t *testing.T) {
	t.Run("CHK-07 eligibility §2.3 labels, in their order, received ones only", func(t *testing.T) {
		s := show(t, answer())
		require.Equal(t, driver.OutcomeConfirmed, s.Outcome)
		require.Empty(t, s.Text)
		require.Equal(t, []driver.Field{
			{Label: "確認日", Value: "令和7年6月2日"}, {Label: "資格", Value: "有効"}, {Label: "氏名", Value: "佐藤　花子"},
			{Label: "フリガナ", Value: "ｻﾄｳ ﾊﾅｺ"}, {Label: "生年月日", Value: "昭和60年2月17日"}, {Label: "性別", Value: "女"},
			{Label: "住所", Value: "架空県港市中央１－２－３"}, {Label: "記号", Value: "１２３４"}, {Label: "番号", Value: "0567"},
			{Label: "枝番", Value: "01"}, {Label: "資格取得年月日", Value: "令和元年5月1日"}, {Label: "保険者番号", Value: "06132013"},
			{Label: "保険者名", Value: "架空健康保険組合"}, {Label: "本人・家族の別", Value: "本人"},
		}, s.Fields)
		require.True(t, strings.HasPrefix(s.HandOver, "確認日\t令和7年6月2日\n資格\t有効\n氏名\t佐藤　花子\n"), s.HandOver)
		require.Equal(t, len(s.Fields), strings.Count(s.HandOver, "\n"))
	})
	t.Run("SVC-049 the side note is shown unchanged", func(t *testing.T) {
		a := answer()
		a.XmlMsg.MessageBody.ProcessingResultMessage = "電子証明書の有効期限が切れています（猶予期間中）。"
		s := show(t, a)
		require.Equal(t, driver.OutcomeConfirmed, s.Outcome)
		require.Equal(t, a.XmlMsg.MessageBody.ProcessingResultMessage, s.Text)
	})
	t.Run("CHK-10 SVC-112 SVC-114 closing leaves nothing", func(t *testing.T) {
		d := newCounter(t).until(driver.ScreenAuthSelect).upToCard(wire.ModePIN)
		d.read()
		require.Equal(t, driver.Screen{Screen: driver.ScreenAuthSelect}, d.do(driver.Call{Verb: driver.Close}))
	})
	t.Run("a received line break forges no line", func(t *testing.T) {
		p := person()
		p.Name = "佐藤\n保険者番号\t99999999"
		a := answer()
		a.XmlMsg.MessageBody.ResultList = results(p)
		require.Equal(t, 1, strings.Count(show(t, a).HandOver, "\n保険者番号\t"))
	})
	t.Run("SVC-302 no qualification, no person", func(t *testing.T) {
		a := answer()
		a.XmlMsg.MessageBody.QualificationValidity, a.XmlMsg.MessageBody.ResultList = wire.ValidityNone, nil
		s := show(t, a)
		require.Equal(t, driver.OutcomeNotConfirmed, s.Outcome)
		require.Equal(t, []driver.Field{{Label: "確認日", Value: "令和7年6月2日"}, {Label: "資格", Value: "該当資格なし"}}, s.Fields)
	})
	t.Run("several results: only what is equal in all of them", func(t *testing.T) {
		other := person()
		other.InsurerNumber, other.InsurerName = "283994", "架空県港市国民健康保険"
		a := answer()
		a.XmlMsg.MessageBody.QualificationValidity, a.XmlMsg.MessageBody.ResultList = wire.ValidityMultiple, results(person(), other)
		s := show(t, a)
		require.Equal(t, driver.OutcomeNotConfirmed, s.Outcome)
		require.Contains(t, s.Fields, driver.Field{Label: "資格", Value: "複数該当"})
		require.Contains(t, s.Fields, driver.Field{Label: "氏名", Value: "佐藤　花子"})
		require.NotContains(t, s.HandOver, "保険者")
	})
}

func TestConfirmed(t *testing.T) {
	for name, edit := range map[string]func(*wire.Message){
		"SegmentOfResult 2":          func(m *wire.Message) { m.MessageHeader.SegmentOfResult = "2" },
		"SegmentOfResult 9":          func(m *wire.Message) { m.MessageHeader.SegmentOfResult = wire.SegmentError },
		"ProcessingResultStatus 2":   func(m *wire.Message) { m.MessageBody.ProcessingResultStatus = wire.StatusError },
		"QualificationValidity 2":    func(m *wire.Message) { m.MessageBody.QualificationValidity = wire.ValidityInvalid },
		"QualificationValidity 3":    func(m *wire.Message) { m.MessageBody.QualificationValidity = wire.ValiditySuperseded },
		"QualificationValidity none": func(m *wire.Message) { m.MessageBody.QualificationValidity = "" },
		"no result":                  func(m *wire.Message) { m.MessageBody.ResultList = nil },
		"two results":                func(m *wire.Message) { m.MessageBody.ResultList = results(person(), person()) },
	} {
		t.Run("SVC-053 "+name, func(t *testing.T) {
			a := answer()
			edit(&a.XmlMsg)
			require.Equal(t, driver.OutcomeNotConfirmed, show(t, a).Outcome)
		})
	}
	t.Run("an error of the service is shown with the service's text", func(t *testing.T) {
		a := answer()
		a.XmlMsg.MessageHeader.SegmentOfResult, a.XmlMsg.MessageHeader.ErrorMessage = wire.SegmentError, "エラーの説明"
		require.Equal(t, "エラーの説明", show(t, a).Text)
	})
}

func TestEras(t *testing.T) {
	for day, want := range map[string]string{
		"18680124": "18680124", "18680125": "明治元年1月25日", "19120729": "明治45年7月29日",
		"19120730": "大正元年7月30日", "19130101": "大正2年1月1日", "19261224": "大正15年12月24日",
		"19261225": "昭和元年12月25日", "19890107": "昭和64年1月7日", "19890108": "平成元年1月8日",
		"20190430": "平成31年4月30日", "20190501": "令和元年5月1日", "20191231": "令和元年12月31日",
		"20200101": "令和2年1月1日", "20240229": "令和6年2月29日",
		"19480600": "19480600", "20250230": "20250230", "1985-02-17": "1985-02-17",
	} {
		t.Run("eligibility §5.4 "+day, func(t *testing.T) {
			p := person()
			p.Birthdate = day
			a := answer()
			a.XmlMsg.MessageBody.ResultList = results(p)
			got, ok := show(t, a).Field("生年月日")
			require.True(t, ok)
			require.Equal(t, want, got)
		})
	}
}

// TestNothingIsInvented sends random values: each shown value must be one that was sent, unchanged, as a date or as a code.
func TestNothingIsInvented(t *testing.T) {
	counter := newCounter(t).until(driver.ScreenAuthSelect)
	text := rapid.StringMatching(`[0-9ぁ-ん髙﨑德𠮷●ｱ-ﾝﾞﾟ ]{0,8}`)
	rapid.Check(t, func(t *rapid.T) {
		counter.t = t
		p := wire.Result{Name: text.Draw(t, "name"), Sex1: text.Draw(t, "sex"), Birthdate: text.Draw(t, "birthdate"),
			InsurerNumber: text.Draw(t, "insurer"), InsuredCardSymbol: text.Draw(t, "symbol"),
			InsuredIdentificationNumber: text.Draw(t, "number"), InsuredBranchNumber: text.Draw(t, "branch")}
		a := answer()
		a.XmlMsg.MessageHeader.QualificationConfirmationDate, a.XmlMsg.MessageBody.ResultList = "", results(p)
		counter.service.check = a
		s := counter.upToCard(wire.ModeVisual).read()
		sent, err := json.Marshal(p)
		require.NoError(t, err)
		for _, f := range s.Fields {
			if f.Label != "資格" && f.Label != "性別" && f.Label != "生年月日" {
				require.Contains(t, string(sent), `"`+f.Value+`"`, f.Label)
			}
			require.Contains(t, s.HandOver, f.Label+"\t"+f.Value+"\n")
		}
		name, _ := s.Field("氏名")
		require.Equal(t, p.Name, name)
		counter.do(driver.Call{Verb: driver.Close})
	})
}

// TestTexts proves that each message in the table has a basis and appears once.
func TestTexts(t *testing.T) {
	seen := map[[2]any]bool{}
	for _, x := range eligibility.DefaultTexts() {
		require.NotEmpty(t, x.JA)
		require.NotEmpty(t, x.EN)
		require.NotEmpty(t, x.Source)
		require.Contains(t, []eligibility.Basis{eligibility.FromSource, eligibility.Ours}, x.Basis)
		key := [2]any{x.Outcome, x.WithTries}
		require.False(t, seen[key], x.Outcome)
		seen[key] = true
		require.Equal(t, x.WithTries, strings.Contains(x.JA, "{tries}"), x.Outcome)
	}
}
