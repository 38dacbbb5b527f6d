package portal_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/account"
	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// The whole way, APP-42 and APP-71: registration, link, login, application, mail, settings sheet; and the terminal that
// then registers with what the sheet says.
func TestTheWholeWay(t *testing.T) {
	for _, code := range []string{judo, ahaki, checkup, medical} {
		t.Run(code, func(t *testing.T) {
			l := open(t)
			session := l.begin(code)
			v := l.visit(siteOf(code), session)
			list, err := l.desk.AccountList(t.Context(), v)
			require.NoError(t, err)
			require.Len(t, list, 3)
			require.Equal(t, string(account.Applied), list[0].State)
			require.False(t, list[0].Settings)

			l.pass(8 * 24 * time.Hour)
			v = l.visit(siteOf(code), l.login(code))
			sheet, err := l.desk.Settings(t.Context(), v, list[0].AccountID)
			require.NoError(t, err)
			require.Regexp(t, `^[0-9]{12}$`, sheet.ActivationCode)
			desk := account.New(l.rows, account.DefaultRules())
			_, err = desk.Register(t.Context(), wire.RegistrationRequest{InstitutionCode: sheet.InstitutionCode, AccountID: sheet.AccountID,
				Password: sheet.Password, ActivationCode: sheet.ActivationCode, Platform: "windows"}, "token", l.now)
			require.NoError(t, err)
			mails := l.mails(code + "@clinic.example")
			require.Equal(t, portal.LetterCompleted, mails[len(mails)-1].Name)
		})
	}
}
