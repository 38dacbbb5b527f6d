//go:build !linux

package postgres

import "syscall"

// attributes: on other systems the server runs as the user that runs the test.
func attributes() *syscall.SysProcAttr { return nil }

func mayRun() error { return nil }

func chownToServer(string) error { return nil }
