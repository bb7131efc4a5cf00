# Words that the scenarios are written in. Sourced by guest/init before a scenario, in a shell of its own.
MODULES=/lpcheck/modules
KLP=/sys/kernel/livepatch
GUARD=/sys/kernel/debug/lpguard

say() { echo "@@ note $SCENARIO: $*"; }

# check DESCRIPTION COMMAND...: one expectation.
check() {
  what=$1; shift
  if "$@" >/tmp/check.out 2>&1; then echo "@@ ok $SCENARIO: $what"
  else echo "@@ not-ok $SCENARIO: $what (status $?: $*)"; head -c 1500 /tmp/check.out; echo; fi
}

# status N COMMAND...: the command's exit status is N.
status() { expected=$1; shift; "$@"; actual=$?; [ "$actual" = "$expected" ] || { echo "status $actual, not $expected"; return 1; }; }
not() { ! "$@"; }

# eventually SECONDS COMMAND...: true as soon as the command is, false after the given time. Its counter is its own:
# scenarios that count rounds call it in each of them.
eventually() {
  local limit=$(($1 * 10)) tries=0; shift
  while ! "$@"; do tries=$((tries + 1)); [ $tries -gt $limit ] && return 1; usleep 100000; done
}

load() { insmod "$MODULES/$1.ko" $2; }
enabled() { [ "$(cat $KLP/$1/enabled 2>/dev/null)" = 1 ]; }
in_transition() { [ "$(cat $KLP/$1/transition 2>/dev/null)" = 1 ]; }
complete() { enabled "$1" && ! in_transition "$1"; }
gone() { [ ! -d $KLP/$1 ]; }
# version FUNCTION N: a fresh caller gets version N of it.
version() { grep -q "\b$1=$2\b" /proc/lpt; }
held() { grep -q "held=$1\$" /proc/lpt; }

# hold COMMAND: a process of its own that sleeps inside the target; its pid in $HELD.
hold() {
  before=$(sed 's/.*held=//' /proc/lpt)
  (exec sh -c "echo '$1' > /proc/lpt") & HELD=$!
  eventually 10 held $((before + 1)) || say "nobody sleeps after: $1"
}
release() { echo release > /proc/lpt; eventually 10 held 0; }
# sleeps_in PID TEXT: the kernel stack of the task shows TEXT.
sleeps_in() { grep -q "$2" /proc/$1/stack; }
patch_state() { [ "$(cat /proc/$1/patch_state)" = "$2" ]; }

disable() { echo 0 > $KLP/$1/enabled; }
reverse() { echo "$2" > $KLP/$1/enabled; }
force() { echo 1 > $KLP/$1/force; }
# drop NAME...: disable and remove patches, newest first as given.
drop() {
  for name in "$@"; do
    [ -d $KLP/$name ] && { disable $name; eventually 20 gone $name; }
    eventually 10 rmmod $name 2>/dev/null
  done
}
oopses() { dmesg | grep -cE 'BUG:|Oops|general protection|WARNING:|Call Trace'; }

# --- scenarios that the model repeats (worlds/NAME.world): every event and what the kernel then shows ---
# event TEXT COMMAND...: do it, and say which event of the model it was. The model is told even if it is refused.
event() {
  text=$1; shift
  if "$@" >/tmp/event.out 2>&1; then echo "@@ event $SCENARIO: $text"
  else echo "@@ refused $SCENARIO: $text"; head -c 300 /tmp/event.out >/dev/kmsg; fi
}
# settle: wait until the core can do no more by itself: no transition, or only the held sleepers are left in it. No
# clock decides, only the limit after which the scenario fails anyway.
settle() {
  local tries=0
  while pending=$(grep -l 1 $KLP/*/transition 2>/dev/null) && [ $tries -lt 600 ]; do
    target=$(cat "${pending%/transition}/enabled" 2>/dev/null)
    left=$(grep -L "^$target" /proc/[0-9]*/task/[0-9]*/patch_state 2>/dev/null | wc -l)
    [ "$left" -gt 0 ] && grep -q "held=$left\$" /proc/lpt && break
    tries=$((tries + 1)); usleep 200000
  done
}
# frame_of PID: the innermost version of a target's function on its stack, as function@patch.
frame_of() {
  sed -n 's/.*\] \(new_\)*lpt_\([abw]\|caller\)\(\.cold\)*+[^[]*\[\([a-z0-9_]*\)\].*/\2@\4/p' /proc/$1/stack 2>/dev/null |
    sed 's/@lpt_target/@-/' | head -1
}
# observe [TASK=PID...]: the kernel's state, in the words of the model.
observe() {
  settle
  line="transition=$(for p in $KLP/*; do [ -d "$p" ] && [ "$(cat $p/transition)" = 1 ] && basename $p; done)"
  for p in $KLP/*; do [ -d "$p" ] && line="$line enabled:$(basename $p)=$(cat $p/enabled)"; done
  if [ -e /proc/lpt ]; then
    for pair in $(cat /proc/lpt); do
      case $pair in held=*) ;; *) line="$line select:$pair" ;; esac
    done
  fi
  for pair in "$@"; do line="$line frame:${pair%%=*}=$(frame_of ${pair#*=})"; done
  if [ -e $GUARD/history ]; then
    for f in $(sed -n 's/^func lpt_target lpt_\([a-z]*\) .*/\1/p' $GUARD/history); do
      set="$(sed -n "s/^version lpt_target lpt_$f 0 \([^ ]*\) selectable=yes.*/\1/p" $GUARD/history | sort | tr '\n' ,)"
      line="$line guard:$f=$set"
    done
  fi
  echo "@@ state $SCENARIO: $line"
}
