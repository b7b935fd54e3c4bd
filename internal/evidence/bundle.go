package evidence

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"

	"github.com/riskgate/riskgate/internal/jsonstream"
	"github.com/riskgate/riskgate/internal/source"
)

// Bundle is a statement with one signature, as Sigstore stores it.
type Bundle struct {
	Payload   []byte // the statement, as it was signed
	Signature []byte
	// Hint is the fingerprint of the key that signed. It is not part of what is signed, and proves nothing.
	Hint string
}

// authenticated is what DSSE has a key sign of a statement: its length and type stand before it, so that no other text can
// pass for it.
func authenticated(payload []byte) []byte {
	return fmt.Appendf(nil, "DSSEv1 %d %s %d %s", len(PayloadType), PayloadType, len(payload), payload)
}

// Sign signs a statement.
func Sign(payload []byte, key *PrivateKey) (*Bundle, error) {
	signature, err := key.Sign(authenticated(payload))
	if err != nil {
		return nil, err
	}
	return &Bundle{Payload: payload, Signature: signature, Hint: key.Public().Fingerprint}, nil
}

// Encode writes the bundle as version 0.3 of Sigstore's format.
func (b *Bundle) Encode(w io.Writer) error {
	out := jsonstream.New(w)
	out.Spread('{')
	out.Member("mediaType", MediaType)
	out.Object("verificationMaterial", func() {
		out.Object("publicKey", func() { out.Member("hint", b.Hint) })
	})
	out.Object("dsseEnvelope", func() {
		out.Member("payload", base64.StdEncoding.EncodeToString(b.Payload))
		out.Member("payloadType", PayloadType)
		out.Key("signatures")
		out.Begin('[')
		out.Begin('{')
		out.Member("sig", base64.StdEncoding.EncodeToString(b.Signature))
		out.End('}')
		out.End(']')
	})
	out.End('}')
	return out.Close()
}

// DecodeBundle reads a bundle. It accepts what Encode writes, byte for byte.
func DecodeBundle(file source.File) (*Bundle, error) {
	root, err := file.Parse()
	if err != nil {
		return nil, refuse("%w", err)
	}
	if found := textOf(root, "mediaType"); found != MediaType {
		return nil, refuse("the bundle is of type %q, not %s", found, MediaType)
	}
	envelope := root.Get("dsseEnvelope")
	if found := textOf(envelope, "payloadType"); found != PayloadType {
		return nil, refuse("the envelope holds %q, not %s", found, PayloadType)
	}
	signatures := envelope.Get("signatures")
	if signatures == nil || len(signatures.Elements) != 1 {
		return nil, refuse("the envelope must have exactly one signature")
	}
	payload, err := base64.StdEncoding.DecodeString(textOf(envelope, "payload"))
	if err != nil {
		return nil, refuse("the payload is not base64")
	}
	signature, err := base64.StdEncoding.DecodeString(textOf(signatures.Elements[0], "sig"))
	if err != nil {
		return nil, refuse("the signature is not base64")
	}
	b := &Bundle{Payload: payload, Signature: signature, Hint: textOf(root.Get("verificationMaterial").Get("publicKey"), "hint")}
	var again bytes.Buffer
	if err := b.Encode(&again); err != nil {
		return nil, err
	}
	if !bytes.Equal(file.Text, again.Bytes()) {
		return nil, refuse("the bundle %w", errForeignForm)
	}
	return b, nil
}
