#!/bin/sh
# Copies the folder of a Redis that runs: deploy/copy-redis.sh FOLDER ARCHIVE [options of redis-cli, such as -u redis://…]
# Redis goes on meanwhile; only a rewrite of its append-only file is waited for, and put off until the copy is made.
set -eu
folder=$1
archive=$2
shift 2

was=$(redis-cli "$@" CONFIG GET auto-aof-rewrite-percentage | tail -n 1)
case $was in
  '' | *[!0-9]*)
    echo "$0: nothing was copied: the rewrite of the append-only file cannot be put off: ${was:-redis-cli does not answer}" >&2
    exit 1
    ;;
esac
trap 'redis-cli "$@" CONFIG SET auto-aof-rewrite-percentage "$was" > /dev/null' EXIT
redis-cli -e "$@" CONFIG SET auto-aof-rewrite-percentage 0 > /dev/null
while redis-cli "$@" INFO persistence | grep -Eq '^aof_rewrite_(in_progress|scheduled):1'; do
  sleep 1
done
# 1: a file grew while it was read, which the append-only file may. Redis cuts off a last write that is incomplete.
tar -C "$folder" -czf "$archive.part" . || [ $? -eq 1 ]
mv "$archive.part" "$archive"
