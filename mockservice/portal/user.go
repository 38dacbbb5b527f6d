package portal

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// The number of random bytes in tokens and ids. Both are our choice: a token can't be guessed, an id never collides.
const (
	tokenSize = 32
	idSize    = 16
)

// The kinds of audit record about users.
const (
	AuditRegistration = "portal-registration"
	AuditActivation   = "portal-activation"
)

// userKey normalizes a mail address, so that one mailbox registers only once with a portal.
func userKey(portal, mail string) store.UserKey {
	return store.UserKey{Portal: portal, Mail: strings.ToLower(strings.TrimSpace(mail))}
}

// register handles ユーザー登録 (REG-27, REG-28). The answer and the work are the same whether or not the address is registered;
// only the mail differs. A registration becomes valid when its link is opened. A further registration of the same address for
// another institution then replaces it (REG-34, REG-36).
func (bk *Backend) register(ctx context.Context, v Visit, _ Evaluation, c *FormState) (wire.Receipt, error) {
	salt, err := bk.draw(ctx, "password salt", bk.rules.Password.Salt)
	if err != nil {
		return wire.Receipt{}, err
	}
	token, err := bk.drawToken(ctx, "activation link")
	if err != nil {
		return wire.Receipt{}, err
	}
	id, err := bk.drawID(ctx, "registration id")
	if err != nil {
		return wire.Receipt{}, err
	}
	r := store.Registration{At: v.Now, InstitutionCode: c.Facility.Code, Affiliation: c.Values["affiliation"],
		FamilyName: c.Values["familyName"], GivenName: c.Values["givenName"], Phone: c.Values["phone"],
		MailAddress: c.Values["mailAddress"], Password: bk.rules.Password.Hash(c.Values["password"], salt)}
	kind, err := bk.keepRegistration(ctx, v, r, token)
	if err != nil {
		return wire.Receipt{}, err
	}
	words := map[string]string{"name": r.FamilyName + r.GivenName, "link": linkPath(v.Portal, token)}
	if err := bk.send(ctx, v, r.MailAddress, kind, words); err != nil {
		return wire.Receipt{}, err
	}
	return wire.Receipt{ApplicationID: id, AcceptedAt: v.Now}, nil
}

// keepRegistration stores a registration as pending until its link is opened, and returns the kind of mail to send.
func (bk *Backend) keepRegistration(ctx context.Context, v Visit, r store.Registration, token string) (kind string, err error) {
	err = bk.rows.ChangeUser(ctx, userKey(v.Portal, r.MailAddress), func(u *store.User) error {
		kind = LetterKnown
		if u.ActivatedAt.IsZero() || u.Current.InstitutionCode != r.InstitutionCode {
			kind = LetterActivation
			u.Pending, u.Link, u.LinkSentAt = r, store.DigestOf(token), v.Now
		}
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("storing a registration: %w", err)
	}
	return kind, nil
}

// send writes a mail into the mail box.
func (bk *Backend) send(ctx context.Context, v Visit, to, kind string, words map[string]string) error {
	s, err := bk.site(v)
	if err != nil {
		return err
	}
	words["portal"] = s.Name
	subject, text, ok := bk.rules.compose(kind, "", words)
	if !ok {
		return nil
	}
	mail := store.Mail{Portal: v.Portal, To: to, At: v.Now, Name: kind, Subject: subject, Text: text}
	if err := bk.rows.AppendMail(ctx, mail); err != nil {
		return fmt.Errorf("sending a mail: %w", err)
	}
	return nil
}

// Activate opens a 有効化用リンク. That works once, and while the link is valid (REG-29, REG-30, SVC-205). A link that was used, one
// that has expired and one that never existed give the same problem.
func (bk *Backend) Activate(ctx context.Context, v Visit, token string) error {
	if _, err := bk.site(v); err != nil {
		return err
	}
	digest := store.DigestOf(token)
	code := ""
	u, err := bk.rows.UserByLink(ctx, digest)
	switch {
	case errors.Is(err, store.ErrNotFound):
		err = refuse(wire.CodeLinkDead)
	case err == nil:
		code = u.Pending.InstitutionCode
		err = bk.rows.ChangeUser(ctx, u.Key, func(u *store.User) error { return bk.openLink(v, u, digest) })
	}
	return bk.audit(ctx, AuditActivation, store.AccountKey{InstitutionCode: code}, err, v.Now)
}

// openLink makes the pending registration the current one, and resets the count of wrong passwords.
func (bk *Backend) openLink(v Visit, u *store.User, link store.Digest) error {
	if u.Key.Portal != v.Portal || u.Link != link || !v.Now.Before(u.LinkSentAt.Add(bk.rules.LinkLife)) {
		return refuse(wire.CodeLinkDead)
	}
	u.Current, u.ActivatedAt = u.Pending, v.Now
	u.Pending, u.Link = store.Registration{}, store.Digest{}
	u.Wrong = 0
	return nil
}

// drawToken returns a random secret as text.
func (bk *Backend) drawToken(ctx context.Context, purpose string) (string, error) {
	drawn, err := bk.draw(ctx, purpose, tokenSize)
	return base64.RawURLEncoding.EncodeToString(drawn), err
}

// drawID returns a random id that can't be guessed.
func (bk *Backend) drawID(ctx context.Context, purpose string) (string, error) {
	drawn, err := bk.draw(ctx, purpose, idSize)
	return hex.EncodeToString(drawn), err
}
