#include "checks/analysis/StatementText.h"

#include <gtest/gtest.h>

using namespace racetidy;

namespace {

using Names = std::set<std::string>;

StatementText sql(const char *Text) {
  auto S = readSql(Text);
  return S ? *S : StatementText{ResourceEffect::Bind, "nothing", {}, {}, false};
}

TEST(Sql, Select) {
  StatementText S =
      sql("SELECT a.credits, b FROM main.\"Users\" a WHERE id=?1");
  EXPECT_EQ(S.Effect, ResourceEffect::Read);
  EXPECT_EQ(S.Subject, "users");
  EXPECT_EQ(S.Columns, (Names{"credits", "b"}));
  EXPECT_EQ(S.Where, Names{"id"});
  EXPECT_EQ(sql("select count(*) from t").Columns, Names{"*"});
  EXPECT_EQ(sql("SELECT n FROM t WHERE id = $1 FOR UPDATE").Effect,
            ResourceEffect::LockingRead);
}

TEST(Sql, UpdateInTheStoreIsOneStep) {
  EXPECT_EQ(sql("UPDATE t SET n = n + ?").Effect, ResourceEffect::Update);
  EXPECT_EQ(sql("UPDATE t SET n = (SELECT max(m) FROM u)").Effect,
            ResourceEffect::Update);
  StatementText S = sql("update or replace t set a = ?, n = n + 1, b = 5 "
                        "where id = :id and version = @v");
  EXPECT_EQ(S.Effect, ResourceEffect::Write);
  EXPECT_EQ(S.Columns, (Names{"a", "b"}));
  EXPECT_EQ(S.Where, (Names{"id", "version"}));
}

TEST(Sql, Insert) {
  StatementText S = sql("INSERT INTO users (name, age) VALUES ('x', %d)");
  EXPECT_EQ(S.Effect, ResourceEffect::Write);
  EXPECT_TRUE(S.Inserts);
  EXPECT_EQ(S.Columns, (Names{"name", "age"}));
  EXPECT_FALSE(sql("REPLACE INTO t VALUES (?)").Inserts);
  for (const char *InOneStep :
       {"INSERT OR IGNORE INTO t VALUES (?)",
        "INSERT INTO t VALUES ($1) ON CONFLICT DO NOTHING",
        "INSERT INTO t SELECT ? WHERE NOT EXISTS (SELECT 1 FROM t)",
        "INSERT INTO t VALUES (?) ON DUPLICATE KEY UPDATE n = n + 1"})
    EXPECT_EQ(sql(InOneStep).Effect, ResourceEffect::Update) << InOneStep;
}

TEST(Sql, Transactions) {
  for (const char *Begins : {"BEGIN", "begin immediate;", "START TRANSACTION",
                             "SAVEPOINT a", "ROLLBACK TO a"})
    EXPECT_EQ(sql(Begins).Effect, ResourceEffect::Begin) << Begins;
  for (const char *Ends :
       {"COMMIT", "END TRANSACTION", "ROLLBACK", "RELEASE a"})
    EXPECT_EQ(sql(Ends).Effect, ResourceEffect::End) << Ends;
}

TEST(Sql, WhatIsNoneIsNothing) {
  for (const char *Text :
       {"", ";", "SELECT 1", "UPDATE", "UPDATE t", "INSERT", "PRAGMA x = 1",
        "'", "\"", "/*", "--", "[", "select a from", "CREATE TABLE t (a)"})
    EXPECT_FALSE(readSql(Text)) << Text;
}

TEST(Sql, MayOverwrite) {
  auto May = [](const char *Read, const char *Write) {
    return mayOverwrite(sql(Read), sql(Write));
  };
  const char *Read = "SELECT n, version FROM t WHERE id = ?";
  EXPECT_TRUE(May(Read, "UPDATE t SET n = ? WHERE id = ?"));
  EXPECT_FALSE(May(Read, "UPDATE t SET other = ? WHERE id = ?"));
  EXPECT_FALSE(May(Read, "UPDATE t SET n = ? WHERE id = ? AND version = ?"));
  EXPECT_FALSE(May(Read, "UPDATE t SET n = ? WHERE n = ?"));
  EXPECT_TRUE(May("SELECT id, n FROM t WHERE name = ?",
                  "UPDATE t SET n = ? WHERE id = ?"));
}

TEST(Commands, ByFirstWordOrWhole) {
  ResourceRule Rule;
  Rule.Commands = {{"GET", ResourceEffect::Read},
                   {"SET", ResourceEffect::Write},
                   {"SET * NX*", ResourceEffect::Update}};
  EXPECT_EQ(readCommand("get user:%s", Rule)->Subject, "user:%s");
  EXPECT_EQ(readCommand("SET a b", Rule)->Effect, ResourceEffect::Write);
  EXPECT_EQ(readCommand("set a b NX EX 3", Rule)->Effect,
            ResourceEffect::Update);
  EXPECT_FALSE(readCommand("PING", Rule));
  EXPECT_FALSE(readCommand("", Rule));
}

} // namespace
