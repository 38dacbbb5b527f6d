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

// Sizes of what is drawn, in bytes.
const (
	tokenSize = 32
	idSize    = 16
)

// Kinds of audit record that users leave.
const (
	AuditRegistration = "portal-registration"
	AuditActivation   = "portal-activation"
)

// userKey folds a mail address: one mailbox registers once with a portal.
func userKey(portal, mail string) store.UserKey {
	return store.UserKey{Portal: portal, Mail: strings.ToLower(strings.TrimSpace(mail))}
}

// register is ユーザー登録 (REG-27, REG-28). Its answer is the same, and takes the same work, whether or not the address is
// registered: only the mail differs. A registration counts once its link is opened; another one for the same address
// and another institution then takes its place (REG-34, REG-36).
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

// keepRegistration lets a registration wait for its link, and says which letter goes out for it.
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
		return "", fmt.Errorf("keeping a registration: %w", err)
	}
	return kind, nil
}

// send writes a letter into the mail box.
func (bk *Backend) send(ctx context.Context, v Visit, to, kind string, words map[string]string) error {
	s, err := bk.site(v)
	if err != nil {
		return err
	}
	words["portal"] = s.Name
	subject, text, ok := bk.rules.write(kind, "", words)
	if !ok {
		return nil
	}
	mail := store.Mail{Portal: v.Portal, To: to, At: v.Now, Name: kind, Subject: subject, Text: text}
	if err := bk.rows.AppendMail(ctx, mail); err != nil {
		return fmt.Errorf("sending a mail: %w", err)
	}
	return nil
}

// Activate opens 有効化用リンク: once, and within its life (REG-29, REG-30, SVC-205). A link that was used, is too old or
// never was is one and the same problem.
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

// openLink makes the pending registration the current one.
func (bk *Backend) openLink(v Visit, u *store.User, link store.Digest) error {
	if u.Key.Portal != v.Portal || u.Link != link || !v.Now.Before(u.LinkSentAt.Add(bk.rules.LinkLife)) {
		return refuse(wire.CodeLinkDead)
	}
	u.Current, u.ActivatedAt = u.Pending, v.Now
	u.Pending, u.Link = store.Registration{}, store.Digest{}
	u.Wrong = 0
	return nil
}

// drawToken is a secret that goes out as text.
func (bk *Backend) drawToken(ctx context.Context, purpose string) (string, error) {
	drawn, err := bk.draw(ctx, purpose, tokenSize)
	return base64.RawURLEncoding.EncodeToString(drawn), err
}

// drawID is a name that nobody guesses.
func (bk *Backend) drawID(ctx context.Context, purpose string) (string, error) {
	drawn, err := bk.draw(ctx, purpose, idSize)
	return hex.EncodeToString(drawn), err
}
