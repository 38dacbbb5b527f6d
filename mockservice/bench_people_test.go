package mockservice_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/big"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

var benchAccount = store.AccountKey{InstitutionCode: "2800001234", ID: "W0000001"}

// benchNonce is the nonce of every challenge in the benchmarks, so that one signature serves all of them.
var benchNonce = sha256.Sum256([]byte("bench"))

// benchPerson returns the nth of many persons, with the row of the person's certificate.
func benchPerson(n int) (store.Person, store.Certificate) {
	id := fmt.Sprintf("P%07d", n)
	person := store.Person{ID: id, Registered: true, Qualifications: []store.Qualification{{Name: "佐藤　花子", NameKana: "ｻﾄｳ ﾊﾅｺ", Sex: "2",
		Birthdate: "19850217", Address: "架空県架空市港町一丁目２番３号", PostNumber: "9990001", InsurerNumber: "06999998",
		InsurerName: "架空健康保険組合", Symbol: "１２３", Number: fmt.Sprintf("%07d", n), Branch: "01", Relation: "1", From: "20150401"}}}
	return person, store.Certificate{Serial: jpki.SerialText(benchSerial(n)), PersonID: id, ToldAt: start}
}

func benchSerial(n int) *big.Int { return big.NewInt(int64(0x10000000 + n)) }

// benchStore opens a store with a set clock and one registered terminal.
func benchStore(b *testing.B, url string) store.Store {
	b.Helper()
	rows, err := store.Open(b.Context(), url)
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, rows.Close()) })
	require.NoError(b, rows.ChangeSetup(b.Context(), func(s *store.Setup) error { s.Now = start; return nil }))
	require.NoError(b, rows.PutFacility(b.Context(), store.Facility{Code: benchAccount.InstitutionCode, Name: "みなと接骨院"}))
	require.NoError(b, rows.PutAccount(b.Context(), store.Account{Key: benchAccount, IssuedAt: start, BoundAt: start, Device: store.DigestOf(benchToken)}))
	return rows
}

// populate writes many persons into a SQLite file and returns its URL. It uses SQL directly and one transaction, which is faster
// than the store.
func populate(b *testing.B, people int) (url string) {
	b.Helper()
	file := filepath.Join(b.TempDir(), "rows.db")
	rows, err := store.Open(b.Context(), "sqlite:"+file)
	require.NoError(b, err)
	require.NoError(b, rows.Close())
	db, err := sql.Open("sqlite", "file:"+file+"?_journal_mode=OFF&_synchronous=OFF")
	require.NoError(b, err)
	db.SetMaxOpenConns(1)
	tx, err := db.BeginTx(b.Context(), nil)
	require.NoError(b, err)
	persons, err := tx.PrepareContext(b.Context(), "insert into persons (id, body) values ($1, $2)")
	require.NoError(b, err)
	certificates, err := tx.PrepareContext(b.Context(), "insert into certificates (serial, body) values ($1, $2)")
	require.NoError(b, err)
	for n := range people {
		person, certificate := benchPerson(n)
		insert(b, persons, person.ID, person)
		insert(b, certificates, certificate.Serial, certificate)
	}
	require.NoError(b, tx.Commit())
	require.NoError(b, db.Close())
	return "sqlite:" + file
}

func insert(b *testing.B, statement *sql.Stmt, key string, row any) {
	body, err := json.Marshal(row)
	if err == nil {
		_, err = statement.ExecContext(b.Context(), key, string(body))
	}
	if err != nil {
		b.Fatal(err)
	}
}

// deck makes requests for a check, each with a challenge of its own and the certificate of its person.
type deck struct {
	b         *testing.B
	rows      store.Store
	signature []byte
	issued    map[int][]byte // certificates, by person
	dealt     int            // the number of requests made
}

func newDeck(b *testing.B, rows store.Store) *deck {
	b.Helper()
	digest := sha256.Sum256(benchNonce[:])
	signature, err := rsa.SignPKCS1v15(nil, jpki.Key(0), crypto.SHA256, digest[:])
	require.NoError(b, err)
	return &deck{b: b, rows: rows, signature: signature, issued: map[int][]byte{}}
}

// request returns the body of a check of the nth person.
func (d *deck) request(n int) []byte {
	d.b.Helper()
	id := fmt.Sprintf("challenge-%d", d.dealt)
	d.dealt++
	require.NoError(d.b, d.rows.PutChallenge(d.b.Context(), store.Challenge{ID: id, Nonce: benchNonce[:], Account: benchAccount, IssuedAt: start}))
	body, err := json.Marshal(wire.CheckRequest{ChallengeID: id, Mode: wire.ModePIN, Certificate: d.certificate(n), Signature: d.signature})
	require.NoError(d.b, err)
	return body
}

// certificate returns the nth person's certificate.
func (d *deck) certificate(n int) []byte {
	d.b.Helper()
	if d.issued[n] == nil {
		der, err := jpki.Authentication().IssueAuthentication(jpki.AuthRequest{PublicKey: &jpki.Key(0).PublicKey, Serial: benchSerial(n),
			CommonName: "TESTMYNALAB012899900A1A", NotBefore: start.AddDate(-1, 0, 0), NotAfter: start.AddDate(4, 0, 0)})
		require.NoError(d.b, err)
		d.issued[n] = der
	}
	return d.issued[n]
}
