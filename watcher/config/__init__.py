"""Configuration: four YAML files to ``Settings``, every fault with file, line and key."""
