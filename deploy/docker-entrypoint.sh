#!/bin/sh
# Start Watcher in a container. Its pages can be reached from outside there, so they need a password.
set -eu
if [ "${1:-}" = run ]; then
    if [ -z "${WATCHER_WEB_PASSWORD:-}" ]; then
        echo "watcher: set WATCHER_WEB_PASSWORD; the pages are served on 0.0.0.0:8080 and need a password" >&2
        exit 2
    fi
    [ -d config ] || watcher init config
fi
exec watcher "$@"
