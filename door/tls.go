package door

import (
	"crypto/tls"
	"crypto/x509"
	"slices"
)

// config returns the TLS settings of one side: TLS 1.3 only, the hybrid post-quantum key exchange only, and no peer but
// the pinned ones. Chains, names and dates in certificates say nothing here, so the checks of crypto/tls that look at
// them are replaced by the pins, in VerifyConnection, which sees resumed connections too.
func config(key Key, pins []string) (*tls.Config, error) {
	if len(pins) == 0 {
		return nil, ErrNoPeer
	}
	known := make([]string, len(pins))
	for i, pin := range pins {
		var err error
		if known[i], err = ParseFingerprint(pin); err != nil {
			return nil, err
		}
	}
	cert, err := key.certificate()
	if err != nil {
		return nil, err
	}
	return &tls.Config{
		Certificates:           []tls.Certificate{cert},
		MinVersion:             tls.VersionTLS13,
		CurvePreferences:       []tls.CurveID{tls.X25519MLKEM768},
		NextProtos:             []string{"http/1.1"},
		ClientAuth:             tls.RequireAnyClientCert,
		InsecureSkipVerify:     true, // a client: chains are not looked at, pins are
		SessionTicketsDisabled: true,
		VerifyConnection: func(state tls.ConnectionState) error {
			return verify(&state, known)
		},
	}, nil
}

// verify returns ErrPeer unless the other side has proved to hold one of the pinned keys.
func verify(state *tls.ConnectionState, pins []string) error {
	if state == nil || state.Version != tls.VersionTLS13 || len(state.PeerCertificates) != 1 {
		return ErrPeer
	}
	cert := state.PeerCertificates[0]
	if cert.PublicKeyAlgorithm != x509.Ed25519 || !slices.Contains(pins, Fingerprint(cert)) {
		return ErrPeer
	}
	return nil
}
