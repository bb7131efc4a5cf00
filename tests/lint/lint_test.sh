#!/bin/sh
# The include lint on its fixture: it must fail, and say exactly what expected.txt says.
# usage: lint_test.sh SOURCE_DIR
set -u
cd "$1"
if found=$(scripts/lint-includes tests/lint/fixture); then
  echo "the lint accepted its failing fixture"
  exit 1
fi
printf '%s\n' "$found" | diff tests/lint/expected.txt - && echo "the lint finds what it must"
