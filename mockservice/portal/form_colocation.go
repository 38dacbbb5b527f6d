package portal

import (
	"slices"

	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// colocationForms returns 併設申告 and its 取消 (eligibility reference §2.7). No source shows their screens or says where they are
// entered (DUT-20).
func colocationForms() []Form {
	return []Form{
		{Name: FormColocation, Portals: []string{OMF}, Title: "併設申告", Button: "送信", Source: "DUT-05 to DUT-09, DUT-17, DUT-18",
			Needs: []Need{clinicOnly(), started("DUT-07"), mainOnly()},
			Fields: []Field{
				{Name: "mainName", Label: "主たる施術所", Kind: wire.KindShown, Auto: func(c *FormState) string { return c.Facility.Name },
					Rules: []Rule{delegated("DUT-05")}, Source: "DUT-06"},
				{Name: "subordinateNumber", Label: "従たる施術所の登録記号番号", Hint: "例) 契2804440-0-0", Kind: wire.KindText,
					Required: true, Source: "DUT-08", Rules: subordinateRules()},
				{Name: "subordinateName", Label: "従たる施術所名", Hint: autoHint, Kind: wire.KindShown, Source: "DUT-08",
					Auto: func(c *FormState) string { return c.Subordinate.Name }},
			}},
		{Name: FormColocationCancel, Portals: []string{OMF}, Title: "併設申告取消", Button: "送信", Source: "DUT-11",
			Needs: []Need{clinicOnly()},
			Fields: []Field{
				{Name: "subordinate", Label: "取り消す従たる施術所", Kind: wire.KindSelect, Required: true, OptionsOf: subordinates, Source: "DUT-11"},
			}},
	}
}

func clinicOnly() Need {
	return Need{Name: "clinic", Check: func(c *FormState) bool { return c.Kind().Delegated },
		MessageJA: "併設申告は施術所のみ行えます。", MessageEN: "only a clinic can do this", Source: "DUT-05"}
}

// mainOnly refuses a declaration by a subordinate clinic: the main clinic files it (DUT-06).
func mainOnly() Need {
	return Need{Name: "main-clinic", Check: func(c *FormState) bool {
		return !slices.ContainsFunc(c.Colocations, func(l store.Colocation) bool {
			return l.Subordinate == c.Facility.Code && inForce(l, c)
		})
	}, MessageJA: "併設申告は主たる施術所から行ってください。", MessageEN: "the main clinic has to file the declaration", Source: "DUT-06"}
}

func subordinateRules() []Rule {
	return []Rule{
		{Name: "clinic-number", Check: func(_ *FormState, v string) bool { return readNumber(v) != "" },
			MessageJA: "登録記号番号の形式が正しくありません。", MessageEN: "this is not a 登録記号番号; write it as in 契2804440-0-0", Source: "SVC-257"},
		{Name: "subordinate-on-file", Always: true, Check: func(c *FormState, _ string) bool { return c.Subordinate.Code != "" },
			MessageJA: "入力された番号の施術所が見つかりません。", MessageEN: "no clinic with this number is on file", Source: ours},
		{Name: "other-kind", Always: true, Check: otherKind, MessageJA: "併設する他方の種類の施術所を入力してください。",
			MessageEN: "enter a clinic of the other kind: acupuncture for a judo clinic, judo for an acupuncture clinic", Source: "DUT-05, DUT-17"},
		{Name: "both-delegated", Always: true, Check: func(c *FormState, _ string) bool { return c.Subordinate.Delegated },
			MessageJA: "併設申告は、両方の施術所として受領委任の取扱いがある場合に行えます。",
			MessageEN: "both clinics must handle 受領委任", Source: "DUT-05"},
		{Name: "not-declared", Always: true, Check: notDeclared, MessageJA: "この施術所の併設申告は既に行われています。",
			MessageEN: "this clinic is already part of a declaration", Source: ours},
	}
}

// otherKind requires one judo clinic and one of the other kind; either may be the main one (DUT-17).
func otherKind(c *FormState, _ string) bool {
	kind := c.Rules.kind(c.Subordinate.Kind)
	return kind.Delegated && kind.Name != c.Kind().Name
}

// notDeclared requires that the subordinate clinic is neither subordinate nor main in another declaration.
func notDeclared(c *FormState, _ string) bool {
	return !slices.ContainsFunc(c.Colocations, func(l store.Colocation) bool {
		return inForce(l, c) && (l.Subordinate == c.Subordinate.Code || l.Main == c.Subordinate.Code)
	})
}

// inForce reports whether a declaration is valid now.
func inForce(l store.Colocation, c *FormState) bool {
	return !l.DeclaredAt.IsZero() && !l.DeclaredAt.After(c.Now) && (l.CancelledAt.IsZero() || l.CancelledAt.After(c.Now))
}

// subordinates returns the codes of the clinics that the facility has declared.
func subordinates(c *FormState) []string {
	codes := []string{NoChoice}
	for _, l := range c.Colocations {
		if l.Main == c.Facility.Code && inForce(l, c) {
			codes = append(codes, l.Subordinate)
		}
	}
	return codes
}
