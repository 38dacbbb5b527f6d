package postgres

import (
	"errors"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// attributes end a server with the test that started it, and let it run as another user than root, as which it refuses to.
func attributes() *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if uid, gid, ok := owner(); ok {
		a.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	return a
}

// owner is the user whom root starts the server as; nobody else needs one.
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

// mayRun says whether there is a user to run the server as.
func mayRun() error {
	if _, _, ok := owner(); os.Getuid() == 0 && !ok {
		return errors.New("PostgreSQL refuses to run as root and there is no user postgres")
	}
	return nil
}

// giveAway makes a directory the server's own.
func giveAway(dir string) error {
	uid, gid, ok := owner()
	if !ok {
		return nil
	}
	return os.Chown(dir, uid, gid)
}
