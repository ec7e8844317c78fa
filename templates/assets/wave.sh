set -u

CONFIRM=${CONFIRM-} # yes: move what was validated; anything else: validate only
ONLY=${ONLY-}       # numbers of moves ("2 3"): leave out the others
PARALLEL=${PARALLEL-} # yes: begin together what the plan has going at the same time
EVERY=${EVERY-60}   # seconds between two looks at a move that is going on

asked=0  # how many moves were to be validated
failed=  # numbers of those that did not succeed
running= # process:number of moves that were begun together
watcher= # process that looks at a move
there=   # what the shell of an HMC is told before each command

say() { printf '%s\n' "$*"; }
complain() { printf '%s\n' "$*" >&2; }
clock() { date +%H:%M:%S; }

stop() { # exit code, reason
  complain "$2"
  exit "$1"
}

need() { # variable, its value, what it is
  case $2 in '' | -*) stop 2 "Set $1 to the $3." ;; esac
}

hmc() { # user@host, command: one text, read by the shell of the HMC
  ssh -n -o ServerAliveInterval=60 -- "$1" "$there$2"
}

wanted() { # number
  case " $ONLY " in '  ' | *" $1 "*) true ;; *) false ;; esac
}

validate() { # number, title, user@host, command
  wanted "$1" || return 0
  asked=$((asked + 1))
  say "$(clock) $1. $2: validation begins"
  if hmc "$3" "$4"; then
    say "$(clock) $1. $2: validated"
  else
    complain "$(clock) $1. $2: NOT VALIDATED (exit code $?)"
    failed="$failed $1"
  fi
}

refuse() { # number, title, reason
  wanted "$1" || return 0
  asked=$((asked + 1))
  complain "$1. $2: NOT VALIDATED. $3"
  failed="$failed $1"
}

validated() {
  [ "$asked" -gt 0 ] || stop 2 "ONLY=\"$ONLY\" names none of these moves."
  [ -z "$failed" ] || stop 1 "Nothing was moved: validation failed for$failed."
  if [ "$CONFIRM" != yes ]; then
    say "Validated: $asked. Nothing was moved; with CONFIRM=yes it will be."
    exit 0
  fi
}

watch() { # user@host, command
  [ -n "$2" ] || return 0
  while sleep "$EVERY" >/dev/null 2>&1 && kill -0 "$$" 2>/dev/null; do
    hmc "$1" "$2"
  done
}

carry() { # number, title, user@host, command, progress, user@host of the target, command that shows the state there
  say "$(clock) $1. $2: begins"
  watch "$3" "$5" &
  watcher=$!
  hmc "$3" "$4"
  code=$?
  kill "$watcher" 2>/dev/null
  wait "$watcher" 2>/dev/null
  watcher=
  case $code in
    0) ;;
    255) complain "$(clock) $1. $2: NOT KNOWN, ssh failed: the HMC may be going on with it" && return 1 ;;
    *) complain "$(clock) $1. $2: FAILED (exit code $code)" && return 1 ;;
  esac
  if [ -z "$7" ]; then
    say "$(clock) $1. $2: done; look for it on the target"
    return 0
  fi
  state=$(hmc "$6" "$7") || state="not listed there. $state"
  case $state in
    *Migrating*) complain "$(clock) $1. $2: NOT FINISHED ($state)" && return 1 ;;
    [0-9]*,*) say "$(clock) $1. $2: arrived ($state)" ;;
    *) complain "$(clock) $1. $2: NOT FOUND on the target ($state)" && return 1 ;;
  esac
}

move() { # as carry
  wanted "$1" || return 0
  if [ "$PARALLEL" = yes ]; then
    carry "$@" &
    running="$running $!:$1"
    return 0
  fi
  carry "$@" || failed="$failed $1"
  settle
}

settle() { # until all that were begun together have ended
  for one in $running; do
    wait "${one%%:*}" || failed="$failed ${one##*:}"
  done
  running=
  [ -z "$failed" ] || broken
}

broken() {
  complain "Stopped: no success with$failed. What comes behind was not begun."
  whereabouts
  for one in $failed; do
    remedy "$one"
  done
  complain 'Name those that are left in ONLY to go on.'
  exit 3
}

locate() { # number, partition, server, user@host, command that shows its state there
  if ! wanted "$1" || [ -z "$5" ]; then
    return 0
  fi
  if state=$(hmc "$4" "$5" 2>/dev/null); then
    case $state in [0-9]*,*) say "$1. $2 is on $3: id, state, RMC $state" ;; esac
  fi
}

interrupted() {
  [ -z "$watcher" ] || kill "$watcher" 2>/dev/null
  complain 'Interrupted. The HMC goes on with a move that it has begun: look before anything is repeated.'
  exit 4
}

trap interrupted HUP INT # not TERM: it ends what looks at a move, even before that has forgotten the traps of its parent
case $ONLY in *[!0-9\ ]*) stop 2 "ONLY=\"$ONLY\": numbers with blanks between them, please." ;; esac
case $EVERY in '' | *[!0-9]*) stop 2 "EVERY=\"$EVERY\": a number of seconds, please." ;; esac
case $PARALLEL in '' | yes) ;; *) stop 2 "PARALLEL=\"$PARALLEL\": yes or nothing, please." ;; esac
command -v ssh >/dev/null 2>&1 || stop 2 'There is no ssh here.'
