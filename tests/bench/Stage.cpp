#include "tests/bench/Stage.h"

#include <stdexcept>

#include "connector/store/SqliteStore.h"
#include "tests/bench/AnswerChecks.h"
#include "tests/bench/Population.h"
#include "tests/support/ProcessStatus.h"

namespace scim2ldap::bench {
namespace {

constexpr int kPage = 1'000;
constexpr std::size_t kRowsAtOnce = 1'000;

test::SlapdOptions populated(test::SlapdOptions options, std::size_t users) {
  options.ldif = populationLdif(users);
  return options;
}

}  // namespace

test::SlapdOptions directoryOptions(bool syncprov) {
  test::SlapdOptions options;
  options.ppolicy = true;
  options.syncprov = syncprov;
  options.durable = true;
  options.globalLines = "sortvals member\nthreads 16";
  options.databaseLines = "index displayName,manager eq";
  return options;
}

std::unique_ptr<RawDirectory> connect(const test::TemporarySlapd& slapd) {
  return std::make_unique<RawDirectory>(slapd.uri(), slapd.serviceDn(), slapd.servicePassword());
}

Stage::Stage(std::size_t users, bool syncprov)
    : slapd_(populated(directoryOptions(syncprov), users)), connector_(slapd_) {
  readKnownIds(users);
  if (users > 0) makeRows();
}

void Stage::readKnownIds(std::size_t users) {
  knownIds_.resize(users);
  const std::string word = userName("known", 0).substr(0, sizeof "known" - 1);
  raw()->crawl(kPeople, "(uid=*)", {"uid", "entryUUID"}, kPage, [&](const RawEntry& entry) {
    knownIds_.at(std::stoul(entry.first("uid").substr(word.size()))) = entry.first("entryUUID");
  });
}

/// A user that the connector makes shows what a row looks like.
void Stage::makeRows() {
  const auto http = client();
  const KeepAliveClient::Answer made = http->send("POST", "/Users", userBody("pattern", 0));
  require(made.status == 201, "POST", made);
  const std::string id = idIn(made.body);
  connector_.stop();
  copyRow();
  connector_.start();
  const KeepAliveClient::Answer gone = client()->send("DELETE", "/Users/" + id);
  if (gone.status != 204) throw std::runtime_error("DELETE of the pattern failed");
}

/// Gives each known user the only row there is.
void Stage::copyRow() const {
  const auto store = connector::openSqliteStore(connector_.stateFile());
  connector::ResourceRow row = store->resources("tests", "User", "", 1).at(0);
  connector::StoreChanges changes;
  for (std::size_t n = 0; n < users(); ++n) {
    row.id = knownId(n);
    row.externalId = externalId("known", n);
    changes.upserts.push_back(row);
    if (changes.upserts.size() < kRowsAtOnce && n + 1 < users()) continue;
    store->commit(changes);
    changes.upserts.clear();
  }
}

std::unique_ptr<KeepAliveClient> Stage::client() const {
  return std::make_unique<KeepAliveClient>(connector_.port(), "/scim/v2", connector_.token());
}

std::string Stage::groupId(const std::string& name) const {
  return raw()->read(groupDn(name), {"entryUUID"}).first("entryUUID");
}

std::string Stage::makeGroup(const std::string& name, std::size_t members) const {
  const auto directory = raw();
  if (!directory->search(kGroups, "(cn=" + name + ")", {"1.1"}).empty()) directory->remove(groupDn(name));
  directory->add(groupDn(name), groupEntry(name, 0, members));
  return groupId(name);
}

double memoryOf(const Stage& stage, const std::string& name) {
  constexpr double kKibibytes = 1024;
  return static_cast<double>(test::statusOf(stage.connector(), name)) / kKibibytes;
}

}  // namespace scim2ldap::bench
