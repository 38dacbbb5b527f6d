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

// Charset is how a file is encoded (SVC-084, SVC-101).
type Charset string

// The charsets, by the names that files declare. Shift_JIS means code page 932 (SVC-102).
const (
	UTF8     Charset = "UTF-8"
	ShiftJIS Charset = "Shift_JIS"
)

// identifier is the value of CharacterCodeIdentifier for a charset.
func (c Charset) identifier() string {
	if c == ShiftJIS {
		return "1"
	}
	return "0"
}

// Limits of a file: a message about one person has some kilobytes, one about many some megabytes.
const (
	sizeLimit  = 16 << 20
	depthLimit = 16
)

// rootName is the element around all others.
const rootName = "XmlMsg"

// ReadXML reads a message and the charset that its file declares. A document type, an entity beyond the five of XML, a
// processing instruction, deep nesting and bytes that the charset lacks are errors.
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

type xmlReader struct{ charset Charset }

// decode is asked for whatever is not declared as UTF-8.
func (r *xmlReader) decode(label string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "shift_jis", "shift-jis", "sjis", "windows-31j", "cp932", "ms932":
		r.charset = ShiftJIS
		return transform.NewReader(in, japanese.ShiftJIS.NewDecoder()), nil
	}
	return nil, errors.New("the file is declared neither UTF-8 nor Shift_JIS (SVC-101)")
}

// read fills a node with what stands in it.
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
			return plain(err)
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
				return fmt.Errorf("%s holds bytes that are no %s", into.Name, r.charset)
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

// plain is a decoder's error without what stood in the file.
func plain(err error) error {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("the file is no XML: line %d", syntax.Line)
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
	encoded, err := japanese.ShiftJIS.NewEncoder().String(signs().Replace(text.String()))
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", charset, err)
	}
	return []byte(encoded), nil
}

func write(out *strings.Builder, n *Node, charset Charset) error {
	if charset == ShiftJIS {
		if r, lacks := lacking(n.Text); lacks {
			return fmt.Errorf("%s holds U+%04X, which Shift_JIS lacks", n.Name, r)
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

// signs are characters of Unicode that code page 932 has under another number: what one table calls a wave dash is a
// full-width tilde in the other.
func signs() *strings.Replacer {
	return strings.NewReplacer("\u301C", "\uFF5E", "\u2016", "\u2225", "\u2212", "\uFF0D", "\u2014", "\u2015", "\u00A2", "\uFFE0",
		"\u00A3", "\uFFE1", "\u00AC", "\uFFE2", "\u00A5", "\uFFE5")
}

// lacking is the first character that code page 932 lacks.
func lacking(text string) (rune, bool) {
	for _, r := range signs().Replace(text) {
		if _, err := japanese.ShiftJIS.NewEncoder().String(string(r)); err != nil {
			return r, true
		}
	}
	return 0, false
}

// Representable writes a text with ● for each character that the interface lacks (SVC-171); a level-3 kanji that it has, such
// as 德, stays as it is (SVC-172).
func Representable(text string) string {
	var out strings.Builder
	for _, r := range text {
		switch {
		case r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0100 && r <= 0xE01EF: // a variation of the character before
			continue
		default:
			if _, lacks := lacking(string(r)); lacks {
				r = '●'
			}
		}
		out.WriteRune(r)
	}
	return out.String()
}
