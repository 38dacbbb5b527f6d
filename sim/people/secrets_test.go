package people_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/sim/people"
)

func personNames() []string {
	return []string{people.SecretHolder, people.SecretHolderShort, people.SecretHolderLong, people.SecretWrong, people.SecretNew, people.SecretSign, people.SecretMyNumber,
		people.SecretCodeB, people.SecretBirthCode, people.SecretSecurityCode}
}

func facilityNames() []string { return []string{people.SecretPasscode, people.SecretWrongPasscode} }

func accountNames() []string {
	names := []string{}
	for _, name := range []string{people.SecretCode, people.SecretAccountID, people.SecretPassword, people.SecretActivation} {
		names = append(names, name, name+people.SecretWrongSuffix)
	}
	for _, suffix := range []string{people.SecretHyphenSuffix, people.SecretShortSuffix, people.SecretLongSuffix,
		people.SecretFullWideSuffix, people.SecretLettersSuffix} {
		names = append(names, people.SecretActivation+suffix)
	}
	return names
}

func userNames() []string {
	names := []string{people.SecretPassword, people.SecretPassword + people.SecretWrongSuffix}
	for _, suffix := range []string{people.SecretShortestSuffix, people.SecretLongestSuffix, people.SecretTooShortSuffix,
		people.SecretTooLongSuffix, people.SecretNoUpperSuffix, people.SecretNoLowerSuffix, people.SecretNoDigitSuffix} {
		names = append(names, people.SecretPassword+suffix)
	}
	return names
}

func TestEverySecretIsRevealedByItsNameAndNoOther(t *testing.T) {
	c := load(t)
	owners := map[string][]string{}
	for _, p := range c.Persons {
		owners[p.ID] = personNames()
	}
	for _, f := range c.Facilities {
		owners[f.ID] = facilityNames()
		for _, a := range f.Accounts {
			owners[a.ID] = accountNames()
		}
	}
	for _, u := range c.Users {
		owners[u.ID] = userNames()
	}
	all := slices.Concat(personNames(), facilityNames(), accountNames(), userNames())
	for owner, names := range owners {
		for _, name := range all {
			got, err := c.Reveal(owner, name)
			if slices.Contains(names, name) {
				require.NoError(t, err, "%s of %s", name, owner)
				require.NotEmpty(t, got)
				continue
			}
			require.ErrorContains(t, err, "has no secret", "%s of %s", name, owner)
		}
	}
	_, err := c.Reveal("P99", people.SecretHolder)
	require.ErrorContains(t, err, `no owner "P99"`)
}

// TestVariantsOfAnActivationCode proves that each variant differs from the right value in the way that its name says.
func TestVariantsOfAnActivationCode(t *testing.T) {
	c := load(t)
	code := c.Facilities[0].Accounts[0].ActivationCode
	require.Len(t, code, 12)
	for suffix, want := range map[string]string{
		people.SecretHyphenSuffix: code[:4] + "-" + code[4:8] + "-" + code[8:],
		people.SecretShortSuffix:  code[:11],
		people.SecretLongSuffix:   code + "0",
	} {
		got, err := c.Reveal(c.Facilities[0].Accounts[0].ID, people.SecretActivation+suffix)
		require.NoError(t, err)
		require.True(t, got == want, suffix)
	}
	wide, err := c.Reveal(c.Facilities[0].Accounts[0].ID, people.SecretActivation+people.SecretFullWideSuffix)
	require.NoError(t, err)
	require.Len(t, []rune(wide), 12)
	require.NotContains(t, wide, code[:1])
	wrong, err := c.Reveal(c.Facilities[0].Accounts[0].ID, people.SecretActivation+people.SecretWrongSuffix)
	require.NoError(t, err)
	require.Len(t, wrong, 12)
	require.False(t, wrong == code)
}

// TestSecretsHoldsWhatMustNotLeak: a leak scanner finds only what it is given. That must be every secret of a person except
// the birth date, and every start passcode.
func TestSecretsHoldsWhatMustNotLeak(t *testing.T) {
	c := load(t)
	secrets := map[string]bool{}
	for _, s := range c.Secrets() {
		require.NotEmpty(t, s)
		secrets[s] = true
	}
	for _, p := range c.Persons {
		codes, err := p.Codes()
		require.NoError(t, err)
		for name, s := range map[string]string{"My Number": p.MyNumber, "照合番号A": codes.A, "照合番号B": codes.B,
			"security code": p.SecurityCode, "PIN": p.PINs.Holder, "sign PIN": p.PINs.Sign} {
			require.True(t, secrets[s], "the %s of %s is missing", name, p.ID)
		}
		require.False(t, secrets[codes.Birth], "the record shows birth dates")
		// Otherwise values that may be shown would be reported as leaks.
		for _, plain := range []string{p.Name, p.Address, p.Birthdate, p.PostCode, p.Municipality, p.CardExpiry} {
			require.False(t, secrets[plain], "%s has a secret that is shown", p.ID)
		}
		if p.Insurance != nil {
			require.False(t, secrets[p.Insurance.Number] || secrets[p.Insurance.Symbol] || secrets[p.Insurance.Branch], p.ID)
		}
	}
	for _, f := range c.Facilities {
		require.True(t, secrets[f.Passcode] && secrets[f.WrongPasscode], f.ID)
		for _, plain := range []string{f.Name, f.Registration, f.BankAccount, f.Phone, f.Founder} {
			require.False(t, secrets[plain], f.ID)
		}
	}
	for _, u := range c.Users {
		for _, name := range userNames() {
			secret, err := c.Reveal(u.ID, name)
			require.NoError(t, err)
			require.True(t, secrets[secret], "%s of %s is missing", name, u.ID)
		}
		require.False(t, secrets[u.Mail] || secrets[u.FamilyName], u.ID)
	}
}

// TestVariantsOfAPortalPassword proves that each variant of a password breaks the rule in its name, and no other.
func TestVariantsOfAPortalPassword(t *testing.T) {
	rules := map[string]func(string) bool{
		"upper": regexp.MustCompile(`[A-Z]`).MatchString, "lower": regexp.MustCompile(`[a-z]`).MatchString,
		"digit": regexp.MustCompile(`[0-9]`).MatchString, "short": func(p string) bool { return len(p) >= 8 },
		"long": func(p string) bool { return len(p) <= 100 },
	}
	lengths := map[string]int{people.SecretShortestSuffix: 8, people.SecretLongestSuffix: 100, people.SecretTooShortSuffix: 7,
		people.SecretTooLongSuffix: 101}
	for name, row := range map[string]struct{ suffix, broken string }{
		"REG-19 to REG-23 the password": {"", ""},
		"a wrong password":              {people.SecretWrongSuffix, ""},
		"REG-22 8 characters":           {people.SecretShortestSuffix, ""},
		"REG-22 7 characters":           {people.SecretTooShortSuffix, "short"},
		"REG-23 100 characters":         {people.SecretLongestSuffix, ""},
		"REG-23 101 characters":         {people.SecretTooLongSuffix, "long"},
		"REG-19 no upper case letter":   {people.SecretNoUpperSuffix, "upper"},
		"REG-20 no lower case letter":   {people.SecretNoLowerSuffix, "lower"},
		"REG-21 no digit":               {people.SecretNoDigitSuffix, "digit"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, u := range load(t).Users {
				secret, err := load(t).Reveal(u.ID, people.SecretPassword+row.suffix)
				require.NoError(t, err)
				for rule, keeps := range rules {
					require.Equal(t, rule != row.broken, keeps(secret), "%s: %s", u.ID, rule)
				}
				if want, ok := lengths[row.suffix]; ok {
					require.Len(t, secret, want, u.ID)
				}
				require.Equal(t, row.suffix == "", secret == u.Password, u.ID)
			}
		})
	}
}
