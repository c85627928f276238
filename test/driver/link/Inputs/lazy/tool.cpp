// A program that has one thread and asks for it twice.
struct Config;
Config *theConfig();
void show(Config *);
int main() {
  show(theConfig());
  show(theConfig());
}
