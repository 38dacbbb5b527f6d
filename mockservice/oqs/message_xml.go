package oqs

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/transform"
)

// Charset is the character encoding of a file (SVC-084, SVC-101).
type Charset string

// The charsets, named as files declare them. Shift_JIS means code page 932 (SVC-102).
const (
	UTF8     Charset = "UTF-8"
	ShiftJIS Charset = "Shift_JIS"
)

// identifier returns the value of CharacterCodeIdentifier for a charset.
func (c Charset) identifier() string {
	if c == ShiftJIS {
		return "1"
	}
	return "0"
}

// The limits of a file, both our choice. A message about one person has some kilobytes, one about many some megabytes; 16 MiB
// leave room and keep memory use low. The deepest element of the table is at depth 8; 16 leave room for unknown elements.
const (
	sizeLimit  = 16 << 20
	depthLimit = 16
)

// rootName is the name of the outermost element.
const rootName = "XmlMsg"

// ReadXML reads a message and the charset that its file declares. Errors are: a document type, an entity other than XML's
// five, a processing instruction, nesting that is too deep, and bytes that are invalid in the charset.
func ReadXML(file []byte) (*Node, Charset, error) {
	if len(file) > sizeLimit {
		return nil, "", fmt.Errorf("the file is larger than %d MiB", sizeLimit>>20)
	}
	r := &xmlReader{charset: UTF8}
	decoder := xml.NewDecoder(bytes.NewReader(file))
	decoder.Strict, decoder.Entity = true, nil
	decoder.CharsetReader = r.decode
	top := &Node{}
	if err := r.read(decoder, top, 0); err != nil {
		return nil, r.charset, err
	}
	if len(top.Children) != 1 || top.Children[0].Name != rootName {
		return nil, r.charset, errors.New("the file is not one " + rootName)
	}
	return top.Children[0], r.charset, nil
}

// xmlReader reads one file and remembers its charset.
type xmlReader struct{ charset Charset }

// decode returns a reader that decodes the file to UTF-8. The XML decoder calls it for every declared charset but UTF-8.
func (r *xmlReader) decode(label string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "shift_jis", "shift-jis", "sjis", "windows-31j", "cp932", "ms932":
		r.charset = ShiftJIS
		return transform.NewReader(in, japanese.ShiftJIS.NewDecoder()), nil
	}
	return nil, errors.New("the file is declared neither UTF-8 nor Shift_JIS (SVC-101)")
}

// read reads the content of an element into a node.
func (r *xmlReader) read(decoder *xml.Decoder, into *Node, depth int) error {
	if depth > depthLimit {
		return fmt.Errorf("the file is nested deeper than %d elements", depthLimit)
	}
	for {
		token, err := decoder.Token()
		switch {
		case errors.Is(err, io.EOF) && depth == 0:
			return nil
		case err != nil:
			return withoutContent(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			child := &Node{Name: t.Name.Local}
			if err := r.read(decoder, child, depth+1); err != nil {
				return err
			}
			into.Children = append(into.Children, child)
		case xml.EndElement:
			if len(into.Children) > 0 {
				into.Text = ""
			}
			return nil
		case xml.CharData:
			if strings.ContainsRune(string(t), utf8.RuneError) {
				return fmt.Errorf("%s has bytes that are not valid %s", into.Name, r.charset)
			}
			if depth > 0 {
				into.Text += string(t)
			}
		case xml.Directive:
			return errors.New("the file has a document type, which is not allowed")
		case xml.ProcInst:
			if t.Target != "xml" {
				return errors.New("the file has a processing instruction, which is not allowed")
			}
		}
	}
}

// withoutContent returns a decoder's error without any content of the file.
func withoutContent(err error) error {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("the file is not well-formed XML: line %d", syntax.Line)
	}
	return fmt.Errorf("the file can't be read: %w", err)
}

// WriteXML writes a message in a charset. A character that the charset lacks is an error that names it and its element.
func WriteXML(message *Node, charset Charset) ([]byte, error) {
	text := &strings.Builder{}
	fmt.Fprintf(text, "<?xml version=\"1.0\" encoding=\"%s\" standalone=\"no\"?>\n", charset)
	if err := write(text, message, charset); err != nil {
		return nil, err
	}
	text.WriteString("\n")
	if charset == UTF8 {
		return []byte(text.String()), nil
	}
	encoded, err := japanese.ShiftJIS.NewEncoder().String(cp932Equivalents().Replace(text.String()))
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", charset, err)
	}
	return []byte(encoded), nil
}

// write writes an element and its content.
func write(out *strings.Builder, n *Node, charset Charset) error {
	if charset == ShiftJIS {
		if r, lacks := unencodable(n.Text); lacks {
			return fmt.Errorf("%s has U+%04X, which is not in Shift_JIS", n.Name, r)
		}
	}
	fmt.Fprintf(out, "<%s>", n.Name)
	if len(n.Children) == 0 {
		if err := xml.EscapeText(out, []byte(n.Text)); err != nil {
			return err
		}
	}
	for _, c := range n.Children {
		if err := write(out, c, charset); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "</%s>", n.Name)
	return nil
}

// cp932Equivalents replaces characters that code page 932 has under another code point of Unicode: what one mapping table calls a wave
// dash, the other calls a full-width tilde.
func cp932Equivalents() *strings.Replacer {
	return strings.NewReplacer("\u301C", "\uFF5E", "\u2016", "\u2225", "\u2212", "\uFF0D", "\u2014", "\u2015", "\u00A2", "\uFFE0",
		"\u00A3", "\uFFE1", "\u00AC", "\uFFE2", "\u00A5", "\uFFE5")
}

// unencodable returns the first character of a text that is not in code page 932.
func unencodable(text string) (rune, bool) {
	for _, r := range cp932Equivalents().Replace(text) {
		if _, err := japanese.ShiftJIS.NewEncoder().String(string(r)); err != nil {
			return r, true
		}
	}
	return 0, false
}

// Representable replaces each character that the interface can't transmit with ● (SVC-171). A level-3 kanji that it has, such
// as 德, stays as it is (SVC-172).
func Representable(text string) string {
	var out strings.Builder
	for _, r := range text {
		switch {
		case r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0100 && r <= 0xE01EF: // a variation selector for the preceding character
			continue
		default:
			if _, lacks := unencodable(string(r)); lacks {
				r = '●'
			}
		}
		out.WriteRune(r)
	}
	return out.String()
}
