package portal

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
)

// FileRules are what may be attached (APP-21 to APP-24).
type FileRules struct {
	// Most is the greatest size in bytes (APP-23). What a megabyte is the sources don't say: ours is 1024*1024.
	Most  int64
	Kinds []FileKind
}

// FileKind is a kind of file that may be attached, told by its content alone.
type FileKind struct {
	Name   string
	Is     func(l *FileProbe) bool
	Source string
}

// DefaultFileRules take PDF, PNG and Excel of both generations.
func DefaultFileRules() FileRules {
	const source = "APP-21, seed 002 L635"
	return FileRules{Most: 100 << 20, Kinds: []FileKind{
		{"pdf", func(l *FileProbe) bool { return bytes.HasPrefix(l.head, []byte("%PDF-")) }, source},
		{"png", func(l *FileProbe) bool { return bytes.HasPrefix(l.head, []byte("\x89PNG\r\n\x1a\n")) }, source},
		{"xlsx", (*FileProbe).isWorkbook, source},
		{"xls", func(l *FileProbe) bool {
			return bytes.HasPrefix(l.head, []byte(compound)) && l.book
		}, source},
	}}
}

// kind tells a kind by content; none: it can't be attached.
func (r FileRules) kind(l *FileProbe) string {
	for _, k := range r.Kinds {
		if k.Is(l) {
			return k.Name
		}
	}
	return ""
}

// compound begins a file of the generation before xlsx, whatever program wrote it.
const compound = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// window is how much a Look keeps of a file's beginning, and of its end.
const window = 64 << 10

// FileProbe is what is kept of a file while it streams by: enough to tell its kind, however large it is.
type FileProbe struct {
	size       int64
	head, tail []byte
	carry      []byte // the last bytes of the write before
	book       bool   // an entry of a compound file is called Workbook or Book
}

// Write looks at the next bytes.
func (l *FileProbe) Write(p []byte) (int, error) {
	l.size += int64(len(p))
	l.head = append(l.head, p[:min(len(p), window-len(l.head))]...)
	l.keepTail(p[max(0, len(p)-window):])
	l.findBook(p)
	return len(p), nil
}

// keepTail shifts what was kept of the end, in place: a large file comes in many writes.
func (l *FileProbe) keepTail(p []byte) {
	if room := window - len(p); len(l.tail) > room {
		l.tail = l.tail[:copy(l.tail, l.tail[len(l.tail)-room:])]
	}
	l.tail = append(l.tail, p...)
}

// findBook looks for the directory entry of a workbook, in UTF-16, also across the edge of two writes.
func (l *FileProbe) findBook(p []byte) {
	if begin := l.head[:min(len(compound), len(l.head))]; !bytes.HasPrefix([]byte(compound), begin) {
		return
	}
	seen := append(l.carry, p...)
	for _, name := range []string{"Workbook", "Book"} {
		var entry []byte
		for _, r := range name {
			entry = append(entry, byte(r), 0)
		}
		l.book = l.book || bytes.Contains(seen, append(entry, 0, 0))
	}
	l.carry = bytes.Clone(seen[max(0, len(seen)-32):])
}

// isWorkbook says whether it is a zip archive whose directory, at its end, lists a workbook.
func (l *FileProbe) isWorkbook() bool {
	if !bytes.HasPrefix(l.head, []byte("PK\x03\x04")) {
		return false
	}
	archive, err := zip.NewReader(l, l.size)
	if err != nil {
		return false
	}
	for _, f := range archive.File {
		if strings.HasPrefix(f.Name, "xl/workbook.") {
			return true
		}
	}
	return false
}

// ReadAt reads what was kept. What lies between head and tail is as good as gone.
func (l *FileProbe) ReadAt(p []byte, off int64) (int, error) {
	from := l.size - int64(len(l.tail))
	part := []byte(nil)
	switch {
	case off >= from && off < l.size:
		part = l.tail[off-from:]
	case off >= 0 && off < int64(len(l.head)):
		part = l.head[off:]
	}
	n := copy(p, part)
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
