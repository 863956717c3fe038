//go:build unix

package desk

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// A dirLock is held by the first process that has the desk's folder open. A nil dirLock is held by nobody.
type dirLock struct{ f *os.File }

// lockDir takes the lock if nobody has it; it returns nil if another process does.
func lockDir(dir string) (*dirLock, error) {
	f, err := os.OpenFile(filepath.Join(dir, "desk.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, f.Close()
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return &dirLock{f}, nil
}

func (l *dirLock) release() {
	if l != nil {
		l.f.Close()
	}
}
