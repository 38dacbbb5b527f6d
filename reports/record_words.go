package reports

import "github.com/mynalab/mynalab/reports/trace"

// recordWord is a term of the record with its words in both languages. Terms that the judge uses too are in reports/trace,
// so that a finding and the report around it use the same words.
type recordWord trace.Term

// say returns the words of a term, or the bare term if it is not in the list, e.g. because a later version wrote the
// record.
func say(list []recordWord, term string) trace.Sentence {
	for _, w := range list {
		if w.Term == term {
			return w.Says
		}
	}
	return trace.Sentence{JA: term, EN: term}
}

func verbs() []recordWord    { return worded(trace.Verbs()) }
func screens() []recordWord  { return worded(trace.Screens()) }
func outcomes() []recordWord { return worded(trace.Outcomes()) }

func worded(list []trace.Term) []recordWord {
	words := make([]recordWord, 0, len(list))
	for _, w := range list {
		words = append(words, recordWord(w))
	}
	return words
}

// files returns the words of the card's files (reports/capture, FileName; card §3).
func files() []recordWord {
	return []recordWord{
		{"signature certificate", trace.Sentence{JA: "署名用電子証明書", EN: "signature certificate"}},
		{"signature CA certificate", trace.Sentence{JA: "署名用CA証明書", EN: "signature CA certificate"}},
		{"token information", trace.Sentence{JA: "トークン情報", EN: "token information"}},
		{"certificate availability", trace.Sentence{JA: "証明書の有無", EN: "certificate availability"}},
		{"user authentication certificate", trace.Sentence{JA: "利用者証明用電子証明書", EN: "user authentication certificate"}},
		{"user authentication CA certificate", trace.Sentence{JA: "利用者証明用CA証明書", EN: "user authentication CA certificate"}},
		{"terminal authentication CA key", trace.Sentence{JA: "端末認証CA鍵", EN: "terminal authentication CA key"}},
		{"user authentication key", trace.Sentence{JA: "利用者証明用の鍵", EN: "user authentication key"}},
		{"user authentication PIN", trace.Sentence{JA: "利用者証明用の暗証番号", EN: "user authentication PIN"}},
		{"signature key", trace.Sentence{JA: "署名用の鍵", EN: "signature key"}},
		{"signature PIN", trace.Sentence{JA: "署名用の暗証番号", EN: "signature PIN"}},
	}
}

// bases returns the words of what a check is based on (reports/trace, Basis).
func bases() []recordWord {
	return []recordWord{
		{string(trace.BasisSource), trace.Sentence{JA: "出典", EN: "source document"}},
		{string(trace.BasisEvidence), trace.Sentence{JA: "公開の証拠", EN: "public evidence"}},
		{string(trace.BasisOurs), trace.Sentence{JA: "mynalab の取り決め", EN: "our own contract"}},
	}
}

// planes returns the words of the planes of the record (reports/trace, Plane).
func planes() []recordWord {
	return []recordWord{
		{string(trace.Card), trace.Sentence{JA: "カード", EN: "card"}},
		{string(trace.Service), trace.Sentence{JA: "サービス", EN: "service"}},
		{string(trace.Control), trace.Sentence{JA: "アプリの画面", EN: "screens of the app"}},
		{string(trace.World), trace.Sentence{JA: "世界", EN: "world"}},
	}
}
