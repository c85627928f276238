#include "mutex.h"
#include <pthread.h>

static pthread_mutex_t all = PTHREAD_MUTEX_INITIALIZER;
void Mutex::Lock() { pthread_mutex_lock(&all); }
void Mutex::Unlock() { pthread_mutex_unlock(&all); }
