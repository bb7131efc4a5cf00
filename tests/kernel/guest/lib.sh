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

# eventually SECONDS COMMAND...: true as soon as the command is, false after the given time.
eventually() {
  limit=$(($1 * 10)); shift; n=0
  while ! "$@"; do n=$((n + 1)); [ $n -gt $limit ] && return 1; usleep 100000; done
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
