"""Runs what docs/integrations says, as it stands there, without the network.

    recipes.py recipes WHEELS      every page; WHEELS is a folder with the wheel, setuptools and wheel
    recipes.py hook-from-source    the hook that pre-commit builds with cargo, which takes minutes

Each recipe runs in a repository of its own, first on a service that is clean, then on one whose code contradicts it.
Needs the tools of .ci/requirements.txt beside the Python that runs it.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "integrations"
TOOLS = pathlib.Path(sys.executable).parent
VERSION = re.search(r'^version = "(.*)"$', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)[1]
SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="ccsec-recipes-"))

DISK = """resource "aws_ebs_volume" "attachments" {
  availability_zone = "eu-central-1a"
  size              = 200
  encrypted         = true
}
"""
CLAIM = """
[[controls]]
id     = "disk-encryption"
kind   = "control"
by     = "CSC"
status = "implemented"
meets  = ["9.7/encryption-at-rest"]
"""
POLICY = "package wiki\n\nnamed if input.service.id\n"
POLICY_TEST = 'package wiki_test\n\nimport data.wiki\n\ntest_named if wiki.named with input as {"service": {"id": "a"}}\n'


def environment(*path):
    """That of a machine without a network."""
    home = SCRATCH / "home"
    home.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("CARGO_TARGET_DIR", "RUSTUP_HOME", "LANG") if name in os.environ}
    kept.setdefault("RUSTUP_HOME", os.path.expanduser("~/.rustup"))
    nowhere = "http://127.0.0.1:9"
    return kept | {
        "PATH": os.pathsep.join([*map(str, path), os.environ["PATH"]]),
        "HOME": str(home),
        "CARGO_HOME": os.environ.get("CARGO_HOME", os.path.expanduser("~/.cargo")),
        "CARGO_NET_OFFLINE": "true",
        "CCSEC_LINT_TODAY": "2026-11-21",
        "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_FIND_LINKS": str(WHEELS),
        "PIP_NO_INDEX": "1",
        "PRE_COMMIT_HOME": str(SCRATCH / "pre-commit"),
        "http_proxy": nowhere,
        "https_proxy": nowhere,
        "HTTPS_PROXY": nowhere,
    }


def run(command, folder, env, want=0, holds=""):
    """Runs a command, and ends everything unless it ends, and says, what is wanted."""
    command = [str(part) for part in command]
    done = subprocess.run(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != want or holds not in done.stdout:
        sys.exit(f"{' '.join(command)}\nended with {done.returncode}, not {want}, or without {holds!r}:\n{done.stdout}")
    return done.stdout


def check(fact, message):
    if not fact:
        sys.exit(message)


def blocks(page, language):
    """The fenced blocks of a page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", (PAGES / f"{page}.md").read_text(), re.MULTILINE | re.DOTALL)


def commit(folder, env):
    run(["git", "init", "--quiet", "--initial-branch=main"], folder, env)
    run(["git", "config", "user.name", "a user"], folder, env)
    run(["git", "config", "user.email", "user@example.com"], folder, env)
    run(["git", "add", "--all"], folder, env)
    run(["git", "commit", "--quiet", "--no-verify", "--message", "as it was"], folder, env)


def repository(name, env):
    """A repository with one service that is clean, and that is built from code."""
    folder = SCRATCH / name
    shutil.copytree(ROOT / "fixtures" / "services" / "team-wiki", folder)
    descriptor = folder / "ccsec.toml"
    text = re.sub(r'^exposure .*$', r'\g<0>\ninfrastructure = ["infra/"]', descriptor.read_text(), flags=re.MULTILINE)
    descriptor.write_text(text + CLAIM)
    (folder / "infra").mkdir()
    (folder / "infra" / "disk.tf").write_text(DISK)
    (folder / "policy").mkdir()
    (folder / "policy" / "wiki.rego").write_text(POLICY)
    (folder / "policy" / "wiki_test.rego").write_text(POLICY_TEST)
    commit(folder, env)
    return folder


def contradict(folder):
    disk = folder / "infra" / "disk.tf"
    disk.write_text(disk.read_text().replace("true", "false"))


def mend(folder, env):
    run(["git", "checkout", "--quiet", "HEAD", "--", "."], folder, env)


def with_binary(env):
    """A Python whose ccsec-lint is that of the wheel."""
    venv = SCRATCH / "installed"
    if not venv.exists():
        run([sys.executable, "-m", "venv", venv], SCRATCH, env)
        run([venv / "bin" / "pip", "install", "--quiet", f"ccsec-lint=={VERSION}"], SCRATCH, env)
    return venv / "bin"


def fresh(env):
    """A Python with nothing in it."""
    venv = pathlib.Path(tempfile.mkdtemp(dir=SCRATCH)) / "venv"
    run([sys.executable, "-m", "venv", venv], SCRATCH, env)
    return venv / "bin"


def valid(schema, text):
    """Holds a pipeline against the schema of its host."""
    file = SCRATCH / f"{schema}.yml"
    file.write_text(text)
    command = [TOOLS / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", file]
    if not schema.startswith("github"):
        # As check-jsonschema's own hooks for these two have it.
        command += ["--data-transform", schema, "--regex-variant", "nonunicode"]
    run(command, SCRATCH, environment())


def versions():
    """No page speaks of another version of the linter."""
    for page in sorted(PAGES.glob("*.md")):
        for found in re.findall(r"(?:ccsec-lint==|rev: v|OWNER/ccsec-lint@0+ # v)([0-9.]*[0-9])", page.read_text()):
            check(found == VERSION, f"{page.name} speaks of {found}, and Cargo.toml of {VERSION}")


# pre-commit


def hooks(env, of=(".pre-commit-hooks.yaml",)):
    """A repository with what pre-commit reads of this one."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=SCRATCH, prefix="hooks-"))
    for name in of:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    commit(folder, env)
    run(["git", "tag", f"v{VERSION}"], folder, env)
    return folder


def configured(block, folder, env, source=None):
    """Takes a recipe over into a repository."""
    text = block.replace("https://github.com/OWNER/ccsec-lint", str(source)) if source else block
    (folder / ".pre-commit-config.yaml").write_text(text)
    run([TOOLS / "pre-commit", "validate-config"], folder, env)
    run(["git", "add", "--all"], folder, env)
    run(["git", "commit", "--quiet", "--no-verify", "--message", "hooks"], folder, env)


def rejects(folder, env):
    """A commit of code that contradicts a claim does not come to be; the mended one does."""
    pre_commit = TOOLS / "pre-commit"
    run([pre_commit, "run", "--all-files"], folder, env, 0, "Passed")
    run([pre_commit, "install"], folder, env)
    contradict(folder)
    run(["git", "commit", "--all", "--message", "cheaper"], folder, env, 1, "claim/contradicted")
    mend(folder, env)
    (folder / "infra" / "disk.tf").write_text(DISK.replace("200", "300"))
    run(["git", "commit", "--all", "--message", "larger"], folder, env, 0, "Passed")


STARTS = """ccsec.toml services/shop.ccsec.toml ccsec-lint.toml ccsec-waivers.toml infra/new.tf infra/new.tofu infra/x.auto.tfvars
infra/.terraform.lock.hcl deploy/app.yaml deploy/app.yml plan.json template.yaml compose.yaml reports/trivy.sarif policy/a.rego
policy/data.json docs/keys.md docs/keys.pdf docs/keys.docx docs/keys.adoc ccsec-vendor/aws/ccsec.toml.sha256 .gitignore"""
STARTS_NOT = "src/main.rs app.py Makefile Cargo.toml pyproject.toml main.go logo.gif myccsec.toml"


def triggers(folder, env):
    """Which files start which hook, each committed alone."""
    pre_commit = TOOLS / "pre-commit"
    before = env | {"SKIP": ""}
    for name in (STARTS + " " + STARTS_NOT).split():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a") as out:
            out.write("\n")
        run(["git", "add", "--force", name], folder, env)
        said = subprocess.run([pre_commit, "run"], cwd=folder, env=before, stdout=subprocess.PIPE, text=True).stdout
        lint, test = [line for line in said.splitlines() if re.match(r"ccsec-lint( test)?\.", line)]
        check(("no files to check" in lint) == (name in STARTS_NOT.split()), f"{name}: {lint}")
        tested = name.endswith(".rego") or "/data." in name
        check(("no files to check" in test) == (not tested), f"{name}: {test}")
        run(["git", "reset", "--quiet", "--hard", "HEAD"], folder, env)
    # As the page says: pre-commit does not look at what was deleted.
    run(["git", "rm", "--quiet", "docs/access.md"], folder, env)
    run([pre_commit, "run"], folder, env, 0, "no files to check")
    run([pre_commit, "run", "--all-files"], folder, env, 1, "claim/dead-evidence")
    run(["git", "reset", "--quiet", "--hard", "HEAD"], folder, env)


def pre_commit():
    on_path, from_wheel, from_source = blocks("pre-commit", "yaml")
    env = environment(with_binary(environment()))
    manifest = ROOT / ".pre-commit-hooks.yaml"
    run([TOOLS / "pre-commit", "validate-manifest", manifest], ROOT, env)
    for hook in yaml.safe_load(manifest.read_text()):
        # The recipes below run one of the two that lint; the other differs in its language alone.
        check(hook["require_serial"] and not hook["pass_filenames"], f"{hook['id']} judges the whole repository, once")
    source = hooks(env)

    folder = repository("hook-system", env)
    configured(on_path, folder, env, source)
    rejects(folder, env)
    triggers(folder, env)
    (folder / "policy" / "wiki_test.rego").write_text(POLICY_TEST.replace('"id": "a"', ""))
    run(["git", "add", "--all"], folder, env)
    run([TOOLS / "pre-commit", "run"], folder, env, 1, "FAIL")

    # No binary on the PATH: it comes out of the wheel.
    env = environment()
    folder = repository("hook-wheel", env)
    configured(from_wheel, folder, env)
    rejects(folder, env)

    config = SCRATCH / "from-source.yaml"
    config.write_text(from_source)
    run([TOOLS / "pre-commit", "validate-config", config], SCRATCH, env)


def hook_from_source():
    env = environment()
    # A continuous integration has no crates yet; the recipe may fetch them.
    for name in ("CARGO_NET_OFFLINE", "http_proxy", "https_proxy", "HTTPS_PROXY"):
        env[name] = os.environ.get(name, "")
    env = {name: value for name, value in env.items() if value}
    env |= {name: value for name, value in os.environ.items() if name.startswith("CARGO_")}
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True)
    source = hooks(env, [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()])
    folder = repository("hook-rust", env)
    configured(blocks("pre-commit", "yaml")[2], folder, env, source)
    rejects(folder, env)


# GitHub Actions


def expression(text, values):
    """The expressions that action.yml uses in `env`: names."""
    return re.sub(r"\$\{\{ *([a-z0-9._-]+) *\}\}", lambda found: values[found[1]], str(text))


def action(given, folder, env, runner):
    """What the steps of action.yml do: how they ended, and their outputs."""
    definition = yaml.safe_load((ROOT / "action.yml").read_text())
    values = {f"inputs.{name}": str(entry["default"]) for name, entry in definition["inputs"].items()}
    values |= {f"inputs.{name}": {True: "true", False: "false"}.get(value, str(value)) for name, value in given.items()}
    values |= runner
    unknown = [name for name in given if name not in definition["inputs"]]
    check(not unknown, f"action.yml has no inputs {unknown}")
    said = ""
    temporary = pathlib.Path(tempfile.mkdtemp(dir=SCRATCH))
    for step in definition["runs"]["steps"]:
        if "run" not in step:
            continue
        script, output, summary = temporary / "script.sh", temporary / "output", temporary / "summary"
        script.write_text(step["run"])
        output.write_text("")
        step_env = env | {name: expression(value, values) for name, value in step["env"].items()}
        step_env |= {
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            "RUNNER_ARCH": "X64",
            "RUNNER_OS": "Linux",
            "RUNNER_TEMP": str(temporary),
        }
        # As a runner starts `shell: bash`.
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script],
            cwd=folder, env=step_env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        said += done.stdout
        for line in output.read_text().splitlines():
            name, value = line.split("=", 1)
            values[f"steps.{step['id']}.outputs.{name}"] = value
        if done.returncode:
            break
    values["summary"] = summary.read_text() if summary.exists() else ""
    return done.returncode, said, values


def released(env):
    """A release, as .ci/archives makes it from wheels; the binary is that of this machine."""
    wheels = SCRATCH / "released"
    wheels.mkdir()
    (wheel,) = WHEELS.glob("ccsec_lint-*.whl")
    shutil.copy(wheel, wheels / f"ccsec_lint-{VERSION}-py3-none-musllinux_1_2_x86_64.whl")
    release = SCRATCH / "server" / "owner" / "ccsec-lint" / "releases" / "download" / f"v{VERSION}"
    run([ROOT / ".ci" / "archives", wheels, release], ROOT, env)
    run(["sha256sum", "--check", "--strict", "SHA256SUMS"], release, env)
    names = sorted(file.name for file in release.iterdir())
    check(names == ["SHA256SUMS", f"ccsec-lint-{VERSION}-x86_64-unknown-linux-musl.tar.gz", f"ccsec-lint-{VERSION}.cdx.json"], f"a release of {names}")
    return release


def shell_scripts(env):
    """What stands in `run` of the action and the workflows is a sound script."""
    for file in [ROOT / "action.yml", *sorted((ROOT / ".github" / "workflows").glob("*.yml"))]:
        content = yaml.safe_load(file.read_text())
        jobs = content["jobs"].values() if "jobs" in content else [content["runs"]]
        for step in [step for job in jobs for step in job["steps"] if "run" in step]:
            check("${{" not in step["run"], f"{file.name} has an expression in a script: {step['run']}")
            script = SCRATCH / "script.sh"
            script.write_text(step["run"])
            run([TOOLS / "shellcheck", "--shell=bash", script], SCRATCH, env)


def github_actions():
    env = environment()
    shell_scripts(env)
    with_action, without_action = blocks("github-actions", "yaml")
    for block in (with_action, without_action):
        valid("github-workflows", block)
        workflow = SCRATCH / "zizmor" / ".github" / "workflows" / "ccsec-lint.yml"
        workflow.parent.mkdir(parents=True, exist_ok=True)
        workflow.write_text(block)
        run([TOOLS / "zizmor", "--offline", "--no-progress", "--quiet", workflow], SCRATCH, env)
    (step,) = [step for step in yaml.safe_load(with_action)["jobs"]["ccsec-lint"]["steps"] if step["uses"].startswith("OWNER/")]

    folder = repository("action", env)
    release = released(env)
    runner = {
        "github.action_path": str(ROOT),
        "github.action_repository": "owner/ccsec-lint",
        "github.server_url": f"file://{SCRATCH / 'server'}",
    }
    code, said, values = action(step["with"], folder, env, runner)
    check(code == 0 and "built with cargo" not in said, f"the action ended with {code}:\n{said}")
    check(values["steps.check.outputs.exit-code"] == "0", said)
    check("team-wiki" in values["summary"] or "Internal wiki" in values["summary"], f"the summary is {values['summary']!r}")
    contradict(folder)
    code, said, values = action(step["with"], folder, env, runner)
    check(code == 1 and "::error " in said and "claim/contradicted" in said, f"the action ended with {code}:\n{said}")
    check(values["steps.check.outputs.exit-code"] == "1", said)
    sarif = json.loads(pathlib.Path(values["steps.check.outputs.sarif"]).read_text())
    check(any(result["ruleId"] == "claim/contradicted" for result in sarif["runs"][0]["results"]), "the finding is not in the SARIF report")
    # Where the report is asked for, and a path that begins like an option, or holds what a shell would read.
    code, said, values = action({"sarif": "here.sarif", "paths": "$(touch pwned)\n--exit-zero"}, folder, env, runner)
    check(code == 2 and not (folder / "pwned").exists(), f"the action ended with {code}:\n{said}")
    code, said, values = action({"paths": "docs"}, folder, env, runner)
    check(code == 3 and values["steps.check.outputs.exit-code"] == "3", f"the action ended with {code}:\n{said}")
    code, said, values = action({"version": "1; touch pwned"}, folder, env, runner)
    check(code == 1 and "version is a release" in said and not (folder / "pwned").exists(), said)

    # No such release: cargo builds it. What cargo is told is enough here.
    fake = SCRATCH / "fake"
    fake.mkdir()
    (fake / "cargo").write_text(f'#!/bin/sh\necho "cargo $*"\ncp {with_binary(env)}/ccsec-lint bin/\n')
    (fake / "cargo").chmod(0o755)
    without = env | {"PATH": f"{fake}{os.pathsep}{env['PATH']}"}
    mend(folder, env)
    for given, told in (
        ({"version": "source"}, f"cargo install --locked --root . --path {ROOT}"),
        ({"version": "v9.9.9"}, "cargo install --locked --root . ccsec-lint@9.9.9"),
    ):
        code, said, values = action(given, folder, without, runner)
        check(code == 0 and told in said, f"the action ended with {code}, without {told!r}:\n{said}")
    # A file that is not the one vouched for is never replaced by another way to install.
    (archive,) = release.glob("*.tar.gz")
    archive.write_bytes(archive.read_bytes() + b"\0")
    code, said, values = action({}, folder, without, runner)
    check(code == 1 and "SHA256SUMS" in said and "cargo install" not in said, f"the action ended with {code}:\n{said}")

    # pipx would fetch pipx's own parts; the command after it is what counts.
    (line,) = re.findall(r"- run: pipx run (.*)", without_action)
    line = line.replace(f"ccsec-lint=={VERSION}", "ccsec-lint")
    run(["bash", "-e", "-c", line], folder, environment(with_binary(env)))


# GitLab, Azure Pipelines, the wheel, Docker


def lines(script):
    return "\n".join([script] if isinstance(script, str) else script)


def gitlab():
    for number, block in enumerate(blocks("gitlab", "yaml")):
        valid("gitlab-ci", block)
        job = yaml.safe_load(block)["ccsec-lint"]
        env = environment()
        env = environment(fresh(env))
        folder = repository(f"gitlab-{number}", env)
        script = lines(job["before_script"]) + "\n" + lines(job["script"])
        run(["bash", "-e", "-c", script], folder, env)
        contradict(folder)
        run(["bash", "-e", "-c", script], folder, env, 1)
        for kind, file in job["artifacts"]["reports"].items():
            check("claim/contradicted" in (folder / file).read_text(), f"the finding is not in {kind}, {file}")
        check(json.loads((folder / job["artifacts"]["reports"]["codequality"]).read_text()), "the report is empty")


def azure_pipelines():
    (block,) = blocks("azure-pipelines", "yaml")
    valid("azure-pipelines", block)
    steps = yaml.safe_load(block)["steps"]
    staging = SCRATCH / "staging"
    staging.mkdir()
    env = environment(fresh(environment()))
    folder = repository("azure", env)
    named = lambda text: text.replace("$(Build.ArtifactStagingDirectory)", str(staging))
    script = "\n".join(named(step["script"]) for step in steps if "script" in step)
    run(["bash", "-e", "-c", script], folder, env)
    contradict(folder)
    run(["bash", "-e", "-c", script], folder, env, 1)
    for step in steps:
        inputs = step.get("inputs", {})
        for file in (inputs.get("testResultsFiles"), inputs.get("PathtoPublish")):
            check(not file or "claim/contradicted" in pathlib.Path(named(file)).read_text(), f"the finding is not in {file}")


def wheel():
    block, _ = blocks("wheel", "sh")
    env = environment()
    folder = repository("wheel", env)
    run(["bash", "-e", "-c", block], folder, env, 0, "no findings")
    contradict(folder)
    run(["bash", "-e", "-c", block], folder, env, 1, "claim/contradicted")


def docker():
    if subprocess.run(["docker", "info"], capture_output=True).returncode:
        return "not run, as there is no daemon here"
    for block in blocks("docker", "sh"):
        run(["bash", "-e", "-c", block], ROOT, dict(os.environ))


RECIPES = [versions, pre_commit, github_actions, gitlab, azure_pipelines, wheel, docker]

if __name__ == "__main__":
    WHEELS = pathlib.Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else SCRATCH
    try:
        for recipe in RECIPES if sys.argv[1] == "recipes" else [hook_from_source]:
            outcome = recipe()
            print(f"{recipe.__name__.replace('_', '-')}: {outcome or 'as the page says'}")
    finally:
        shutil.rmtree(SCRATCH, ignore_errors=True)
