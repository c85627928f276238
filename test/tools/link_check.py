"""link_check.py FOLDER FILE... -- FLAGS: prints what one run over FILEs finds.

Fails unless scan and link find the same to the letter, whichever way: a
summary a file, linked in this order and the other, and one summary of all.
"""
import os
import subprocess
import sys


def racetidy(*arguments):
    done = subprocess.run(["racetidy", *arguments, *(
        [] if arguments[0] == "link" else ["--", *flags])],
        capture_output=True, text=True)
    if done.returncode not in (0, 1) or done.stderr:
        sys.exit(f"'racetidy {' '.join(arguments)}' gave {done.returncode}:\n"
                 + done.stdout + done.stderr)
    return done.stdout


folder, *files = sys.argv[1:sys.argv.index("--")]
flags = sys.argv[sys.argv.index("--") + 1:]
os.makedirs(folder, exist_ok=True)
summaries = [os.path.join(folder, os.path.basename(f) + ".summary")
             for f in files]
everything = os.path.join(folder, "all.summary")

expected = racetidy("-q", *files)
print(expected, end="")
for file, summary in zip(files, summaries):
    racetidy("scan", "-q", file, "-o", summary)
racetidy("scan", "-q", *files, "-o", everything)
for what in (summaries, summaries[::-1], [everything],
             [*summaries, everything]):
    found = racetidy("link", "-q", *what)
    if found != expected:
        sys.exit(f"linking {' '.join(what)} found instead:\n{found}")
