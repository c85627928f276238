static int count;
static void work() { ++count; }
int right() {
  work();
  return count;
}
