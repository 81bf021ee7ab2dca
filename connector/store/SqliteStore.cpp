#include "connector/store/SqliteStore.h"

#include "connector/store/ClientTable.h"
#include "connector/store/FallbackTable.h"
#include "connector/store/GroupCommit.h"
#include "connector/store/Integrity.h"
#include "connector/store/JournalTable.h"
#include "connector/store/LeavingTable.h"
#include "connector/store/LogClock.h"
#include "connector/store/LogTable.h"
#include "connector/store/Migrations.h"
#include "connector/store/ReaderPool.h"
#include "connector/store/ResourceTable.h"
#include "connector/store/StateFile.h"
#include "connector/store/TokenTable.h"
#include "connector/store/Transaction.h"
#include "scim/DateTime.h"

namespace scim2ldap::connector {
namespace {

constexpr std::int64_t kLogTrimPortion = 1'000;

Database openForWriting(const std::filesystem::path& file) {
  requireWholeLog(file);
  prepareStateFile(file);
  Database database(file, Database::Access::Write);
  migrate(database, file);
  return database;
}

Database openForReading(const std::filesystem::path& file) {
  requireWholeLog(file);
  Database database(file, Database::Access::ReadOnly);
  requireCurrent(database, file);
  return database;
}

class SqliteStore final : public Store {
 public:
  SqliteStore(const std::filesystem::path& file, const std::optional<LogRetention>& retention,
              const std::string& operatedBy)
      : operatedBy_(operatedBy),
        writer_(openForWriting(file),
                [retention, clock = LogClock()](Database& database) mutable {
                  if (!retention) return;
                  const TimePoint now = clock.at(database, currentTime(), LogClock::Steady::now());
                  trimLog(database, *retention, now, kLogTrimPortion);
                }),
        readers_(file) {}
  /// For reading.
  explicit SqliteStore(const std::filesystem::path& file)
      : writer_(openForReading(file), [](Database&) {}), readers_(file) {}

  std::string complaint() override {
    if (writer_.failure().empty()) return "";
    try {
      writer_.run(tryWriting);
      return "";
    } catch (const StoreError& error) {
      return error.what();
    }
  }

  std::optional<ResourceRow> find(const ResourceKey& key) override {
    return readers_.with([&](Database& database) { return findResource(database, key); });
  }

  std::vector<ResourceRow> findAll(const std::string& endpoint, const std::string& type,
                                   const std::vector<std::string>& ids) override {
    return readers_.with([&](Database& database) {
      std::optional<Transaction> snapshot;
      if (ids.size() > 1) snapshot.emplace(database, Transaction::Kind::Snapshot);
      std::vector<ResourceRow> rows;
      for (const std::string& id : ids) {
        if (auto row = findResource(database, {endpoint, type, id})) rows.push_back(std::move(*row));
      }
      return rows;
    });
  }

  std::vector<std::string> idsByExternalId(const std::string& endpoint, const std::string& type,
                                           const std::string& externalId) override {
    return readers_.with(
        [&](Database& database) { return connector::idsByExternalId(database, endpoint, type, externalId); });
  }

  void commit(const StoreChanges& changes) override {
    if (changes.empty()) return;
    writer_.run([&](Database& database) {
      writeResources(database, changes.removals, changes.upserts);
      removeFallback(database, changes.removals);
      writeFallback(database, changes.fallback);
      writeLeavings(database, changes.leavings);
      appendLog(database, changes.log);
      if (changes.finishedJournal) removeJournal(database, *changes.finishedJournal);
      if (changes.setAside) setJournalAside(database, *changes.setAside);
    });
  }

  std::int64_t beginJournal(const scim::Json& plan) override {
    std::int64_t number = 0;
    writer_.run([&](Database& database) { number = appendJournal(database, currentTime(), plan); });
    return number;
  }

  std::vector<JournalRow> journal() override {
    return readers_.with([](Database& database) { return readJournal(database); });
  }

  std::optional<JournalRow> journalRow(std::int64_t number) override {
    return readers_.with([&](Database& database) { return readJournalRow(database, number); });
  }

  std::vector<LogRow> log(std::size_t limit, std::optional<std::int64_t> before) override {
    return readers_.with([&](Database& database) { return readLog(database, limit, before); });
  }

  std::vector<LogRow> logAfter(std::int64_t after, std::size_t limit) override {
    return readers_.with([&](Database& database) { return readLogAfter(database, after, limit); });
  }

  std::map<std::string, std::int64_t> countResources(const std::string& endpoint) override {
    return readers_.with([&](Database& database) { return connector::countResources(database, endpoint); });
  }

  void addToken(const TokenRow& token) override {
    writer_.run([&](Database& database) {
      insertToken(database, token);
      appendCommand(database, "token create", "Token", token.endpoint, token.name, "may do " + token.scopes);
    });
  }

  std::vector<TokenRow> tokens(const std::string& endpoint) override {
    return readers_.with([&](Database& database) { return readTokens(database, endpoint); });
  }

  std::optional<TokenRow> tokenByHash(const std::string& hash) override {
    return readers_.with([&](Database& database) { return findToken(database, hash); });
  }

  std::optional<std::int64_t> addClientToken(const TokenRow& token, const std::string& secretHash) override {
    std::optional<std::int64_t> gone;
    writer_.run([&](Database& database) {
      gone.reset();
      if (!secretHash.empty() &&
          !hasLiveSecret(database, token.endpoint, token.client, secretHash, token.created)) {
        return;
      }
      gone = insertToken(database, token);
    });
    return gone;
  }

  bool revokeToken(const std::string& endpoint, const std::string& name, TimePoint when) override {
    bool revoked = false;
    writer_.run([&](Database& database) {
      revoked = connector::revokeToken(database, endpoint, name, when);
      if (revoked) appendCommand(database, "token revoke", "Token", endpoint, name);
    });
    return revoked;
  }

  void touchToken(const std::string& endpoint, const std::string& hash, TimePoint when) override {
    writer_.run([&](Database& database) { connector::touchToken(database, endpoint, hash, when); });
  }

  void removeExpiredTokens(TimePoint when) override {
    writer_.run([&](Database& database) { connector::removeExpiredTokens(database, when); });
  }

  void addClient(const ClientRow& client) override {
    writer_.run([&](Database& database) {
      insertClient(database, client);
      appendCommand(database, "client create", "Client", client.endpoint, client.id,
                    "may do " + client.scopes);
    });
  }

  std::vector<ClientRow> clients(const std::string& endpoint) override {
    return readers_.with([&](Database& database) {
      const Transaction snapshot(database, Transaction::Kind::Snapshot);
      return readClients(database, endpoint);
    });
  }

  std::optional<std::vector<ClientSecret>> rotateSecret(const std::string& endpoint, const std::string& id,
                                                        const ClientSecret& added,
                                                        std::optional<TimePoint> overlap) override {
    std::optional<std::vector<ClientSecret>> secrets;
    writer_.run([&](Database& database) {
      secrets = connector::rotateSecret(database, endpoint, id, added, overlap);
      if (secrets) appendCommand(database, "client rotate", "Client", endpoint, id);
    });
    return secrets;
  }

  bool revokeClient(const std::string& endpoint, const std::string& id, TimePoint when) override {
    bool revoked = false;
    writer_.run([&](Database& database) {
      revoked = connector::revokeClient(database, endpoint, id, when);
      if (revoked) appendCommand(database, "client revoke", "Client", endpoint, id);
    });
    return revoked;
  }

  std::vector<ResourceRow> resources(const std::string& endpoint, const std::string& type,
                                     const std::string& after, std::size_t limit) override {
    return readers_.with(
        [&](Database& database) { return readResources(database, endpoint, type, after, limit); });
  }

  std::vector<FallbackRow> fallbackRows(const std::string& endpoint,
                                        const std::vector<std::string>& ids) override {
    return readers_.with([&](Database& database) {
      const Transaction snapshot(database, Transaction::Kind::Snapshot);
      std::vector<FallbackRow> rows;
      for (const std::string& id : ids) {
        if (auto row = findFallback(database, endpoint, id)) rows.push_back(std::move(*row));
      }
      return rows;
    });
  }

  std::vector<FallbackRow> fallbackRowsAfter(const std::string& endpoint, const std::string& after,
                                             std::size_t limit) override {
    return readers_.with([&](Database& database) { return readFallback(database, endpoint, after, limit); });
  }

  std::vector<FallbackRow> fallbackDue(const std::string& endpoint, TimePoint now,
                                       std::size_t limit) override {
    return readers_.with([&](Database& database) { return readFallbackDue(database, endpoint, now, limit); });
  }

  std::int64_t makeFallbackDue(const std::string& endpoint) override {
    std::int64_t due = 0;
    writer_.run([&](Database& database) {
      due = connector::makeFallbackDue(database, endpoint);
      appendCommand(database, "state review-fallback", "", endpoint, "",
                    std::to_string(due) + " users are due");
    });
    return due;
  }

  std::int64_t countLeavings(const std::string& endpoint, const std::string& exceptId,
                             TimePoint since) override {
    return readers_.with(
        [&](Database& database) { return connector::countLeavings(database, endpoint, exceptId, since); });
  }

  void confirmLeaving(const std::string& endpoint, TimePoint until) override {
    writer_.run([&](Database& database) {
      connector::confirmLeaving(database, endpoint, until);
      appendCommand(database, "state confirm-leaving", "", endpoint, "",
                    "any number of users may leave until " + scim::printDateTime(until));
    });
  }

  std::optional<TimePoint> leavingConfirmedUntil(const std::string& endpoint) override {
    return readers_.with(
        [&](Database& database) { return connector::leavingConfirmedUntil(database, endpoint); });
  }

 private:
  /// In the audit log: what a command has changed of the side table alone.
  void appendCommand(Database& database, const std::string& command, const std::string& type,
                     const std::string& endpoint, const std::string& name, const std::string& detail = "") {
    constexpr int kDone = 200;
    LogRow row;
    row.time = currentTime();
    row.requestId = command;
    row.endpoint = endpoint;
    row.principal = command;
    row.method = "COMMAND";
    row.type = type;
    row.name = name;
    row.status = kDone;
    row.detail = detail;
    if (!operatedBy_.empty()) row.detail += (detail.empty() ? "" : "; ") + ("by " + operatedBy_);
    appendLog(database, {row});
  }

  std::string operatedBy_;
  GroupCommit writer_;
  ReaderPool readers_;
};

}  // namespace

std::unique_ptr<Store> openSqliteStore(const std::filesystem::path& file,
                                       const std::optional<LogRetention>& retention,
                                       const std::string& operatedBy) {
  return std::make_unique<SqliteStore>(file, retention, operatedBy);
}

std::unique_ptr<Store> openSqliteStoreToRead(const std::filesystem::path& file) {
  return std::make_unique<SqliteStore>(file);
}

}  // namespace scim2ldap::connector
