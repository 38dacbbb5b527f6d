package jpki

import (
	"crypto/rsa"
	_ "embed"
	"fmt"
	"math/big"
	"strings"
	"sync"
)

// The published TEST keys: the pool of card keys, and those of the card-verifiable certificates.
var (
	//go:embed card-keys.txt
	cardKeys string
	//go:embed cv-keys.txt
	cvKeys string
)

// exponent is the public exponent of every key of the JPKI (CARD-385).
const exponent = 65537

// pool and cvs are cut once and never change.
var (
	pool = sync.OnceValue(func() []func() *rsa.PrivateKey { return lazyKeys(cardKeys) })
	cvs  = sync.OnceValue(func() []func() *rsa.PrivateKey { return lazyKeys(cvKeys) })
)

// CVKey names a key of the hierarchy of card-verifiable certificates (card reference §4.3).
type CVKey int

// The keys of the hierarchy. CVRoot certifies CVIntermediate, that one CVMunicipality; the other two authorities certify
// the key that signs what their application holds.
const (
	CVRoot CVKey = iota
	CVSurfaceCA
	CVTextCA
	CVIntermediate
	CVMunicipality
	CVSurfaceSigner
	CVTextSigner
)

// Key is the published TEST key (CARD-290). It is rebuilt at first use and shared: don't change it.
func (k CVKey) Key() *rsa.PrivateKey { return cvs()[k]() }

// lazyKeys makes one lazy key a line.
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

// Keys is how many card keys the pool has.
func Keys() int { return len(pool()) }

// Key is the published TEST card key number i, 0 <= i < Keys(). It is rebuilt at first use and shared: don't change it.
// No two cards of a world may share one, so asking beyond the pool is a mistake of the program.
func Key(i int) *rsa.PrivateKey { return pool()[i]() }

// rebuild computes an RSA key from its primes.
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
