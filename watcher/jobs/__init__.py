"""Jobs: the work that the service ticks and a command runs once. Here effects meet decisions."""
