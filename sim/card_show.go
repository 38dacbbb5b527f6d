package main

import (
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard"
)

func showCommand(s surroundings) *cobra.Command {
	return &cobra.Command{
		Use:   "show FILE",
		Short: "shows a card file as a card and as a tree of its files",
		Long: `カードのファイルを、券面のような枠と、アプリケーションとファイルの木で表示します。個人番号と暗証番号は表示しません。

Shows the content of a card file: the card as its holder sees it, and the tree of applications, files, sizes and access rules.
Neither the My Number nor a PIN is shown. The card must not be in a reader.`,
		Example: `  mynalab card show sato.state`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return withCardFile(args[0], func(spec virtualcard.Spec, card *virtualcard.Card) error {
				show(s.stdout, s.lang, spec, card)
				return nil
			})
		},
	}
}

// show prints a card.
func show(w io.Writer, lang reports.Lang, spec virtualcard.Spec, card *virtualcard.Card) {
	title := cardLabels().title
	if !has(card, virtualcard.SurfaceAP) {
		title = cardLabels().phone
	}
	rows := []string{title.In(lang), ""}
	width := 0
	facts := factsOf(spec, card)
	for _, f := range facts {
		width = max(width, columns(f.label.In(lang)))
	}
	for _, f := range facts {
		rows = append(rows, padded(f.label.In(lang), width)+"  "+f.value(lang))
	}
	fmt.Fprint(w, boxed(rows))
	fmt.Fprintf(w, "%s  ATR %s\n", spec.Profile, strings.ToUpper(hex.EncodeToString(card.ATR())))
	drawTree(w, card.List())
}

// fact is one line of the box.
type fact struct {
	label trace.Sentence
	value func(reports.Lang) string
}

// factsOf returns the facts about a card and its holder that may be shown. Facts that the card does not have are left out.
func factsOf(spec virtualcard.Spec, card *virtualcard.Card) (all []fact) {
	labels, holder := cardLabels(), holderOf(spec, card)
	add := func(label trace.Sentence, value string, shown func(string, reports.Lang) string) {
		if value != "" {
			all = append(all, fact{label, func(lang reports.Lang) string { return shown(value, lang) }})
		}
	}
	add(labels.name, holder.name, plain)
	add(labels.kana, kanaOf(holder.name), plain)
	add(labels.birth, holder.birth, dayIn)
	add(labels.sex, holder.sex, sexIn)
	add(labels.address, holder.address, plain)
	add(labels.municipality, holder.municipality, plain)
	add(labels.expiry, holder.expiry, dayIn)
	add(labels.user, validity(spec.AuthCert), plain)
	add(labels.sign, validity(spec.SignCert), plain)
	for _, l := range card.List() {
		for _, f := range l.Files {
			unused := f.FID == virtualcard.FIDSignPIN && spec.SignCert == nil
			if l.Application.Name == virtualcard.JPKI && f.Counted && !unused {
				add(labels.tries(f.FID), fmt.Sprintf("%d / %d", f.Tries, f.Full), plain)
			}
		}
	}
	return all
}

func plain(value string, _ reports.Lang) string { return value }

// dayIn formats yyyyMMdd as a date.
func dayIn(yyyymmdd string, lang reports.Lang) string {
	day, err := time.Parse("20060102", yyyymmdd)
	switch {
	case err != nil:
		return yyyymmdd
	case lang == reports.LangEN:
		return day.Format(time.DateOnly)
	default:
		return day.Format("2006年1月2日")
	}
}

func sexIn(code string, lang reports.Lang) string {
	if name, ok := cardLabels().sexes[code]; ok {
		return name.In(lang)
	}
	return code
}

// validity returns a certificate's validity and serial number; empty if there is no certificate.
func validity(der []byte) string {
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return ""
	}
	from, to := certificate.NotBefore.In(jpki.JST), certificate.NotAfter.In(jpki.JST)
	return fmt.Sprintf("%s - %s  %s", from.Format(time.DateOnly), to.Format(time.DateOnly), jpki.SerialText(certificate.SerialNumber))
}

// kanaOf returns the kana of a person of the cast; for others it is empty, since no card stores kana.
func kanaOf(name string) string {
	cast, err := people.Load()
	if err != nil {
		return ""
	}
	person, err := cast.Person(name)
	if err != nil {
		return ""
	}
	return person.Kana
}

// drawTree prints applications and files as a tree.
func drawTree(w io.Writer, all []virtualcard.Listing) {
	for i, l := range all {
		branch, stem := "├─ ", "│  "
		if i == len(all)-1 {
			branch, stem = "└─ ", "   "
		}
		fmt.Fprintf(w, "%s%s  %X\n", branch, l.Application.Name, l.Application.AID)
		for j, f := range l.Files {
			leaf := "├─ "
			if j == len(l.Files)-1 {
				leaf = "└─ "
			}
			fmt.Fprintln(w, strings.TrimRight(stem+leaf+leafText(f), " "))
		}
	}
}

func leafText(f virtualcard.ListedFile) string {
	size, detail := "", f.Access
	if f.Size > 0 {
		size = fmt.Sprintf("%d bytes", f.Size)
	}
	if f.Counted {
		detail = fmt.Sprintf("%d of %d tries left", f.Tries, f.Full)
	}
	return fmt.Sprintf("%04X  %s  %-11s  %10s  %s", f.FID, padded(f.Name, 36), f.Kind, size, detail)
}
