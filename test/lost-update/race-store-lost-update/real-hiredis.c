// The same on hiredis's own header, in C.
// REQUIRES: hiredis
// RUN: %race_check %s race-store-lost-update %t -- -std=c17
#include <hiredis/hiredis.h>
#include <stdlib.h>

void rate_bad(redisContext *c, const char *client) {
  redisReply *reply = redisCommand(c, "GET rate:%s", client);
  long n = reply->type == REDIS_REPLY_STRING ? atol(reply->str) : 0;
  freeReplyObject(reply);
  reply = redisCommand(c, "SET rate:%s %ld", client, n + 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'rate:%s' is read from the server
  freeReplyObject(reply);
}

void increment_ok(redisContext *c, const char *client) {
  freeReplyObject(redisCommand(c, "INCR rate:%s", client));
}

int watched_ok(redisContext *c) {
  freeReplyObject(redisCommand(c, "WATCH stock"));
  redisReply *reply = redisCommand(c, "GET stock");
  long n = atol(reply->str);
  freeReplyObject(reply);
  freeReplyObject(redisCommand(c, "MULTI"));
  freeReplyObject(redisCommand(c, "SET stock %ld", n - 1));
  reply = redisCommand(c, "EXEC");
  int done = reply->type != REDIS_REPLY_NIL;
  freeReplyObject(reply);
  return done;
}
