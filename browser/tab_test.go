package browser

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/output/html"
	"github.com/riskgate/riskgate/internal/report"
)

// programs are the names of browsers that the tests can drive.
var programs = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "headless-shell"}

// chromium is the browser that all tests share; each opens a tab of its own. It is nil where there is none.
var chromium context.Context

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	program := ""
	for _, name := range slices.Backward(programs) {
		if found, err := exec.LookPath(name); err == nil {
			program = found
		}
	}
	if program == "" {
		return m.Run()
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.WindowSize(1280, 900))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium's sandbox refuses root, as in a container
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	ctx, stop := chromedp.NewContext(allocator)
	defer stop()
	if err := chromedp.Do(ctx); err != nil {
		fmt.Fprintf(os.Stderr, "%s doesn't start: %v\n", program, err)
		return 1
	}
	chromium = ctx
	return m.Run()
}

// tab is an open page, and what it did besides showing itself.
type tab struct {
	*testing.T
	ctx context.Context

	mu       sync.Mutex
	said     []string // errors, dialogs and messages of the console
	requests []string
}

// write writes the page of a report to a file.
func write(t *testing.T, r *report.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := html.Write(&b, r, gate.Decide(r, gate.Options{})); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// show opens the page of a report, in a browser that was told how to be.
func show(t *testing.T, r *report.Report, settings ...setting) *tab {
	t.Helper()
	return open(t, write(t, r), settings...)
}

// open opens a file in a tab of its own.
func open(t *testing.T, file string, settings ...setting) *tab {
	t.Helper()
	if chromium == nil {
		t.Skip("none of these is installed: " + strings.Join(programs, ", "))
	}
	ctx, closeTab := chromedp.NewContext(chromium)
	t.Cleanup(closeTab)
	ctx, stop := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(stop)
	p := &tab{T: t, ctx: ctx}
	p.listen()
	for _, set := range settings {
		if err := set(ctx); err != nil {
			t.Fatal(err)
		}
	}
	p.do(chromedp.Navigate("file://" + file))
	return p
}

// listen notes what the page says and asks for.
func (p *tab) listen() {
	if _, err := chromedp.Call(p.ctx, network.Enable, network.EnableParams{}); err != nil {
		p.Fatal(err)
	}
	err := chromedp.Listen(p.ctx, func(event any) {
		p.mu.Lock()
		defer p.mu.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			p.requests = append(p.requests, e.Request.URL)
		case *page.EventJavascriptDialogOpening:
			p.said = append(p.said, "dialog: "+e.Message)
		}
	})
	if err != nil {
		p.Fatal(err)
	}
	messages := chromedp.Console(p.ctx)
	go func() {
		for message, err := range messages {
			if err != nil {
				return
			}
			p.mu.Lock()
			p.said = append(p.said, message.String())
			p.mu.Unlock()
		}
	}()
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.Fatal(err)
	}
}

// ask evaluates an expression in the page.
func ask[A any](p *tab, expression string) A {
	p.Helper()
	answer, err := chromedp.Run(p.ctx, chromedp.Evaluate[A](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return answer
}

// want wants an answer of the page.
func want[A comparable](p *tab, expression string, answer A) {
	p.Helper()
	if got := ask[A](p, expression); got != answer {
		p.Errorf("%s\nis   %v\nwant %v", expression, got, answer)
	}
}

// settle waits until the page has answered what was done to it; it waits a moment for more letters of a search.
func (p *tab) settle() {
	p.Helper()
	ask[bool](p, `new Promise(done => setTimeout(() => requestAnimationFrame(() => done(true)), 200))`)
}

// click chooses the first element of a selector.
func (p *tab) click(selector string) {
	p.Helper()
	ask[bool](p, fmt.Sprintf(`(document.querySelector(%q).click(), true)`, selector))
	p.settle()
}

// fill gives a field of a form a value, as a person who types or chooses it.
func (p *tab) fill(selector, value string) {
	p.Helper()
	ask[bool](p, fmt.Sprintf(`(field => {
		field.value = %q;
		field.dispatchEvent(new Event('input', {bubbles: true}));
		return field.value === %q;
	})(document.querySelector(%q))`, value, value, selector))
	p.settle()
}

// texts returns what the elements of a selector say.
func (p *tab) texts(selector string) []string {
	p.Helper()
	return ask[[]string](p, fmt.Sprintf(`[...document.querySelectorAll(%q)].map(element => element.textContent.trim())`, selector))
}

// quiet wants no error, no message, no dialog, and no request but for the file itself.
func (p *tab) quiet() {
	p.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.said) > 0 {
		p.Errorf("the page says:\n%s", strings.Join(p.said, "\n"))
	}
	for _, url := range p.requests {
		if !strings.HasPrefix(url, "file://") && !strings.HasPrefix(url, "data:") {
			p.Errorf("the page asks for %s", url)
		}
	}
}

// setting is what a browser is told before it opens a page.
type setting func(context.Context) error

func dark(ctx context.Context) error {
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
	})
	return err
}

func narrow(ctx context.Context) error {
	_, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: 360, Height: 740, DeviceScaleFactor: 1, Mobile: true,
	})
	return err
}

func onPaper(ctx context.Context) error {
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	return err
}

func withoutScript(ctx context.Context) error {
	_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	return err
}
