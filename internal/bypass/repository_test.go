//go:build linux && !race

package bypass_test

import (
	"os"
	"path/filepath"
	"strings"
)

// repositories are tries to have git say what isn't so.
var repositories = group{
	about: "what git can be told",
	tries: []try{
		{"a shallow clone lacks the base", all(commit, undescribed, commit, shallow), []string{"--base", "origin/main", "data"}, 2, "this clone is shallow; fetch it first: git fetch --depth=1 origin main", "a shallow clone has the base"},
		{"a shallow clone hides a fault", all(undescribed, commit, shallow, fetched), []string{"--base", "FETCH_HEAD", "data"}, 1, "(acme.described)", "a shallow clone has the base"},
		{"a linked work tree hides a fault", all(linked, undescribed), nil, 1, "(acme.described)", "a linked work tree"},
		{"a fault is proposed from a directory within", all(undescribed, turnOff("acme.described"), inside("data")), []string{"--base", "main", "."}, 1, "(acme.described)", "a change from a directory within"},
		{"other line ends hide what changed", all(swap(plans, `"title": "Buy a scanner"`, `"title": "Think about a scanner"`), carriageReturns), nil, 1, "(change.plan_versioned)", "other line ends"},
		{"a renamed file hides what changed", all(swap(reports, `"open": 3`, `"open": 2`), rename(reports, "data/reports-2026.json")), nil, 1, "(change.reports_unaltered)", "a renamed file"},
		{"a renamed directory hides what vanished", all(rename("data", "records"), put("data/.keep", "")), nil, 1, "(change.records_kept)", "a directory is renamed"},
		{"the base is replaced by another commit", all(commit, turnOff("acme.described"), commit, undescribed, func(w *work) { w.git("replace", "main", "change") }), []string{"--base", "refs/heads/main", "data"}, 1, "(acme.described)", "a commit with the change"},
		{"a graft hides who made the change", all(waivedBefore, by("Cleo Martin", commit), by("Ana Silva", all(put("data/.keep", ""), commitOn)), graft), []string{"--base", "main", "--head", "change", "data"}, 1, "waiver W-2 is approved by cleo, who made", "a finding waived in the base"},
		{"a co-author approved the waiver", all(waivedBefore, func(w *work) {
			w.git("checkout", "--quiet", "-b", "change")
			w.git("add", "--all")
			w.git("commit", "--quiet", "--message", "change\n\nCo-authored-by: Cleo Martin <cleo@example.com>")
		}), []string{"--base", "main", "--head", "change", "data"}, 1, "waiver W-2 is approved by cleo, who made", "a finding waived in the base"},
		{"the records are not for export", all(put("data/.gitattributes", "* export-ignore\n"), undescribed, commit), []string{"--base", "main", "--head", "change", "data"}, 1, "(acme.described)", "a commit with the change"},
		{"a filter cleans the records for git", all(filter("clean", `sed 's/"x_note": "none"/"description": "It sticks."/'`), undescribed), nil, 1, "(acme.described)", "a new risk"},
		{"a filter smudges the records on the disk", all(filter("smudge", `sed 's/"x_note": "none"/"description": "It sticks."/'`), undescribed, commit, func(w *work) {
			w.must(os.Remove(w.path(added)))
			w.git("checkout", "--quiet", "--", added)
		}), []string{"--base", "main", "--head", "change", "data"}, 1, "(acme.described)", "a commit with the change"},
		{"the records are binary for git, and never differ", all(put(".gitattributes", "*.json -diff -text merge=ours\n"), swap(reports, `"open": 3`, `"open": 2`)), nil, 1, "(change.reports_unaltered)", "a renamed file"},
		{"the environment names another repository", all(undescribed, environment("GIT_DIR")), nil, 1, "(acme.described)", "the environment says much"},
		{"the environment names another work tree", all(undescribed, environment("GIT_WORK_TREE")), nil, 1, "(acme.described)", "the environment says much"},
		{"the environment names other objects", all(undescribed, environment("GIT_OBJECT_DIRECTORY")), nil, 1, "(acme.described)", "the environment says much"},
		{"the environment names another index", all(undescribed, environment("GIT_INDEX_FILE")), nil, 1, "(acme.described)", "the environment says much"},
		{"the environment brings another configuration", all(undescribed, environment("GIT_CONFIG_PARAMETERS")), nil, 1, "(acme.described)", "the environment says much"},
		{"the environment names a namespace", all(undescribed, environment("GIT_NAMESPACE")), nil, 1, "(acme.described)", "the environment says much"},
		{"the repository names another work tree", all(undescribed, func(w *work) {
			w.must(os.Mkdir(w.path("../other"), 0o777))
			w.git("config", "core.worktree", w.path("../other"))
		}), nil, 2, "is the inside of a repository, not its work tree", "a new risk"},
		{"the repository has a program of its own watch the files", all(undescribed, ran("core.fsmonitor")), nil, 1, "(acme.described)", "the repository configures programs"},
		{"the repository has hooks of its own", all(undescribed, func(w *work) {
			w.write(".git/hooks/post-index-change", "#!/bin/sh\nrm -f data/R-5.json\n")
			w.must(os.Chmod(w.path(".git/hooks/post-index-change"), 0o777))
		}), nil, 1, "(acme.described)", "the repository configures programs"},
		{"the repository renames a command of git", all(undescribed, ran("alias.rev-parse"), ran("alias.ls-files")), nil, 1, "(acme.described)", "the repository configures programs"},
		{"the repository ignores the file of a fault that is staged", all(undescribed, func(w *work) {
			w.git("add", "--all")
			w.write(".git/info/exclude", "R-5.json\n")
		}), nil, 1, "(acme.described)", "a new risk"},
		{"the objects of another repository are borrowed", all(undescribed, func(w *work) {
			w.write(".git/objects/info/alternates", w.path("borrowed")+"\n")
			w.must(os.MkdirAll(w.path("borrowed"), 0o777))
			forge(w, settings, strings.Replace(w.read(settings), `"policies": ["own"],`, "", 1), "borrowed")
		}), nil, 2, "riskgate.json: can't be read: what git holds there is not what the commit names", "a new risk"},
		{"a submodule takes the place of the records", all(undescribed, submodule("data"), commitOn), []string{"--base", "main", "--head", "change", "data"}, 2, "data: can't be read: it is a link or a submodule", "a commit with the change"},
		{"a submodule takes the place of some records", all(rename(reports, "data/reports/report.json"), merge, submodule("data/reports"), commitOn), []string{"--base", "main", "--head", "change", "data"}, 1, "(change.records_kept)", "a commit with the change"},
		{"a submodule hides that records vanish from the commit", all(rename(reports, "data/reports/report.json"), merge, func(w *work) {
			w.git("rm", "-r", "--quiet", "--cached", "data/reports")
			w.git("update-index", "--add", "--cacheinfo", "160000,"+w.id("main")+",data/reports")
		}), nil, 1, "(change.records_kept)", "a new risk"},
		{"a repository lies among the records", func(w *work) {
			undescribed(w)
			w.git("init", "--quiet", "data")
		}, nil, 2, "is part of another repository", "a new risk"},
		{"a file of .git points from the records to elsewhere", all(undescribed, func(w *work) {
			w.git("init", "--quiet", "../other")
			w.write("data/.git", "gitdir: "+w.path("../other/.git")+"\n")
		}), nil, 2, "is part of another repository", "a new risk"},
		{"a tag has the name of the base", all(undescribed, commit, func(w *work) { w.git("tag", "main", "change") }), nil, 2, "the name is that of a tag and of a branch, which differ", "a commit with the change"},
		{"a branch has the name of the remote's", all(func(w *work) { w.git("update-ref", "refs/remotes/origin/main", "main") }, undescribed, commit, func(w *work) { w.git("branch", "origin/main", "change") }),
			[]string{"--base", "origin/main", "data"}, 2, "differ", "a commit with the change"},
		{"the base is no commit", undescribed, []string{"--base", "main:data", "data"}, 2, "the repository has no such commit", "a new risk"},
		{"git is told that a file doesn't change", all(func(w *work) { w.git("update-index", "--assume-unchanged", reports) }, swap(reports, `"open": 3`, `"open": 2`)), nil, 1, "(change.reports_unaltered)", "a renamed file"},
		{"git is told to leave a file out of the work tree", all(func(w *work) { w.git("update-index", "--skip-worktree", reports) }, remove(reports)), nil, 1, "(change.records_kept)", "a renamed file"},
		{"a sparse work tree lacks records", func(w *work) {
			w.git("update-index", "--refresh") // the copy of the work tree is new to git
			w.git("sparse-checkout", "set", "--no-cone", "/*", "!/"+reports)
		}, nil, 1, "(change.records_kept)", "a renamed file"},
		{"two names differ in capitals alone", func(w *work) {
			w.write("data/Register.json", strings.Replace(w.read(register), `"score": 6, "severity": "high"`, `"score": 6, "severity": "moderate"`, 1))
		}, nil, 1, "(register.ids_unique)", "a new risk"},
		{"a name is written with capitals", all(undescribed, rename(added, "data/R-5.JSON")), nil, 1, "(acme.described)", "a name with capitals"},
		{"a merge leaves its marks", swap(reports, `"issued_on": "2026-06-01"`, "\n<<<<<<< ours\n\"issued_on\": \"2026-06-01\"\n=======\n\"issued_on\": \"2026-06-02\"\n>>>>>>> theirs\n"), nil, 2, reports, "a renamed file"},
		{"the base has gained a record since", func(w *work) {
			w.git("branch", "change")
			record(newRisk)(w)
			merge(w)
			w.git("checkout", "--quiet", "change")
		}, nil, 1, "Not up to date", "a new risk"},
		{"the index of git is broken", all(undescribed, put(".git/index", "x")), nil, 2, "git says", "a new risk"},
		{"the commit of the change lacks a record", all(undescribed, commit, func(w *work) { w.must(os.Remove(w.path(w.object("change:" + added)))) }), []string{"--base", "main", "--head", "change", "data"}, 2, added + ": can't be read: this clone lacks what the commit has there", "a commit with the change"},
		{"the commit of the change holds a link", all(link("../riskgate.json", added), commit), []string{"--base", "main", "--head", "change", "data"}, 2, added + ": is a symbolic link", "a commit with the change"},
		{"the commit of the change holds a pointer to a large file", all(put(added, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"), commit), []string{"--base", "main", "--head", "change", "data"}, 2, "the commit holds a Git LFS pointer in its place", "a commit with the change"},
	},
	honest: map[string]twin{
		"a shallow clone has the base":       {all(record(newRisk), commit, shallow, fetched), []string{"--base", "FETCH_HEAD", "data"}},
		"a linked work tree":                 {change: all(linked, record(newRisk))},
		"a change from a directory within":   {all(record(newRisk), inside("data")), []string{"--base", "main", "."}},
		"other line ends":                    {change: all(record(newRisk), carriageReturns)},
		"a directory is renamed":             {all(rename("data", "records"), merge, rename("records", "records-2026"), put("records/.keep", "")), []string{"--base", "main", "."}},
		"a commit with the change":           {all(record(newRisk), commit), []string{"--base", "main", "--head", "change", "data"}},
		"the environment says much":          {change: all(record(newRisk), environment("GIT_DIR", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_CONFIG_PARAMETERS"))},
		"the repository configures programs": {change: all(record(newRisk), ran("core.fsmonitor"), ran("alias.rev-parse"), ran("alias.ls-files"))},
		"a name with capitals":               {change: all(record(newRisk), rename(added, "data/R-5.JSON"))},
	},
}

// link leads from a new name to another.
func link(to, name string) edit { return func(w *work) { w.must(os.Symlink(to, w.path(name))) } }

// inside goes to a directory of the work tree.
func inside(directory string) edit { return func(w *work) { w.Chdir(w.path(directory)) } }

// shallow clones the branch of the change without its history, and goes there.
func shallow(w *work) {
	clone := filepath.Join(w.TempDir(), "clone")
	w.git("clone", "--quiet", "--depth=1", "--branch=change", "file://"+w.directory, clone)
	w.Chdir(clone)
	w.directory = clone
}

// fetched brings the base into a shallow clone.
func fetched(w *work) { w.git("fetch", "--quiet", "--depth=1", "origin", "main") }

// linked makes another work tree of the repository.
func linked(w *work) {
	tree := filepath.Join(w.TempDir(), "linked")
	w.git("worktree", "add", "--quiet", "--detach", tree)
	w.directory = tree
	w.Chdir(tree)
}

// carriageReturns has the files end their lines as another system does, as git may when it checks them out.
func carriageReturns(w *work) {
	w.git("config", "core.autocrlf", "true")
	for _, name := range []string{register, plans, reviews, monitoring, reports} {
		w.write(name, strings.ReplaceAll(w.read(name), "\n", "\r\n"))
	}
}

// by makes an edit under the name of somebody.
func by(name string, change edit) edit {
	return func(w *work) {
		email := strings.ToLower(strings.Fields(name)[0]) + "@example.com"
		for _, variable := range []string{"GIT_AUTHOR", "GIT_COMMITTER"} {
			w.Setenv(variable+"_NAME", name)
			w.Setenv(variable+"_EMAIL", email)
		}
		change(w)
	}
}

// commitOn adds what is there to the branch of the change.
func commitOn(w *work) {
	w.git("add", "--all")
	w.git("commit", "--quiet", "--message", "more")
}

// graft says that the last commit of the change has no other before it than the base.
func graft(w *work) {
	w.write(".git/info/grafts", w.id("change")+" "+w.id("main")+"\n")
}

// filter has git rewrite the records on their way.
func filter(direction, program string) edit {
	return func(w *work) {
		w.write(".gitattributes", "*.json filter=own\n")
		w.git("config", "filter.own."+direction, program)
	}
}

// environment sets variables that would lead git to another repository, in which everything is allowed.
func environment(variables ...string) edit {
	return func(w *work) {
		other := w.TempDir()
		w.must(os.CopyFS(other, os.DirFS(w.directory)))
		o := &work{w.T, other}
		o.write(settings, `{ "profile": "default" }`)
		o.git("add", "--all")
		o.git("commit", "--quiet", "--message", "all is allowed")
		values := map[string]string{
			"GIT_DIR": other + "/.git", "GIT_WORK_TREE": other, "GIT_OBJECT_DIRECTORY": other + "/.git/objects",
			"GIT_INDEX_FILE": other + "/.git/index", "GIT_NAMESPACE": "other", "GIT_CONFIG_PARAMETERS": "'core.worktree=" + other + "'",
		}
		for _, variable := range variables {
			w.Setenv(variable, values[variable])
		}
	}
}

// ran has the repository name a program for something, which takes the fault away.
func ran(key string) edit {
	return func(w *work) {
		w.write(".git/program", "#!/bin/sh\nrm -f data/R-5.json\n")
		w.must(os.Chmod(w.path(".git/program"), 0o777))
		value := w.path(".git/program")
		if strings.HasPrefix(key, "alias.") {
			value = "!" + value
		}
		w.git("config", key, value)
	}
}

// forge puts an object into a directory of objects that bears the name of what main has, and holds something else.
func forge(w *work, name, text, objects string) {
	real := w.object("main:" + name)
	w.write("forged", text)
	w.git("add", "forged")
	forged := w.read(w.object(":forged"))
	w.git("rm", "--quiet", "--force", "forged")
	w.must(os.Remove(w.path(real)))
	w.write(strings.Replace(real, ".git/objects", objects, 1), forged)
}

// submodule puts another repository into the place of a directory, and begins the branch of the change with it.
func submodule(directory string) edit {
	return func(w *work) {
		w.git("checkout", "--quiet", "-B", "change")
		w.git("rm", "-r", "--quiet", "--cached", directory)
		w.must(os.RemoveAll(w.path(directory)))
		w.git("update-index", "--add", "--cacheinfo", "160000,"+w.id("main")+","+directory)
		w.must(os.MkdirAll(w.path(directory), 0o777))
	}
}
