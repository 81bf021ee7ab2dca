#include "tests/fault/matrix/FaultWorld.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <stdexcept>
#include <thread>

#include "connector/store/Database.h"
#include "connector/store/SqliteStore.h"
#include "ldap/TryBind.h"
#include "tests/support/Folders.h"
#include "tests/support/Program.h"

namespace scim2ldap::test {
namespace {

using namespace std::chrono_literals;
using connector::Store;

constexpr auto kPatience = 20s;
constexpr std::size_t kAll = 10'000;
const std::string kEndpoint = "tests";
const std::string kFallbackGroup = "cn=basic";

/// Of somebody whom no ACL binds.
ldap::DirectorySettings asAdmin(const TemporarySlapd& slapd) {
  ldap::DirectorySettings settings = slapd.settings();
  settings.bindDn = slapd.adminDn();
  settings.bindPassword = slapd.adminPassword();
  return settings;
}

bool isPlace(const ldap::Entry& entry) {
  const std::vector<std::string>& classes = entry.values("objectClass");
  return std::find(classes.begin(), classes.end(), "organizationalUnit") != classes.end();
}

}  // namespace

ConnectorOptions FaultWorld::connectorOf(WorldOptions& options, const TemporaryFolder& folder) {
  ConnectorOptions connector = options.connector;
  connector.environment.push_back("SCIM2LDAP_FAULT_FOLDER=" + folder.path().string());
  if (options.mappingEdits.empty()) return connector;
  std::string text = readFile(SCIM2LDAP_SOURCE_DIR "/mappings/" + connector.mapping);
  for (const auto& [from, to] : options.mappingEdits) {
    const std::size_t at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error("the mapping does not say " + from);
    text.replace(at, from.size(), to);
  }
  connector.mapping = folder.write("mapping.toml", text).string();
  return connector;
}

FaultWorld::FaultWorld(WorldOptions options)
    : options_(std::move(options)),
      slapd_(options_.slapd),
      connector_(slapd_, connectorOf(options_, folder_)),
      client_(connector_),
      directory_(asAdmin(slapd_)) {
  if (options_.prepare) options_.prepare(client_);
  initial_ = entries();
  for (const ldap::Entry& entry : initial_) initialIds_.insert(entry.first("entryUUID").value_or(""));
}

ldap::Dn FaultWorld::dn(const std::string& relative) const {
  return ldap::Dn::parse(relative + "," + slapd_.base());
}

ldap::ResultCode FaultWorld::bind(const std::string& relative, const std::string& password) const {
  return ldap::tryBind(slapd_.settings(), dn(relative), password);
}

void FaultWorld::arm(const std::string& point) {
  folder_.write("armed", point);
}

void FaultWorld::disarm() {
  std::filesystem::remove(file("armed"));
}

void FaultWorld::watch() {
  folder_.write("passed", "");
}

std::vector<std::string> FaultWorld::passed() const {
  std::vector<std::string> points;
  std::map<std::string, int> passages;
  std::ifstream stream(file("passed"));
  for (std::string name; std::getline(stream, name);)
    points.push_back(name + ':' + std::to_string(++passages[name]));
  return points;
}

bool FaultWorld::start() {
  try {
    connector_.start();
    return true;
  } catch (const std::runtime_error&) {
    if (connector_.running()) throw;
    return false;
  }
}

std::unique_ptr<Store> FaultWorld::store() const {
  return connector::openSqliteStore(stateFile());
}

void FaultWorld::waitUntilQuiet() {
  // Closed before the connector ends: a restart is to find the files as a crash leaves them.
  const std::unique_ptr<Store> side = store();
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    const std::vector<connector::JournalRow> journal = side->journal();
    const bool isSettled = std::all_of(journal.begin(), journal.end(), [](const connector::JournalRow& row) {
      return !row.setAside.empty();
    });
    if (isSettled && side->fallbackDue(kEndpoint, connector::currentTime(), 1).empty()) return;
    if (std::chrono::steady_clock::now() > deadline)
      throw std::runtime_error("the journal is not settled: " + connector_.log());
    std::this_thread::sleep_for(5ms);
  }
}

std::vector<ldap::Entry> FaultWorld::entries() {
  std::vector<ldap::Entry> found = directory_.search({dn("ou=people").parent(),
                                                      ldap::Scope::Subtree,
                                                      ldap::Filter{ldap::Present{"objectClass"}},
                                                      {"*", "entryUUID", "pwdAccountLockedTime"}});
  std::erase_if(found, [&](const ldap::Entry& entry) {
    return isPlace(entry) || entry.dn == dn("ou=people").parent() || entry.dn.isWithin(dn("ou=services")) ||
           entry.dn.isWithin(dn("ou=policies")) || entry.dn.isWithin(dn("ou=counters"));
  });
  return found;
}

void FaultWorld::clear() {
  for (const ldap::Entry& entry : entries()) {
    const bool isInitial = initialIds_.contains(entry.first("entryUUID").value_or(""));
    if (!isInitial && !directory_.remove(entry.dn).ok())
      throw std::runtime_error(entry.dn.toString() + " could not be removed");
  }
  for (const ldap::Entry& entry : initial_) {
    if (!directory_.modify(entry.dn, {{ldap::ModificationType::Replace, "member", entry.values("member")}})
             .ok())
      throw std::runtime_error(entry.dn.toString() + " could not be put back");
  }
  connector::Database(stateFile(), connector::Database::Access::Write)
      .execute("DROP TRIGGER IF EXISTS taken");
  const std::unique_ptr<Store> side = store();
  connector::StoreChanges gone;
  for (const std::string type : {"User", "Group"}) {
    for (const connector::ResourceRow& row : side->resources(kEndpoint, type, "", kAll)) {
      if (!initialIds_.contains(row.id)) gone.removals.push_back({kEndpoint, type, row.id});
    }
  }
  for (connector::FallbackRow& row : side->fallbackRowsAfter(kEndpoint, "", kAll)) {
    row.state = connector::FallbackState::None;
    gone.fallback.push_back(row);
  }
  side->commit(gone);
  side->confirmLeaving(kEndpoint, connector::currentTime());
  for (const connector::JournalRow& row : side->journal()) side->commit({.finishedJournal = row.number});
}

FaultState FaultWorld::state() {
  return stateOf(entries(), *store(), slapd_.base());
}

FaultLog FaultWorld::logSince(std::int64_t mark) {
  return faultLogOf(store()->logAfter(mark, kAll), kFallbackGroup);
}

std::map<std::string, bool> FaultWorld::inFallbackGroup() {
  const std::vector<ldap::Entry> all = entries();
  const auto group = std::find_if(all.begin(), all.end(), [&](const ldap::Entry& entry) {
    return entry.dn == dn(kFallbackGroup + ",ou=groups");
  });
  std::set<std::string> members;
  if (group != all.end()) {
    for (const std::string& member : group->values("member"))
      members.insert(ldap::Dn::parse(member).normalized());
  }
  std::map<std::string, bool> inside;
  for (const ldap::Entry& entry : all)
    inside[entry.first("entryUUID").value_or("")] = members.contains(entry.dn.normalized());
  return inside;
}

std::int64_t FaultWorld::lastLogRow() {
  const std::vector<connector::LogRow> newest = store()->log(1, std::nullopt);
  return newest.empty() ? 0 : newest.front().number;
}

}  // namespace scim2ldap::test
