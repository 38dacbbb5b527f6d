package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// portalViewSteps are those of what a form on a portal looks like.
func portalViewSteps() []Step {
	return []Step{
		claim(`「必須情報」に「(.+)」がこの順に並ぶ`, func(w *world.World) any {
			return func(labels string) error { return w.Claim(judge.MissingAre(labels)) }
		}).does("「必須情報」に、「、」で区切った項目がこの順に並び、ほかに何もない。項目名の後ろの長い括弧書きは省いてよい。",
			"必須情報 lists exactly these fields in this order; a long note behind a label may be left out."),
		claim(`「必須情報」に「(.+)」だけが残る`, func(w *world.World) any {
			return func(label string) error { return w.Claim(judge.MissingAre(label)) }
		}).does("「必須情報」に、その項目のほかは何もない。",
			"必須情報 lists that field and nothing else."),
		claim(`「必須情報」には何も残っていない`, func(w *world.World) any {
			return func() error { return w.Claim(judge.MissingAre("")) }
		}).does("「必須情報」に何もない。",
			"必須情報 lists nothing."),
		claim(`入力欄は「(.+)」の順に並ぶ`, func(w *world.World) any {
			return func(labels string) error { return w.Claim(judge.FieldsFollow(labels)) }
		}).does("画面に、「、」で区切った項目がこの順に、間を空けずに並ぶ。項目名の後ろの長い括弧書きは省いてよい。",
			"The form shows these fields one behind the other; a long note behind a label may be left out."),
		claim(`「(.+)」に「(.+)」が自動で入力される`, func(w *world.World) any {
			return func(label, value string) error { return w.Claim(judge.FieldFilled(label, value)) }
		}).does("利用者が入力しないその項目に、この値が入る。",
			"The portal fills that field in by itself, with this value."),
		claim(`「(.+)」に「(.+)」と案内がある`, func(w *world.World) any {
			return func(label, hint string) error { return w.Claim(judge.FieldHinted(label, hint)) }
		}).does("その項目に、この案内がそのまま付いている。",
			"The field bears this hint, to the letter."),
		claim(`「(.+)」の選択肢は「(.+)」である`, func(w *world.World) any {
			return func(label, options string) error { return w.Claim(judge.FieldOffers(label, options)) }
		}).does("その項目の選択肢が、「、」で区切ったとおりで、ほかに何もない。",
			"The field lets choose among exactly these, in this order."),
		claim(`「(.+)」は必須である`, func(w *world.World) any {
			return func(label string) error { return w.Claim(judge.FieldRequired(label)) }
		}).does("その項目が画面にあり、必須の印が付いている。",
			"The form shows the field and marks it as one that must be filled in."),
		claim(`「(.+)」の欄は表示されない`, func(w *world.World) any {
			return func(label string) error { return w.Claim(judge.FieldHidden(label)) }
		}).does("その項目が画面にない。",
			"The form does not show the field."),
	}
}
