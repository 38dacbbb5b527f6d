package jpki

import (
	"crypto/rsa"
	_ "embed"
	"fmt"
	"math/big"
	"strings"
	"sync"
)

// The published TEST keys: the pool of card keys, and the keys of the card-verifiable certificates.
var (
	//go:embed card-keys.txt
	cardKeys string
	//go:embed cv-keys.txt
	cvKeys string
)

// exponent is the public exponent of every key of the JPKI (CARD-385).
const exponent = 65537

// pool and cvs are parsed once and never change.
var (
	pool = sync.OnceValue(func() []func() *rsa.PrivateKey { return lazyKeys(cardKeys) })
	cvs  = sync.OnceValue(func() []func() *rsa.PrivateKey { return lazyKeys(cvKeys) })
)

// CVKey identifies a key in the hierarchy of card-verifiable certificates (card reference §4.3).
type CVKey int

// The keys of the hierarchy, in the order of cv-keys.txt. CVRoot certifies CVIntermediate, which certifies CVMunicipality.
// CVSurfaceCA and CVTextCA certify CVSurfaceSigner and CVTextSigner, which sign the data of their applications.
const (
	CVRoot CVKey = iota
	CVSurfaceCA
	CVTextCA
	CVIntermediate
	CVMunicipality
	CVSurfaceSigner
	CVTextSigner
)

// Key returns the published TEST key (CARD-290). It is computed at first use and shared, so the caller must not change it.
func (k CVKey) Key() *rsa.PrivateKey { return cvs()[k]() }

// lazyKeys returns one function for each line of text, which computes the key of the line at its first call. Lines that begin
// with # are comments.
func lazyKeys(text string) []func() *rsa.PrivateKey {
	var keys []func() *rsa.PrivateKey
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		keys = append(keys, sync.OnceValue(func() *rsa.PrivateKey {
			key, err := rebuild(line)
			if err != nil {
				panic("jpki: internal error: " + err.Error())
			}
			return key
		}))
	}
	return keys
}

// Keys returns the number of card keys in the pool.
func Keys() int { return len(pool()) }

// Key returns the published TEST card key number i, 0 <= i < Keys(). It is computed at first use and shared, so the caller must
// not change it. Key panics beyond the pool: no two cards of a run may share a key, so that would be a mistake in the program.
func Key(i int) *rsa.PrivateKey { return pool()[i]() }

// rebuild computes an RSA key from a line with its two primes in hex.
func rebuild(line string) (*rsa.PrivateKey, error) {
	var p, q big.Int
	if n, err := fmt.Sscanf(line, "%x %x", &p, &q); n != 2 {
		return nil, fmt.Errorf("reading an embedded key: %w", err)
	}
	one := big.NewInt(1)
	totient := new(big.Int).Mul(new(big.Int).Sub(&p, one), new(big.Int).Sub(&q, one))
	key := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: new(big.Int).Mul(&p, &q), E: exponent},
		D:         new(big.Int).ModInverse(big.NewInt(exponent), totient),
		Primes:    []*big.Int{&p, &q},
	}
	key.Precompute()
	return key, nil
}
