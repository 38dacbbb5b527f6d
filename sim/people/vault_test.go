package people_test

import (
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
	all := append(append(personNames(), facilityNames()...), accountNames()...)
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

// What differs from the right value does so in the way that its name says.
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

// A leak scanner finds what it is given: every secret of a person but the birth date, and every start passcode.
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
			require.True(t, secrets[s], "the %s of %s is not looked for", name, p.ID)
		}
		require.False(t, secrets[codes.Birth], "the record shows birth dates")
		// Otherwise what may be shown would be taken for a leak.
		for _, plain := range []string{p.Name, p.Address, p.Birthdate, p.PostCode, p.Municipality, p.CardExpiry} {
			require.False(t, secrets[plain], "%s has a secret that is shown", p.ID)
		}
		if p.Insurance != nil {
			require.False(t, secrets[p.Insurance.Number] || secrets[p.Insurance.Symbol] || secrets[p.Insurance.Branch], p.ID)
		}
	}
	for _, f := range c.Facilities {
		require.True(t, secrets[f.Passcode] && secrets[f.WrongPasscode], f.ID)
		require.False(t, secrets[f.Name], f.ID)
	}
}
