"""The demo: bundled sample feeds written for this project, served on loopback, with a clock of its own."""
