"""refused.py RACETIDY FOLDER: every rules file there ends with code 2, an error
that names it, within a second of CPU time and 200 MB."""
import glob
import os
import resource
import subprocess
import sys

racetidy, folder = sys.argv[1:]
failed = []
files = sorted(glob.glob(os.path.join(folder, "*.yaml")))
for file in [*files, os.path.join(folder, "folder"), "/dev/zero"]:
    if os.path.basename(file).startswith("chain") and "chain0." not in file:
        continue
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(
        ["/usr/bin/env", racetidy, "--verify-config", f"--config-file={file}"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    out, err = process.communicate(timeout=60)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    name = os.path.basename(file)
    if process.returncode != 2 or \
            not err.startswith(file if "chain" not in file else folder):
        failed.append(f"{name}: ended with {process.returncode}: {err[:300]}")
    if seconds > 1:
        failed.append(f"{name}: took {seconds:.2f} s")
    if max(map(len, err.split("\n"))) > 2000:
        failed.append(f"{name}: a message is {max(map(len, err.split(chr(10))))} long")
    if after.ru_maxrss > 200 * 1024:
        failed.append(f"{name}: took {after.ru_maxrss // 1024} MB")
if len(files) < 20:
    failed.append("there are no files")
sys.exit("\n".join(failed) or 0)
