// Expected with run.cpp: nothing. One thread counts, and the rest of the program
// only before its start and after its end.
long counted;
bool more();
void count() {
  while (more())
    ++counted;
}
void reset() { counted = 0; }
