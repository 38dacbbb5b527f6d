package reports

import (
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// Chapter is one chapter of the requirements, with its requirements counted by kind.
type Chapter struct {
	// ID is the letters at the beginning of the ids of its requirements.
	ID    string         `json:"id"`
	Name  trace.Sentence `json:"name"`
	Kinds []KindTally    `json:"kinds"`
}

// chapterNames returns the Japanese names of the chapters; the table of requirements has the English ones.
func chapterNames() map[string]string {
	return map[string]string{
		"ENV": "機器と回線", "APP": "利用開始の手続き", "REG": "施術所等向け総合ポータルサイトの利用登録", "INI": "初期登録・ログイン・設定",
		"DER": "端末の登録解除とアカウント", "CHK": "窓口での資格確認", "SMP": "スマートフォンのマイナンバーカード", "LST": "一覧と健診の窓口",
		"INS": "保険者の様式", "SUB": "補助と問い合わせ", "DUT": "併設と義務", "TYP": "類型の表",
	}
}

func chapterOf(id string) string {
	letters, _, _ := strings.Cut(id, "-")
	return letters
}

func newChapter(id, english string) Chapter {
	return Chapter{ID: id, Name: trace.Sentence{JA: chapterNames()[id], EN: english}, Kinds: newKindTallies()}
}

// KindTally counts the requirements of one kind.
type KindTally struct {
	Kind Kind `json:"kind"`
	Tally
}

// newKindTallies returns a zero tally for each kind, in the order of the table.
func newKindTallies() []KindTally {
	var list []KindTally
	for _, rule := range DefaultKinds() {
		list = append(list, KindTally{Kind: rule.Kind})
	}
	return list
}

func countKind(tallies []KindTally, kind Kind, s State) {
	for i := range tallies {
		if tallies[i].Kind == kind {
			tallies[i].count(s)
		}
	}
}
