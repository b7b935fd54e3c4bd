package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/source"
)

// signing names a private key and where its passphrase is.
type signing struct {
	key            string
	passphraseFile string
}

// passphraseVariable is the environment variable that may hold a passphrase.
const passphraseVariable = "RISKGATE_PASSPHRASE"

func (s *signing) flags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&s.key, "sign", "", "`file` of the private key that signs, in PKCS#8 PEM: ed25519 or ECDSA P-256")
	flags.StringVar(&s.passphraseFile, "passphrase-file", "", "`file` with the key's passphrase (default: "+passphraseVariable+", else a prompt)")
	_ = cmd.MarkFlagFilename("sign")
	_ = cmd.MarkFlagFilename("passphrase-file")
}

// signingKey reads the key; nil where none is named.
func (c *command) signingKey(ctx context.Context, s signing) (*evidence.PrivateKey, error) {
	if s.key == "" {
		return nil, nil
	}
	text, err := readSmall(s.key)
	if err != nil {
		return nil, err
	}
	key, err := evidence.ParsePrivate(text, func() ([]byte, error) { return c.passphrase(ctx, s.passphraseFile, "passphrase of "+s.key+": ") })
	if err != nil {
		return nil, keyError(s.key, err)
	}
	c.warnOfReaders(s.key)
	return key, nil
}

// keyError names the file that is no key.
func keyError(name string, err error) error {
	placed := &source.Error{Pos: source.Position{File: shown(name)}, Err: err}
	var unusable *evidence.KeyError
	if errors.As(err, &unusable) {
		placed.Hint = unusable.Hint
	}
	return placed
}

// warnOfReaders tells who can read a private key besides its owner.
func (c *command) warnOfReaders(name string) {
	info, err := os.Stat(name)
	if err != nil || runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
		return
	}
	fmt.Fprintf(c.Err, "riskgate: %s can be read or changed by others (mode %04o)\nhint: chmod 600 %s\n", shown(name), info.Mode().Perm(), shown(name))
}

// passphrase finds the passphrase of a key: in a file, in the environment, or by asking a person.
func (c *command) passphrase(ctx context.Context, file, prompt string) ([]byte, error) {
	if file != "" {
		text, err := readSmall(file)
		return bytes.TrimRight(text, "\r\n"), err
	}
	if text := c.Getenv(passphraseVariable); text != "" {
		return []byte(text), nil
	}
	terminal, ok := c.In.(*os.File)
	if !ok || !term.IsTerminal(int(terminal.Fd())) {
		return nil, errors.New("needs a passphrase: give --passphrase-file, or set " + passphraseVariable)
	}
	return c.ask(ctx, int(terminal.Fd()), prompt)
}

// ask reads what a person types and nobody sees. Who leaves instead gets the terminal back as it was.
func (c *command) ask(ctx context.Context, terminal int, prompt string) ([]byte, error) {
	before, err := term.GetState(terminal)
	if err != nil {
		return nil, err
	}
	fmt.Fprint(c.Err, prompt)
	defer fmt.Fprintln(c.Err)
	type answer struct {
		text []byte
		err  error
	}
	typed := make(chan answer, 1)
	go func() {
		text, err := term.ReadPassword(terminal)
		typed <- answer{text, err}
	}()
	select {
	case a := <-typed:
		return a.text, a.err
	case <-ctx.Done():
		return nil, errors.Join(errors.New("needs a passphrase, and none was typed"), term.Restore(terminal, before))
	}
}

// mostKey is far more than a key, a passphrase or a statement's bundle ever needs, in bytes.
const mostKey = 64 << 20

// readSmall reads a file that a user named. It may be a pipe, so that a key need not be on a disk.
func readSmall(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, pathError(shown(name), err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, mostKey+1)) // one byte more shows that there are too many
	switch {
	case err != nil:
		return nil, pathError(shown(name), err)
	case len(text) > mostKey:
		return nil, &source.Error{Pos: source.Position{File: shown(name)}, Err: errors.New("is too large for a key or a bundle")}
	}
	return text, nil
}

func (c *command) keygen() *cobra.Command {
	algorithm, passphraseFile, plain := "", "", false
	cmd := &cobra.Command{
		Use:   "keygen NAME",
		Short: "Make a key that signs evidence",
		Long: `Keygen writes a private key to NAME.key and its public key to NAME.pub. The private key
is encrypted with a passphrase: of --passphrase-file, of the environment variable
RISKGATE_PASSPHRASE, or of a prompt. Files that are there are not written over.

Whoever has the private key can sign in its name. The public key goes to those who verify,
by another way than the evidence.`,
		Args: between(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := filled(cmd, "passphrase-file"); err != nil {
				return err
			}
			if plain && passphraseFile != "" {
				return usage(cmd, "--no-passphrase: there is one in --passphrase-file")
			}
			key, err := evidence.Generate(algorithm)
			if err != nil {
				return usage(cmd, "--type: %v; there are ed25519 and ecdsa-p256", err)
			}
			var secret []byte
			if !plain {
				if secret, err = c.newPassphrase(cmd.Context(), passphraseFile); err != nil {
					return err
				}
			}
			return c.writeKeys(args[0], key, secret)
		},
	}
	cmd.Flags().StringVar(&algorithm, "type", evidence.Algorithms()[0], "`kind` of key: ed25519 or ecdsa-p256")
	cmd.Flags().StringVar(&passphraseFile, "passphrase-file", "", "`file` with the passphrase")
	cmd.Flags().BoolVar(&plain, "no-passphrase", false, "don't encrypt the private key, where another safe keeps it")
	complete(cmd, "type", evidence.Algorithms)
	return cmd
}

// newPassphrase finds the passphrase of a new key. A person who types it types it twice.
func (c *command) newPassphrase(ctx context.Context, file string) ([]byte, error) {
	secret, err := c.passphrase(ctx, file, "passphrase of the new key: ")
	if err != nil {
		return nil, fmt.Errorf("the new key %w; or --no-passphrase, where another safe keeps it", err)
	}
	if len(secret) == 0 {
		return nil, errors.New("the passphrase is empty")
	}
	if file == "" && c.Getenv(passphraseVariable) == "" {
		again, err := c.passphrase(ctx, file, "the same passphrase again: ")
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(secret, again) {
			return nil, errors.New("the two passphrases differ")
		}
	}
	return secret, nil
}

func (c *command) writeKeys(name string, key *evidence.PrivateKey, secret []byte) error {
	private, err := key.Encode(secret)
	if err != nil {
		return err
	}
	public, err := key.Public().Encode()
	if err != nil {
		return err
	}
	if err := writeNew(name+".key", private, 0o600); err != nil {
		return err
	}
	if err := writeNew(name+".pub", public, 0o644); err != nil {
		os.Remove(name + ".key") // nobody could verify what it signs
		return err
	}
	_, err = fmt.Fprintf(c.Out, "private key  %s.key  keep it secret\npublic key   %s.pub  for those who verify\nfingerprint  %s\n", name, name, key.Public().Fingerprint)
	return err
}

// writeNew writes a file that isn't there yet.
func writeNew(name string, text []byte, mode os.FileMode) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return writeError(name, err)
	}
	_, err = file.Write(text)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		os.Remove(name)
		return writeError(name, err)
	}
	return nil
}
