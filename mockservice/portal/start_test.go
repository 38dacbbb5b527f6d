package portal_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

func TestStartRules(t *testing.T) {
	document := func(code string, files ...string) []string { return append([]string{code}, files...) }
	byDocument := func(code string) map[string]string {
		return with(startValues(code), "checkMethod", portal.CheckDocument)
	}
	for _, row := range []struct {
		ids    string
		code   []string // the facility, then the contents of its attachments
		values map[string]string
		field  string
		rules  []string // nil: the form is accepted
	}{
		{"APP-05 APP-59", document(judo), with(startValues(judo), "checkMethod", ""), "checkMethod", []string{"required"}},
		{"APP-05 a third method", document(judo), with(startValues(judo), "checkMethod", "③"), "checkMethod", []string{"option"}},
		{"APP-08 APP-09 SVC-179 the birth date matches", document(judo), startValues(judo), "", nil},
		{"APP-08 あはき", document(ahaki), startValues(ahaki), "", nil},
		{"APP-10 another birth date", document(judo), with(startValues(judo), "managerBirthDate", "1970-04-02"), "managerBirthDate", []string{"facility-check"}},
		{"APP-10 no birth date", document(judo), with(startValues(judo), "managerBirthDate", ""), "managerBirthDate", []string{"facility-check"}},
		{"APP-08 an era", document(judo), with(startValues(judo), "managerBirthDate", "昭和45年4月1日"), "managerBirthDate", []string{"date"}},
		{"APP-08 a day that doesn't exist", document(judo), with(startValues(judo), "managerBirthDate", "1970-02-30"), "managerBirthDate", []string{"date"}},
		{"APP-11 SVC-181 the account number matches", document(checkup), startValues(checkup), "", nil},
		{"APP-10 APP-62 another account number", document(checkup), with(startValues(checkup), "bankAccount", "0123457"), "bankAccount", []string{"facility-check"}},
		{"APP-12 a leading zero counts", document(checkup), with(startValues(checkup), "bankAccount", "123456"), "bankAccount", []string{"facility-check"}},
		{"APP-13 SVC-194 eight digits", document(checkup), with(startValues(checkup), "bankAccount", "01234567"), "bankAccount", []string{"account-digits"}},
		{"APP-13 SVC-194 full width", document(checkup), with(startValues(checkup), "bankAccount", "０１２３４５６"), "bankAccount", []string{"account-digits"}},
		{"APP-10 an insurer has nothing on file", document(insurer), with(startValues(checkup), "bankAccount", "1234567"), "bankAccount", []string{"facility-check"}},
		{"APP-16 APP-17 ② without its document", document(judo), byDocument(judo), "delegationNotice", []string{"required"}},
		{"APP-07 APP-16 APP-17 ②", document(judo, pdf), byDocument(judo), "", nil},
		{"APP-16 APP-18 ② without its document", document(checkup), byDocument(checkup), "healthNotice", []string{"required"}},
		{"APP-18 SVC-181 ②", document(checkup, pdf), byDocument(checkup), "", nil},
		{"SVC-182 INS-04 the returned form", document(insurer, pdf), with(startValues(checkup), "checkMethod", portal.CheckDocument), "", nil},
		{"APP-54 ① requires no document", document(judo), startValues(judo), "", nil},
		{"APP-19 APP-55 SVC-177 csm", document(medical, pdf), startValues(medical), "", nil},
		{"APP-19 SVC-177 csm without its document", document(medical), startValues(medical), "evidence", []string{"required"}},
		{"APP-25", document(judo), with(startValues(judo), "staff", ""), "staff", []string{"required"}},
		{"SVC-195 no staff", document(judo), with(startValues(judo), "staff", "0"), "staff", []string{"positive-number"}},
		{"SVC-195 negative", document(judo), with(startValues(judo), "staff", "-1"), "staff", []string{"positive-number"}},
		{"SVC-195 a fraction", document(judo), with(startValues(judo), "terminals", "1.5"), "terminals", []string{"positive-number"}},
		{"SVC-195 zero", document(judo), with(startValues(judo), "terminals", "0"), "terminals", []string{"positive-number"}},
		{"SVC-195 full width", document(judo), with(startValues(judo), "terminals", "３"), "terminals", []string{"positive-number"}},
		{"APP-26", document(judo), with(startValues(judo), "terminals", ""), "terminals", []string{"required"}},
		{"APP-27 twenty", document(judo), with(startValues(judo), "terminals", "20"), "", nil},
		{"APP-28 twenty-one", document(judo), with(startValues(judo), "terminals", "21"), "terminals", []string{"most-terminals"}},
		{"APP-31 SVC-193", document(judo), with(startValues(judo), "terms", ""), "terms", []string{"required"}},
	} {
		t.Run(row.ids, func(t *testing.T) {
			l := open(t)
			code, contents := row.code[0], row.code[1:]
			session := l.registerAndLogIn(code)
			var files []string
			for _, content := range contents {
				files = append(files, l.attach(code, session, "書類.pdf", content).AttachmentID)
			}
			_, err := l.submit(siteOf(code), session, portal.FormStart, row.values, files...)
			if row.rules == nil {
				require.NoError(t, err)
				return
			}
			require.Equal(t, map[string][]string{row.field: row.rules}, refusals(t, err))
		})
	}
}

func TestStartNeeds(t *testing.T) {
	t.Run("APP-01 APP-67 a session", func(t *testing.T) {
		l := open(t)
		_, err := l.submit(portal.OMF, "", portal.FormStart, startValues(judo))
		problem(t, err, wire.CodeNotLoggedIn)
		_, err = l.backend.Form(t.Context(), l.visit(portal.OMF, ""), portal.FormStart, entry(nil))
		problem(t, err, wire.CodeNotLoggedIn)
	})
	t.Run("APP-45 受領委任", func(t *testing.T) {
		l := open(t)
		f := facilities()[0]
		f.Delegated = false
		require.NoError(t, l.rows.PutFacility(t.Context(), f))
		_, err := l.submit(portal.OMF, l.registerAndLogIn(judo), portal.FormStart, startValues(judo))
		require.Equal(t, map[string][]string{"institutionName": {"delegated"}}, refusals(t, err))
	})
	t.Run("APP-29 once, before and after its review", func(t *testing.T) {
		l := open(t)
		session := l.submitStart(judo)
		_, err := l.submit(portal.OMF, session, portal.FormStart, startValues(judo))
		problem(t, err, wire.CodeApplicationState)
		l.pass(9 * 24 * time.Hour)
		_, err = l.submit(portal.OMF, l.login(judo), portal.FormStart, startValues(judo))
		problem(t, err, wire.CodeApplicationState)
	})
	t.Run("INS-05 a form without a code", func(t *testing.T) {
		l := open(t)
		f := facilities()[4]
		f.OnlineCode = ""
		require.NoError(t, l.rows.PutFacility(t.Context(), f))
		session := l.registerAndLogIn(insurer)
		file := l.attach(insurer, session, "導入届.png", "\x89PNG\r\n\x1a\n")
		_, err := l.submit(portal.OMF, session, portal.FormStart, with(startValues(checkup), "checkMethod", portal.CheckDocument), file.AttachmentID)
		require.Equal(t, map[string][]string{"insurerForm": {"form-returned"}}, refusals(t, err))
	})
	t.Run("an attachment of another facility", func(t *testing.T) {
		l := open(t)
		file := l.attach(ahaki, l.registerAndLogIn(ahaki), "書類.pdf", pdf)
		_, err := l.submit(portal.OMF, l.registerAndLogIn(judo), portal.FormStart, with(startValues(judo), "checkMethod", portal.CheckDocument), file.AttachmentID)
		require.Equal(t, map[string][]string{"delegationNotice": {"attachment"}}, refusals(t, err))
	})
}

func TestMissingOfStart(t *testing.T) {
	l := open(t)
	session := l.registerAndLogIn(judo)
	missing := func(values map[string]string) []string {
		return l.view(judo, session, portal.FormStart, values).Missing
	}
	t.Run("APP-33 APP-61 SVC-197", func(t *testing.T) {
		require.Equal(t, []string{"施設の確認方法", longStaff, longTerminals}, missing(nil)[:3])
		require.Empty(t, missing(startValues(judo)), "APP-32: 送信 accepts it")
		require.Equal(t, []string{longTerminals}, missing(with(startValues(judo), "terminals", "")))
	})
}

func TestFacilityCheck(t *testing.T) {
	check := func(l *lab, code string, values map[string]string) error {
		return l.backend.CheckFacility(t.Context(), l.visit(portal.OMF, l.login(code)), entry(values))
	}
	l := open(t)
	l.registerAndLogIn(judo)
	l.registerAndLogIn(checkup)
	t.Run("APP-09 it needs no other fields", func(t *testing.T) {
		require.NoError(t, check(l, judo, map[string]string{"checkMethod": portal.CheckOnFile, "managerBirthDate": "19700401"}))
		require.NoError(t, check(l, checkup, map[string]string{"checkMethod": portal.CheckOnFile, "bankAccount": "0123456"}))
	})
	t.Run("APP-10", func(t *testing.T) {
		err := check(l, judo, map[string]string{"checkMethod": portal.CheckOnFile, "managerBirthDate": "19700402"})
		require.Equal(t, map[string][]string{"managerBirthDate": {"facility-check"}}, refusals(t, err))
	})
	t.Run("SVC-194 a value that isn't 1 to 7 digits is not compared", func(t *testing.T) {
		err := check(l, checkup, map[string]string{"checkMethod": portal.CheckOnFile, "bankAccount": "01234567"})
		require.Equal(t, map[string][]string{"bankAccount": {"account-digits"}}, refusals(t, err))
	})
	t.Run("APP-06 ② compares nothing", func(t *testing.T) {
		problem(t, check(l, judo, map[string]string{"checkMethod": portal.CheckDocument}), wire.CodeApplicationState)
		refusals(t, check(l, judo, nil))
	})
	t.Run("APP-15 the compared value is not stored", func(t *testing.T) {
		_, err := l.submit(portal.OMF, l.login(checkup), portal.FormStart, startValues(checkup))
		require.NoError(t, err)
		list, err := l.rows.ApplicationsOf(t.Context(), checkup)
		require.NoError(t, err)
		require.NotContains(t, list[0].Values, "bankAccount")
		require.Equal(t, "3", list[0].Values["terminals"])
	})
}

// ids returns the ids of accounts.
func ids(keys []store.AccountKey) []string {
	var list []string
	for _, k := range keys {
		list = append(list, k.ID)
	}
	return list
}

// TestAccountsOfAStart: prepared accounts are issued first, ordered by id; the others are drawn.
func TestAccountsOfAStart(t *testing.T) {
	l := open(t)
	for _, id := range []string{"W0000002", "W0000001"} {
		key := store.AccountKey{InstitutionCode: judo, ID: id}
		require.NoError(t, l.rows.PutAccount(t.Context(), store.Account{Key: key, Password: store.DigestOf("known")}))
		require.NoError(t, l.rows.PutAccountSecret(t.Context(), store.AccountSecret{Key: key, Password: "known", ActivationCode: "402871596034"}))
	}
	require.NoError(t, l.rows.PutAccount(t.Context(), store.Account{Key: store.AccountKey{InstitutionCode: judo, ID: "W0000000"},
		CancelledAt: start}))
	l.submitStart(judo)
	list, err := l.rows.ApplicationsOf(context.Background(), judo)
	require.NoError(t, err)
	got := ids(list[0].Accounts)
	require.Len(t, got, 3)
	require.Equal(t, []string{"W0000001", "W0000002"}, got[:2])
	t.Run("SVC-130 a drawn account", func(t *testing.T) { require.Regexp(t, `^W[0-9]{7}$`, got[2]) })
	t.Run("APP-40 the sheet of a prepared account", func(t *testing.T) {
		l.pass(9 * 24 * time.Hour)
		sheet, err := l.backend.Settings(t.Context(), l.visit(portal.OMF, l.login(judo)), "W0000001")
		require.NoError(t, err)
		require.Equal(t, wire.AccountSettings{Title: "マイナ資格確認アプリユーザ設定情報", InstitutionCode: judo, InstitutionName: "みなと接骨院",
			AccountID: "W0000001", Password: "known", ActivationCode: "402871596034"}, sheet)
	})
}

// TestManyApplyAtOnce: applications at the same time never get the same account.
func TestManyApplyAtOnce(t *testing.T) {
	l := open(t, func(r *portal.Rules) { r.Accounts.Digits = 1 })
	session := l.started(judo)
	var got []string
	errs := make(chan error, 5)
	for range 5 {
		go func() {
			_, err := l.backend.Submit(context.Background(), l.visit(portal.OMF, session), portal.FormAddAccounts, entry(map[string]string{"terminals": "1"}))
			errs <- err
		}()
	}
	for range 5 {
		<-errs // there are only ten numbers, so some may find none free; what matters is that no two share one
	}
	list, err := l.rows.ApplicationsOf(t.Context(), judo)
	require.NoError(t, err)
	for _, a := range list {
		got = append(got, ids(a.Accounts)...)
	}
	unique := slices.Compact(slices.Sorted(slices.Values(got)))
	require.Len(t, unique, len(got))
	require.GreaterOrEqual(t, len(got), 4)
}
