package reports

import "github.com/mynalab/mynalab/reports/trace"

// recordWord is a term of the record in words for people. What the judge says too stands in reports/trace, so that a finding
// and the report around it call a screen by one name.
type recordWord trace.Term

// say is the term in words, or the bare term where the list lacks it: a later version may have written the record.
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

// files are the card's files (reports/capture, FileName; card §3).
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

// bases are what a check stands on (reports/trace, Basis).
func bases() []recordWord {
	return []recordWord{
		{string(trace.BasisSource), trace.Sentence{JA: "出典", EN: "source document"}},
		{string(trace.BasisEvidence), trace.Sentence{JA: "公開の証拠", EN: "public evidence"}},
		{string(trace.BasisOurs), trace.Sentence{JA: "mynalab の取り決め", EN: "our own contract"}},
	}
}

// planes are the seams that the record watches (reports/trace, Plane).
func planes() []recordWord {
	return []recordWord{
		{string(trace.Card), trace.Sentence{JA: "カード", EN: "card"}},
		{string(trace.Service), trace.Sentence{JA: "サービス", EN: "service"}},
		{string(trace.Control), trace.Sentence{JA: "アプリの画面", EN: "screens of the app"}},
		{string(trace.World), trace.Sentence{JA: "世界", EN: "world"}},
	}
}
