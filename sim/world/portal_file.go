package world

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/slot"
)

// File is a file that a user could attach to an application.
type File struct {
	// Name is the name that the sender gives it; a portal must not rely on it.
	Name string
	// begin are its first bytes. Zeros follow up to size, unless begin is longer.
	begin []byte
	size  int64
}

// portalLimit is the largest file in bytes that a portal accepts: 100 MB, read as 100 × 1024 × 1024 (ours, APP-23).
const portalLimit = 100 << 20

// Files returns the files by their names in feature texts.
func Files() map[string]File {
	pdf, png := []byte("%PDF-1.7\n%TEST\n%%EOF\n"), []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00")
	jpeg := []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
	return map[string]File{
		"PDFのファイル":              {Name: "notice.pdf", begin: pdf},
		"PNGのファイル":              {Name: "notice.png", begin: png},
		"Excelのファイル":            {Name: "notice.xlsx", begin: workbook()},
		"古い形式のExcelのファイル":       {Name: "notice.xls", begin: oldWorkbook()},
		"JPEGの写真":               {Name: "photo.jpg", begin: jpeg},
		"名前だけPDFにしたJPEGの写真":     {Name: "photo.pdf", begin: jpeg},
		"名前に拡張子のないPDFのファイル":     {Name: "notice", begin: pdf},
		"文字だけのファイル":             {Name: "notice.txt", begin: []byte("this is a text\n")},
		"空のファイル":                {Name: "notice.pdf"},
		"100MBちょうどのPDFのファイル":    {Name: "large.pdf", begin: pdf, size: portalLimit},
		"100MBを1バイト超えるPDFのファイル": {Name: "larger.pdf", begin: pdf, size: portalLimit + 1},
	}
}

// Length returns the length of the file in bytes.
func (f File) Length() int64 { return max(f.size, int64(len(f.begin))) }

// Open returns a reader of the file. A large file is never in memory as a whole.
func (f File) Open() io.Reader {
	return io.MultiReader(bytes.NewReader(f.begin), io.LimitReader(zeros{}, f.Length()-int64(len(f.begin))))
}

// zeros is an endless source of zeros.
type zeros struct{}

// Read fills b with zeros.
func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// workbook returns the smallest file that is recognized as xlsx by its parts.
func workbook() []byte {
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for _, part := range []string{"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"} {
		if w, err := archive.Create(part); err == nil {
			_, _ = io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?><Types/>`) // a write to memory does not fail
		}
	}
	_ = archive.Close() // a write to memory, too
	return b.Bytes()
}

// oldWorkbook returns the beginning of a compound file whose directory names a workbook ([MS-CFB] §2.2, §2.6).
func oldWorkbook() []byte {
	const sector = 512
	b := make([]byte, 3*sector)
	copy(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	copy(b[24:], []byte{0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0})
	b[44], b[48] = 1, 1 // one sector of the allocation table; the directory begins in sector 1
	entry := func(at int, name string, kind byte) {
		for i, r := range name {
			b[at+2*i] = byte(r)
		}
		b[at+64], b[at+66] = byte(2*len(name)+2), kind
	}
	entry(2*sector, "Root Entry", 5)
	entry(2*sector+128, "Workbook", 2)
	return b
}

// Attaches adds a file to the form with 添付ファイルを追加.
func (p *Portal) Attaches(name string) error {
	file, ok := Files()[name]
	if !ok {
		return slot.Configuration("adding a file", fmt.Errorf("there is no file 「%s」; choose a name from world.Files", name))
	}
	var taken wire.Attachment
	err := p.askAs(&taken, func(ctx context.Context) (*http.Response, error) {
		return p.client.AddAttachmentWithBody(ctx, p.site, &wire.AddAttachmentParams{Name: file.Name}, "application/octet-stream",
			file.Open(), p.as, file.tellLength)
	})
	if err == nil && taken.AttachmentID != "" {
		p.entry.Attachments = append(p.entry.Attachments, taken.AttachmentID)
	}
	return err
}

// tellLength sets the length of the request before it is sent, as a browser does.
func (f File) tellLength(_ context.Context, r *http.Request) error {
	r.ContentLength = f.Length()
	return nil
}

// attachesUpTo adds documents until there are n files or the portal refuses one.
func (p *Portal) attachesUpTo(n int) error {
	for missing := n - len(p.entry.Attachments); missing > 0; missing-- {
		if err := p.Attaches("PDFのファイル"); err != nil {
			return err
		}
	}
	return nil
}
