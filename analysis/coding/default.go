package coding

import (
	"bytes"
	_ "embed" // the model
	"sync"
)

//go:embed upr-info.model
var file []byte

// Default returns the model of this program, trained on UPR Info's coding of sessions 1 to 13 (23,484 rows). It is read
// when it is asked for first, which takes some tens of milliseconds.
var Default = sync.OnceValues(func() (*Model, error) { return Load(bytes.NewReader(file)) })

// DefaultSum is the SHA-256 of the file of the default model.
var DefaultSum = sync.OnceValue(func() string { return Sum(file) })
