void start(void *(*work)(void *));
