package portal

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// AuditAttachment is the kind of the audit record about an attachment.
const AuditAttachment = "portal-attachment"

// Attach handles 添付ファイルを追加 (APP-53): it streams a file to its storage, counts its bytes, and recognizes its kind by its
// content (APP-21 to APP-24). The name is stored only to be shown to people.
func (bk *Backend) Attach(ctx context.Context, v Visit, name string, body io.Reader) (wire.Attachment, error) {
	logged, err := bk.Session(ctx, v)
	if err != nil {
		return wire.Attachment{}, err
	}
	row := store.Attachment{Portal: v.Portal, InstitutionCode: logged.Facility.Code, Name: baseName(name), At: v.Now}
	if row.ID, err = bk.drawID(ctx, "attachment id"); err != nil {
		return wire.Attachment{}, err
	}
	if err = bk.stream(ctx, &row, body); err == nil {
		err = bk.rows.AddAttachment(ctx, row)
	}
	answer := wire.Attachment{AttachmentID: row.ID, Kind: wire.AttachmentKind(row.Kind), Size: row.Size}
	return answer, bk.audit(ctx, AuditAttachment, store.AccountKey{InstitutionCode: row.InstitutionCode}, err, v.Now)
}

// stream stores the bytes of a file. If the file is refused or an error occurs, it removes them again.
func (bk *Backend) stream(ctx context.Context, row *store.Attachment, body io.Reader) error {
	file, err := bk.files.Create(ctx, row.ID)
	if err != nil {
		return fmt.Errorf("storing an attachment: %w", err)
	}
	probe, digest := &FileProbe{}, sha256.New()
	limited := io.LimitReader(body, bk.rules.Files.Most+1)
	row.Size, err = io.Copy(io.MultiWriter(file, probe, digest), limited)
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(fmt.Errorf("storing an attachment: %w", err), bk.files.Remove(ctx, row.ID))
	}
	row.Kind = bk.rules.Files.kind(probe)
	copy(row.Content[:], digest.Sum(nil))
	switch {
	case row.Size > bk.rules.Files.Most:
		err = refuse(wire.CodeAttachmentSize)
	case row.Kind == "":
		err = refuse(wire.CodeAttachmentKind)
	default:
		return nil
	}
	return errors.Join(bk.files.Remove(ctx, row.ID), err)
}

// longestName is the maximum length of a file's name, in characters. It is our choice, after the limit of common file systems;
// longer names are cut.
const longestName = 255

// baseName returns the part of a sender's file name that is stored: no folder, no control characters, not too long.
func baseName(name string) string {
	name = path.Base(path.Clean("/" + strings.ReplaceAll(name, "\\", "/")))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '/' || r == '\uFFFD' {
			return -1
		}
		return r
	}, name)
	runes := []rune(name)
	return string(runes[:min(len(runes), longestName)])
}
