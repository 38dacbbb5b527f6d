package world

import (
	"fmt"
	"github.com/mynalab/mynalab/sim/slot"
	"strings"
)

// Password is a way in which a password is well or badly formed.
type Password string

// The kinds of passwords (REG-19 to REG-24).
const (
	NoUpperCase Password = "大文字のない"
	NoLowerCase Password = "小文字のない"
	NoDigit     Password = "数字のない"
	SevenLong   Password = "7文字の"
	EightLong   Password = "8文字の"
	HundredLong Password = "100文字の"
	TooLong     Password = "101文字の"
	OtherAgain  Password = "確認用と違う"
)

// passwords returns what is typed for each kind: the password, and its repetition.
func passwords() map[Password][2]string {
	twice := func(s string) [2]string { return [2]string{s, s} }
	return map[Password][2]string{
		NoUpperCase: twice("minato-portal-01"), NoLowerCase: twice("MINATO-PORTAL-01"), NoDigit: twice("Minato-Portal-ab"),
		SevenLong: twice("Minato1"), EightLong: twice("Minato12"), HundredLong: twice("Minato1" + strings.Repeat("x", 93)),
		TooLong: twice("Minato1" + strings.Repeat("x", 94)), OtherAgain: {"Minato-Portal-01", "Minato-Portal-02"},
	}
}

// SendsPassword registers with a password of the given kind and uses it for later logins.
func (p *Portal) SendsPassword(how Password) error {
	typed, ok := passwords()[how]
	if !ok {
		return slot.Configuration("choosing a password", fmt.Errorf("there is no kind of password 「%s」; choose one of world.Password", how))
	}
	if err := p.types("パスワード", typed[0]); err != nil {
		return err
	}
	p.user.Password = typed[0]
	return p.SendsWith("パスワード（確認用）", typed[1])
}
