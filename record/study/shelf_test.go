package study

import (
	"context"
	"errors"
	"fmt"
	"testing"
)

func TestAShelfWorksEachAnswerOutOnceAndAgainForOtherData(t *testing.T) {
	started, finish := make(chan string, 10), make(chan error)
	s := Shelf[string]{Compute: func(_ context.Context, key string, progress func(float64)) (string, error) {
		progress(.5)
		started <- key
		return "answer to " + key, <-finish
	}}
	ask := func(stamp int) (string, State) {
		t.Helper()
		answer, state, err := s.Get("a", stamp)
		if err != nil {
			t.Fatal(err)
		}
		return answer, state
	}
	wait := func(stamp int) {
		for {
			if _, state, err := s.Get("a", stamp); state.Ready && !state.Old || err != nil {
				return
			}
		}
	}
	if _, state := ask(1); state.Ready {
		t.Fatal("ready before it was begun")
	}
	<-started
	if _, state := ask(1); state.Ready || state.Done != .5 {
		t.Errorf("in the middle: %+v; want half done", state)
	}
	finish <- nil
	wait(1)
	if answer, state := ask(1); answer != "answer to a" || !state.Ready || state.Old {
		t.Errorf("then: %q %+v", answer, state)
	}
	if len(started) != 0 {
		t.Error("it was worked out twice")
	}
	if answer, state := ask(2); answer != "answer to a" || !state.Old {
		t.Errorf("for new data: %q %+v; want the old answer, marked", answer, state)
	}
	<-started
	finish <- errors.New("no votes")
	var failed error
	for failed == nil {
		_, _, failed = s.Get("a", 2)
	}
	if failed.Error() != "no votes" {
		t.Errorf("the failure says %q", failed)
	}
}

func TestAShelfForgetsTheAnswerAskedForLongestAgo(t *testing.T) {
	s := Shelf[string]{Compute: func(context.Context, string, func(float64)) (string, error) { return "", nil }}
	for i := range kept + 5 {
		s.Get(fmt.Sprint(i), 0)
		s.Get("first", 0)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.slots) != kept || len(s.order) != kept || s.slots["first"] == nil || s.slots["0"] != nil {
		t.Errorf("%d slots and %d keys are kept; want %d, the ones asked for last", len(s.slots), len(s.order), kept)
	}
}
