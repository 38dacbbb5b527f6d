package ci

import "syscall"

// dieWithParent ends a child process when the test is killed, so that no pcscd is left behind.
func dieWithParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM} }
