package main

import "github.com/mynalab/mynalab/reports/trace"

// serviceSentences returns the sentences of `serve` and of `list --people`.
func serviceSentences() map[sentenceKey]trace.Sentence {
	return map[sentenceKey]trace.Sentence{
		msgTLSDir: {JA: "--tls-dir %[1]s を使えません（%[2]v）。書き込めるディレクトリを指定してください",
			EN: "--tls-dir %[1]s: %[2]v: name a writable directory"},
		msgFiles: {JA: "--files %[1]s を使えません（%[2]v）。書き込めるディレクトリを指定してください",
			EN: "--files %[1]s: %[2]v: name a writable directory"},
		msgExisting: {JA: "--oqs %[1]s を使えません（%[2]v）。書き込めるディレクトリを指定してください",
			EN: "--oqs %[1]s: %[2]v: name a writable directory"},
		msgPeople: {JA: "--people %[1]s に書けません（%[2]v）。書き込める場所を指定してください",
			EN: "--people %[1]s: %[2]v: name a writable place"},
		msgPeopleThere: {JA: "--people %[1]s はもうあります。別の名前を指定するか、それを消してください",
			EN: "--people %[1]s already exists: name another directory, or remove it"},
		msgPeopleDone: {JA: "%[1]s に書きました（登場人物 %[2]d 人、群衆 %[3]d 人）。中の README.md を見てください",
			EN: "wrote %[2]d persons of the cast and %[3]d of the crowd to %[1]s; see its README.md"},
		msgCrowd: {JA: "--crowd %[1]d は使えません。0 から %[2]d までの人数を指定してください",
			EN: "--crowd %[1]d: write a number of persons from 0 to %[2]d"},
		msgCrowdWhere: {JA: "--crowd と --my-numbers は --people のためのものです。--people DIR も指定してください",
			EN: "--crowd and --my-numbers need --people: name its directory, too"},
		msgBadDB: {JA: "--db を開けません（%[1]v）。memory、sqlite:FILE、postgres://… のどれかを指定してください",
			EN: "--db: %[1]v: name memory, sqlite:FILE or a postgres:// URL that can be opened"},
		msgBadMode: {JA: "--mode %[1]q は使えません。normal、strict、awkward のどれかを指定してください",
			EN: "--mode %[1]q: write normal, strict or awkward"},
		msgBadPort: {JA: "%[1]s %[2]s を開けません（%[3]v）。使われていない HOST:PORT を指定してください",
			EN: "%[1]s %[2]s: %[3]v: name a free HOST:PORT"},
	}
}
