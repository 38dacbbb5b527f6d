package oqs

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"
)

// The three folders of the file-drop helper (SVC-002).
const (
	FolderAsk    = "req"
	FolderAnswer = "res"
	FolderFace   = "face"
)

// Helper is the file-drop helper (連携アプリケーション) for a directory. Each Step answers the files that are in req at that moment.
// Nothing waits in between, so the caller of Step decides how soon a request is seen (SVC-004).
type Helper struct {
	exchange *Exchange
	root     *os.Root
	// ZIP means that bulk results are written as a ZIP instead of XML (SVC-021).
	ZIP bool
	// pushed counts the results that were pushed to face; it is part of their file names.
	pushed int
}

// OpenHelper creates the directory, if necessary, and the three folders in it.
func OpenHelper(exchange *Exchange, dir string) (*Helper, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	for _, folder := range []string{FolderAsk, FolderAnswer, FolderFace} {
		if err := root.Mkdir(folder, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, errors.Join(err, root.Close())
		}
	}
	return &Helper{exchange: exchange, root: root}, nil
}

// Close closes the directory.
func (h *Helper) Close() error { return h.root.Close() }

// Step answers all requests in req, in the order of their names, and removes them. A request that is rejected is renamed to
// .err in the same folder (SVC-007). Step returns how many requests it has handled.
func (h *Helper) Step(ctx context.Context, now time.Time) (seen int, err error) {
	names, err := h.waiting()
	if err != nil {
		return 0, err
	}
	for _, name := range names {
		if err := h.take(ctx, name, now); err != nil {
			return seen, fmt.Errorf("answering a dropped request: %w", err)
		}
		seen++
	}
	return seen, nil
}

// waiting returns the names of the files in req, without rejected ones (.err) and those that are still being written.
func (h *Helper) waiting() ([]string, error) {
	folder, err := h.root.Open(FolderAsk)
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	entries, err := folder.ReadDir(-1)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && !strings.HasSuffix(e.Name(), ".err") && !strings.HasSuffix(e.Name(), partial) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

// take answers one request and removes its file.
func (h *Helper) take(ctx context.Context, name string, now time.Time) error {
	path := FolderAsk + "/" + name
	file, err := h.root.ReadFile(path)
	if err != nil {
		return err
	}
	answer, to, err := h.answer(ctx, name, file, now)
	if errors.Is(err, ErrRejected) {
		return h.root.Rename(path, FolderAsk+"/"+Refused(name))
	}
	if err != nil {
		return err
	}
	// The answer is written before the request is removed: a helper that stops in between answers again after a restart.
	if err := h.write(FolderAnswer+"/"+to, answer); err != nil {
		return err
	}
	return h.root.Remove(path)
}

// answer returns the content and the name of the answer's file. If the request is unusable as a file, the error wraps
// ErrRejected.
func (h *Helper) answer(ctx context.Context, name string, file []byte, now time.Time) (text []byte, to string, err error) {
	parsed, err := ParseRequest(name)
	if err != nil {
		return nil, "", errors.Join(ErrRejected, err)
	}
	request, charset, err := ReadXML(file)
	if err != nil {
		return nil, "", errors.Join(ErrRejected, err)
	}
	answer, err := h.exchange.withCharset(charset).Ask(ctx, parsed.Kind.Name, parsed.Step, request, now)
	if err != nil {
		return nil, "", err
	}
	text, err = WriteXML(answer, charset)
	if err != nil || !h.ZIP || parsed.Step != stepResult {
		return text, parsed.Answer(".xml"), err
	}
	text, err = zipped(parsed.Answer(".xml"), text)
	return text, parsed.Answer(".zip"), err
}

// withCharset returns the exchange with the charset of a request, because an answer has the charset of its request.
func (x *Exchange) withCharset(charset Charset) *Exchange {
	same := *x
	same.rules.Charset = charset
	return &same
}

// zipped packs one file into a ZIP archive.
func zipped(name string, text []byte) ([]byte, error) {
	out := &bytes.Buffer{}
	archive := zip.NewWriter(out)
	file, err := archive.Create(name)
	if err == nil {
		_, err = file.Write(text)
	}
	err = errors.Join(err, archive.Close())
	return out.Bytes(), err
}

// Push writes a result into face after a card was read (SVC-019), and returns the file's name.
func (h *Helper) Push(result *Node, institution string, now time.Time) (string, error) {
	h.pushed++
	name, err := FaceName(institution, h.exchange.rules.Process, h.pushed, now.In(jst))
	if err != nil {
		return "", err
	}
	text, err := WriteXML(result, h.exchange.rules.Charset)
	if err != nil {
		return "", err
	}
	return name, h.write(FolderFace+"/"+name, text)
}

// partial ends the name of a file that is still being written.
const partial = ".partial"

// write writes a file under another name and then renames it, so that a program that watches the folder never reads half of it.
func (h *Helper) write(path string, text []byte) error {
	if err := h.root.WriteFile(path+partial, text, 0o644); err != nil {
		return err
	}
	return h.root.Rename(path+partial, path)
}
