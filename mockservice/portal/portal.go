// Package portal is the two portals: 施術所等向け (/omf) and 医療機関等向け (/csm) 総合ポータルサイト. Users register and log in, hand
// in forms for their facility, and read what came of them.
//
// Forms, menus, facility kinds, mails and times of review are tables of values, and one evaluator reads the forms; what
// time changes is derived when it is read. It knows no HTTP, no page and no card, reads no clock and takes no chance of its
// own. What no public text says about the portals is ours, and its Source says so.
package portal

// The portals, by the tail of their path (APP-77).
const (
	OMF = "omf" // 施術所等向け総合ポータルサイト
	CSM = "csm" // 医療機関等向け総合ポータルサイト
)

// Portals are both portals.
func Portals() []string { return []string{OMF, CSM} }

// The forms.
const (
	FormUser             = "user-registration" // ユーザー登録
	FormStart            = "start"             // 利用開始申請
	FormOperationDay     = "operation-day"     // 運用開始日登録
	FormAddAccounts      = "add-accounts"      // 資格確認端末機器(アカウント)追加申請
	FormCancelAccount    = "cancel-account"    // アカウント解除申請
	FormEndChange        = "end-change"        // 利用終了・変更申請
	FormGrant            = "grant"             // 助成金交付申請
	FormColocation       = "colocation"        // 併設申告
	FormColocationCancel = "colocation-cancel" // its 取消
)

// ours is the source of what no public text says.
const ours = "ours"
