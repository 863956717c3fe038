package coding

import (
	"bufio"
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
)

// A model file is the line "unhindered coding model 2", then, compressed (RFC 1951): the length of a JSON head and the
// head, and the linear models. Numbers are unsigned LEB128; keys are given as the distance to the one before. It holds
// hashes of features, single words with which recommendations begin, names of issues, and numbers: no text.
const magic = "unhindered coding model 2\n"

// Bounds of a file, so that a bad one takes no more memory than a good one could.
const (
	maxLabels  = 200 // a class is one byte
	maxHead    = 4 << 20
	maxKeys    = 4 << 20
	maxWeights = 64 << 20
)

// preface is the part of a model that people can read.
type preface struct {
	Origin    Origin            `json:"origin"`
	Labels    []string          `json:"labels"`
	Verbs     map[string][5]int `json:"verbs"`
	Matrix    [5][]float64      `json:"matrix"`
	Offset    [5]float64        `json:"offset"`
	Sigmoids  map[string]slopes `json:"sigmoids"`
	Curve     [2][]float64      `json:"curve"`
	Threshold float64           `json:"threshold"`
}

type slopes struct {
	Slope  float64 `json:"slope"`
	Offset float64 `json:"offset"`
}

// WriteTo implements io.WriterTo. The same model gives the same bytes.
func (m *Model) WriteTo(w io.Writer) (int64, error) {
	h := preface{Origin: m.Origin, Labels: m.Labels, Verbs: map[string][5]int{}, Matrix: m.softmax.matrix, Offset: m.softmax.offset,
		Sigmoids: map[string]slopes{}, Curve: [2][]float64{m.curve.from, m.curve.to}, Threshold: m.threshold}
	for word, v := range m.verbs {
		h.Verbs[word] = v.actions
	}
	for i, s := range m.sigmoids {
		h.Sigmoids[m.Labels[i]] = slopes{s.slope, s.offset}
	}
	text, err := json.Marshal(h)
	if err != nil {
		return 0, err
	}
	body := binary.AppendUvarint(nil, uint64(len(text)))
	body = append(body, text...)
	for _, l := range m.action {
		body = l.append(body)
	}
	body = m.issue.append(body)
	var packed bytes.Buffer
	packed.WriteString(magic)
	z, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		return 0, err
	}
	if _, err := z.Write(body); err != nil {
		return 0, err
	}
	if err := z.Close(); err != nil {
		return 0, err
	}
	return packed.WriteTo(w)
}

func (l *linear) append(to []byte) []byte {
	to = binary.AppendUvarint(to, uint64(len(l.bias)))
	for c := range l.bias {
		to = binary.LittleEndian.AppendUint32(to, math.Float32bits(l.scale[c]))
		to = binary.LittleEndian.AppendUint32(to, math.Float32bits(l.bias[c]))
	}
	to = binary.AppendUvarint(to, uint64(len(l.key)))
	before := feature(0)
	for _, k := range l.key {
		to = binary.AppendUvarint(to, uint64(k-before))
		before = k
	}
	for _, x := range l.idf {
		to = append(to, toStep(float64(x)))
	}
	for row := range l.key {
		to = binary.AppendUvarint(to, uint64(l.first[row+1]-l.first[row]))
	}
	to = append(to, l.class...)
	for _, w := range l.weight {
		to = append(to, byte(w))
	}
	return to
}

// ErrModel is returned by Load for a file that is no model of this version.
var ErrModel = errors.New("this is no model for coding recommendations; make one with: unhindered analyse train-upr-coding FILE --output MODEL")

// Load reads a model that WriteTo wrote.
func Load(r io.Reader) (*Model, error) {
	start := make([]byte, len(magic))
	if _, err := io.ReadFull(r, start); err != nil || string(start) != magic {
		return nil, ErrModel
	}
	in := &reader{Reader: bufio.NewReader(flate.NewReader(r))}
	var h preface
	text := in.bytes(in.number(maxHead))
	if in.err == nil {
		in.err = json.Unmarshal(text, &h)
	}
	m := &Model{Labels: h.Labels, Origin: h.Origin}
	m.scorer = scorer{labels: h.Labels, verbs: verbs{}}
	for _, v := range actionViews {
		m.action = append(m.action, in.linear(5, v.groups))
	}
	m.issue = in.linear(len(h.Labels), issueView.groups)
	if in.err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrModel, in.err)
	}
	for word, actions := range h.Verbs {
		m.verbs[word] = &verb{actions}
	}
	m.calibration = calibration{softmax: softmax{h.Matrix, h.Offset}, curve: curve{h.Curve[0], h.Curve[1]}, threshold: h.Threshold}
	if len(m.curve.from) != len(m.curve.to) {
		return nil, ErrModel
	}
	for _, row := range m.softmax.matrix {
		if len(row) != 5*len(actionViews) {
			return nil, ErrModel
		}
	}
	for _, label := range h.Labels {
		s := h.Sigmoids[label]
		m.sigmoids = append(m.sigmoids, sigmoid{s.Slope, s.Offset})
	}
	return m, nil
}

// reader reads until the first error, which it keeps.
type reader struct {
	*bufio.Reader
	err error
}

func (r *reader) number(most uint64) int {
	if r.err != nil {
		return 0
	}
	n, err := binary.ReadUvarint(r)
	switch {
	case err != nil:
		r.err = err
	case n > most:
		r.err = fmt.Errorf("%d where at most %d can be", n, most)
	default:
		return int(n)
	}
	return 0
}

func (r *reader) bytes(n int) []byte {
	if r.err != nil {
		return nil
	}
	var b bytes.Buffer // grows with what is there, not with what is announced
	if _, err := io.CopyN(&b, r, int64(n)); err != nil {
		r.err = err
	}
	return b.Bytes()
}

func (r *reader) linear(classes int, groups []int) *linear {
	l := &linear{groups: groups}
	if n := r.number(maxLabels); n != classes && r.err == nil {
		r.err = fmt.Errorf("%d classes where %d should be", n, classes)
	}
	for range classes {
		b := r.bytes(8)
		if r.err != nil {
			return l
		}
		l.scale = append(l.scale, math.Float32frombits(binary.LittleEndian.Uint32(b)))
		l.bias = append(l.bias, math.Float32frombits(binary.LittleEndian.Uint32(b[4:])))
	}
	n := r.number(maxKeys)
	k := uint64(0)
	for i := 0; i < n && r.err == nil; i++ {
		k += uint64(r.number(math.MaxUint32))
		if k > math.MaxUint32 || i > 0 && feature(k) == l.key[i-1] {
			r.err = errors.New("the keys do not rise")
			return l
		}
		l.key = append(l.key, feature(k))
	}
	for _, step := range r.bytes(n) {
		l.idf = append(l.idf, fromStep(step))
	}
	l.first = append(l.first, 0)
	sum := 0
	for i := 0; i < n && r.err == nil; i++ {
		if sum += r.number(uint64(classes)); sum > maxWeights {
			r.err = fmt.Errorf("more than %d weights", maxWeights)
		}
		l.first = append(l.first, uint32(sum))
	}
	l.class = r.bytes(sum)
	for _, c := range l.class {
		if int(c) >= classes {
			r.err = fmt.Errorf("class %d of %d", c, classes)
		}
	}
	for _, w := range r.bytes(sum) {
		l.weight = append(l.weight, int8(w))
	}
	if r.err == nil {
		l.index()
	}
	return l
}

// Sum returns the SHA-256 of a model file, by which reports name the model they used.
func Sum(file []byte) string {
	sum := sha256.Sum256(file)
	return hex.EncodeToString(sum[:])
}
