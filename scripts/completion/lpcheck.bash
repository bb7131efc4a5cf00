# bash completion for lpcheck and lpadmit. Commands and options are read from the program's own --help, so that the
# completion cannot lag behind it; rules come from `lpcheck explain`.

_lpcheck_commands() { "$1" --help 2>/dev/null | sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p'; }

_lpcheck_options() { "$@" --help 2>/dev/null | grep -oE '(^|[ ,])--?[A-Za-z][A-Za-z-]*' | tr -d ' ,' | sort -u; }

_lpcheck() {
  local program=${COMP_WORDS[0]} cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command= word
  COMPREPLY=()
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if _lpcheck_commands "$program" | grep -qx -- "$word"; then command=$word; break; fi
  done
  case $prev in
    --format) mapfile -t COMPREPLY < <(compgen -W 'text json sarif' -- "$cur"); return ;;
    --max-mechanism) mapfile -t COMPREPLY < <(compgen -W 'immediate consistency' -- "$cur"); return ;;
    --kernel | -p | --build | --dump-smt) mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
  esac
  if [[ $cur == -* ]]; then
    # shellcheck disable=SC2086  # no command is no word
    mapfile -t COMPREPLY < <(compgen -W "$(_lpcheck_options "$program" $command)" -- "$cur")
  elif [[ $command == explain ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$("$program" explain 2>/dev/null | cut -d' ' -f1)" -- "$cur")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$cur")
    if [[ -z $command && COMP_CWORD -eq 1 ]]; then
      mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$(_lpcheck_commands "$program")" -- "$cur")
    fi
  fi
}

complete -o filenames -F _lpcheck lpcheck lpadmit
