package reports

import (
	"slices"
	"strings"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports/trace"
)

// Kind is who can break a requirement. The kinds are counted apart and never summed: a sentence that only our simulator
// can break says nothing about a product.
type Kind string

// The kinds.
const (
	KindProduct     Kind = "product"
	KindSimulator   Kind = "simulator"
	KindAttested    Kind = "attested"
	KindUnbreakable Kind = "nobody"
)

// KindRule is one row of the table that gives a requirement its kind: the first row that fits decides.
type KindRule struct {
	// Testable is the column of that name: yes, attest or info.
	Testable string
	// Products are entries of the column product of which one must be there; nil fits all.
	Products []string
	Kind     Kind
	// Name is the kind in words, Why what the row rests on.
	Name, Why trace.Sentence
}

// DefaultKinds is the table. The column level decides nothing: a sentence that its source states as mere information is
// broken all the same by a product that does otherwise.
func DefaultKinds() []KindRule {
	return []KindRule{
		{"yes", []string{"app", "reader", "receipt"}, KindProduct,
			trace.Sentence{JA: "製品が破りうる要件", EN: "requirements that a product can break"},
			trace.Sentence{
				JA: "アプリ、リーダー、レセコンの振る舞い。製品の合否はここで決まる。",
				EN: "What app, reader or receipt computer do: a product stands or falls here.",
			}},
		{"yes", nil, KindSimulator,
			trace.Sentence{JA: "シミュレータだけが破りうる要件", EN: "requirements that only our simulator can break"},
			trace.Sentence{
				JA: "カード、サービス、窓口サイト、人の側の規則。mynalab の自己点検であり、製品の評価ではない。",
				EN: "Rules of card, service, portals and people: a self-check of mynalab, no merit of a product.",
			}},
		{"attest", nil, KindAttested,
			trace.Sentence{JA: "人が確かめて申告する要件", EN: "requirements that a person must attest"},
			trace.Sentence{JA: "運用や設置など、記録に現れないこと。", EN: "Operation and premises: no record shows them."}},
		{"info", nil, KindUnbreakable,
			trace.Sentence{JA: "誰にも破れない記述", EN: "statements that nobody can break"},
			trace.Sentence{JA: "説明、経緯、予定など、守る・破るの対象でない文。", EN: "Explanations, history, plans: nothing to keep or to break."}},
	}
}

// kindOf is the kind of a requirement; one whose columns no row knows counts for nobody.
func kindOf(r features.Requirement) Kind {
	products := strings.Split(r.Product, ", ")
	for _, rule := range DefaultKinds() {
		named := func(p string) bool { return slices.Contains(products, p) }
		if rule.Testable == r.Testable && (rule.Products == nil || slices.ContainsFunc(rule.Products, named)) {
			return rule.Kind
		}
	}
	return KindUnbreakable
}

// asks says that the kind asks for a scenario.
func (k Kind) asks() bool { return k == KindProduct || k == KindSimulator }

// name is the kind in words.
func (k Kind) name() trace.Sentence {
	for _, rule := range DefaultKinds() {
		if rule.Kind == k {
			return rule.Name
		}
	}
	return trace.Sentence{JA: string(k), EN: string(k)}
}
