// RUN: %race_check %s race-conflicting-access %t -- -std=gnu17
// What is one location: elements by constants, whole arrays and objects and
// their parts, pointers and what they point to.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// One slot, named by the same number.
static int slots[4];
static void *first_bad(void *arg) {
  slots[2] = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}slots{{.*}} [race-conflicting-access]
  return NULL;
}
static void *second_bad(void *arg) {
  slots[2] = 2;
  return NULL;
}
void same_slot_bad(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, first_bad, NULL);
  pthread_create(&b, NULL, second_bad, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}

// A slot each, by numbers or by what the starter gives.
static int own[4];
static void *zero_ok(void *arg) {
  own[0] = 1;
  return NULL;
}
static void *one_ok(void *arg) {
  own[1] = 2;
  return NULL;
}
static void *given_ok(void *arg) {
  int *slot = arg;
  slot[0] = 3;
  return NULL;
}
void own_slots_ok(void) {
  pthread_t a, b, c, d;
  pthread_create(&a, NULL, zero_ok, NULL);
  pthread_create(&b, NULL, one_ok, NULL);
  pthread_create(&c, NULL, given_ok, &own[2]);
  pthread_create(&d, NULL, given_ok, &own[3]);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  pthread_join(c, NULL);
  pthread_join(d, NULL);
}

// Of a thread of which there are several, by one number.
static int rows[2][2];
static void *row_bad(void *arg) {
  rows[1][0] = 3;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}rows{{.*}} [race-conflicting-access]
  return NULL;
}
void rows_bad(void) {
  pthread_t t[2];
  for (int i = 0; i < 2; i++)
    pthread_create(&t[i], NULL, row_bad, NULL);
  for (int i = 0; i < 2; i++)
    pthread_join(t[i], NULL);
}

// All of an array, and one of its elements.
static char table[16], fresh[16];
static void *clear_bad(void *arg) {
  memcpy(table, fresh, sizeof table);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'table'{{.*}} [race-conflicting-access]
  return NULL;
}
static void *mark_bad(void *arg) {
  table[3] = 1;
  return NULL;
}
void table_bad(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, clear_bad, NULL);
  pthread_create(&b, NULL, mark_bad, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}

// An object that is assigned as a whole, and a field of it.
struct state {
  int phase, count;
};
static struct state now;
static void *advance_bad(void *arg) {
  now.phase = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'now.phase'{{.*}} [race-conflicting-access]
  return NULL;
}
static void *reset_bad(void *arg) {
  struct state empty = {0, 0};
  now = empty;
  return NULL;
}
void reset_states_bad(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, advance_bad, NULL);
  pthread_create(&b, NULL, reset_bad, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}

// Two fields of one object are two locations.
static struct state halves;
static void *phase_ok(void *arg) {
  halves.phase = 1;
  return NULL;
}
static void *count_ok(void *arg) {
  halves.count = 1;
  return NULL;
}
void halves_ok(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, phase_ok, NULL);
  pthread_create(&b, NULL, count_ok, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}

// A pointer that is only read is one location, what it points to another,
// which has a lock.
static int target;
static int *current = &target;
static pthread_mutex_t target_lock = PTHREAD_MUTEX_INITIALIZER;
static void *through_ok(void *arg) {
  pthread_mutex_lock(&target_lock);
  *current = 8;
  pthread_mutex_unlock(&target_lock);
  return NULL;
}
void copies_pointer_ok(void) {
  pthread_t a;
  pthread_create(&a, NULL, through_ok, NULL);
  int *mine = current;
  pthread_mutex_lock(&target_lock);
  *mine = 9;
  pthread_mutex_unlock(&target_lock);
  pthread_join(a, NULL);
}

// A pointer that is declared first and set later, once.
static struct state *shared;
static void *later_bad(void *arg) {
  shared->count = 4;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}count'{{.*}} [race-conflicting-access]
  return NULL;
}
static void *other_bad(void *arg) {
  struct state *mine;
  mine = shared;
  mine->count = 5;
  return NULL;
}
void set_later_bad(void) {
  pthread_t a, b;
  shared = malloc(sizeof *shared);
  pthread_create(&a, NULL, later_bad, NULL);
  pthread_create(&b, NULL, other_bad, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}

// Set twice, nobody knows which one it is.
static struct state left, right;
static void *left_ok(void *arg) {
  left.count = 1;
  return NULL;
}
static void *either_ok(void *arg) {
  struct state *mine;
  mine = &left;
  mine = &right;
  mine->count = 2;
  return NULL;
}
void set_twice_ok(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, left_ok, NULL);
  pthread_create(&b, NULL, either_ok, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}
