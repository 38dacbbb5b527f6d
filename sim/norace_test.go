//go:build !race

package main

// underRace: the race detector makes every run of the suite several times slower.
const underRace = false
