// Package e2e tests the program as it is run: the real binary, real rooms, real files. It holds what no single package
// can show: that a seized server reveals nothing, that a kill at any moment loses nothing acknowledged, that every route
// answers every role as it should.
package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Binary is the environment variable with the path of the program under test; make test builds it and sets it.
const Binary = "UNHINDERED_BIN"

func binary(t testing.TB) string {
	t.Helper()
	path := os.Getenv(Binary)
	if path == "" {
		t.Skip(Binary + " is not set: run make test, which builds the program")
	}
	return path
}

// A house is a running program with its three rooms.
type house struct {
	Record, Drop, Desk string // addresses, http://...
	cmd                *exec.Cmd
	errors             *strings.Builder
}

// start runs the program with the arguments (a command that prints its addresses with --json) and waits until it is ready.
func start(t testing.TB, args ...string) *house {
	t.Helper()
	h, err := tryStart(binary(t), args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.stop)
	return h
}

func tryStart(program string, args ...string) (*house, error) {
	h := &house{cmd: exec.Command(program, append(args, "--json")...), errors: &strings.Builder{}}
	h.cmd.Stderr = h.errors
	out, err := h.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := h.cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		h.cmd.Wait()
		return nil, fmt.Errorf("%v did not become ready: %v\n%s", args, err, h.errors)
	}
	if err := json.Unmarshal(line, h); err != nil {
		h.kill()
		return nil, fmt.Errorf("%v printed %q: %v", args, line, err)
	}
	return h, nil
}

func (h *house) pid() int { return h.cmd.Process.Pid }

// kill ends the program at once, as a power cut would.
func (h *house) kill() {
	h.cmd.Process.Signal(syscall.SIGKILL)
	h.cmd.Wait()
}

// stop ends the program politely.
func (h *house) stop() {
	if h.cmd.ProcessState != nil {
		return
	}
	h.cmd.Process.Signal(syscall.SIGTERM)
	done := make(chan struct{})
	go func() { h.cmd.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		h.kill()
	}
}

// A visitor is one browser: it keeps cookies and follows redirects.
type visitor struct{ http.Client }

func newVisitor() *visitor {
	jar, _ := cookiejar.New(nil)
	return &visitor{http.Client{Jar: jar, Timeout: 60 * time.Second}}
}

func (v *visitor) get(t testing.TB, address string) (int, string) {
	t.Helper()
	resp, err := v.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, resp)
}

func (v *visitor) post(t testing.TB, address string, form url.Values) (int, string) {
	t.Helper()
	resp, err := v.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, resp)
}

func read(t testing.TB, resp *http.Response) (int, string) {
	t.Helper()
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// run runs the program to its end and returns what it printed and its exit status.
func run(t testing.TB, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary(t), args...)
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if _, failed := err.(*exec.ExitError); err != nil && !failed {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}
