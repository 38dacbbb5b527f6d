package people

import "strings"

// Variants of a portal user's password, to try the fields of ユーザー登録 with. Each except the first two breaks one rule (REG-19
// to REG-23).
const (
	SecretShortestSuffix = "-8-characters"
	SecretLongestSuffix  = "-100-characters"
	SecretTooShortSuffix = "-7-characters"
	SecretTooLongSuffix  = "-101-characters"
	SecretNoUpperSuffix  = "-without-upper"
	SecretNoLowerSuffix  = "-without-lower"
	SecretNoDigitSuffix  = "-without-digit"
)

// Limits of a password's length in characters (REG-22, REG-23).
const (
	shortestPassword = 8
	longestPassword  = 100
)

// userSecrets returns the password of a portal user and its variants.
func userSecrets(u User) map[string]string {
	p := u.Password
	return map[string]string{
		SecretPassword:                        p,
		SecretPassword + SecretWrongSuffix:    another(p),
		SecretPassword + SecretShortestSuffix: shortened(p, shortestPassword),
		SecretPassword + SecretLongestSuffix:  lengthened(p, longestPassword),
		SecretPassword + SecretTooShortSuffix: shortened(p, shortestPassword-1),
		SecretPassword + SecretTooLongSuffix:  lengthened(p, longestPassword+1),
		SecretPassword + SecretNoUpperSuffix:  strings.ToLower(p),
		SecretPassword + SecretNoLowerSuffix:  strings.ToUpper(p),
		SecretPassword + SecretNoDigitSuffix:  withoutDigits(p),
	}
}

// shortened keeps the beginning and the last digit of a password, so that only its length is wrong.
func shortened(p string, length int) string { return p[:length-1] + p[len(p)-1:] }

func lengthened(p string, length int) string { return p + strings.Repeat("x", length-len(p)) }

func withoutDigits(p string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r - '0' + 'a'
		}
		return r
	}, p)
}
