"""Focus areas: the term language of ``keywords.yaml`` and the judgement of a text by it. Pure."""
