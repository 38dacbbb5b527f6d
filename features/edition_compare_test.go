package features

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// notice is a document made for these tests; its lines 7 and 9 are identical.
const notice = `# お知らせ
当院の端末について

暗証番号は、半角数字4桁で入力してください。受付では職員に伝えないでください。
カードは患者が自分で読み取り機に置いてください。職員は触れません。
再発行の窓口
申込みには本人の同意が必要です。
変更の窓口
申込みには本人の同意が必要です。
Q1.顔写真が見えないときはどうしますか。
A1.暗証番号で確かめてください。
Q2.暗証番号を忘れたときはどうしますか。
A2.市区町村の窓口で再設定してください。
`

// edition returns the edition with this content.
func edition(t require.TestingT, content string) Edition {
	e, err := ReadEdition([]byte(content))
	require.NoError(t, err)
	return e
}

// noticePins returns pins of the notice.
func noticePins(t require.TestingT) (pins []Pin) {
	e := edition(t, notice)
	for _, row := range [][3]string{
		{"L4", "暗証番号は、", "入力してください。"}, {"L4", "受付では", "伝えないでください。"}, {"L5", "カードは患者が", "触れません。"},
		{"L7", "申込みには", "必要です。"}, {"L9", "申込みには", "必要です。"}, {"Q1", "A1.暗証番号で", "ください。"}, {"Q2", "A2.市区町村", "再設定してください。"},
	} {
		place, ok := parsePlace(row[0])
		require.True(t, ok)
		pin := Pin{Requirement: "OWN-" + row[0], Document: "doc", Place: place, First: row[1], Last: row[2]}
		for _, s := range e.passages(pin.First, pin.Last) {
			if place.contains(e.place(s, place.Question)) {
				pin.Digest, pin.Times = e.digest(s), e.occurrences(s)
			}
		}
		pins = append(pins, pin)
	}
	return pins
}

func TestCompare(t *testing.T) {
	same := "unchanged unchanged unchanged unchanged unchanged unchanged unchanged"
	twin := "申込みには本人の同意が必要です。\n"
	for name, row := range map[string]struct {
		old, new, states, now string
	}{
		"no change":     {"", "", same, "L4 L4 L5 L7 L9 Q1 Q2"},
		"title changed": {"# お知らせ", "# 患者の皆様へ", same, "L4 L4 L5 L7 L9 Q1 Q2"},
		"line inserted": {"当院の", "\n当院の",
			"moved moved moved moved moved unchanged unchanged", "L5 L5 L6 L8 L10 Q1 Q2"},
		"question inserted": {"Q2.", "Q2.何か\nA2.何か\nQ3.",
			"unchanged unchanged unchanged unchanged unchanged unchanged moved", "L4 L4 L5 L7 L9 Q1 Q3"},
		"line wrapped": {"半角数字4桁で", "半角\n  **数字４桁**で",
			"moved moved moved moved moved unchanged unchanged", "L4-5 L5 L6 L8 L10 Q1 Q2"},
		"word inside the passage changed": {"4桁", "6桁",
			"changed unchanged unchanged unchanged unchanged unchanged unchanged", "L4 L4 L5 L7 L9 Q1 Q2"},
		"word before the passage inserted": {"カードは患者", "マイナンバーカードは患者", same, ""},
		"first words changed": {"カードは患者が", "カードは、ご本人が",
			"unchanged unchanged changed unchanged unchanged unchanged unchanged", ""},
		"last words changed": {"A1.暗証番号で確かめてください。", "A1.暗証番号で確かめる。",
			"unchanged unchanged unchanged unchanged unchanged changed unchanged", ""},
		"sentence removed": {"受付では職員に伝えないでください。", "",
			"unchanged gone unchanged unchanged unchanged unchanged unchanged", ""},
		"first of two identical sentences removed": {"再発行の窓口\n" + twin, "",
			"unchanged unchanged unchanged gone gone unchanged unchanged", ""},
		"second of two identical sentences removed": {"変更の窓口\n" + twin, "",
			"unchanged unchanged unchanged gone gone unchanged unchanged", ""},
		"first of two identical sentences changed": {"再発行の窓口\n" + twin, "再発行の窓口\n申込みには本人の署名が必要です。\n",
			"unchanged unchanged unchanged changed changed unchanged unchanged", "L4 L4 L5 L7 L7 Q1 Q2"},
		"answer moved to another question": {"A2.市区町村の窓口で再設定してください。\n", "Q3.その他\nA2.市区町村の窓口で再設定してください。\n",
			"unchanged unchanged unchanged unchanged unchanged unchanged moved", "L4 L4 L5 L7 L9 Q1 Q3"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, notice, row.old)
			var states, now []string
			for _, f := range edition(t, strings.Replace(notice, row.old, row.new, 1)).Compare(noticePins(t)) {
				states, now = append(states, string(f.State)), append(now, f.Now.Place.String())
			}
			require.Equal(t, row.states, strings.Join(states, " "))
			if row.now != "" {
				require.Equal(t, row.now, strings.Join(now, " "))
			}
		})
	}
}

// TestAnyChangeInsideAPassageTouchesThePin replaces or removes one character of a pinned passage.
func TestAnyChangeInsideAPassageTouchesThePin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pins := noticePins(t)
		i := rapid.IntRange(0, len(pins)-1).Draw(t, "pin")
		from := strings.Index(notice, pins[i].First)
		if pins[i].Place.From == 9 {
			from = strings.LastIndex(notice, pins[i].First) // line 9 repeats line 7
		}
		end := from + strings.Index(notice[from:], pins[i].Last) + len(pins[i].Last)
		passage := []rune(notice[from:end])
		at := rapid.IntRange(0, len(passage)-1).Draw(t, "at")
		put := rapid.SampledFrom([]string{"", "改"}).Draw(t, "put")
		changed := notice[:from] + string(passage[:at]) + put + string(passage[at+1:]) + notice[end:]
		require.True(t, edition(t, changed).Compare(pins)[i].State.Touched(), changed)
	})
}

// TestUpdatedPinsFitTheNewEdition makes random changes and checks that the pins that Compare returns for the new edition are unchanged
// in it, except those whose text is gone.
func TestUpdatedPinsFitTheNewEdition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := []rune(notice)
		for range rapid.IntRange(1, 4).Draw(t, "edits") {
			at := rapid.IntRange(0, len(letters)-1).Draw(t, "at")
			cut := rapid.IntRange(0, 8).Draw(t, "cut")
			put := rapid.SampledFrom([]string{"", "新", "患者", "\n", "。", "Q1.", "申込みには本人の同意が必要です。"}).Draw(t, "put")
			letters = append(append(append([]rune{}, letters[:at]...), []rune(put)...), letters[min(len(letters), at+cut):]...)
		}
		e := edition(t, string(letters)+"\n終")
		var updated []Pin
		for _, f := range e.Compare(noticePins(t)) {
			if f.State != StateGone {
				updated = append(updated, f.Now)
			}
		}
		for _, f := range e.Compare(updated) {
			require.Equal(t, StateUnchanged, f.State, "%v\n%s", f, string(letters))
			require.LessOrEqual(t, len([]rune(f.Now.First)), maxQuote)
		}
	})
}
