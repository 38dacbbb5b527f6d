package portal

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"

	"github.com/mynalab/mynalab/mockservice/store"
)

// The format of account secrets. The 12 digits of the activation code are INI-04. The password is our choice: 12 letters and
// digits in groups of 4 (one upper-case letter, two lower-case letters, a digit).
const (
	codeDigits     = 12
	passwordLength = 12
	passwordGroups = 4
)

// The characters of passwords, without those that are easily misread (I, O, l, o, 0, 1).
const (
	upperLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
	lowerLetters = "abcdefghijkmnpqrstuvwxyz"
	digitLetters = "23456789"
)

// issue returns the accounts that an application asks for: first the facility's accounts that wait for their issue, ordered by
// id, then newly drawn ones. Their time of issue is when the review is over and the settings sheet is ready (SVC-117, SVC-203).
func (bk *Backend) issue(ctx context.Context, c *FormState, a *store.Application) ([]store.Account, []store.AccountSecret, error) {
	n, err := strconv.Atoi(c.Values["terminals"])
	if err != nil {
		return nil, nil, fmt.Errorf("reading how many accounts to issue: %w", err)
	}
	at := bk.rules.After(a.ReviewedAt, bk.rules.Settings)
	rows, err := bk.rows.AccountsOf(ctx, c.Facility.Code)
	if err != nil {
		return nil, nil, fmt.Errorf("reading accounts: %w", err)
	}
	var accounts []store.Account
	var secrets []store.AccountSecret
	a.Accounts = nil
	for _, row := range rows {
		if len(accounts) < n && row.IssuedAt.IsZero() && row.CancelledAt.IsZero() {
			row.IssuedAt = at
			accounts, a.Accounts = append(accounts, row), append(a.Accounts, row.Key)
		}
	}
	for len(accounts) < n {
		secret, err := bk.drawAccount(ctx, c)
		if err != nil {
			return nil, nil, err
		}
		if slices.Contains(a.Accounts, secret.Key) {
			continue
		}
		accounts = append(accounts, store.Account{Key: secret.Key, Password: store.DigestOf(secret.Password),
			ActivationCode: store.DigestOf(secret.ActivationCode), IssuedAt: at})
		secrets, a.Accounts = append(secrets, secret), append(a.Accounts, secret.Key)
	}
	return accounts, secrets, nil
}

// drawAccount draws an id (SVC-130, SVC-131), a password and an activation code.
func (bk *Backend) drawAccount(ctx context.Context, c *FormState) (store.AccountSecret, error) {
	shape := bk.rules.Accounts
	id, err := bk.drawDigits(ctx, "account id", shape.Digits)
	if err != nil {
		return store.AccountSecret{}, err
	}
	code, err := bk.drawDigits(ctx, "activation code", codeDigits)
	if err != nil {
		return store.AccountSecret{}, err
	}
	password, err := bk.drawPassword(ctx)
	key := store.AccountKey{InstitutionCode: c.Facility.Code, ID: shape.Prefixes[c.Values["platform"]] + id}
	return store.AccountSecret{Key: key, Password: password, ActivationCode: code}, err
}

// drawDigits returns n random digits. n is at most 19, the digits of a 63-bit number.
func (bk *Backend) drawDigits(ctx context.Context, purpose string, n int) (string, error) {
	drawn, err := bk.draw(ctx, purpose, 8)
	if err != nil {
		return "", err
	}
	digits := fmt.Sprintf("%0*d", n, binary.BigEndian.Uint64(drawn)>>1)
	return digits[len(digits)-n:], nil
}

// drawPassword returns a random password with upper-case and lower-case letters and digits, in groups.
func (bk *Backend) drawPassword(ctx context.Context) (string, error) {
	drawn, err := bk.draw(ctx, "account password", passwordLength)
	if err != nil {
		return "", err
	}
	var password []byte
	for i, b := range drawn {
		letters := []string{upperLetters, lowerLetters, lowerLetters, digitLetters}[i%passwordGroups]
		password = append(password, letters[int(b)%len(letters)])
	}
	return string(password), nil
}
