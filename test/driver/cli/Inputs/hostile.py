"""hostile.py FOLDER: writes rules files that a loader may choke on."""
import os
import sys

os.chdir(sys.argv[1])


def write(name, data):
    with open(name, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())


aliases = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
for i in range(1, 40):
    aliases += f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 9) + "]\n"
write("aliases.yaml", aliases)
write("itself.yaml", "version: 1\nlocks: &l [*l]\n")
write("flow-depth.yaml", "locks: " + "[" * 100_000)
write("map-depth.yaml", "a: " + "{b: " * 100_000)
write("block-depth.yaml", "- " * 100_000)
write("question-depth.yaml", "? " * 100_000)
write("indent-depth.yaml", "".join(" " * i + "a:\n" for i in range(1000)))
write("large.yaml", b"# " + b"x" * 100_000_000)
write("million.yaml", "locks: [" + "x," * 500_000 + "]")
write("anchors.yaml", "\n".join(f"- &a{i} x" for i in range(60_000)))
write("keys.yaml", "".join(f"k{i}: 1\n" for i in range(50_000)))
write("mistakes.yaml",
      "version: 1\n" + "".join(f"k{i}: 1\n" for i in range(49_000)))
write("long-key.yaml", "k" * 1_000_000 + ": 1\n")
write("quotes.yaml", '"' * 1_000_000)
write("colons.yaml", ": " * 500_000)
write("braces.yaml", "{" * 500_000)
write("dashes.yaml", "---\n" * 200_000)
write("tags.yaml", "!" * 1_000_000)
write("binary.yaml", bytes(range(256)) * 1000)
write("nul.yaml", b"version: 1\0\n")
write("utf16.yaml", "version: 1\n".encode("utf-16"))
write("matcher.yaml", "version: 1\nrules: [{name: race-own-a, message: m, "
      "matcher: '" + "stmt(" * 100_000 + "'}]\n")
write("matcher-not.yaml", "version: 1\nrules: [{name: race-own-a, message: m, "
      "matcher: '" + "unless(" * 90 + "'}]\n")
# Every file extends the next two.
for i in range(60):
    write(f"chain{i}.yaml",
          f"version: 1\nextends: [chain{i + 1}.yaml, chain{i + 2}.yaml]\n")
os.mkfifo("pipe.yaml")
