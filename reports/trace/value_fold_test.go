package trace_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/reports/trace"
)

func TestFoldDate(t *testing.T) {
	for shown, want := range map[string]string{
		"19850217": "19850217", "1985年2月17日": "19850217", "1985/02/17": "19850217", "1985-2-17": "19850217",
		"昭和60年2月17日": "19850217", "昭和６０年０２月１７日": "19850217", "S60.2.17": "19850217", "昭和 60年 2月17日": "19850217",
		"令和元年5月1日": "20190501", "平成31年4月30日": "20190430", "平成元年1月8日": "19890108", "昭和64年1月7日": "19890107",
		"大正15年12月25日": "19261225", "昭和元年12月25日": "19261225", "大正元年7月30日": "19120730", "明治45年7月30日": "19120730",
		"令和7年6月2日": "20250602", "19480600": "19480600",
	} {
		t.Run("eligibility §5.4 "+shown, func(t *testing.T) {
			require.Equal(t, want, trace.FoldDate.Apply(shown))
		})
	}
}

func TestFoldDateRefusesWhatIsNoDate(t *testing.T) {
	for _, shown := range []string{"昭和64年1月8日", "令和元年4月30日", "平成31年5月1日", "昭和60年13月1日", "大正74年2月17日", "いつか", ""} {
		require.NotRegexp(t, `^\d{8}$`, trace.FoldDate.Apply(shown))
	}
}

func TestFoldText(t *testing.T) {
	for shown, want := range map[string]string{
		"佐藤　花子": "佐藤 花子", " 佐藤  花子 ": "佐藤 花子", "１２３４": "1234", "Ａ－１": "A-1",
		"ｻﾄｳ ﾊﾅｺ": "サトウ ハナコ", "ﾊﾞﾊﾟｶﾞｳﾞ": "バパガヴ", "ガ": "ガ", "ｱﾞ": "ア゛", "髙橋": "髙橋", "𠮷田": "𠮷田",
	} {
		t.Run("eligibility §1.8 "+shown, func(t *testing.T) {
			require.Equal(t, want, trace.FoldText.Apply(shown))
		})
	}
}

func TestFoldingTwiceChangesNothing(t *testing.T) {
	text := rapid.StringMatching(`[ｦ-ﾟア-ン！-～　 0-9年月日昭和]{0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		value := text.Draw(t, "value")
		for _, fold := range []trace.Fold{trace.FoldNone, trace.FoldText, trace.FoldDate} {
			once := fold.Apply(value)
			if twice := fold.Apply(once); twice != once {
				t.Fatalf("%s: %q, then %q, then %q", fold, value, once, twice)
			}
		}
	})
}
