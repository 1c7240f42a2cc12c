"""Web pages: reads the store; edits nothing but ``keywords.yaml``."""
