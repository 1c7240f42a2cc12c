"""The command line: one file a command group. Translates arguments and prints; decides nothing."""
