package main

import (
	"maps"

	"github.com/mynalab/mynalab/reports/trace"
)

// sentenceKey is the key of one sentence of the command line.
type sentenceKey string

// The keys of the sentences. Each sentence ends with the next move, except the lines of doctor and of the progress.
const (
	msgBadLang       sentenceKey = "bad language"
	msgBadJobs       sentenceKey = "bad jobs"
	msgBadTimeLimit  sentenceKey = "bad time limit"
	msgBadSettle     sentenceKey = "bad settle"
	msgPanic         sentenceKey = "a panic"
	msgBadCard       sentenceKey = "bad card"
	msgBadFormat     sentenceKey = "bad format"
	msgUnknown       sentenceKey = "unknown command"
	msgUnknownNear   sentenceKey = "unknown command with a similar one"
	msgArguments     sentenceKey = "bad arguments"
	msgFlag          sentenceKey = "bad flag"
	msgEmptyFlag     sentenceKey = "flag with an empty value"
	msgNothingPassed sentenceKey = "nothing passed"
	msgNoReader      sentenceKey = "no such reader"
	msgNoPCSC        sentenceKey = "no PC/SC"
	msgNoCard        sentenceKey = "no card in the reader"
	msgForeignCard   sentenceKey = "no My Number card in the reader"
	msgOut           sentenceKey = "output directory"
	msgKnown         sentenceKey = "known-failure file"
	msgFeatures      sentenceKey = "feature directory"
	msgResults       sentenceKey = "results of a run"
	msgMerge         sentenceKey = "parts that do not fit"
	msgWorse         sentenceKey = "a run that got worse"
	msgNotReady      sentenceKey = "doctor found something"
	msgNoService     sentenceKey = "flags of a service that was not named"
	msgBadService    sentenceKey = "bad service URL"
	msgNoCA          sentenceKey = "no CA for a service"
	msgBadCA         sentenceKey = "bad CA file"
	msgBadControl    sentenceKey = "bad control URL"
	msgNoControl     sentenceKey = "a token without a control URL"
	msgNoToken       sentenceKey = "no token, or a wrong one"
	msgBadToken      sentenceKey = "bad token file"
	msgUntrusted     sentenceKey = "a service with another certificate"
	msgUnreached     sentenceKey = "a service that does not answer"
	msgOneSlot       sentenceKey = "a service that serves one scenario at a time"
	msgTwelveDigits  sentenceKey = "possible My Number"
	msgTLSDir        sentenceKey = "TLS directory"
	msgFiles         sentenceKey = "directory of attachments"
	msgExisting      sentenceKey = "directory of the file-drop helper"
	msgPeople        sentenceKey = "directory for the cast"
	msgPeopleThere   sentenceKey = "an existing directory for the cast"
	msgPeopleDone    sentenceKey = "the cast was written"
	msgCrowd         sentenceKey = "bad size of the crowd"
	msgCrowdWhere    sentenceKey = "a crowd without a directory"
	msgBadDB         sentenceKey = "bad database"
	msgBadPort       sentenceKey = "a port that can't be opened"
	msgBadMode       sentenceKey = "bad mode"

	msgLacking         sentenceKey = "a needed link that is not ok"
	msgLackingOptional sentenceKey = "another link that is not ok"
	msgAsAbove         sentenceKey = "a link above to fix first"

	msgShell sentenceKey = "unknown shell"

	msgPinsNoFile  sentenceKey = "no new edition of a source"
	msgPinsUnread  sentenceKey = "an edition that can't be read"
	msgPinsEmpty   sentenceKey = "an edition without text"
	msgPinsNoText  sentenceKey = "an edition that is not text"
	msgPinsUnknown sentenceKey = "an edition of an unknown source"
	msgPinsTwice   sentenceKey = "two editions of one source"
	msgPinsTables  sentenceKey = "tables of pins in --features"
	msgPinsTouched sentenceKey = "requirements whose words changed"
)

// sentences returns the table of what the command line prints. Both languages of a sentence take the same arguments.
func sentences() map[sentenceKey]trace.Sentence {
	all := runSentences()
	maps.Copy(all, linkSentences())
	maps.Copy(all, serviceSentences())
	maps.Copy(all, pinSentences())
	return all
}

// runSentences returns the sentences of runs, cards and reports.
func runSentences() map[sentenceKey]trace.Sentence {
	return map[sentenceKey]trace.Sentence{
		msgBadLang: {JA: "--lang %[1]q は使えません。ja か en を指定してください", EN: "--lang %[1]q: write ja or en"},
		msgBadJobs: {JA: "--jobs %[1]d は使えません。スロットの数か、コア数に合わせる 0 を指定してください",
			EN: "--jobs %[1]d: write a number of slots, or 0 for one per core"},
		msgBadTimeLimit: {JA: "--time-limit %[1]v は使えません。30s のように 0 より長い時間を指定してください",
			EN: "--time-limit %[1]v: write a duration above zero, e.g. 30s"},
		msgPanic: {JA: "mynalab の内部の誤りです（%[1]v）。次の行と、実行したコマンドを添えて報告してください",
			EN: "this is a defect of mynalab (%[1]v): report it with the lines below and the command that you ran"},
		msgBadSettle: {JA: "--settle %[1]v は使えません。1ms や 200ms のように 0 以上の時間を指定してください",
			EN: "--settle %[1]v: write a duration of zero or more, e.g. 1ms or 200ms"},
		msgBadCard: {JA: "--card %[1]q は使えません。virtual か pcsc:リーダー名 を指定してください",
			EN: "--card %[1]q: write virtual, or pcsc:NAME"},
		msgBadFormat: {JA: "--format %[1]q は使えません。%[2]s のどれかを指定してください",
			EN: "--format %[1]q: write one of %[2]s"},
		msgUnknown: {JA: "コマンド %[1]q はありません。mynalab --help をご覧ください",
			EN: "there is no command %[1]q: see mynalab --help"},
		msgUnknownNear: {JA: "コマンド %[1]q はありません。%[2]s のことですか。mynalab --help をご覧ください",
			EN: "there is no command %[1]q, did you mean %[2]s? see mynalab --help"},
		msgArguments: {JA: "引数が合いません（%[1]v）。%[2]s --help をご覧ください",
			EN: "wrong arguments (%[1]v): see %[2]s --help"},
		msgFlag: {JA: "フラグを読み取れません（%[1]v）。%[2]s --help をご覧ください",
			EN: "reading the flags: %[1]v: see %[2]s --help"},
		msgEmptyFlag: {JA: "--%[1]s の値が空です。値を指定するか、フラグを外してください。%[2]s --help をご覧ください",
			EN: "--%[1]s has an empty value: give it one, or leave the flag out: see %[2]s --help"},
		msgNothingPassed: {JA: "合格したシナリオがありません（%[1]d 件を選択）。--tags か --card を変えてください",
			EN: "none of the %[1]d selected scenarios passed: choose others with --tags, or another --card"},
		msgNoReader: {JA: "リーダーを開けません（%[1]v）。名前の一部を --card pcsc:… に続けるか、mynalab doctor で一覧をご覧ください",
			EN: "opening the reader: %[1]v: name one with --card pcsc:…, mynalab doctor lists them"},
		msgNoPCSC: {JA: "PC/SC を使えません（%[1]v）。mynalab doctor が足りないものを示します",
			EN: "opening PC/SC: %[1]v: mynalab doctor says what is missing"},
		msgNoCard: {JA: "リーダーにカードがありません（%[1]v）。カードを置いて、もう一度実行してください",
			EN: "%[1]v: put a card in it and run again"},
		msgForeignCard: {JA: "カードを読み取れません（%[1]v）。マイナンバーカードか確かめ、別のカードでも試してください",
			EN: "%[1]v: is it a My Number card? try another card"},
		msgOut: {JA: "出力先を用意できません（%[1]v）。--out で別のディレクトリを指定してください",
			EN: "%[1]v"},
		msgKnown: {JA: "--known のファイルを読み取れません（%[1]v）。ファイルの名前を確かめてください",
			EN: "reading the known failures: %[1]v: check the name of the file"},
		msgFeatures: {JA: "--features %[1]s を読み取れません（%[2]v）。*.feature のあるディレクトリを指定してください",
			EN: "--features %[1]s: %[2]v: name a directory that holds *.feature files"},
		msgResults: {JA: "%[1]s の結果を読み取れません（%[2]v）。途中で切れていない mynalab run の出力先を指定してください",
			EN: "reading the output in %[1]s: %[2]v"},
		msgMerge: {JA: "まとめられません（%[1]v）。同じ実行の分割をすべて、一度ずつ指定してください", EN: "%[1]v"},
		msgWorse: {JA: "後の実行で %[1]d 件が悪くなりました。× の付いたシナリオをご覧ください",
			EN: "%[1]d scenarios got worse: see those marked ×"},
		msgLacking: {JA: "%[1]s: %[2]s\n原因: %[3]s\n次に: %[4]s", EN: "%[1]s: %[2]s\nblame: %[3]s\nnext: %[4]s"},
		msgLackingOptional: {JA: "%[1]s（なくても既定の実行はできる）: %[2]s\n原因: %[3]s\n次に: %[4]s",
			EN: "%[1]s (not needed by a default run): %[2]s\nblame: %[3]s\nnext: %[4]s"},
		msgAsAbove: {JA: "上の「%[1]s」を先に直す", EN: `fix "%[1]s" above first`},
		msgShell: {JA: "シェル %[1]q の補完はありません。%[2]s のどれかを指定してください",
			EN: "there is no completion for %[1]q: write one of %[2]s"},
		msgNotReady: {JA: "そろっていないものがあります。not ok の行の「次に」をご覧ください",
			EN: "something needed is not ok: follow the next moves above"},
		msgTwelveDigits: {JA: "12桁の数字", EN: "12 digits"},
	}
}

// linkSentences returns the sentences of the flags that say where the service is.
func linkSentences() map[sentenceKey]trace.Sentence {
	return map[sentenceKey]trace.Sentence{
		msgNoService: {JA: "--control、--ca、--control-token は、別のプロセスのサービスのためのものです。--service https://… も指定してください",
			EN: "--control, --ca and --control-token are for a service in another process: name it with --service https://…"},
		msgBadService: {JA: "--service %[1]q は使えません（%[2]v）。embedded か https://ホスト:ポート を指定してください",
			EN: "--service %[1]q: %[2]v: write embedded, or https://HOST:PORT"},
		msgNoCA: {JA: "サービスの証明書を確かめるCAがありません。mynalab serve が --tls-dir に書いたCAのファイルを --ca で指定してください",
			EN: "no CA to verify the service's certificate with: name its file with --ca; mynalab serve writes one to its --tls-dir"},
		msgBadCA: {JA: "--ca のファイルを読み取れません（%[1]v）。mynalab serve が --tls-dir に書いたCAのファイル（PEM）を指定してください",
			EN: "reading the CA: %[1]v: name the PEM file that mynalab serve wrote to its --tls-dir"},
		msgBadControl: {JA: "--control %[1]q は使えません（%[2]v）。https://ホスト:ポート、このPCのものなら http://127.0.0.1:ポート を指定してください",
			EN: "--control %[1]q: %[2]v: write https://HOST:PORT, or http://127.0.0.1:PORT on this machine"},
		msgNoControl: {JA: "--control-token だけでは使えません。--control で制御用URLも指定してください",
			EN: "--control-token without a control handler: name its URL with --control"},
		msgNoToken: {JA: "--control %[1]s にはトークンが要ります。正しいトークンのファイルを --control-token で指定してください",
			EN: "--control %[1]s requires its token: name the file that holds it with --control-token"},
		msgBadToken: {JA: "--control-token のファイルを読み取れません（%[1]v）。トークンだけを1行に書いたファイルを指定してください",
			EN: "reading the token: %[1]v: name a file that holds the token on one line"},
		msgUntrusted: {JA: "%[1]s の証明書を --ca のCAで確かめられません（%[2]v）。そのサービスのCAのファイルを指定してください",
			EN: "%[1]s: its certificate can't be verified with --ca: %[2]v: name the CA of that service"},
		msgUnreached: {JA: "%[1]s が応答しません（%[2]v）。mynalab serve が動いているか、URLが合っているか確かめてください",
			EN: "%[1]s does not answer: %[2]v: start it with mynalab serve, or check the URL"},
		msgOneSlot: {JA: "別のプロセスのサービスでは、シナリオを一つずつ実行します（--jobs %[1]d は 1 になります）",
			EN: "a service in another process serves one scenario at a time: --jobs %[1]d becomes 1"},
	}
}
