"""One programme: see README.md in this folder."""
