package portal

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
)

// FileRules say what may be attached (APP-21 to APP-24).
type FileRules struct {
	// Most is the maximum size in bytes (APP-23). The sources don't say what a megabyte is; we take 1024*1024 bytes.
	Most  int64
	Kinds []FileKind
}

// FileKind is a kind of file that may be attached. It is recognized by its content alone.
type FileKind struct {
	Name   string
	Is     func(l *FileProbe) bool
	Source string
}

// DefaultFileRules accept PDF, PNG, and Excel in the old and the new format.
func DefaultFileRules() FileRules {
	const source = "APP-21, seed 002 L635"
	return FileRules{Most: 100 << 20, Kinds: []FileKind{
		{"pdf", func(l *FileProbe) bool { return bytes.HasPrefix(l.head, []byte("%PDF-")) }, source},
		{"png", func(l *FileProbe) bool { return bytes.HasPrefix(l.head, []byte("\x89PNG\r\n\x1a\n")) }, source},
		{"xlsx", (*FileProbe).isWorkbook, source},
		{"xls", func(l *FileProbe) bool {
			return bytes.HasPrefix(l.head, []byte(compoundSignature)) && l.hasWorkbook
		}, source},
	}}
}

// kind returns the kind of a file by its content, or "" if it can't be attached.
func (r FileRules) kind(l *FileProbe) string {
	for _, k := range r.Kinds {
		if k.Is(l) {
			return k.Name
		}
	}
	return ""
}

// compoundSignature is the beginning of every compound file, the container of the Excel format before xlsx (and of other programs).
const compoundSignature = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// probeWindow is how much a FileProbe keeps of the beginning and of the end of a file, in bytes. The directory of a zip archive is at
// its end; 64 KiB hold that of any usual workbook. It is our choice: a longer directory is not recognized.
const probeWindow = 64 << 10

// FileProbe keeps parts of a file while it is streamed: enough to recognize its kind, and little memory however large it is.
type FileProbe struct {
	size        int64
	head, tail  []byte
	carry       []byte // the last bytes of the write before, where an entry's name may begin
	hasWorkbook bool   // an entry of a compound file is called Workbook or Book
}

// Write takes the next bytes of the file.
func (l *FileProbe) Write(p []byte) (int, error) {
	l.size += int64(len(p))
	l.head = append(l.head, p[:min(len(p), probeWindow-len(l.head))]...)
	l.keepTail(p[max(0, len(p)-probeWindow):])
	l.findBook(p)
	return len(p), nil
}

// keepTail appends to the end of the file that is kept, and moves it in place, because a large file comes in many writes.
func (l *FileProbe) keepTail(p []byte) {
	if room := probeWindow - len(p); len(l.tail) > room {
		l.tail = l.tail[:copy(l.tail, l.tail[len(l.tail)-room:])]
	}
	l.tail = append(l.tail, p...)
}

// findBook searches for the directory entry of a workbook, whose name is in UTF-16, even if it is split between two writes.
func (l *FileProbe) findBook(p []byte) {
	if begin := l.head[:min(len(compoundSignature), len(l.head))]; !bytes.HasPrefix([]byte(compoundSignature), begin) {
		return
	}
	seen := append(l.carry, p...)
	for _, name := range []string{"Workbook", "Book"} {
		var entry []byte
		for _, r := range name {
			entry = append(entry, byte(r), 0)
		}
		l.hasWorkbook = l.hasWorkbook || bytes.Contains(seen, append(entry, 0, 0))
	}
	l.carry = bytes.Clone(seen[max(0, len(seen)-32):]) // more than the 18 bytes of the longest name
}

// isWorkbook reports whether the file is a zip archive whose directory lists a workbook.
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

// ReadAt reads from the kept parts. Reading between head and tail gives no bytes and io.EOF.
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
