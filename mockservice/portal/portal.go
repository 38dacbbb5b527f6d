// Package portal is the logic of the two portals: 施術所等向け (/omf) and 医療機関等向け (/csm) 総合ポータルサイト. Users register and log
// in, submit forms for their facility, and read the results.
//
// Forms, menus, kinds of facility, mails and review times are tables of values; one evaluator applies the tables of forms. What
// depends on the time is computed whenever it is read, not stored. The package knows nothing of HTTP, pages or cards, reads no
// clock, and gets its random bytes from the caller. Where no public text describes the portals, the choice is ours and the
// row's Source says so.
//
// Start with [Backend], whose methods are what a user can do, and [Rules], which has all tables. [Form] and [Field] describe a
// form; [Evaluate] applies a form to entered values (a [FormState]).
package portal

// The portals, by the last part of their path (APP-77).
const (
	OMF = "omf" // 施術所等向け総合ポータルサイト
	CSM = "csm" // 医療機関等向け総合ポータルサイト
)

// Portals returns both portals.
func Portals() []string { return []string{OMF, CSM} }

// The names of the forms.
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

// ours is the Source of rows that no public text describes.
const ours = "ours"
