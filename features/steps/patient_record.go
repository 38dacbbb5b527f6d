package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// dossierSteps returns the steps of what insurers and authorities have on record about the patient, and of its
// consequences.
func dossierSteps() []Step {
	return []Step{
		verb(`患者の住所には不開示の設定がある`, func(w *world.World) any {
			return w.Patient().HasAddressWithheld
		}).does("DV等の被害者として、住所を開示しない設定がされている。",
			"The record says that the address must not be disclosed."),
		verb(`患者の氏名は「(.+)」と登録されている`, func(w *world.World) any {
			return w.Patient().IsNamed
		}).does("保険者が、表せない文字を●にするなどして、その氏名で登録している。",
			"The insurer has the person on record under that name, with ● for characters that it can't represent."),
		verb(`患者には自己情報を提供しない設定がある`, func(w *world.World) any {
			return w.Patient().IsStopped
		}).does("DV等の被害者として、情報を提供しない設定がされている。",
			"The record says that no information may be disclosed at all."),
		verb(`患者の資格は(\d+)年(\d+)月(\d+)日からである`, func(w *world.World) any {
			return w.Patient().QualificationBegins
		}).does("資格取得日をその日にする。",
			"The qualification begins on that day."),
		verb(`患者は(\d+)年(\d+)月(\d+)日に資格を失(?:った|う)`, func(w *world.World) any {
			return w.Patient().QualificationIsLost
		}).does("資格喪失日をその日にする。その日から資格がない。",
			"The qualification ends; that day is the first without it."),
		verb(`患者には(\d+)年(\d+)月(\d+)日からの別の資格もある`, func(w *world.World) any {
			return w.Patient().HasAnotherQualificationFrom
		}).does("別の保険者にも、その日からの資格が登録されている。",
			"Another insurer has a qualification of the person on record from that day."),
		verb(`患者の保険者が変わった`, func(w *world.World) any {
			return w.Patient().ChangesInsurer
		}).does("それまでの資格に代わり、別の保険者の資格だけが登録される。サービスはすぐに知る。",
			"Only a qualification by another insurer is on record, in place of the former one; the service has it at once."),
		claim(`健康保険証として利用できないことが表示される`, judge.NotUsableShown),
	}
}
