package main

import (
	"maps"

	"github.com/mynalab/mynalab/reports/trace"
)

// word is the key of one sentence of the command line.
type word string

// The sentences. Each ends with the next move, except the lines of doctor and of the progress.
const (
	wordBadLang       word = "bad language"
	wordBadJobs       word = "bad jobs"
	wordBadTimeLimit  word = "bad time limit"
	wordBadSettle     word = "bad settle"
	wordPanic         word = "a panic"
	wordBadCard       word = "bad card"
	wordBadFormat     word = "bad format"
	wordUnknown       word = "unknown command"
	wordUnknownNear   word = "unknown command with a near one"
	wordArguments     word = "bad arguments"
	wordFlag          word = "bad flag"
	wordNothingPassed word = "nothing passed"
	wordNoReader      word = "no such reader"
	wordNoPCSC        word = "no PC/SC"
	wordNoCard        word = "no card on the reader"
	wordForeignCard   word = "no My Number card on the reader"
	wordOut           word = "output directory"
	wordKnown         word = "known-failure file"
	wordFeatures      word = "feature directory"
	wordResults       word = "results of a run"
	wordMerge         word = "parts that do not fit"
	wordWorse         word = "a run that got worse"
	wordNotReady      word = "doctor found something"
	wordNoService     word = "flags of a service that was not named"
	wordBadService    word = "bad service URL"
	wordNoCA          word = "no CA for a service"
	wordBadCA         word = "bad CA file"
	wordBadControl    word = "bad control URL"
	wordNoControl     word = "a token without a control URL"
	wordNoToken       word = "no token, or a wrong one"
	wordBadToken      word = "bad token file"
	wordUntrusted     word = "a service with another certificate"
	wordUnreached     word = "a service that does not answer"
	wordOneSlot       word = "a service that serves one scenario at a time"
	wordTwelveDigits  word = "what may be a My Number"
	wordTLSDir        word = "TLS directory"
	wordFiles         word = "directory of attachments"
	wordExisting      word = "directory of the file-drop helper"
	wordPeople        word = "directory for the cast"
	wordPeopleThere   word = "a directory for the cast that is there"
	wordPeopleDone    word = "the cast was written"
	wordCrowd         word = "bad size of the crowd"
	wordCrowdWhere    word = "a crowd without a directory"
	wordBadDB         word = "bad database"
	wordBadPort       word = "a port that can't be had"
	wordBadMode       word = "a mode that there is not"

	wordLacking         word = "a needed link that is not ok"
	wordLackingOptional word = "another link that is not ok"
	wordAsAbove         word = "the move of a link above"

	wordShell word = "a shell that gets no script"
)

// sentences is the table of what the command line says, with the same arguments in both languages.
func sentences() map[word]trace.Sentence {
	all := runSentences()
	maps.Copy(all, serviceSentences())
	return all
}

// runSentences are those of runs, cards and reports.
func runSentences() map[word]trace.Sentence {
	return map[word]trace.Sentence{
		wordBadLang: {JA: "--lang %[1]q は使えません。ja か en を指定してください", EN: "--lang %[1]q: write ja or en"},
		wordBadJobs: {JA: "--jobs %[1]d は使えません。スロットの数か、コア数に合わせる 0 を指定してください",
			EN: "--jobs %[1]d: write a number of slots, or 0 for one per core"},
		wordBadTimeLimit: {JA: "--time-limit %[1]v は使えません。30s のように 0 より長い時間を指定してください",
			EN: "--time-limit %[1]v: write a duration above zero, e.g. 30s"},
		wordPanic: {JA: "mynalab の内部の誤りです（%[1]v）。次の行と、実行したコマンドを添えて報告してください",
			EN: "this is a defect of mynalab (%[1]v): report it with the lines that follow and the command that you ran"},
		wordBadSettle: {JA: "--settle %[1]v は使えません。1ms や 200ms のように 0 以上の時間を指定してください",
			EN: "--settle %[1]v: write a duration of zero or more, e.g. 1ms or 200ms"},
		wordBadCard: {JA: "--card %[1]q は使えません。virtual か pcsc:リーダー名 を指定してください",
			EN: "--card %[1]q: write virtual, or pcsc:NAME"},
		wordBadFormat: {JA: "--format %[1]q は使えません。%[2]s のどれかを指定してください",
			EN: "--format %[1]q: write one of %[2]s"},
		wordUnknown: {JA: "コマンド %[1]q はありません。mynalab --help をご覧ください",
			EN: "there is no command %[1]q: see mynalab --help"},
		wordUnknownNear: {JA: "コマンド %[1]q はありません。%[2]s のことですか。mynalab --help をご覧ください",
			EN: "there is no command %[1]q, did you mean %[2]s? see mynalab --help"},
		wordArguments: {JA: "引数が合いません（%[1]v）。%[2]s --help をご覧ください",
			EN: "the arguments do not fit (%[1]v): see %[2]s --help"},
		wordFlag: {JA: "フラグを読み取れません（%[1]v）。%[2]s --help をご覧ください",
			EN: "reading the flags: %[1]v: see %[2]s --help"},
		wordNothingPassed: {JA: "合格したシナリオがありません（%[1]d 件を選択）。--tags か --card を変えてください",
			EN: "nothing passed of %[1]d scenarios: choose others with --tags, or another --card"},
		wordNoReader: {JA: "リーダーを開けません（%[1]v）。名前の一部を --card pcsc:… に続けるか、mynalab doctor で一覧をご覧ください",
			EN: "opening the reader: %[1]v: name one with --card pcsc:…, mynalab doctor lists them"},
		wordNoPCSC: {JA: "PC/SC を使えません（%[1]v）。mynalab doctor が足りないものを示します",
			EN: "opening PC/SC: %[1]v: mynalab doctor says what is missing"},
		wordNoCard: {JA: "リーダーにカードがありません（%[1]v）。カードを置いて、もう一度実行してください",
			EN: "%[1]v: put a card on it and run again"},
		wordForeignCard: {JA: "カードを読み取れません（%[1]v）。マイナンバーカードか確かめ、別のカードでも試してください",
			EN: "%[1]v: is it a My Number card? try another card"},
		wordOut: {JA: "出力先を用意できません（%[1]v）。--out で別のディレクトリを指定してください",
			EN: "%[1]v"},
		wordKnown: {JA: "--known のファイルを読み取れません（%[1]v）。ファイルの名前を確かめてください",
			EN: "reading the known failures: %[1]v: check the name of the file"},
		wordFeatures: {JA: "--features %[1]s を読み取れません（%[2]v）。*.feature のあるディレクトリを指定してください",
			EN: "--features %[1]s: %[2]v: name a directory that holds *.feature files"},
		wordResults: {JA: "%[1]s の結果を読み取れません（%[2]v）。途中で切れていない mynalab run の出力先を指定してください",
			EN: "reading the output in %[1]s: %[2]v"},
		wordMerge: {JA: "まとめられません（%[1]v）。同じ実行の分割をすべて、一度ずつ指定してください", EN: "%[1]v"},
		wordWorse: {JA: "後の実行で %[1]d 件が悪くなりました。× の付いたシナリオをご覧ください",
			EN: "%[1]d scenarios got worse: see those marked ×"},
		wordLacking: {JA: "%[1]s: %[2]s\n原因: %[3]s\n次に: %[4]s", EN: "%[1]s: %[2]s\nblame: %[3]s\nnext: %[4]s"},
		wordLackingOptional: {JA: "%[1]s（なくても既定の実行はできる）: %[2]s\n原因: %[3]s\n次に: %[4]s",
			EN: "%[1]s (a default run does without): %[2]s\nblame: %[3]s\nnext: %[4]s"},
		wordAsAbove: {JA: "上の「%[1]s」を先に直す", EN: `as above: mend "%[1]s" first`},
		wordShell: {JA: "シェル %[1]q の補完はありません。%[2]s のどれかを指定してください",
			EN: "there is no completion for %[1]q: write one of %[2]s"},
		wordNoService: {JA: "--control、--ca、--control-token は、別のプロセスのサービスのためのものです。--service https://… も指定してください",
			EN: "--control, --ca and --control-token are for a service in another process: name it with --service https://…"},
		wordBadService: {JA: "--service %[1]q は使えません（%[2]v）。embedded か https://ホスト:ポート を指定してください",
			EN: "--service %[1]q: %[2]v: write embedded, or https://HOST:PORT"},
		wordNoCA: {JA: "サービスの証明書を確かめるCAがありません。mynalab serve が --tls-dir に書いたCAのファイルを --ca で指定してください",
			EN: "there is no CA to check the service's certificate by: name its file with --ca, mynalab serve writes one to its --tls-dir"},
		wordBadCA: {JA: "--ca のファイルを読み取れません（%[1]v）。mynalab serve が --tls-dir に書いたCAのファイル（PEM）を指定してください",
			EN: "reading the CA: %[1]v: name the PEM file that mynalab serve wrote to its --tls-dir"},
		wordBadControl: {JA: "--control %[1]q は使えません（%[2]v）。https://ホスト:ポート、このPCのものなら http://127.0.0.1:ポート を指定してください",
			EN: "--control %[1]q: %[2]v: write https://HOST:PORT, or http://127.0.0.1:PORT on this machine"},
		wordNoControl: {JA: "--control-token だけでは使えません。--control で制御用URLも指定してください",
			EN: "--control-token without a control handler: name its URL with --control"},
		wordNoToken: {JA: "--control %[1]s にはトークンが要ります。正しいトークンのファイルを --control-token で指定してください",
			EN: "--control %[1]s wants its token: name the file that holds it with --control-token"},
		wordBadToken: {JA: "--control-token のファイルを読み取れません（%[1]v）。トークンだけを1行に書いたファイルを指定してください",
			EN: "reading the token: %[1]v: name a file that holds the token on one line"},
		wordUntrusted: {JA: "%[1]s の証明書を --ca のCAで確かめられません（%[2]v）。そのサービスのCAのファイルを指定してください",
			EN: "%[1]s: --ca does not vouch for its certificate: %[2]v: name the CA of that service"},
		wordUnreached: {JA: "%[1]s が応答しません（%[2]v）。mynalab serve が動いているか、URLが合っているか確かめてください",
			EN: "%[1]s does not answer: %[2]v: start it with mynalab serve, or check the URL"},
		wordOneSlot: {JA: "別のプロセスのサービスでは、シナリオを一つずつ実行します（--jobs %[1]d は 1 になります）",
			EN: "a service in another process serves one scenario at a time: --jobs %[1]d becomes 1"},
		wordNotReady: {JA: "そろっていないものがあります。not ok の行の「次に」をご覧ください",
			EN: "something needed is not ok: follow the next moves above"},
		wordTwelveDigits: {JA: "12桁の数字", EN: "12 digits"},
	}
}
