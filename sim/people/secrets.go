package people

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// normalise lets a feature text write a name with an ordinary blank instead of the full-width blank of the cast.
func normalise(name string) string { return strings.ReplaceAll(name, "　", " ") }

// Names of secrets in references.
const (
	SecretHolder         = "holder"
	SecretHolderShort    = "holder-3-digits" // one digit less
	SecretHolderLong     = "holder-5-digits" // one digit more
	SecretWrong          = "wrong"
	SecretNew            = "new"
	SecretSign           = "sign"
	SecretMyNumber       = "my-number" // also 照合番号A
	SecretCodeB          = "code-b"    // 照合番号B
	SecretBirthCode      = "birth-code"
	SecretSecurityCode   = "security-code"
	SecretPasscode       = "passcode"
	SecretWrongPasscode  = "wrong-passcode"
	SecretCode           = "institution-code"
	SecretAccountID      = "account-id"
	SecretPassword       = "password"
	SecretActivation     = "activation-code"
	SecretWrongSuffix    = "-wrong"      // a well-formed but wrong value
	SecretHyphenSuffix   = "-hyphen"     // activation code written 1234-5678-9012
	SecretShortSuffix    = "-11-digits"  // one digit less
	SecretLongSuffix     = "-13-digits"  // one digit more
	SecretFullWideSuffix = "-full-width" // full-width digits
	SecretLettersSuffix  = "-letters"    // a letter instead of the last digit
)

// Reveal returns the secret for a reference (owner's id, name of the secret). Owners are persons, facilities, accounts and
// portal users. The constants here and in secrets_users.go are all names.
func (c Cast) Reveal(owner, name string) (string, error) {
	for _, u := range c.Users {
		if u.ID == owner {
			return pick(owner, name, userSecrets(u))
		}
	}
	for _, p := range c.Persons {
		if p.ID == owner {
			return pick(owner, name, personSecrets(p))
		}
	}
	for _, f := range c.Facilities {
		if f.ID == owner {
			return pick(owner, name, map[string]string{SecretPasscode: f.Passcode, SecretWrongPasscode: f.WrongPasscode})
		}
		for _, a := range f.Accounts {
			if a.ID == owner {
				return pick(owner, name, accountSecrets(f, a))
			}
		}
	}
	return "", fmt.Errorf("no owner %q of secrets in the cast", owner)
}

// personSecrets leaves out secrets that a person's data do not give; pick then reports that there is no such secret.
func personSecrets(p Person) map[string]string {
	pin := p.PINs.Holder
	secrets := map[string]string{SecretHolder: pin, SecretHolderShort: pin[:max(len(pin)-1, 0)], SecretHolderLong: pin + "0",
		SecretWrong: p.PINs.Wrong, SecretNew: p.PINs.New, SecretSign: p.PINs.Sign, SecretMyNumber: p.MyNumber, SecretSecurityCode: p.SecurityCode}
	if codes, err := p.Codes(); err == nil {
		secrets[SecretCodeB], secrets[SecretBirthCode] = codes.B, codes.Birth
	}
	return secrets
}

func accountSecrets(f Facility, a Account) map[string]string {
	code := a.ActivationCode
	return map[string]string{
		SecretCode:                              f.Code,
		SecretCode + SecretWrongSuffix:          another(f.Code),
		SecretAccountID:                         a.ID,
		SecretAccountID + SecretWrongSuffix:     another(a.ID),
		SecretPassword:                          a.Password,
		SecretPassword + SecretWrongSuffix:      another(a.Password),
		SecretActivation:                        code,
		SecretActivation + SecretWrongSuffix:    another(code),
		SecretActivation + SecretHyphenSuffix:   code[:4] + "-" + code[4:8] + "-" + code[8:],
		SecretActivation + SecretShortSuffix:    code[:11],
		SecretActivation + SecretLongSuffix:     code + "0",
		SecretActivation + SecretFullWideSuffix: fullWidth(code),
		SecretActivation + SecretLettersSuffix:  code[:11] + "A",
	}
}

// another returns a value of the same form that differs in its last character.
func another(s string) string {
	last := s[len(s)-1]
	if last == '9' {
		return s[:len(s)-1] + "0"
	}
	return s[:len(s)-1] + string(last+1)
}

func fullWidth(digits string) string {
	return strings.Map(func(r rune) rune { return r - '0' + '０' }, digits)
}

func pick(owner, name string, secrets map[string]string) (string, error) {
	s, ok := secrets[name]
	if !ok || s == "" {
		return "", fmt.Errorf("%s has no secret %q in the cast", owner, name)
	}
	return s, nil
}

// Secrets returns all secrets of the cast, variants included, for a leak scanner. The code 生年月日 is not among them: it is a
// person's birth date, which the record shows.
func (c Cast) Secrets() []string {
	var all []string
	for _, p := range c.Persons {
		secrets := personSecrets(p)
		delete(secrets, SecretBirthCode)
		all = append(all, slices.Sorted(maps.Values(secrets))...)
	}
	for _, f := range c.Facilities {
		all = append(all, f.Passcode, f.WrongPasscode)
		for _, a := range f.Accounts {
			secrets := accountSecrets(f, a)
			for _, name := range []string{SecretPassword, SecretActivation} {
				all = append(all, secrets[name], secrets[name+SecretWrongSuffix])
			}
			for _, suffix := range []string{SecretHyphenSuffix, SecretShortSuffix, SecretLongSuffix, SecretFullWideSuffix,
				SecretLettersSuffix} {
				all = append(all, secrets[SecretActivation+suffix])
			}
		}
	}
	for _, u := range c.Users {
		all = append(all, slices.Sorted(maps.Values(userSecrets(u)))...)
	}
	return all
}
