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

// Helper is the file-drop helper (連携アプリケーション) over a directory. Each Step picks up what lies in req; nothing waits in
// between, so whoever calls Step says how soon a request is seen (SVC-004).
type Helper struct {
	exchange *Exchange
	root     *os.Root
	// ZIP: bulk results come as a ZIP instead of XML (SVC-021).
	ZIP bool
	// pushed counts the results that were pushed to face.
	pushed int
}

// OpenHelper makes the three folders below a directory, which is made, too.
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

// Close lets go of the directory.
func (h *Helper) Close() error { return h.root.Close() }

// Step answers each request that lies in req, in the order of their names, and takes it away. One that can't be taken
// comes back beside itself as .err (SVC-007). It tells how many it has seen.
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

// waiting are the files in req but those that came back, and those that are being written.
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

// take answers one request.
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
	// The answer is there before the request is gone: a helper that dies in between answers again.
	if err := h.write(FolderAnswer+"/"+to, answer); err != nil {
		return err
	}
	return h.root.Remove(path)
}

// answer is the answer's file and its name. What is wrong with the request as a file wraps ErrRejected.
func (h *Helper) answer(ctx context.Context, name string, file []byte, now time.Time) (text []byte, to string, err error) {
	parsed, err := ParseRequest(name)
	if err != nil {
		return nil, "", errors.Join(ErrRejected, err)
	}
	request, charset, err := ReadXML(file)
	if err != nil {
		return nil, "", errors.Join(ErrRejected, err)
	}
	answer, err := h.exchange.in(charset).Ask(ctx, parsed.Kind.Name, parsed.Step, request, now)
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

// in is the exchange with the charset of a request: an answer comes in the same one.
func (x *Exchange) in(charset Charset) *Exchange {
	same := *x
	same.rules.Charset = charset
	return &same
}

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

// Push puts a result into face after a card was read (SVC-019), and answers with the file's name.
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

const partial = ".partial"

// write swaps a file in whole: who watches the folder never sees half of it.
func (h *Helper) write(path string, text []byte) error {
	if err := h.root.WriteFile(path+partial, text, 0o644); err != nil {
		return err
	}
	return h.root.Rename(path+partial, path)
}
