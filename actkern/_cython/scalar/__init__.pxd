"""One function per activation, by family: it returns value and slope."""
