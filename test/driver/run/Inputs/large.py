"""Writes C++ that no person would: long, deep, with many ways through it."""
print("_Atomic(int) n, a[9999]; int k; void call(int);")
# More reads than are followed.
print("void reads() {", "n = n + 1; " * 2000, "}")
# More blocks than control dependence is computed for, and than are analysed.
print("void ways() {", "n = n + 1; switch (k) {",
      " ".join(f"case {i}: call({i}); break;" for i in range(10000)), "} }")
# Deep, but in no budget's way.
print("void nested() {", "[] { n = n + 1; " * 100, "}(); " * 100, "}")
print("void jumps() {", " ".join(
    f"l{i}: if (k == {i}) goto l{(i * 7) % 1500}; a[{i}] = a[{i}] + 1;"
    for i in range(30)) + " ".join(f"l{i}: ;" for i in range(30, 1500)), "}")
