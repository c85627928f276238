// Shaped like bugs that were fixed in public projects, each with the fixed form.
// RUN: %race_check %s race-bit-field-neighbour %t
#include <pthread.h>

// A socket's flags were one word: the receiver's thread set one that the sender's
// thread undid.
struct sock {
  unsigned shut_read : 1;
  unsigned shut_write : 1;
};
static struct sock one_word;
static void *receive(void *unused) {
  one_word.shut_read = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'one_word.shut_read' shares a word with 'one_word.shut_write', which is written at the same time; {{.*}} [race-bit-field-neighbour]
  return 0;
}
static void *send(void *unused) {
  one_word.shut_write = 1;
  return 0;
}
void run_one_word(void) {
  pthread_t r, s;
  pthread_create(&r, 0, receive, 0);
  pthread_create(&s, 0, send, 0);
  pthread_join(r, 0);
  pthread_join(s, 0);
}
struct sock_fixed {
  unsigned char shut_read;
  unsigned char shut_write;
};
static struct sock_fixed two_bytes;
static void *receive_fixed(void *unused) {
  two_bytes.shut_read = 1;
  return 0;
}
static void *send_fixed(void *unused) {
  two_bytes.shut_write = 1;
  return 0;
}
void run_two_bytes(void) {
  pthread_t r, s;
  pthread_create(&r, 0, receive_fixed, 0);
  pthread_create(&s, 0, send_fixed, 0);
  pthread_join(r, 0);
  pthread_join(s, 0);
}

// The timer's thread wrote its own bit of a device's state under the timer's lock,
// the others theirs under the device's.
struct device {
  unsigned busy : 1;
  unsigned expired : 1;
};
static struct device device;
static pthread_mutex_t device_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t timer_lock = PTHREAD_MUTEX_INITIALIZER;
static void *work(void *unused) {
  pthread_mutex_lock(&device_lock);
  device.busy = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'device.busy' shares a word with 'device.expired', which is written at the same time; {{.*}} [race-bit-field-neighbour]
  pthread_mutex_unlock(&device_lock);
  return 0;
}
static void *expire(void *unused) {
  pthread_mutex_lock(&timer_lock);
  device.expired = 1;
  pthread_mutex_unlock(&timer_lock);
  return 0;
}
void run_device(void) {
  pthread_t w, t;
  pthread_create(&w, 0, work, 0);
  pthread_create(&t, 0, expire, 0);
  pthread_join(w, 0);
  pthread_join(t, 0);
}
