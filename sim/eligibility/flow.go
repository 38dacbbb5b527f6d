package eligibility

import (
	"context"

	"github.com/mynalab/mynalab/sim/driver"
)

// Row is one transition: on screen From, Verb under the condition When does Action and leads to To, or to Else where
// the action is refused. The first row that fits applies.
type Row struct {
	From     driver.ScreenID
	Verb     driver.Verb
	When     Guard
	To, Else driver.ScreenID
	Action   Action
	Source   string
}

// The wild cards of a Row.
const (
	Anywhere driver.ScreenID = "*" // as From: any screen
	AnyVerb  driver.Verb     = "*" // as Verb: any verb
	Stay     driver.ScreenID = ""  // as To or Else: the present screen
)

// Guard is a condition of a Row.
type Guard string

// The guards.
const (
	Always       Guard = ""
	NoticeUnseen Guard = "notice not agreed to"
	Unregistered Guard = "no device token"
	PasscodeOpen Guard = "no passcode chosen"
	SwitchOn     Guard = "switch on"
	AnswerYes    Guard = "call says yes"
	PINTyped     Guard = "pin typed"
)

// DefaultFlow is the state machine of eligibility §2.1. Its last row makes it total.
func DefaultFlow() []Row {
	const (
		none, installed, notice       = driver.ScreenNone, driver.ScreenInstalled, driver.ScreenNotice
		credentials, passcode, locked = driver.ScreenCredentials, driver.ScreenPasscodeSet, driver.ScreenLocked
		choice, settings              = driver.ScreenAuthSelect, driver.ScreenSettings
		visual, pin                   = driver.ScreenVisual, driver.ScreenPIN
		card, result                  = driver.ScreenCardRead, driver.ScreenResult
	)
	return []Row{
		{Anywhere, driver.Install, Always, installed, Stay, Forget, "SVC-108"},
		{none, AnyVerb, Always, Stay, Stay, Refuse, "SVC-108"},
		{Anywhere, driver.Uninstall, Always, none, Stay, Forget, "DER-05: the service is not told"},
		{Anywhere, driver.Launch, NoticeUnseen, notice, Stay, Move, "INI-01"},
		{Anywhere, driver.Launch, Unregistered, credentials, Stay, Move, "INI-19"},
		{Anywhere, driver.Launch, PasscodeOpen, passcode, Stay, Move, "INI-19"},
		{Anywhere, driver.Launch, Always, locked, Stay, Move, "INI-10, INI-23"},
		{notice, driver.Agree, Always, credentials, Stay, AgreeNotice, "INI-01"},
		{credentials, driver.EnterCredentials, Always, passcode, Stay, Register, "INI-02, INI-03"},
		{passcode, driver.SetPasscode, Always, locked, Stay, KeepPasscode, "INI-09"},
		{locked, driver.Login, Always, choice, Stay, CheckPasscode, "INI-10, INI-12, SVC-109"},
		{choice, driver.OpenSettings, Always, settings, Stay, Move, "INI-13, INI-18"},
		{settings, driver.SetVisual, Always, Stay, Stay, SetSwitch, "INI-14, INI-15"},
		{settings, driver.LeaveSettings, Always, choice, Stay, Move, "INI-16"},
		{settings, driver.Deregister, Always, credentials, Stay, Unbind, "DER-01"},
		{choice, driver.StartCheck, SwitchOn, visual, Stay, Move, "INI-14, SVC-110"},
		{choice, driver.StartCheck, Always, pin, Stay, Move, "INI-15, SVC-110"},
		{visual, driver.ConfirmFace, AnswerYes, card, Stay, Move, "CHK-24, SVC-111"},
		{visual, driver.ConfirmFace, Always, choice, Stay, NoteStranger, "CHK-02"},
		{pin, driver.EnterPIN, Always, card, Stay, TypePIN, "CHK-03, CHK-23"},
		{card, driver.ReadCard, PINTyped, result, choice, ReadByPIN, "CHK-07, SVC-285"},
		{card, driver.ReadCard, Always, result, choice, ReadByFace, "CHK-07, SVC-286"},
		{result, driver.Close, Always, choice, Stay, Move, "CHK-09, CHK-10, SVC-112, SVC-114"},
		{Anywhere, AnyVerb, Always, Stay, Stay, Refuse, "ours: no such button on this screen"},
	}
}

// row is the first row that fits the call on the present screen. Tables.check has seen to it that there is one.
func (a *App) row(call driver.Call) Row {
	met := guards()
	for _, r := range a.cfg.Tables.Flow {
		if r.fits(a.terminal.shown.Screen, call.Verb) && met[r.When](a.terminal, call) {
			return r
		}
	}
	return Row{Action: Refuse}
}

func (r Row) fits(screen driver.ScreenID, verb driver.Verb) bool {
	return (r.From == Anywhere || r.From == screen) && (r.Verb == AnyVerb || r.Verb == verb)
}

// guards is what the names of the conditions mean.
func guards() map[Guard]func(terminal, driver.Call) bool {
	return map[Guard]func(terminal, driver.Call) bool{
		Always:       func(terminal, driver.Call) bool { return true },
		NoticeUnseen: func(t terminal, _ driver.Call) bool { return !t.noticeAgreed },
		Unregistered: func(t terminal, _ driver.Call) bool { return t.token == "" },
		PasscodeOpen: func(t terminal, _ driver.Call) bool { return !t.passcodeSet },
		SwitchOn:     func(t terminal, _ driver.Call) bool { return t.visual },
		AnswerYes:    func(_ terminal, call driver.Call) bool { return call.On },
		PINTyped:     func(t terminal, _ driver.Call) bool { return t.pin != nil },
	}
}

// Action names what a Row does besides moving on.
type Action string

// The actions.
const (
	Move          Action = "move"           // nothing but the move
	Refuse        Action = "refuse"         // says that the deed has no place here
	Forget        Action = "forget"         // drops all that the installation knew, without telling the service
	AgreeNotice   Action = "agree-notice"   // remembers the consent
	Register      Action = "register"       // checks the form of the entries, then asks the service
	KeepPasscode  Action = "keep-passcode"  // keeps the start passcode
	CheckPasscode Action = "check-passcode" // compares the start passcode
	SetSwitch     Action = "set-switch"     // sets 目視確認で本人認証
	Unbind        Action = "unbind"         // deregisters at the service
	NoteStranger  Action = "note-stranger"  // says that the face does not match
	TypePIN       Action = "type-pin"       // checks the form of the PIN and holds it for the reading
	ReadByPIN     Action = "read-by-pin"    // reads the card in PIN mode and asks the service
	ReadByFace    Action = "read-by-face"   // reads the card in visual mode and asks the service
)

// action answers with what to show besides the screen itself; a refusal as error takes the row's Else.
type action func(a *App, ctx context.Context, call driver.Call) (driver.Screen, error)

// actions is what the names of the flow table mean.
func actions() map[Action]action {
	return map[Action]action{
		Move:          (*App).move,
		Refuse:        (*App).refuse,
		Forget:        (*App).forget,
		AgreeNotice:   (*App).agreeNotice,
		Register:      (*App).register,
		KeepPasscode:  (*App).keepPasscode,
		CheckPasscode: (*App).checkPasscode,
		SetSwitch:     (*App).setSwitch,
		Unbind:        (*App).unbind,
		NoteStranger:  (*App).noteStranger,
		TypePIN:       (*App).typePIN,
		ReadByPIN:     (*App).readByPIN,
		ReadByFace:    (*App).readByFace,
	}
}
