package mockservice_test

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// The limits of the benchmarks. Each benchmark measures its reference in the same process and in turns with the real work, so
// that the ratio does not depend on the machine, and fails if the ratio is beyond its limit. The limits are our choice: wide
// enough for the noise of a busy machine, narrow enough to notice a table scan or a lock around every check.
const (
	crowdLimit = 2.0 // a check among a million persons may take this many times as long as among a thousand
	rateLimit  = 0.5 // the least share of the checks per second that cryptography and connection alone allow
)

// The sizes of the benchmarks, our choice: enough terminals to keep every processor busy, and rounds of about a second.
const (
	benchTerminals = 64
	benchChecks    = 200  // checks in each round
	benchPeople    = 1000 // persons, who are checked in turn
)

// median returns the median, which ignores the moments in which the machine did something else.
func median(times []time.Duration) time.Duration { return quantile(times, 0.5) }

func quantile(times []time.Duration, q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(times))
	return sorted[int(float64(len(sorted)-1)*q)]
}

func benchService(rows store.Store) http.Handler {
	cfg := mockservice.Default(nil)
	cfg.Store = rows
	return mockservice.New(cfg).Public()
}

// BenchmarkCheckAmongAMillion compares a check in a SQLite file with a million persons to one with a thousand.
func BenchmarkCheckAmongAMillion(b *testing.B) {
	crowds := []int{1000, 1000 * 1000}
	lines, decks := make([]*line, len(crowds)), make([]*deck, len(crowds))
	for i, people := range crowds {
		rows := benchStore(b, populate(b, people))
		lines[i], decks[i] = openLine(b, benchService(rows), 1), newDeck(b, rows)
	}
	chance := rand.New(rand.NewPCG(1, 2))
	times := make([][]time.Duration, len(crowds))
	for b.Loop() {
		bodies := make([][][]byte, len(crowds))
		for i, people := range crowds {
			for range benchChecks / 4 {
				bodies[i] = append(bodies[i], decks[i].request(chance.IntN(people)))
			}
		}
		for i := range crowds {
			_, each := lines[i].postAll(b, wire.PathCheck, bodies[i], 1)
			times[i] = append(times[i], each...)
		}
	}
	few, many := median(times[0]), median(times[1])
	ratio := float64(many) / float64(few)
	b.ReportMetric(float64(many.Microseconds()), "million-µs")
	b.ReportMetric(float64(few.Microseconds()), "thousand-µs")
	b.ReportMetric(ratio, "x-thousand")
	if ratio > crowdLimit {
		b.Errorf("a check among a million persons takes %.2f times as long as among a thousand; at most %.1f times is allowed", ratio, crowdLimit)
	}
}

// BenchmarkChecksPerSecond measures how many checks a service answers per second over persistent connections. The reference is a
// bare handler behind the same TLS that only verifies one RSA-2048 signature.
func BenchmarkChecksPerSecond(b *testing.B) {
	for name, url := range map[string]string{"memory": "memory", "sqlite": "sqlite:" + filepath.Join(b.TempDir(), "rows.db")} {
		b.Run(name, func(b *testing.B) { checksPerSecond(b, url) })
	}
}

func checksPerSecond(b *testing.B, url string) {
	begun := time.Now()
	rows := benchStore(b, url)
	service := openLine(b, benchService(rows), benchTerminals)
	_, err := service.client.Get(service.url + wire.PathHealth)
	require.NoError(b, err)
	ready := time.Since(begun)
	for n := range benchPeople {
		person, certificate := benchPerson(n)
		require.NoError(b, rows.PutPerson(b.Context(), person))
		require.NoError(b, rows.PutCertificate(b.Context(), certificate))
	}
	cards := newDeck(b, rows)
	bare := openLine(b, bareHandler(cards.request(0)), benchTerminals)

	var work, floor, each []time.Duration
	for b.Loop() {
		var bodies [][]byte
		for range benchChecks {
			bodies = append(bodies, cards.request(cards.dealt%benchPeople))
		}
		took, _ := bare.postAll(b, wire.PathCheck, bodies, benchTerminals)
		floor = append(floor, took)
		took, one := service.postAll(b, wire.PathCheck, bodies, benchTerminals)
		work, each = append(work, took), append(each, one...)
	}
	perSecond := func(times []time.Duration) float64 { return benchChecks / median(times).Seconds() }
	share := perSecond(work) / perSecond(floor)
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	b.ReportMetric(perSecond(work), "checks/s")
	b.ReportMetric(perSecond(floor), "floor/s")
	b.ReportMetric(share, "of-floor")
	b.ReportMetric(float64(quantile(each, 0.99).Microseconds()), "p99-µs")
	b.ReportMetric(float64(memory.HeapAlloc)/(1<<20), "heap-MiB")
	b.ReportMetric(float64(ready.Microseconds())/1000, "start-ms")
	// With a file each check waits for the disk, so the share depends on the disk: it is reported but has no limit.
	if url == "memory" && share < rateLimit {
		b.Errorf("%.0f checks per second are %.2f of the reference's %.0f; at least %.1f of it is required", perSecond(work), share,
			perSecond(floor), rateLimit)
	}
}

// bareHandler reads a request, verifies a signature and answers with as many bytes as a check does.
func bareHandler(sample []byte) http.Handler {
	var request wire.CheckRequest
	if err := json.Unmarshal(sample, &request); err != nil {
		panic(err)
	}
	digest, key := sha256.Sum256(benchNonce[:]), &jpki.Key(0).PublicKey
	answer := bytes.Repeat([]byte("x"), 900)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(io.Discard, r.Body)
		if err != nil || rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], request.Signature) != nil {
			w.WriteHeader(http.StatusInternalServerError)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	})
}
