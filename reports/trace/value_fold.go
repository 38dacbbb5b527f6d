package trace

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Fold says how a value is normalized, so that different spellings of the same thing become equal. Tokens are made of
// folded values and the judge compares folded values, so both treat the same values as equal.
type Fold string

// The folds.
const (
	FoldNone Fold = ""
	// FoldText folds full-width Latin letters, digits, punctuation and spaces to half width, half-width kana to full width,
	// and several spaces to one (eligibility reference §1.8: compare after width folding).
	FoldText Fold = "text"
	// FoldDate turns a date in a Japanese era or in the western calendar into yyyyMMdd (eligibility reference §2.3, §5.4).
	FoldDate Fold = "date"
)

// Apply returns the folded value. With FoldDate, a value that is not a date is folded as text, so it never equals a date.
func (f Fold) Apply(value string) string {
	switch f {
	case FoldText:
		return foldText(value)
	case FoldDate:
		text := foldText(value)
		if date, ok := readDate(text); ok {
			return date
		}
		return text
	default:
		return value
	}
}

// Half-width katakana in the order of JIS X 0201, and their full-width partners. Voiced kana are in tables of their own,
// because in half width the voice mark is a separate character.
const (
	halfKana   = "｡｢｣､･ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ"
	fullKana   = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜"
	voiceless  = "ウカキクケコサシスセソタチツテトハヒフヘホ"
	voiced     = "ヴガギグゲゴザジズゼゾダヂヅデドバビブベボ"
	halfVoice  = "ハヒフヘホ"
	halfVoiced = "パピプペポ"
)

func foldText(value string) string {
	folded := make([]rune, 0, len(value))
	for _, r := range value {
		r = foldWidth(r)
		if last := len(folded) - 1; last >= 0 {
			if marked, ok := joinMark(folded[last], r); ok {
				folded[last] = marked
				continue
			}
		}
		folded = append(folded, r)
	}
	return strings.Join(strings.Fields(string(folded)), " ")
}

func foldWidth(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r >= '｡' && r <= 'ﾟ':
		return partner(r, halfKana, fullKana)
	default:
		return r
	}
}

// joinMark joins a voice mark with the kana before it; ok is false if there is nothing to join.
func joinMark(base, mark rune) (rune, bool) {
	switch mark {
	case '゛', '\u3099':
		joined := partner(base, voiceless, voiced)
		return joined, joined != base
	case '゜', '\u309A':
		joined := partner(base, halfVoice, halfVoiced)
		return joined, joined != base
	default:
		return 0, false
	}
}

// partner returns the rune at the same position of the other table; r itself if it is not in the first one.
func partner(r rune, from, to string) rune {
	row := []rune(to)
	for i, c := range []rune(from) {
		if c == r {
			return row[i]
		}
	}
	return r
}

// Era is one Japanese era with its first and last day. The day of a change belongs to both eras up to 昭和, and only to the
// new one since 平成.
type Era struct {
	Name, Letter string
	// Offset is added to the year of the era to get the western year.
	Offset int
	// First and Last are the first and the last day, as yyyyMMdd.
	First, Last string
}

// Eras returns the table of eras (eligibility reference §5.4).
func Eras() []Era {
	return []Era{
		{"明治", "M", 1867, "18680125", "19120730"},
		{"大正", "T", 1911, "19120730", "19261225"},
		{"昭和", "S", 1925, "19261225", "19890107"},
		{"平成", "H", 1988, "19890108", "20190430"},
		{"令和", "R", 2018, "20190501", "99991231"},
	}
}

const (
	patternDigits  = `^(\d{4})(\d{2})(\d{2})$`
	patternWestern = `^(?:西暦)?(\d{4})[年/.-](\d{1,2})[月/.-](\d{1,2})日?$`
	patternEra     = `^(明治|大正|昭和|平成|令和|[MTSHR])(元|\d{1,2})[年/.-](\d{1,2})[月/.-](\d{1,2})日?$`
)

// readDate parses a date in folded text. Spaces are ignored.
func readDate(text string) (string, bool) {
	text = strings.ReplaceAll(text, " ", "")
	for _, pattern := range []string{patternDigits, patternWestern} {
		if m := regexp.MustCompile(pattern).FindStringSubmatch(text); m != nil {
			return plainDate(number(m[1]), number(m[2]), number(m[3]))
		}
	}
	m := regexp.MustCompile(patternEra).FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	for _, era := range Eras() {
		if m[1] != era.Name && m[1] != era.Letter {
			continue
		}
		date, ok := plainDate(number(m[2])+era.Offset, number(m[3]), number(m[4]))
		return date, ok && era.First <= date && date <= era.Last
	}
	return "", false
}

// plainDate returns a date as yyyyMMdd. Day 00 is allowed and stands for an unknown day (eligibility reference §5.4).
func plainDate(year, month, day int) (string, bool) {
	return fmt.Sprintf("%04d%02d%02d", year, month, day), month >= 1 && month <= 12 && day >= 0 && day <= 31
}

// number parses digits that a pattern has matched, and 元 as 1.
func number(s string) int {
	if s == "元" {
		return 1
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}
