package seal

import (
	"errors"
	"strings"
)

// Bech32 as in BIP 173, without its limit of 90 characters, as age uses it for keys. The recovery shares stay below 90
// characters, where the checksum finds any four wrong characters.
//
// Reference: https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki

const bech32Charset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

var errBech32 = errors.New("not a bech32 text, or one with a typing mistake")

// bech32Encode returns data in lower case behind the prefix hrp, which must be lower case.
func bech32Encode(hrp string, data []byte) string {
	values := regroup(data, 8, 5)
	defer clear(values)
	var b strings.Builder
	b.WriteString(hrp)
	b.WriteByte('1')
	for _, v := range values {
		b.WriteByte(bech32Charset[v])
	}
	sum := bech32Sum(hrp, append(values, 0, 0, 0, 0, 0, 0)) ^ 1
	for i := range 6 {
		b.WriteByte(bech32Charset[sum>>(5*(5-i))&31])
	}
	return b.String()
}

// bech32Decode returns the prefix in lower case and the data.
func bech32Decode(s string) (hrp string, data []byte, err error) {
	lower := strings.ToLower(s)
	if s != lower && s != strings.ToUpper(s) {
		return "", nil, errBech32
	}
	one := strings.LastIndexByte(lower, '1')
	if one < 1 || one+7 > len(lower) {
		return "", nil, errBech32
	}
	hrp = lower[:one]
	for _, c := range []byte(hrp) {
		if c < 33 || c > 126 {
			return "", nil, errBech32
		}
	}
	values := make([]byte, 0, len(lower)-one-1)
	defer func() { clear(values) }()
	for _, c := range []byte(lower[one+1:]) {
		v := strings.IndexByte(bech32Charset, c)
		if v < 0 {
			return "", nil, errBech32
		}
		values = append(values, byte(v))
	}
	if bech32Sum(hrp, values) != 1 {
		return "", nil, errBech32
	}
	values = values[:len(values)-6]
	// Of the last value at most four bits may be left over, and they must be zero: one text for one key.
	if left := len(values) * 5 % 8; left > 4 || left > 0 && values[len(values)-1]&(1<<left-1) != 0 {
		return "", nil, errBech32
	}
	return hrp, regroup(values, 5, 8)[:len(values)*5/8], nil
}

// regroup reads groups of from bits and returns groups of to bits, the last one filled up with zeros.
func regroup(in []byte, from, to uint) []byte {
	out := make([]byte, 0, (uint(len(in))*from+to-1)/to)
	var acc, n uint
	for _, v := range in {
		acc = acc<<from&0xfff | uint(v)
		for n += from; n >= to; {
			n -= to
			out = append(out, byte(acc>>n&(1<<to-1)))
		}
	}
	if n > 0 {
		out = append(out, byte(acc<<(to-n)&(1<<to-1)))
	}
	return out
}

func bech32Sum(hrp string, values []byte) uint32 {
	sum := uint32(1)
	step := func(v byte) {
		top := sum >> 25
		sum = sum&0x1ffffff<<5 ^ uint32(v)
		for i, g := range [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	for _, c := range []byte(hrp) {
		step(c >> 5)
	}
	step(0)
	for _, c := range []byte(hrp) {
		step(c & 31)
	}
	for _, v := range values {
		step(v)
	}
	return sum
}
