package features

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// signs returns letters and other characters that carry meaning; each folds to a different text. The last is *.
func signs() []string {
	return []string{"あ", "い", "ー", "漢", "字", "ア", "ｶﾞ", "A", "z", "7", "①", "ⅳ", "○", "〇", "。", "、", "「", "」", "（", "-", "~", "/", "→", "*"}
}

// layouts returns text that an edition can insert anywhere without changing what it says.
func layouts() []string {
	return []string{" ", "\n", "\r\n", "\t", "　", "\u00a0", "\u200b", "\ufeff", "**", "#", "## ", "\n\n    "}
}

func TestLayoutDoesNotChangeTheDigest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom(signs()), 1, 40).Draw(t, "text")
		var laidOut strings.Builder
		for _, sign := range text {
			for _, layout := range rapid.SliceOfN(rapid.SampledFrom(layouts()), 0, 2).Draw(t, "layout") {
				laidOut.WriteString(layout)
			}
			laidOut.WriteString(sign)
		}
		plain := foldedText(strings.Join(text, ""))
		require.Equal(t, digestOf(plain), digestOf(foldedText(laidOut.String())), "%q", laidOut.String())
		folded, lines := fold(laidOut.String())
		require.Len(t, lines, len(folded))
	})
}

func TestAnyOtherCharacterChangesTheDigest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom(signs()[:23]), 1, 40).Draw(t, "text") // without *, since fold drops **
		at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		was := digestOf(foldedText(strings.Join(text, "")))
		other := rapid.SampledFrom(append(signs()[:23:23], "")).Filter(func(s string) bool { return s != text[at] }).Draw(t, "other")
		text[at] = other
		require.NotEqual(t, was, digestOf(foldedText(strings.Join(text, ""))))
	})
}

func TestFoldedText(t *testing.T) {
	for text, want := range map[string]string{
		"ＡＢ　12　ｶﾅ": "AB12カナ", "## 見出し": "見出し", "**太字**と字": "太字と字", "* 必須": "*必須", "＊必須": "*必須", "** **": "", "○〇": "○〇",
	} {
		require.Equal(t, want, foldedText(text), text)
	}
}

func TestReadEdition(t *testing.T) {
	for _, empty := range []string{"", " \n\t\n", "\ufeff", "# **\n"} {
		_, err := ReadEdition([]byte(empty))
		require.ErrorIs(t, err, ErrNoText, "%q", empty)
	}
	for _, binary := range []string{"\xff\xfea\x00", "a\x00b", "\x83\x65\x83\x58\x83\x67"} {
		_, err := ReadEdition([]byte(binary))
		require.ErrorIs(t, err, ErrNoUTF8, "%q", binary)
	}
	e, err := ReadEdition([]byte("\ufeff見出し\r\n\r\n**Q1.**何か\nA1.はい\n\n## Ｑ2．次\nA2.いいえ"))
	require.NoError(t, err)
	require.Equal(t, 7, e.Lines)
	require.Equal(t, []int{0, 0, 0, 1, 1, 1, 2, 2}, e.question)
}

func TestSourceOf(t *testing.T) {
	text := func(content string) Edition {
		e, err := ReadEdition([]byte(content))
		require.NoError(t, err)
		return e
	}
	pin := func(document, words string) Pin {
		return Pin{Document: document, Place: Place{false, 1, 1}, First: words, Last: words, Digest: digestOf(foldedText(words)), Times: 1}
	}
	p := Pinned{Sources: []Source{{ID: "000"}, {ID: "001"}},
		Pins: []Pin{pin("000", "暗証番号"), pin("000", "顔写真"), pin("001", "顔写真"), pin("001", "職員"), pin("001", "患者")}}
	for _, row := range []struct{ name, content, want string }{
		{"001_new.txt", "暗証番号", "001"},
		{"000", "患者", "000"},
		{"0001.txt", "暗証番号", "000"},
		{"new.txt", "顔写真は職員が見る", "001"},
		{"new.txt", "暗証番号と顔写真", "000"},
		{"new.txt", "何でもない", ""},
	} {
		source, found := p.SourceOf(row.name, text(row.content))
		require.Equal(t, row.want, source.ID, row)
		require.Equal(t, row.want != "", found, row)
	}
	for len(p.Pins) < 60 {
		p.Pins = append(p.Pins, pin("000", "ない"), pin("001", "ない"))
	}
	_, found := p.SourceOf("new.txt", text("患者"))
	require.False(t, found, "one everyday word does not make a text an edition")
}
