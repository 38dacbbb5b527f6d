package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/oqs"
	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/sim/people"
)

// logged is a buffer that a service writes to while a test reads it.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// running is a service started by `serve`.
type running struct {
	t                  *testing.T
	public, controlURL string
	ca                 string
	token              string
	client             *http.Client
	log                *logged
	// end tells it to end and returns its error.
	end func() error
}

// startServe starts `serve` on ports that the machine chooses, and reads their addresses from its output.
func startServe(t *testing.T, args ...string) *running {
	t.Helper()
	r := &running{t: t, log: &logged{}}
	out, say := io.Pipe()
	ctx, stop := context.WithCancel(context.Background())
	s := surroundings{stdout: say, stderr: r.log, lang: reports.LangEN, now: time.Now, random: randomReader{}, version: "test"}
	command := rootCommand(s)
	command.SetArgs(append([]string{"serve", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--tls-dir", t.TempDir(), "--files", t.TempDir()}, args...))
	ended := make(chan error, 1)
	go func() {
		err := command.ExecuteContext(ctx)
		say.CloseWithError(io.EOF)
		ended <- err
	}()
	r.end = sync.OnceValue(func() error {
		stop()
		return <-ended
	})
	t.Cleanup(func() { require.NoError(t, r.end()) })
	r.listen(bufio.NewScanner(out))
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return r
}

// listen reads the addresses that are printed at the start.
func (r *running) listen(lines *bufio.Scanner) {
	r.t.Helper()
	said := map[string]*string{"terminals, portals, JPKI: ": &r.public, "control: ": &r.controlURL, "CA: ": &r.ca, "control token: ": &r.token}
	for lines.Scan() {
		for head, to := range said {
			if rest, ok := strings.CutPrefix(lines.Text(), head); ok {
				*to, _, _ = strings.Cut(rest, " (")
			}
		}
		if strings.HasPrefix(lines.Text(), "Ctrl-C ends it.") {
			break
		}
	}
	pem, err := os.ReadFile(r.ca)
	require.NoError(r.t, err, "the service did not start: %s", r.log)
	roots := x509.NewCertPool()
	require.True(r.t, roots.AppendCertsFromPEM(pem))
	r.client = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	r.t.Cleanup(r.client.CloseIdleConnections)
}

func (r *running) get(path string) (int, string) {
	response, err := r.client.Get(r.public + path)
	require.NoError(r.t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(r.t, err)
	return response.StatusCode, string(text)
}

func TestServeAnswersAndEnds(t *testing.T) {
	r := startServe(t, "--db", "sqlite:"+filepath.Join(t.TempDir(), "lab.db"))
	status, _ := r.get(wire.PathHealth)
	require.Equal(t, 200, status)
	status, text := r.get("/metrics")
	require.Equal(t, 200, status)
	require.Contains(t, text, `mynalab_requests_total{method="GET",route="/healthz",status="200",code=""} 1`)
	accounts, err := control.Dial(r.controlURL, http.DefaultClient, "").Accounts(t.Context())
	require.NoError(t, err)
	require.NotEmpty(t, accounts, "the cast is loaded")
	spec, _, err := cardFlags{person: "P01", seed: cardSeed, profile: "contact-a1"}.personalise(surroundings{now: time.Now})
	require.NoError(t, err)
	card, err := x509.ParseCertificate(spec.AuthCert)
	require.NoError(t, err)
	known, err := control.Dial(r.controlURL, http.DefaultClient, "").Certificates(t.Context())
	require.NoError(t, err)
	require.Contains(t, serials(known, "P01"), fmt.Sprintf("%X", card.SerialNumber), "the service knows the card that mynalab card makes")
	require.NoError(t, r.end())
	_, err = r.client.Get(r.public + wire.PathHealth)
	require.Error(t, err, "the port is closed")
}

// serials returns the serial numbers that the service has of a person.
func serials(known []control.CertificateRecord, person string) (list []string) {
	for _, record := range known {
		if record.PersonID == person {
			list = append(list, record.Serial)
		}
	}
	return list
}

// TestServeKeepsItsDatabase: data are still there after a restart, and --empty does not load the cast again.
func TestServeKeepsItsDatabase(t *testing.T) {
	db := "sqlite:" + filepath.Join(t.TempDir(), "lab.db")
	first := startServe(t, "--db", db)
	before, err := control.Dial(first.controlURL, http.DefaultClient, "").Accounts(t.Context())
	require.NoError(t, err)
	require.NoError(t, first.end())
	second := startServe(t, "--db", db, "--empty")
	after, err := control.Dial(second.controlURL, http.DefaultClient, "").Accounts(t.Context())
	require.NoError(t, err)
	require.Equal(t, before, after)
}

func TestServeGuardsItsControlHandler(t *testing.T) {
	r := startServe(t, "--db", "memory", "--control", "0.0.0.0:0")
	require.NotEmpty(t, r.token)
	require.True(t, strings.HasPrefix(r.controlURL, "https://"))
	info, err := os.Stat(r.token)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	secret, err := os.ReadFile(r.token)
	require.NoError(t, err)
	url := r.controlURL
	_, err = control.Dial(url, r.client, "").Clock(t.Context())
	require.ErrorContains(t, err, "MOCK-E302")
	_, err = control.Dial(url, r.client, "another").Clock(t.Context())
	require.ErrorContains(t, err, "MOCK-E302")
	_, err = control.Dial(url, r.client, strings.TrimSpace(string(secret))).Clock(t.Context())
	require.NoError(t, err)
}

// TestServeKeepsPagesFromItsControlHandler: a page in a browser runs on this machine, too; it must not move the clock.
func TestServeKeepsPagesFromItsControlHandler(t *testing.T) {
	r := startServe(t, "--db", "memory")
	for name, edit := range map[string]func(*http.Request){
		"a page of another site":     func(q *http.Request) { q.Header.Set("Sec-Fetch-Site", "cross-site") },
		"a page with another origin": func(q *http.Request) { q.Header.Set("Origin", "https://example.com") },
		"a rebound host name":        func(q *http.Request) { q.Host = "rebound.example:8444" },
	} {
		t.Run(name, func(t *testing.T) {
			request, err := http.NewRequestWithContext(t.Context(), "POST", r.controlURL+control.PathReset, strings.NewReader(`{}`))
			require.NoError(t, err)
			edit(request)
			response, err := http.DefaultClient.Do(request)
			require.NoError(t, err)
			require.NoError(t, response.Body.Close())
			require.Equal(t, 403, response.StatusCode)
		})
	}
}

func TestServeNamesAPortThatIsTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	for _, flag := range []string{"--listen", "--control"} {
		var stderr bytes.Buffer
		s := surroundings{stdout: io.Discard, stderr: &stderr, lang: reports.LangEN, now: time.Now, random: randomReader{}}
		args := []string{"serve", "--db", "memory", "--tls-dir", t.TempDir(), "--files", t.TempDir(), "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"}
		require.Equal(t, exitUsage, run(append(args, flag, taken.Addr().String()), s))
		require.Regexp(t, `^mynalab: `+flag+` 127\.0\.0\.1:\d+: listen .*: address already in use: name a free HOST:PORT\n$`, stderr.String())
	}
}

// TestTLSDir: the certificate is reused while it is valid long enough, and made anew for another host; OpenSSL verifies it
// with the CA.
func TestTLSDir(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "tls")
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		return string(text)
	}
	_, err := openTLSDir(dir, now, nil)
	require.NoError(t, err)
	first := read(certificateFile)
	info, err := os.Stat(filepath.Join(dir, keyFile))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	_, err = openTLSDir(dir, now.AddDate(0, 0, 300), nil)
	require.NoError(t, err)
	require.Equal(t, first, read(certificateFile), "reused")
	_, err = openTLSDir(dir, now.AddDate(0, 0, 340), nil)
	require.NoError(t, err)
	second := read(certificateFile)
	require.NotEqual(t, first, second, "it expires soon")
	_, err = openTLSDir(dir, now.AddDate(0, 0, 340), []string{"mock.example", "192.0.2.7"})
	require.NoError(t, err)
	require.NotEqual(t, second, read(certificateFile), "it names another host")
	for _, name := range []string{keyFile, certificateFile, caFile, expiredFile} {
		before := read(name)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(first), 0o600), "as after an interrupted write")
		_, err = openTLSDir(dir, now.AddDate(0, 0, 340), []string{"mock.example", "192.0.2.7"})
		require.NoError(t, err, name)
		require.NotEqual(t, before, read(name), "made anew: %s", name)
	}
	program, err := exec.LookPath("openssl")
	if err != nil {
		if strings.Contains(","+os.Getenv("MYNALAB_REQUIRE")+",", ",pcsc,") {
			t.Fatal("openssl is missing and MYNALAB_REQUIRE requires pcsc: install openssl")
		}
		t.Skip("openssl is missing: install openssl")
	}
	for host, good := range map[string]bool{"mock.example": true, "localhost": true, "other.example": false} {
		out, err := exec.Command(program, "verify", "-attime", strconv.FormatInt(now.AddDate(0, 0, 341).Unix(), 10), "-CAfile", filepath.Join(dir, caFile),
			"-verify_hostname", host, filepath.Join(dir, certificateFile)).CombinedOutput()
		require.Equal(t, good, err == nil, "%s: %s", host, out)
	}
}

// randomReader returns truly random bytes.
type randomReader struct{}

func (randomReader) Read(b []byte) (int, error) { return rand.Read(b) }

// TestServeHasTheExistingTypesInterface: a request in the folder is answered in the folder, and the WebAPI is on the public
// port.
func TestServeHasTheExistingTypesInterface(t *testing.T) {
	dir := t.TempDir()
	r := startServe(t, "--db", "memory", "--oqs", dir)
	response, err := r.client.Post(r.public+oqs.PathAuth, "application/json", strings.NewReader("{}"))
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, 200, response.StatusCode)
	cast, err := people.Load()
	require.NoError(t, err)
	sato := cast.Persons[0]
	request := oqs.Group("XmlMsg", oqs.Group("MessageHeader", oqs.Leaf("QualificationConfirmationDate", "20250602"), oqs.Leaf("MedicalInstitutionCode", "2800001234")),
		oqs.Group("MessageBody", oqs.Group("QualificationConfirmSearchInfo", oqs.Leaf("InsurerNumber", sato.Insurance.InsurerNumber),
			oqs.Leaf("InsuredIdentificationNumber", sato.Insurance.Number), oqs.Leaf("Birthdate", sato.Birthdate))))
	text, err := oqs.WriteXML(request, oqs.UTF8)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "req", "request.partial"), text, 0o644))
	require.NoError(t, os.Rename(filepath.Join(dir, "req", "request.partial"), filepath.Join(dir, "req", "OQSsiquc01req_202506020001.xml")))
	answered := filepath.Join(dir, "res", "OQSsiquc01res_202506020001.xml")
	require.Eventually(t, func() bool { _, err := os.Stat(answered); return err == nil }, time.Minute, 10*time.Millisecond)
	file, err := os.ReadFile(answered)
	require.NoError(t, err)
	answer, _, err := oqs.ReadXML(file)
	require.NoError(t, err)
	require.Equal(t, sato.Name, answer.Find("MessageBody").Results()[0].Value("Name"))
}
