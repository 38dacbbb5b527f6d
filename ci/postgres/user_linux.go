package postgres

import (
	"errors"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// attributes end a server together with the test that started it, and let it run as a user other than root, because it
// refuses to run as root.
func attributes() *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if uid, gid, ok := owner(); ok {
		a.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	return a
}

// owner returns the user as which root starts the server; ok is false if none is needed or there isn't one.
func owner() (uid, gid int, ok bool) {
	if os.Getuid() != 0 {
		return 0, 0, false
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return 0, 0, false
	}
	uid, errUID := strconv.Atoi(u.Uid)
	gid, errGID := strconv.Atoi(u.Gid)
	return uid, gid, errUID == nil && errGID == nil
}

// mayRun returns an error if the server must not run as root and there is no other user for it.
func mayRun() error {
	if _, _, ok := owner(); os.Getuid() == 0 && !ok {
		return errors.New("PostgreSQL refuses to run as root and there is no user postgres")
	}
	return nil
}

// chownToServer makes the server's user the owner of a directory.
func chownToServer(dir string) error {
	uid, gid, ok := owner()
	if !ok {
		return nil
	}
	return os.Chown(dir, uid, gid)
}
