"""Follow-ups: periods in words, extraction from sentences, one record through its life, iCalendar. Pure."""
