# commit.sh FOLDER: a hook repository and a project, and three commits.
set -eu
cd "$1"
export GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.org GIT_COMMITTER_NAME=t \
  GIT_COMMITTER_EMAIL=t@example.org GIT_CONFIG_GLOBAL=/dev/null
export PATH=/usr/bin:/bin
git -C hooks init -q && git -C hooks add -A && git -C hooks commit -qm hooks
git -C hooks tag v1.0.0

cd project
git init -q
cat > .pre-commit-config.yaml <<'YAML'
repos:
  - repo: ../hooks
    rev: v1.0.0
    hooks:
      - id: racetidy
YAML
cat > compile_commands.json <<JSON
[{"directory": "$PWD", "file": "counter.cpp", "arguments": ["c++", "counter.cpp"]}]
JSON
git add -A && git commit -qm start
pre-commit install

echo blocked:
echo '_Atomic(int) n; void f() { n = n + 1; }' > counter.cpp
git add counter.cpp
if git commit -m bad; then echo "the commit went through"; exit 1; fi
echo "commits: $(git rev-list --count HEAD)"

echo allowed:
echo '_Atomic(int) n; void f() { n += 1; }' > counter.cpp
git add counter.cpp
git commit -m good
echo "commits: $(git rev-list --count HEAD)"

echo header only:
echo 'extern int k;' > k.h
git add k.h
git commit -m header
echo "commits: $(git rev-list --count HEAD)"
