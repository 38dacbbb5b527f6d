//go:build !linux

package ci

import "syscall"

// dieWithParent does nothing here: there is no signal at the parent's death.
func dieWithParent() *syscall.SysProcAttr { return nil }
