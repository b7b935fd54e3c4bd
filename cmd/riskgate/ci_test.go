//go:build unix

package main

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// The files of docs/ci, action.yml and .pre-commit-hooks.yaml are run as they are written: in a repository whose protected
// branch has records, and for a change that may go in, and one that may not.
func TestTheFilesForCIWork(t *testing.T) {
	t.Parallel()
	systems := []struct {
		name string
		// scripts are those of a file, in order.
		scripts func(t *testing.T, ci pipeline) []script
		// reports are what must be there afterwards, below the work tree or as $TEMP/..., whatever the gate says.
		reports []string
	}{
		{"GitHub Actions", githubScripts, []string{
			"$TEMP/runner/riskgate.*/riskgate.sarif", "$TEMP/runner/riskgate.*/riskgate.html", "$TEMP/runner/riskgate.*/riskgate.json",
			"$TEMP/runner/riskgate.*/riskgate.csv", "$TEMP/summary", "$TEMP/comment",
		}},
		{"GitLab CI", gitlabScripts, []string{"reports/code-quality.json", "reports/junit.xml", "reports/riskgate.html", "reports/riskgate.json", "reports/riskgate.csv"}},
		{"Azure Pipelines", azureScripts, []string{"$TEMP/staging/junit.xml", "$TEMP/staging/riskgate.md", "$TEMP/staging/riskgate.html", "$TEMP/staging/riskgate.json", "$TEMP/staging/riskgate.csv"}},
		{"Jenkins", jenkinsScripts, []string{"reports/junit.xml", "reports/riskgate.sarif", "reports/riskgate.html", "reports/riskgate.json", "reports/riskgate.csv"}},
		{"pre-commit", precommitScripts, nil},
	}
	changes := []struct {
		name      string
		old, new  string
		code      int
		contained string
	}{
		{"a change that may go in", `"title": "`, `"x_note": "looked at again", "title": "`, 0, "complies"},
		{"a change that may not", `"owner": "a.dubois",`, ``, 1, "risk R-203 has no owner"},
	}
	for _, system := range systems {
		for _, change := range changes {
			t.Run(system.name+"/"+change.name, func(t *testing.T) {
				t.Parallel()
				ci := newPipeline(t, change.old, change.new)
				code, said := 0, ""
				for _, s := range system.scripts(t, ci) {
					if code != 0 && !s.always {
						continue
					}
					ended, printed := ci.run(t, s)
					said += printed
					code = max(code, ended)
				}
				if code != change.code || !strings.Contains(said, change.contained) {
					t.Errorf("exit code %d, want %d; it says\n%s", code, change.code, said)
				}
				for _, report := range system.reports {
					ci.has(t, report)
				}
			})
		}
	}
}

// pipeline is a repository as a CI server has it at work on a change.
type pipeline struct {
	work string // its work tree, in which origin/main is the protected branch
	temp string
	root string // of riskgate's own repository
	env  map[string]string
}

// script is a piece of shell in a pipeline.
type script struct {
	text      string
	directory string // "" is the work tree
	env       map[string]string
	always    bool // it runs after a failure as well
}

// newPipeline makes a change of a risk.
func newPipeline(t *testing.T, old, new string) pipeline {
	t.Helper()
	temp := t.TempDir()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	must(t, err)
	ci := pipeline{work: filepath.Join(temp, "work"), temp: temp, root: root}
	ci.env = map[string]string{
		"HOME": temp, "PATH": filepath.Join(temp, "bin") + ":" + os.Getenv("PATH"),
		"GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "ana", "GIT_AUTHOR_EMAIL": "ana@localhost", "GIT_COMMITTER_NAME": "ana", "GIT_COMMITTER_EMAIL": "ana@localhost",
		"TMPDIR": temp,
	}
	origin := filepath.Join(temp, "origin")
	must(t, os.CopyFS(filepath.Join(origin, "records"), os.DirFS(filepath.Join(root, "examples", "northwind"))))
	replace(t, filepath.Join(origin, "records", "riskgate.json"), `"as_of": "2026-06-30",`, "") // the day of a change is today
	risk := filepath.Join("records", "logistics", "risks", "R-203.json")
	for _, line := range []string{
		"git init -q -b main", "git add -A", "git commit -qm base", "git clone -q . ../work",
		"echo more >README.md", "git add -A", "git commit -qm 'what others do in the meantime'",
	} {
		ci.must(t, script{text: line, directory: origin})
	}
	ci.must(t, script{text: "git checkout -qb change"})
	replace(t, filepath.Join(ci.work, risk), old, new)
	for _, line := range []string{"git commit -qam change", "git fetch -q origin", "git push -q origin change"} {
		ci.must(t, script{text: line})
	}
	// go installs what is on the PATH already, and nothing else; gh takes what is posted.
	write(t, filepath.Join(temp, "bin", "go"), `#!/bin/sh
case "$*" in
"install github.com/riskgate/riskgate/cmd/riskgate@"?*) mkdir -p "${GOBIN:=$HOME/bin}" && ln -sf "$(command -v riskgate)" "$GOBIN/" ;;
"install ./cmd/riskgate") test -f cmd/riskgate/main.go ;;
"env GOPATH") echo "$HOME/go" ;;
*) echo "go $*: no pipeline needs that"; exit 1 ;;
esac
`)
	write(t, filepath.Join(temp, "bin", "gh"), `#!/bin/sh
case "$*" in
"api --paginate repos/o/r/issues/7/comments --jq "*) ;;
"api --silent --method POST repos/o/r/issues/7/comments --field body=@"*) cp "${7#body=@}" "$HOME/comment" ;;
*) echo "gh $*: no pipeline needs that"; exit 1 ;;
esac
`)
	for _, name := range []string{"go", "gh"} {
		must(t, os.Chmod(filepath.Join(temp, "bin", name), 0o755))
	}
	return ci
}

func replace(t *testing.T, name, old, new string) {
	t.Helper()
	text, err := os.ReadFile(name)
	must(t, err)
	if !strings.Contains(string(text), old) {
		t.Fatalf("%s has no %q", name, old)
	}
	write(t, name, strings.Replace(string(text), old, new, 1))
}

// run runs a script as a CI server does: it ends with the first command that fails.
func (ci pipeline) run(t *testing.T, s script) (code int, said string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), "bash", "-eo", "pipefail", "-c", s.text)
	command.Dir = s.directory
	if s.directory == "" {
		command.Dir = ci.work
	}
	all := maps.Clone(ci.env)
	maps.Copy(all, s.env)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		command.Env = append(command.Env, name+"="+all[name])
	}
	output, _ := command.CombinedOutput()
	return command.ProcessState.ExitCode(), string(output)
}

func (ci pipeline) must(t *testing.T, s script) {
	t.Helper()
	if code, said := ci.run(t, s); code != 0 {
		t.Fatalf("%s: exit code %d\n%s", s.text, code, said)
	}
}

// has wants a file with something in it.
func (ci pipeline) has(t *testing.T, name string) {
	t.Helper()
	pattern := filepath.Join(ci.work, name)
	if rest, found := strings.CutPrefix(name, "$TEMP/"); found {
		pattern = filepath.Join(ci.temp, rest)
	}
	found, err := filepath.Glob(pattern)
	must(t, err)
	if len(found) != 1 {
		t.Errorf("there are %d files %s", len(found), name)
		return
	}
	if info, err := os.Stat(found[0]); err != nil || info.Size() == 0 {
		t.Errorf("%s is empty; %v", name, err)
	}
}

// merged is what code hosts check out for a change: what it would be when it is merged.
func (ci pipeline) merged(t *testing.T) {
	t.Helper()
	ci.must(t, script{text: "git merge -q --no-edit origin/main"})
}

// read reads a YAML file of the repository. A key that the type doesn't know is not looked at.
func (ci pipeline) read(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(ci.root, filepath.FromSlash(name)))
	must(t, err)
	if err := yaml.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// githubStep is one of a workflow or of an action.
type githubStep struct {
	ID, Uses, Run, If string
	Directory         string `yaml:"working-directory"`
	With, Env         map[string]string
}

// githubScripts are those of the workflow and, where it uses the action of this repository, of that.
func githubScripts(t *testing.T, ci pipeline) []script {
	ci.merged(t)
	var workflow struct {
		Jobs map[string]struct{ Steps []githubStep }
	}
	ci.read(t, "docs/ci/github.yml", &workflow)
	runner := filepath.Join(ci.temp, "runner")
	must(t, os.Mkdir(runner, 0o777))
	maps.Copy(ci.env, map[string]string{
		"RUNNER_TEMP": runner, "GITHUB_STEP_SUMMARY": filepath.Join(ci.temp, "summary"), "GITHUB_OUTPUT": filepath.Join(ci.temp, "output"), "GITHUB_REPOSITORY": "o/r",
	})
	known := map[string]string{
		"github.base_ref": "main", "github.token": "secret", "github.event.number": "7", "github.action_path": ci.root,
		"steps.riskgate.outputs.reports": "$(sed -n 's/^reports=//p' " + ci.env["GITHUB_OUTPUT"] + ")", // known when the step has run
	}
	others := []string{"actions/checkout", "actions/setup-go", "actions/upload-artifact", "github/codeql-action/upload-sarif"}
	var scripts []script
	for _, job := range workflow.Jobs {
		for _, step := range job.Steps {
			action, _, _ := strings.Cut(step.Uses, "@")
			switch {
			case action == "riskgate/riskgate":
				scripts = append(scripts, actionScripts(t, ci, step, known)...)
			case step.Run != "":
				scripts = append(scripts, step.script(t, known))
			case !slices.Contains(others, action):
				t.Errorf("the workflow uses %q, which this test does not know", step.Uses)
			}
		}
	}
	return scripts
}

func actionScripts(t *testing.T, ci pipeline, use githubStep, known map[string]string) []script {
	var action struct {
		Inputs map[string]struct{ Default string }
		Runs   struct{ Steps []githubStep }
	}
	ci.read(t, "action.yml", &action)
	known = maps.Clone(known)
	for name, input := range action.Inputs {
		known["inputs."+name] = input.Default
	}
	for name, value := range use.With {
		if _, ok := action.Inputs[name]; !ok {
			t.Errorf("the action has no input %q", name)
		}
		known["inputs."+name] = expand(t, value, expression, known)
	}
	var scripts []script
	for _, step := range action.Runs.Steps {
		if step.Run != "" {
			scripts = append(scripts, step.script(t, known))
		}
	}
	return scripts
}

func (s githubStep) script(t *testing.T, known map[string]string) script {
	t.Helper()
	if expression.MatchString(s.Run) {
		t.Errorf("a script has an expression in it, which is pasted as code: %s", s.Run)
	}
	made := script{text: s.Run, directory: expand(t, s.Directory, expression, known), always: strings.Contains(s.If, "always()")}
	for _, name := range slices.Sorted(maps.Keys(s.Env)) {
		value := expand(t, s.Env[name], expression, known)
		if strings.HasPrefix(value, "$(") {
			made.text = name + "=" + value + "\nexport " + name + "\n" + made.text
			continue
		}
		if made.env == nil {
			made.env = map[string]string{}
		}
		made.env[name] = value
	}
	return made
}

var (
	expression = regexp.MustCompile(`\$\{\{ *(.*?) *\}\}`)      // of GitHub
	macro      = regexp.MustCompile(`\$\(([A-Z]\w*\.[\w.]+)\)`) // of Azure
)

// expand puts values into a text.
func expand(t *testing.T, text string, pattern *regexp.Regexp, known map[string]string) string {
	t.Helper()
	return pattern.ReplaceAllStringFunc(text, func(found string) string {
		name := pattern.FindStringSubmatch(found)[1]
		value, ok := known[name]
		if !ok {
			t.Errorf("%q is not known here", found)
		}
		return value
	})
}

func gitlabScripts(t *testing.T, ci pipeline) []script {
	var jobs map[string]struct {
		Script    []string
		Variables map[string]string
	}
	ci.read(t, "docs/ci/gitlab-ci.yml", &jobs)
	ci.env["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"] = "main"
	var scripts []script
	for _, job := range jobs {
		for _, line := range job.Script {
			scripts = append(scripts, script{text: line, env: job.Variables})
		}
	}
	return scripts
}

func azureScripts(t *testing.T, ci pipeline) []script {
	ci.merged(t)
	var file struct {
		Variables map[string]string
		Steps     []struct {
			Bash, Condition string
			Env             map[string]string
		}
	}
	ci.read(t, "docs/ci/azure-pipelines.yml", &file)
	staging := filepath.Join(ci.temp, "staging")
	must(t, os.Mkdir(staging, 0o777))
	known := map[string]string{"System.PullRequest.TargetBranch": "refs/heads/main", "Build.ArtifactStagingDirectory": staging}
	maps.Copy(ci.env, file.Variables)
	var scripts []script
	for _, step := range file.Steps {
		if step.Bash == "" {
			continue
		}
		env := map[string]string{}
		for name, value := range step.Env {
			env[name] = expand(t, value, macro, known)
		}
		scripts = append(scripts, script{text: step.Bash, env: env, always: step.Condition == "always()"})
	}
	return scripts
}

func jenkinsScripts(t *testing.T, ci pipeline) []script {
	ci.merged(t)
	text, err := os.ReadFile(filepath.Join(ci.root, "docs", "ci", "Jenkinsfile"))
	must(t, err)
	maps.Copy(ci.env, map[string]string{"RISKGATE_VERSION": "main", "CHANGE_TARGET": "main", "WORKSPACE_TMP": filepath.Join(ci.temp, "workspace@tmp")})
	var scripts []script
	for _, found := range regexp.MustCompile(`(?s)\bsh (?:'''(.*?)'''|'([^']*)')`).FindAllStringSubmatch(string(text), -1) {
		scripts = append(scripts, script{text: found[1] + found[2]})
	}
	if len(scripts) != strings.Count(string(text), " sh ") {
		t.Errorf("of %d scripts, %d can be read", strings.Count(string(text), " sh "), len(scripts))
	}
	return scripts
}

// precommitScripts are what pre-commit runs for the hooks that the example names.
func precommitScripts(t *testing.T, ci pipeline) []script {
	ci.merged(t)
	var config struct {
		Repos []struct {
			Hooks []struct {
				ID   string
				Args []string
			}
		}
	}
	ci.read(t, "docs/ci/pre-commit-config.yaml", &config)
	var hooks []struct {
		ID, Entry, Language, Files string
		PassFilenames              bool `yaml:"pass_filenames"`
	}
	ci.read(t, ".pre-commit-hooks.yaml", &hooks)
	// The records of the example are of 2026: by themselves they comply on a day of that year.
	replace(t, filepath.Join(ci.work, "records", "riskgate.json"), `"profile": "default",`, `"profile": "default", "as_of": "2026-06-30",`)
	var scripts []script
	for _, used := range config.Repos[0].Hooks {
		for _, hook := range hooks {
			if hook.ID != used.ID {
				continue
			}
			if hook.PassFilenames || hook.Language != "golang" || !regexp.MustCompile(hook.Files).MatchString("records/logistics/risks/R-203.json") {
				t.Errorf("the hook %s is %+v", hook.ID, hook)
			}
			scripts = append(scripts, script{text: hook.Entry + " " + strings.Join(used.Args, " ")})
		}
	}
	if len(scripts) != len(hooks) {
		t.Errorf("of %d hooks, the example uses %d", len(hooks), len(scripts))
	}
	return scripts
}
