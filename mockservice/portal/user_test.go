package portal_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// with sets entries of values, given in pairs, and returns values.
func with(values map[string]string, pairs ...string) map[string]string {
	for i := 0; i < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	return values
}

// withPassword sets the password in both fields.
func withPassword(values map[string]string, password string) map[string]string {
	return with(values, "password", password, "passwordAgain", password)
}

func TestRegistrationRules(t *testing.T) {
	long := strings.Repeat("Aa1-", 25)
	for _, row := range []struct {
		ids    string
		values map[string]string
		field  string
		rules  []string // nil: the form is accepted
	}{
		{"REG-03 SVC-184", with(applicant(checkup), "familyName", ""), "familyName", []string{"required"}},
		{"REG-03 only spaces", with(applicant(checkup), "familyName", "　 "), "familyName", []string{"required"}},
		{"REG-04 SVC-184", with(applicant(checkup), "givenName", ""), "givenName", []string{"required"}},
		{"REG-38", with(applicant(checkup), "affiliation", ""), "affiliation", []string{"required"}},
		{"REG-05 SVC-185 a fourth choice", with(applicant(checkup), "affiliation", "保険者"), "affiliation", []string{"option"}},
		{"REG-10", with(applicant(checkup), "prefecture", ""), "prefecture", []string{"required"}},
		{"REG-39 SVC-188", with(applicant(checkup), "prefecture", "--なし--"), "prefecture", []string{"required"}},
		{"REG-10 an unknown prefecture", with(applicant(checkup), "prefecture", "架空県"), "prefecture", []string{"option"}},
		{"REG-12", with(applicant(checkup), "code7", ""), "code7", []string{"required"}},
		{"REG-12 REG-41 SVC-190 seven digits with a leading zero", applicant(checkup), "", nil},
		{"REG-13 six digits", with(applicant(checkup), "code7", "012345"), "code7", []string{"seven-digits"}},
		{"REG-13 eight digits", with(applicant(checkup), "code7", "01234567"), "code7", []string{"seven-digits"}},
		{"REG-13 nine digits and no prefecture", with(applicant(checkup), "prefecture", "", "code7", "820123456"), "code7", []string{"seven-digits"}},
		{"SVC-257 eight digits", with(applicant(judo), "judoNumber", "28044400"), "judoNumber", []string{"nine-digits"}},
		{"SVC-257 full width", with(applicant(judo), "judoNumber", "２８０４４４０００"), "judoNumber", []string{"nine-digits"}},
		{"REG-13 letters", with(applicant(checkup), "code7", "012345A"), "code7", []string{"seven-digits"}},
		{"REG-13 full width", with(applicant(checkup), "code7", "０１２３４５６"), "code7", []string{"seven-digits"}},
		{"REG-15 a code that is not on file", with(applicant(checkup), "code7", "9999999"), "code7", []string{"on-file"}},
		{"REG-33 SVC-176 点数表 1", with(applicant(checkup), "code7", "0000005"), "code7", []string{"served-elsewhere"}},
		{"REG-16 REG-47 eleven digits", with(applicant(judo), "phone", "01201234567"), "", nil},
		{"REG-16 ten digits", with(applicant(judo), "phone", "0781234567"), "", nil},
		{"REG-17 hyphens", with(applicant(judo), "phone", "0120-123-4567"), "phone", []string{"phone-digits"}},
		{"REG-17 full width", with(applicant(judo), "phone", "０１２０１２３４５６７"), "phone", []string{"phone-digits"}},
		{"REG-18 SVC-184", with(applicant(judo), "mailAddress", ""), "mailAddress", []string{"required"}},
		{"REG-18 not an address", with(applicant(judo), "mailAddress", "minato"), "mailAddress", []string{"mail-address"}},
		{"REG-19", withPassword(applicant(judo), "minato-test-01"), "password", []string{"password-upper"}},
		{"REG-20", withPassword(applicant(judo), "MINATO-TEST-01"), "password", []string{"password-lower"}},
		{"REG-21", withPassword(applicant(judo), "Minato-Test"), "password", []string{"password-digit"}},
		{"REG-22 seven characters", withPassword(applicant(judo), "Minat01"), "password", []string{"password-shortest"}},
		{"REG-22 eight characters", withPassword(applicant(judo), "Minato01"), "", nil},
		{"REG-23 100 characters", withPassword(applicant(judo), long), "", nil},
		{"REG-23 101 characters", withPassword(applicant(judo), long+"x"), "password", []string{"password-longest"}},
		{"SVC-192 four rules at once", withPassword(applicant(judo), "."), "password", []string{"password-upper", "password-lower", "password-digit", "password-shortest"}},
		{"REG-24", with(applicant(judo), "passwordAgain", password+"x"), "passwordAgain", []string{"password-equal"}},
		{"REG-24 not repeated", with(applicant(judo), "passwordAgain", ""), "passwordAgain", []string{"required"}},
		{"REG-25 SVC-193", with(applicant(judo), "terms", ""), "terms", []string{"required"}},
		{"REG-25 another value than the check mark's", with(applicant(judo), "terms", "no"), "terms", []string{"required"}},
		{"REG-06 REG-07 REG-40 SVC-186 協 and the number", applicant(judo), "", nil},
		{"REG-06", with(applicant(judo), "agreement", ""), "agreement", []string{"required"}},
		{"SVC-187 with hyphens", with(applicant(judo), "judoNumber", "2804440-0-0"), "judoNumber", []string{"nine-digits"}},
		{"SVC-186 契 is another number", with(applicant(judo), "agreement", "契"), "judoNumber", []string{"on-file"}},
		{"SVC-178 a clinic of the other kind", with(applicant(judo), "agreement", "契", "judoNumber", "280444100"), "judoNumber", []string{"on-file"}},
		{"SVC-178 あはき", applicant(ahaki), "", nil},
		{"SVC-180 SVC-256 an insurer", applicant(insurer), "", nil},
	} {
		t.Run(row.ids, func(t *testing.T) {
			_, err := open(t).submit(portal.OMF, "", portal.FormUser, row.values)
			if row.rules == nil {
				require.NoError(t, err)
				return
			}
			require.Equal(t, row.rules, refusals(t, err)[row.field])
		})
	}
}

func TestAutomaticEntry(t *testing.T) {
	l := open(t)
	value := func(values map[string]string, name string) string {
		for _, f := range l.view(judo, "", portal.FormUser, values).Fields {
			if f.Name == name {
				require.True(t, f.Auto)
				return f.Value
			}
		}
		return ""
	}
	for _, row := range []struct{ ids, code, field, want string }{
		{"REG-08 SVC-187 SVC-257", judo, "clinicNumber", "協2804440-0-0"}, {"REG-09", judo, "clinicName", "みなと接骨院"},
		{"REG-08 あはき", ahaki, "clinicNumber", "契2804441-0-0"}, {"REG-11 SVC-189", checkup, "kindCode", "2：健診実施機関等"},
		{"REG-14 REG-57 REG-41", checkup, "code10", "2820123456"}, {"REG-15", checkup, "healthName", "架空健診センター"},
		{"SVC-256", insurer, "code10", insurer},
	} {
		t.Run(row.ids, func(t *testing.T) {
			require.Equal(t, row.want, value(with(applicant(row.code), row.field, "typed"), row.field), "REG-42: a typed value is ignored")
		})
	}
	t.Run("REG-14 empty until enough is entered", func(t *testing.T) {
		require.Empty(t, value(with(applicant(checkup), "code7", "012"), "code10"))
		require.Empty(t, value(with(applicant(judo), "agreement", ""), "clinicNumber"))
	})
}

func TestMissingOfRegistration(t *testing.T) {
	l := open(t)
	missing := func(values map[string]string) []string { return l.view(judo, "", portal.FormUser, values).Missing }
	t.Run("REG-26 REG-44", func(t *testing.T) {
		got := missing(map[string]string{"affiliation": portal.AffiliationHealth})
		require.Equal(t, []string{"姓", "名", "都道府県", "機関コード（7桁）", longPhone, "メールアドレス", longPassword}, got[:7])
	})
	t.Run("REG-54 SVC-197 each disappears when it is filled", func(t *testing.T) {
		values := map[string]string{}
		before := len(missing(values))
		for _, name := range []string{"familyName", "givenName", "phone", "mailAddress", "password", "passwordAgain", "terms"} {
			values[name] = applicant(checkup)[name]
			require.Len(t, missing(values), before-1, name)
			before--
		}
		require.Empty(t, missing(applicant(checkup)))
	})
}

func TestActivationLink(t *testing.T) {
	for _, row := range []struct {
		ids  string
		wait time.Duration
		ok   bool
	}{
		{"REG-29 at once", 0, true},
		{"REG-29 SVC-205 a second before three hours", 3*time.Hour - time.Second, true},
		{"REG-30 SVC-205 at three hours", 3 * time.Hour, false},
		{"REG-30 a day later", 24 * time.Hour, false},
	} {
		t.Run(row.ids, func(t *testing.T) {
			l := open(t)
			token := l.register(judo)
			l.pass(row.wait)
			err := l.backend.Activate(t.Context(), l.visit(portal.OMF, ""), token)
			if row.ok {
				require.NoError(t, err)
				l.login(judo)
				return
			}
			problem(t, err, wire.CodeLinkDead)
			_, err = l.backend.Login(t.Context(), l.visit(portal.OMF, ""), judo+"@clinic.example", password)
			problem(t, err, wire.CodeLoginRefused)
		})
	}
	t.Run("REG-31 no login before the link is opened", func(t *testing.T) {
		l := open(t)
		token := l.register(judo)
		_, err := l.backend.Login(t.Context(), l.visit(portal.OMF, ""), judo+"@clinic.example", password)
		problem(t, err, wire.CodeLoginRefused)
		require.NoError(t, l.backend.Activate(t.Context(), l.visit(portal.OMF, ""), token))
		l.login(judo)
	})
	t.Run("REG-28 the link works once, on its own portal, and no other token does", func(t *testing.T) {
		l := open(t)
		token := l.register(judo)
		problem(t, l.backend.Activate(t.Context(), l.visit(portal.CSM, ""), token), wire.CodeLinkDead)
		problem(t, l.backend.Activate(t.Context(), l.visit(portal.OMF, ""), token+"x"), wire.CodeLinkDead)
		problem(t, l.backend.Activate(t.Context(), l.visit(portal.OMF, ""), ""), wire.CodeLinkDead)
		require.NoError(t, l.backend.Activate(t.Context(), l.visit(portal.OMF, ""), token))
		problem(t, l.backend.Activate(t.Context(), l.visit(portal.OMF, ""), token), wire.CodeLinkDead)
	})
	t.Run("REG-28 a second registration makes the first link invalid", func(t *testing.T) {
		l := open(t)
		first, second := l.register(judo), l.register(judo)
		problem(t, l.backend.Activate(t.Context(), l.visit(portal.OMF, ""), first), wire.CodeLinkDead)
		require.NoError(t, l.backend.Activate(t.Context(), l.visit(portal.OMF, ""), second))
	})
	t.Run("REG-28 the mail", func(t *testing.T) {
		l := open(t)
		token := l.register(judo)
		m := l.mails("")[0]
		require.Equal(t, judo+"@clinic.example", m.To)
		require.Equal(t, "/omf/activation?token="+token, m.Link)
		require.Contains(t, m.Text, "施術所等向け総合ポータルサイト")
		require.Contains(t, m.Text, "基金太郎 様")
		require.Empty(t, l.mails("somebody@else.example"))
	})
}

// TestNewNumber: a facility with a new number registers again with the same address (REG-34, REG-36).
func TestNewNumber(t *testing.T) {
	l := open(t)
	old := l.registerAndLogIn(judo)
	const code, number = "2804449009", "協2804449-0-0"
	require.NoError(t, l.rows.PutFacility(t.Context(), store.Facility{Code: code, Name: "みなと接骨院 新", Kind: portal.KindJudo, Number: number,
		Delegated: true}))
	l.pass(time.Minute)
	_, err := l.submit(portal.OMF, "", portal.FormUser, with(applicant(judo), "judoNumber", "280444900"))
	require.NoError(t, err)
	_, err = l.backend.Session(t.Context(), l.visit(portal.OMF, old))
	require.NoError(t, err, "nothing changes until the link is opened")
	mails := l.mails(judo + "@clinic.example")
	require.NoError(t, l.backend.Activate(t.Context(), l.visit(portal.OMF, ""), mails[len(mails)-1].Token))
	_, err = l.backend.Session(t.Context(), l.visit(portal.OMF, old))
	problem(t, err, wire.CodeNotLoggedIn)
	logged, err := l.backend.Session(t.Context(), l.visit(portal.OMF, l.login(judo)))
	require.NoError(t, err)
	require.Equal(t, "みなと接骨院 新", logged.Facility.Name, "REG-34 REG-36")
}

func TestNewBodyWaits(t *testing.T) {
	for _, row := range []struct {
		ids  string
		wait time.Duration
		ok   bool
	}{
		{"REG-32 SVC-204 a second before 30 days", 30*24*time.Hour - time.Second, false},
		{"REG-32 SVC-204 after 30 days", 30 * 24 * time.Hour, true},
	} {
		t.Run(row.ids, func(t *testing.T) {
			l := open(t)
			f := facilities()[2]
			f.NotifiedAt = l.now
			require.NoError(t, l.rows.PutFacility(t.Context(), f))
			l.pass(row.wait)
			_, err := l.submit(portal.OMF, "", portal.FormUser, applicant(checkup))
			if row.ok {
				require.NoError(t, err)
				return
			}
			require.Equal(t, []string{"new-body"}, refusals(t, err)["code7"])
		})
	}
}

func TestEachPortalServesItsOwn(t *testing.T) {
	for _, k := range portal.DefaultKinds() {
		t.Run("APP-46 APP-64 APP-65 "+k.Source+" "+k.JA, func(t *testing.T) {
			l := open(t)
			f := store.Facility{Code: "4820000777", Name: k.JA, Kind: k.Name, Number: "協4800007-7-7", Delegated: true}
			values := with(applicant(checkup), "prefecture", "テスト用", "code7", "0000777")
			switch k.Affiliation {
			case portal.AffiliationJudo:
				values = with(applicant(judo), "judoNumber", "480000777")
			case portal.AffiliationAhaki:
				values = with(applicant(ahaki), "agreement", "協", "ahakiNumber", "480000777")
			case "":
				f.Code = "4810000777"
			}
			require.NoError(t, l.rows.PutFacility(t.Context(), f))
			for _, site := range portal.Portals() {
				_, err := l.submit(site, "", portal.FormUser, values)
				if site == k.Portal {
					require.NoError(t, err, site)
				} else {
					require.Error(t, err, site)
				}
			}
		})
	}
}
