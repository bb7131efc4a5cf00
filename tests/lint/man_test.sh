#!/bin/sh
# The manual page against the program: every option and command of `lpcheck --help` stands in the page, and the page
# has no other long option.
# usage: man_test.sh LPCHECK MAN_PAGE
set -u
help=$("$1" --help)
page=$(tr -d '\\' < "$2")
failed=0
options=$(printf '%s\n' "$help" | sed -n 's/^  \(-[^ ]*\).*/\1/p' | tr ',' '\n' | grep '^--')
for option in $options; do
  if ! printf '%s\n' "$page" | grep -q "Fl Fl ${option#--}\( \|$\)"; then
    echo "$2 does not tell of $option"
    failed=1
  fi
done
for command in $(printf '%s\n' "$help" | sed -n '/^Commands/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p'); do
  if ! printf '%s\n' "$page" | grep -q "^\.It Cm $command\( \|$\)"; then
    echo "$2 does not tell of the command $command"
    failed=1
  fi
done
for option in $(printf '%s\n' "$page" | sed -n '/^\.Sh OPTIONS/,/^\.Sh COMMANDS/p' | grep '^\.It' | grep -o 'Fl Fl [a-z-]*' | cut -d' ' -f3); do
  if ! printf '%s\n' "$options" | grep -qx -- "--$option"; then
    echo "$1 has no option --$option, but $2 tells of it"
    failed=1
  fi
done
exit "$failed"
