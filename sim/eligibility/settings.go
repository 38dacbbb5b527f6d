package eligibility

import (
	"context"

	"github.com/mynalab/mynalab/sim/driver"
)

// SwitchLabel is the name of the switch between visual and PIN mode (INI-14, INI-15).
const SwitchLabel = "目視確認で本人認証"

// settings returns what セキュリティ設定 shows besides the button デバイス登録解除 (SVC-113).
func (t *terminal) settings() []driver.Field {
	if t.visual {
		return []driver.Field{{Label: SwitchLabel, Value: "オン"}}
	}
	return []driver.Field{{Label: SwitchLabel, Value: "オフ"}}
}

func (a *App) setSwitch(_ context.Context, call driver.Call) (driver.Screen, error) {
	a.terminal.visual = call.On
	return driver.Screen{}, nil
}

// unbind deregisters the terminal at the service (DER-01). The terminal's registration data are discarded only when the
// service has agreed.
func (a *App) unbind(ctx context.Context, _ driver.Call) (driver.Screen, error) {
	if err := a.service.deregister(ctx, a.terminal.token); err != nil {
		why := a.refusalOf(err).screen.Text
		s := driver.Screen{Outcome: driver.OutcomeNotDeregistered}
		s.Text = a.cfg.Tables.text(s) + why
		return driver.Screen{}, &refusal{screen: s}
	}
	a.terminal.token, a.terminal.passcode, a.terminal.passcodeSet = "", "", false
	return driver.Screen{Outcome: driver.OutcomeDeregistered}, nil
}
