package main

import "github.com/mynalab/mynalab/reports/trace"

// pinSentences returns the sentences of `list --pins`.
func pinSentences() map[sentenceKey]trace.Sentence {
	return map[sentenceKey]trace.Sentence{
		msgPinsNoFile: {JA: "--pins に比べる文書がありません。新しい版のファイルを1つ以上指定してください",
			EN: "--pins has no document to compare: name one or more files with new editions"},
		msgPinsUnread: {JA: "%[1]s を読み取れません（%[2]v）。文書のテキストのファイルを指定してください",
			EN: "reading %[1]s: %[2]v: name a file that holds the text of a document"},
		msgPinsEmpty: {JA: "%[1]s は空です。文書の本文のあるファイルを指定してください",
			EN: "%[1]s contains no text: name a file that holds the text of a document"},
		msgPinsNoText: {JA: "%[1]s は UTF-8 のテキストではありません。文書の本文を UTF-8 のテキストで保存して指定してください",
			EN: "%[1]s is not UTF-8 text: save the text of the document as UTF-8 and name that file"},
		msgPinsUnknown: {JA: "%[1]s がどの文書か分かりません。ファイルの名前を文書のID（%[2]s）のどれかで始めてください",
			EN: "%[1]s does not match any document: begin the file's name with the id of its document (%[2]s)"},
		msgPinsTwice: {JA: "%[1]s と %[2]s は、どちらも文書 %[3]s です。1つだけ指定してください",
			EN: "%[1]s and %[2]s are both editions of document %[3]s: name only one of them"},
		msgPinsTables: {JA: "%[1]s の pins.tsv、sources.tsv、requirements.tsv を読み取れません（%[2]v）。表を直すか、pins.tsv を除いてください",
			EN: "reading pins.tsv, sources.tsv and requirements.tsv in %[1]s: %[2]v: correct the tables, or remove pins.tsv"},
		msgPinsTouched: {JA: "要件 %[1]d 件の根拠の文言が変わりました。× の付いた要件をご覧ください",
			EN: "the words of %[1]d requirements changed or are gone: see those marked ×"},
	}
}
