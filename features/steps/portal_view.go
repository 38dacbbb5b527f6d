package steps

import (
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
)

// portalViewSteps returns the claims about what a form on a portal shows.
func portalViewSteps() []Step {
	return []Step{
		claim(`「必須情報」に「(.+)」がこの順に並ぶ`, judge.MissingAre),
		claim(`「必須情報」に「(.+)」だけが残る`, judge.MissingAre),
		claim(`「必須情報」には何も残っていない`, func() trace.Claim { return judge.MissingAre("") }),
		claim(`入力欄は「(.+)」の順に並ぶ`, judge.FieldsFollow),
		claim(`「(.+)」に「(.+)」が自動で入力される`, judge.FieldFilled),
		claim(`「(.+)」に「(.+)」と案内がある`, judge.FieldHinted),
		claim(`「(.+)」の選択肢は「(.+)」である`, judge.FieldOffers),
		claim(`「(.+)」は必須である`, judge.FieldRequired),
		claim(`「(.+)」の欄は表示されない`, judge.FieldHidden),
	}
}
