package jpki

import (
	"crypto/rsa"
	_ "embed"
	"fmt"
	"math/big"
	"strings"
	"sync"
)

//go:embed card-keys.txt
var cardKeys string

// exponent is the public exponent of every key of the JPKI (CARD-385).
const exponent = 65537

// pool holds one lazy key a line. It is cut once and never changes.
var pool = sync.OnceValue(func() []func() *rsa.PrivateKey {
	var keys []func() *rsa.PrivateKey
	for line := range strings.Lines(cardKeys) {
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
})

// Keys is how many card keys the pool has.
func Keys() int { return len(pool()) }

// Key is the published TEST card key number i, 0 <= i < Keys(). It is rebuilt at first use and shared: don't change it.
// No two cards of a world may share one, so asking beyond the pool is a mistake of the program.
func Key(i int) *rsa.PrivateKey { return pool()[i]() }

// rebuild computes an RSA key from its primes.
func rebuild(line string) (*rsa.PrivateKey, error) {
	var p, q big.Int
	if n, err := fmt.Sscanf(line, "%x %x", &p, &q); n != 2 {
		return nil, fmt.Errorf("reading an embedded card key: %w", err)
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
