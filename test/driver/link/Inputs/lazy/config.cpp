// Expected with server.cpp: one race-lazy-init at the line marked HERE. With
// tool.cpp instead: nothing, that program has one thread. Alone: nothing, for
// nothing in here knows of threads.
struct Config {
  int port;
};
static Config *config;
Config *theConfig() {
  if (!config)
    config = new Config{80}; // HERE
  return config;
}
