package eligibility

import (
	"context"

	"github.com/mynalab/mynalab/sim/driver"
)

// Row is one transition: on screen From, if Guard When holds, Verb does Action and leads to To, or to Else if the action is
// refused. The first row that fits is used.
type Row struct {
	From     driver.ScreenID
	Verb     driver.Verb
	When     Guard
	To, Else driver.ScreenID
	Action   Action
	Source   string
}

// The wildcards of a Row.
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

// DefaultFlow returns the state machine of eligibility §2.1. Its last row fits everything, so that each call has a row.
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
		{Anywhere, driver.Uninstall, Always, none, Stay, Forget, "DER-05: the service is not informed"},
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

// row returns the first row that fits the call on the present screen. Tables.check has made sure that there is one.
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

// guards returns the functions of the conditions.
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

// Action is what a Row does besides changing the screen.
type Action string

// The actions.
const (
	Move          Action = "move"           // only changes the screen
	Refuse        Action = "refuse"         // shows that the action is not possible here
	Forget        Action = "forget"         // discards everything that the installation stored, without informing the service
	AgreeNotice   Action = "agree-notice"   // stores the consent
	Register      Action = "register"       // checks the form of the entries, then sends them to the service
	KeepPasscode  Action = "keep-passcode"  // stores the start passcode
	CheckPasscode Action = "check-passcode" // compares the start passcode
	SetSwitch     Action = "set-switch"     // sets 目視確認で本人認証
	Unbind        Action = "unbind"         // deregisters at the service
	NoteStranger  Action = "note-stranger"  // shows that the face does not match
	TypePIN       Action = "type-pin"       // checks the form of the PIN and keeps it for the reading
	ReadByPIN     Action = "read-by-pin"    // reads the card in PIN mode and sends the check
	ReadByFace    Action = "read-by-face"   // reads the card in visual mode and sends the check
)

// action returns what to show besides the screen itself. If its error is a refusal, the row's Else is the next screen.
type action func(a *App, ctx context.Context, call driver.Call) (driver.Screen, error)

// actions returns the functions of the actions in the flow table.
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
		NoteStranger:  (*App).noteFaceMismatch,
		TypePIN:       (*App).typePIN,
		ReadByPIN:     (*App).readByPIN,
		ReadByFace:    (*App).readByFace,
	}
}
