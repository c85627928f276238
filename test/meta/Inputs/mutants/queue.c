typedef struct {
  int m;
} pthread_mutex_t;
int pthread_mutex_lock(pthread_mutex_t *m);
int pthread_mutex_unlock(pthread_mutex_t *m);

static pthread_mutex_t queue_lock;
static int pending, done;

void push(void) {
  pthread_mutex_lock(&queue_lock);
  pending += 2;
  pthread_mutex_unlock(&queue_lock);
}

int pop(void) {
  pthread_mutex_lock(&queue_lock);
  if (pending == 0) {
    pthread_mutex_unlock(&queue_lock);
    return 0;
  }
  pending--;
  pthread_mutex_unlock(&queue_lock);
  done++;
  return 1;
}

/* Given back in between: not one section. */
void wait_for_it(void) {
  pthread_mutex_lock(&queue_lock);
  while (pending) {
    pthread_mutex_unlock(&queue_lock);
    pthread_mutex_lock(&queue_lock);
  }
  pthread_mutex_unlock(&queue_lock);
}
