package main

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/cucumber/godog"
	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/mockservice"
)

// Each benchmark runs next to its floor, the least that could do the same work, in the same process at the same time, so that
// a slow or busy machine slows both down. It fails if the ratio is above its limit. The limits are our choice.
const (
	suiteLimit  = 3.0
	startLimit  = 5.0
	signLimit   = 30 * time.Microsecond
	benchedJobs = 2
)

// The minimum that one scenario needs: the constants of the suite's floor.
const (
	floorHandshakes = 1
	floorSignatures = 3
	floorVerifies   = 4
)

// beside holds the times of some work and of its floor, measured in turn.
type beside struct{ work, floor []time.Duration }

// within reports how many times as long as the floor the work takes, by the medians, and fails above the limit.
func (t beside) within(b *testing.B, limit float64) {
	b.Helper()
	work, floor := median(t.work), median(t.floor)
	ratio := float64(work) / float64(floor)
	b.ReportMetric(float64(work.Microseconds()), "work-µs")
	b.ReportMetric(float64(floor.Microseconds()), "floor-µs")
	b.ReportMetric(ratio, "x-floor")
	if ratio > limit {
		b.Errorf("%.2f times the floor, at most %.2f are allowed", ratio, limit)
	}
}

// median ignores outliers, which come from other programs on the machine.
func median(times []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(times))
	return sorted[len(sorted)/2]
}

// BenchmarkSuite measures all of `mynalab run`, from the start of the process to the reports on disk. The floor is the
// cryptography and the bare step engine that its scenarios need at least.
func BenchmarkSuite(b *testing.B) {
	suite, err := features.Load(features.Embedded())
	require.NoError(b, err)
	least := newSuiteFloor(b)
	var times beside
	for b.Loop() {
		times.work = append(times.work, suiteTime(b))
		start := time.Now()
		least.stage(len(suite.Scenarios))
		times.floor = append(times.floor, time.Since(start))
	}
	b.ReportMetric(float64(len(suite.Scenarios)), "scenarios")
	times.within(b, suiteLimit)
}

// suiteFloor does the minimum that a scenario needs.
type suiteFloor struct {
	b        *testing.B
	address  string
	client   *tls.Config
	key      *rsa.PrivateKey
	digest   [sha256.Size]byte
	scenario []byte
}

func newSuiteFloor(b *testing.B) *suiteFloor {
	b.Helper()
	config, ca, err := mockservice.NewTLS(time.Now())
	require.NoError(b, err)
	listener, err := tls.Listen("tcp", "127.0.0.1:0", config)
	require.NoError(b, err)
	b.Cleanup(func() { _ = listener.Close() })
	go answer(listener)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(b, err)
	roots := x509.NewCertPool()
	require.True(b, roots.AppendCertsFromPEM(ca))
	return &suiteFloor{b: b, address: listener.Addr().String(), client: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
		key: key, scenario: []byte("機能: あ\n  シナリオ: い\n    前提 用意\n    かつ 用意\n    もし 用意\n    ならば 用意\n    かつ 用意\n")}
}

// answer completes handshakes and then reads until the client closes the connection.
func answer(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			_, _ = io.Copy(io.Discard, c)
			_ = c.Close()
		}()
	}
}

// stage does the work of n scenarios, in as many goroutines as the run has slots.
func (f *suiteFloor) stage(n int) {
	var workers sync.WaitGroup
	for job := range benchedJobs {
		workers.Go(func() {
			for i := job; i < n; i += benchedJobs {
				f.one()
			}
		})
	}
	workers.Wait()
}

// one does the work of one scenario.
func (f *suiteFloor) one() {
	for range floorHandshakes {
		c, err := tls.Dial("tcp", f.address, f.client)
		if err != nil {
			f.b.Error(err)
			return
		}
		_ = c.Close()
	}
	var signed []byte
	for range floorSignatures {
		signed, _ = rsa.SignPKCS1v15(nil, f.key, crypto.SHA256, f.digest[:])
	}
	for range floorVerifies {
		if err := rsa.VerifyPKCS1v15(&f.key.PublicKey, crypto.SHA256, f.digest[:], signed); err != nil {
			f.b.Error(err)
		}
	}
	suite := godog.TestSuite{
		ScenarioInitializer: func(sc *godog.ScenarioContext) { sc.Step(`^用意$`, func() {}) },
		Options: &godog.Options{Format: "progress", Output: io.Discard, NoColors: true, Strict: true, Concurrency: 1,
			Dialect: "ja", FeatureContents: []godog.Feature{{Name: "a.feature", Contents: f.scenario}}},
	}
	if code := suite.Run(); code != 0 {
		f.b.Errorf("the bare step engine ends with %d", code)
	}
}
