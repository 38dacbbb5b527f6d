package portal_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/mockservice/account"
	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// archive returns a zip archive that contains small files with these names.
func archive(names ...string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, "<x/>")
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

const compound = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// utf16 returns the name of a directory entry as a compound file stores it.
func utf16(name string) string {
	return strings.Join(strings.Split(name, ""), "\x00") + "\x00\x00\x00"
}

func TestKindIsToldByContent(t *testing.T) {
	for _, row := range []struct{ ids, name, content, kind string }{
		{"APP-21 PDF", "a.pdf", pdf, "pdf"},
		{"APP-21 PNG", "a.png", "\x89PNG\r\n\x1a\n....", "png"},
		{"APP-21 Excel", "a.xlsx", archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"},
		{"APP-21 Excel, large", "a.xlsx", archive("[Content_Types].xml", "xl/workbook.xml", strings.Repeat("x", 60000)), "xlsx"},
		{"APP-21 old Excel", "a.xls", compound + strings.Repeat("\x00", 100000) + utf16("Workbook"), "xls"},
		{"APP-21 with the name of another kind", "a.jpg", pdf, "pdf"},
		{"APP-22 APP-80 SVC-196 JPEG", "a.pdf", "\xff\xd8\xff\xe0\x00\x10JFIF", ""},
		{"APP-22 HEIC", "a.heic", "\x00\x00\x00\x18ftypheic", ""},
		{"APP-22 Word", "a.xlsx", archive("[Content_Types].xml", "word/document.xml"), ""},
		{"APP-22 old Word", "a.xls", compound + utf16("WordDocument"), ""},
		{"APP-22 not an archive", "a.xlsx", "PK\x03\x04", ""},
		{"APP-22 a program", "a.pdf", "MZ%PDF-1.7", ""},
		{"APP-22 an empty file", "a.pdf", "", ""},
	} {
		t.Run(row.ids, func(t *testing.T) {
			l := open(t)
			got, err := l.backend.Attach(t.Context(), l.visit(portal.OMF, l.registerAndLogIn(judo)), row.name, iotest.OneByteReader(strings.NewReader(row.content)))
			if row.kind == "" {
				p := problem(t, err, wire.CodeAttachmentKind)
				require.Contains(t, p.MessageJA, "PDF、PNG又はExcel")
				require.Contains(t, p.MessageJA, "JPEG", "SVC-196: the message names JPEG")
				return
			}
			require.NoError(t, err)
			require.Equal(t, row.kind, string(got.Kind))
			require.EqualValues(t, len(row.content), got.Size)
		})
	}
}

// zeros returns a reader of n bytes that begin like a PDF. It holds nothing in memory.
func zeros(n int64) io.Reader {
	return io.MultiReader(strings.NewReader(pdf), io.LimitReader(endless{}, n-int64(len(pdf))))
}

// endless is a reader of zeros without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestSizeOfAttachments(t *testing.T) {
	l := open(t)
	v := l.visit(portal.OMF, l.registerAndLogIn(judo))
	const most = 100 * 1024 * 1024
	t.Run("APP-23 100 MB", func(t *testing.T) {
		got, err := l.backend.Attach(t.Context(), v, "a.pdf", zeros(most))
		require.NoError(t, err)
		require.EqualValues(t, most, got.Size)
	})
	t.Run("APP-24 one byte more", func(t *testing.T) {
		_, err := l.backend.Attach(t.Context(), v, "a.pdf", zeros(most+1))
		problem(t, err, wire.CodeAttachmentSize)
	})
}

// storeFilesIn makes the lab store attachments in a directory.
func (l *lab) storeFilesIn(dir string) *portal.Folder {
	folder, err := portal.OpenFolder(dir)
	require.NoError(l.t, err)
	l.t.Cleanup(func() { require.NoError(l.t, folder.Close()) })
	l.backend = portal.New(l.rows, account.New(l.rows, account.DefaultRules()), folder, l.draw, l.rules)
	return folder
}

// TestAttachmentsStayInTheirFolder: the bytes are stored under a drawn id, never outside of the directory; the sender's name is
// only stored as a text.
func TestAttachmentsStayInTheirFolder(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "attachments")
	l := open(t)
	folder := l.storeFilesIn(dir)
	session := l.registerAndLogIn(judo)
	for name, want := range map[string]string{"../../etc/passwd": "passwd", `C:\temp\通知書.pdf`: "通知書.pdf", "a\x00b\n.pdf": "ab.pdf",
		strings.Repeat("長", 300): strings.Repeat("長", 255), "..": "", "/": ""} {
		a := l.attach(judo, session, name, pdf)
		content, err := os.ReadFile(filepath.Join(dir, a.AttachmentID))
		require.NoError(t, err)
		require.Equal(t, pdf, string(content))
		row, err := l.rows.Attachment(t.Context(), a.AttachmentID)
		require.NoError(t, err)
		require.Equal(t, want, row.Name)
		require.Equal(t, store.DigestOf(pdf), row.Content)
	}
	entries, err := os.ReadDir(parent)
	require.NoError(t, err)
	require.Len(t, entries, 1)
	for _, id := range []string{"../outside", "/etc/outside", "a/b"} {
		_, err := folder.Create(t.Context(), id)
		require.Error(t, err, id)
	}
	t.Run("an id that is drawn again after a reset is overwritten", func(t *testing.T) {
		for _, text := range []string{"before the reset", "after"} {
			file, err := folder.Create(t.Context(), "again")
			require.NoError(t, err)
			_, err = io.WriteString(file, text)
			require.NoError(t, err)
			require.NoError(t, file.Close())
		}
		content, err := os.ReadFile(filepath.Join(dir, "again"))
		require.NoError(t, err)
		require.Equal(t, "after", string(content))
		require.NoError(t, folder.Remove(t.Context(), "again"))
	})
	t.Run("a refused file is removed", func(t *testing.T) {
		before, err := os.ReadDir(dir)
		require.NoError(t, err)
		v := l.visit(portal.OMF, session)
		problem(t, errorOf(l.backend.Attach(t.Context(), v, "a.jpg", strings.NewReader("\xff\xd8\xff"))), wire.CodeAttachmentKind)
		boom := errors.New("boom")
		require.ErrorIs(t, errorOf(l.backend.Attach(t.Context(), v, "a.pdf", io.MultiReader(strings.NewReader(pdf), iotest.ErrReader(boom)))), boom)
		after, err := os.ReadDir(dir)
		require.NoError(t, err)
		require.Equal(t, len(before), len(after))
	})
	t.Run("a session is needed", func(t *testing.T) {
		problem(t, errorOf(l.backend.Attach(context.Background(), l.visit(portal.OMF, ""), "a.pdf", strings.NewReader(pdf))), wire.CodeNotLoggedIn)
	})
}

// TestLookIsTotal: the kind of any file is determined without a panic, and is the same however the file is split into writes.
func TestLookIsTotal(t *testing.T) {
	rules := portal.DefaultFileRules()
	rapid.Check(t, func(t *rapid.T) {
		begin := rapid.SampledFrom([]string{"", pdf, compound, "PK\x03\x04", "\x89PNG\r\n\x1a\n", archive("xl/workbook.xml")}).Draw(t, "begin")
		content := append([]byte(begin), rapid.SliceOf(rapid.Byte()).Draw(t, "rest")...)
		whole, pieces := &portal.FileProbe{}, &portal.FileProbe{}
		_, _ = whole.Write(content)
		for rest := content; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "piece")
			_, _ = pieces.Write(rest[:n])
			rest = rest[n:]
		}
		for _, k := range rules.Kinds {
			require.Equal(t, k.Is(whole), k.Is(pieces), k.Name)
		}
	})
}
