package reports

import (
	"slices"
	"strings"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports/trace"
)

// Kind says who can break a requirement. The kinds are counted apart and never added up, because a requirement that only
// our simulator can break says nothing about a product.
type Kind string

// The kinds: a product, only our simulator, something that a person attests, and nothing (an explanation).
const (
	KindProduct     Kind = "product"
	KindSimulator   Kind = "simulator"
	KindAttested    Kind = "attested"
	KindUnbreakable Kind = "nobody"
)

// KindRule is one row of the table that gives a requirement its kind. The first row that matches decides.
type KindRule struct {
	// Testable is the value of the column of that name: yes, attest or info.
	Testable string
	// Products are values of the column product, of which one must be there; nil matches all.
	Products []string
	Kind     Kind
	// Name is the kind in words, Why the reason for the row.
	Name, Why trace.Sentence
}

// DefaultKinds returns the table. The column level does not matter: a product can break a sentence even if its source
// states it as mere information.
func DefaultKinds() []KindRule {
	return []KindRule{
		{"yes", []string{"app", "reader", "receipt"}, KindProduct,
			trace.Sentence{JA: "製品が破りうる要件", EN: "requirements that a product can break"},
			trace.Sentence{
				JA: "アプリ、リーダー、レセコンの振る舞い。製品の合否はここで決まる。",
				EN: "What app, reader and receipt computer do: these decide whether a product conforms.",
			}},
		{"yes", nil, KindSimulator,
			trace.Sentence{JA: "シミュレータだけが破りうる要件", EN: "requirements that only our simulator can break"},
			trace.Sentence{
				JA: "カード、サービス、窓口サイト、人の側の規則。mynalab の自己点検であり、製品の評価ではない。",
				EN: "Rules of card, service, portals and people: a self-check of mynalab, not an assessment of a product.",
			}},
		{"attest", nil, KindAttested,
			trace.Sentence{JA: "人が確かめて申告する要件", EN: "requirements that a person must attest"},
			trace.Sentence{JA: "運用や設置など、記録に現れないこと。", EN: "Operation, premises and the like, which no record can show."}},
		{"info", nil, KindUnbreakable,
			trace.Sentence{JA: "誰にも破れない記述", EN: "statements that nobody can break"},
			trace.Sentence{JA: "説明、経緯、予定など、守る・破るの対象でない文。", EN: "Explanations, history, plans: nothing that can be obeyed or broken."}},
	}
}

// kindOf returns the kind of a requirement; KindUnbreakable if no row matches its columns.
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

// asks reports whether requirements of the kind need a scenario.
func (k Kind) asks() bool { return k == KindProduct || k == KindSimulator }

// name returns the kind in words.
func (k Kind) name() trace.Sentence {
	for _, rule := range DefaultKinds() {
		if rule.Kind == k {
			return rule.Name
		}
	}
	return trace.Sentence{JA: string(k), EN: string(k)}
}
