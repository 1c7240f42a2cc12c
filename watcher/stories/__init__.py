"""Stories: how alike two entries are, and which story an entry joins. Pure."""
