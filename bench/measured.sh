#!/usr/bin/env bash
# Runs a command, with its standard output in OUT.stdout and its standard error in OUT.stderr, and writes to OUT what it
# took: seconds on the clock, seconds of user and of system time, and kilobytes of memory at most. The memory is that of
# the largest process, the time that of all.
# usage: measured.sh OUT COMMAND...
out=$1
shift
TIMEFORMAT='%3R %3U %3S'
{ time env time --quiet --output "$out.memory" --format %M "$@" </dev/null >"$out.stdout" 2>"$out.stderr"; } 2>"$out"
status=$?
cat "$out.memory" >>"$out"
exit "$status"
