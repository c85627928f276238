"""other_version.py FROM TO: a summary file of a format version to come."""
import sys

with open(sys.argv[1], "rb") as f:
    content = bytearray(f.read())
content[8] = 77
with open(sys.argv[2], "wb") as f:
    f.write(content)
