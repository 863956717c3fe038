package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"fmt"
)

// A lock decrypts the streams of a file that opens without a password: many are locked against change only. The methods
// are those of the standard security handler, ISO 32000-2, 7.6: revisions 2 to 6.
type lock struct {
	key    []byte
	method string // "RC4", "AESV2", "AESV3" or "" for streams in clear
}

var padding = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

func newLock(f *file, trailer dict) (*lock, error) {
	e := f.dict(trailer["Encrypt"])
	version, _ := f.value(e["V"]).(int)
	revision, _ := f.value(e["R"]).(int)
	if f.value(e["Filter"]) != name("Standard") || revision < 2 || revision > 6 {
		return nil, fmt.Errorf("%w: it is locked in a way that is not known", ErrPassword)
	}
	l := &lock{method: "RC4"}
	if version >= 4 {
		filter, _ := f.value(e["StmF"]).(name)
		method, _ := f.value(f.dict(f.dict(e["CF"])[filter])["CFM"]).(name)
		switch method {
		case "V2":
		case "AESV2", "AESV3":
			l.method = string(method)
		default:
			l.method = ""
		}
	}
	if l.key = f.userKey(e, trailer, version, revision); l.key == nil {
		return nil, ErrPassword
	}
	return l, nil
}

// userKey is the key of the file for the empty password; nil if that does not open it.
func (f *file) userKey(e, trailer dict, version, revision int) []byte {
	text := func(key name) []byte { s, _ := f.value(e[key]).(string); return []byte(s) }
	o, u := text("O"), text("U")
	if revision >= 5 {
		wrapped := text("UE")
		if len(u) < 48 || len(wrapped) < 32 {
			return nil
		}
		if !bytes.Equal(digest(u[32:40], revision), u[:32]) {
			return nil
		}
		block, err := aes.NewCipher(digest(u[40:48], revision))
		if err != nil {
			return nil
		}
		key := make([]byte, 32)
		cipher.NewCBCDecrypter(block, make([]byte, 16)).CryptBlocks(key, wrapped[:32])
		return key
	}
	size := 5
	if bits, ok := f.value(e["Length"]).(int); ok && version > 1 && bits >= 40 && bits <= 128 {
		size = bits / 8
	}
	if version == 4 {
		size = 16
	}
	if len(o) < 32 || len(u) < 32 {
		return nil
	}
	rights, _ := f.value(e["P"]).(int)
	id := ""
	if ids := f.array(trailer["ID"]); len(ids) > 0 {
		id, _ = f.value(ids[0]).(string)
	}
	h := md5.New()
	h.Write(padding)
	h.Write(o[:32])
	h.Write(binary.LittleEndian.AppendUint32(nil, uint32(rights)))
	h.Write([]byte(id))
	if clear, ok := f.value(e["EncryptMetadata"]).(bool); ok && !clear && revision >= 4 {
		h.Write([]byte{0xFF, 0xFF, 0xFF, 0xFF})
	}
	key := h.Sum(nil)
	if revision >= 3 {
		for range 50 {
			sum := md5.Sum(key[:size])
			key = sum[:]
		}
	}
	key = key[:size]
	const half = 16 // of the check value; from revision 3 the other half says nothing
	if !bytes.Equal(check(key, id, revision), u[:half]) {
		return nil
	}
	return key
}

// check is the first half of the value by which the password is tested.
func check(key []byte, id string, revision int) []byte {
	if revision == 2 {
		out := make([]byte, 32)
		rc(key, out, padding)
		return out[:16]
	}
	sum := md5.Sum(append(bytes.Clone(padding), id...))
	out := sum[:]
	for i := range 20 {
		turn := make([]byte, len(key))
		for j := range key {
			turn[j] = key[j] ^ byte(i)
		}
		rc(turn, out, out)
	}
	return out
}

func rc(key, out, in []byte) {
	c, err := rc4.NewCipher(key)
	if err != nil {
		return // a key of 5 to 16 bytes is always right
	}
	c.XORKeyStream(out, in)
}

// digest is the hash of the empty password and a salt: SHA-256 in revision 5, algorithm 2.B in revision 6.
func digest(salt []byte, revision int) []byte {
	first := sha256.Sum256(salt)
	k := first[:]
	if revision == 5 {
		return k
	}
	for round := 0; ; round++ {
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		e := bytes.Repeat(k, 64)
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(e, e)
		sum := 0
		for _, c := range e[:16] {
			sum += int(c)
		}
		switch sum % 3 {
		case 0:
			h := sha256.Sum256(e)
			k = h[:]
		case 1:
			h := sha512.Sum384(e)
			k = h[:]
		default:
			h := sha512.Sum512(e)
			k = h[:]
		}
		if round >= 63 && int(e[len(e)-1]) <= round-31 {
			return k[:32]
		}
	}
}

// open decrypts the bytes of the stream of an object.
func (l *lock) open(data []byte, of ref) []byte {
	key := l.key
	if l.method == "RC4" || l.method == "AESV2" {
		h := md5.New()
		h.Write(key)
		h.Write([]byte{byte(of.number), byte(of.number >> 8), byte(of.number >> 16), byte(of.generation), byte(of.generation >> 8)})
		if l.method == "AESV2" {
			h.Write([]byte("sAlT"))
		}
		key = h.Sum(nil)[:min(16, len(key)+5)]
	}
	switch l.method {
	case "":
		return data
	case "RC4":
		out := make([]byte, len(data))
		rc(key, out, data)
		return out
	}
	block, err := aes.NewCipher(key)
	if err != nil || len(data) < 32 {
		return nil
	}
	out := make([]byte, (len(data)-16)/16*16)
	cipher.NewCBCDecrypter(block, data[:16]).CryptBlocks(out, data[16:16+len(out)])
	if pad := int(out[len(out)-1]); pad >= 1 && pad <= 16 {
		out = out[:len(out)-pad]
	}
	return out
}
