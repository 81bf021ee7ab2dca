#include <map>
#include <memory>
#include <set>
#include <utility>

#include "connector/store/SqliteStore.h"
#include "tests/fault/Comparison.h"

namespace scim2ldap::test {
namespace {

const std::string kEndpoint = "tests";  // as ConnectorProcess calls it
constexpr std::size_t kAll = 1'000'000;

/// Rows whose resource is not to be, and resources without a row.
template <typename States>
std::vector<connector::ResourceRow> rowsOf(connector::Store& store, const std::string& type,
                                           const States& expected, Findings& findings) {
  std::vector<connector::ResourceRow> rows = store.resources(kEndpoint, type, "", kAll);
  std::set<std::string> externalIds;
  std::set<std::string> ids;
  for (const connector::ResourceRow& row : rows) {
    ids.insert(row.id);
    const std::string externalId = row.externalId.value_or("");
    if (!externalIds.insert(externalId).second)
      findings.note(Fault::Doubled, "the side table has the externalId " + externalId + " twice");
    const auto state = expected.find(row.id);
    if (state == expected.end()) {
      findings.note(Fault::Doubled, "the side table has a row of " + row.id + ", which is not to be");
    } else if (state->second.externalId != externalId) {
      findings.note(Fault::Lost, "the side table has " + row.id + " as " + externalId + ", not " +
                                     state->second.externalId);
    }
  }
  for (const auto& [id, state] : expected)
    if (!ids.contains(id)) findings.note(Fault::Lost, "the side table has no row of " + id);
  return rows;
}

/// How many writes there are of one method and resource.
using Counts = std::map<std::pair<std::string, std::string>, std::size_t>;

Counts countsOf(const std::vector<WriteBook::Write>& writes, bool withUncertain) {
  Counts counts;
  for (const WriteBook::Write& write : writes)
    if (write.isCertain || withUncertain) ++counts[{write.method, write.id}];
  return counts;
}

std::string told(const std::pair<std::string, std::string>& write, std::size_t count, std::size_t expected) {
  return "the log has " + std::to_string(count) + " rows of " + write.first + " " + write.second + ", not " +
         std::to_string(expected);
}

void compareLog(connector::Store& store, const std::vector<WriteBook::Write>& writes, std::size_t logRows,
                Findings& findings) {
  Counts logged;
  std::set<std::string> requests;
  for (const connector::LogRow& row : store.logAfter(0, kAll)) {
    const bool isOfResource = row.type == "User" || row.type == "Group";
    if (row.status >= 300 || !isOfResource) continue;
    ++logged[{row.method, row.id}];
    if (!requests.insert(row.requestId).second)
      findings.note(Fault::Doubled, "the log tells of the request " + row.requestId + " twice: " + row.ldif);
  }
  const bool isWhole = writes.size() < logRows;
  // What clients learned last stands among the rows that are kept; of the others nobody knows.
  std::vector<WriteBook::Write> latest = writes;
  if (!isWhole) latest.erase(latest.begin(), latest.end() - static_cast<std::ptrdiff_t>(logRows / 2));
  for (const auto& [write, count] : countsOf(latest, false))
    if (logged[write] < count) findings.note(Fault::Lost, told(write, logged[write], count));
  const Counts most = countsOf(writes, true);
  for (const auto& [write, count] : logged) {
    const auto known = most.find(write);
    const std::size_t allowed = known == most.end() ? 0 : known->second;
    if (count > allowed) findings.note(Fault::Doubled, told(write, count, allowed));
  }
}

}  // namespace

ExpectedEnd compareWithStore(const std::filesystem::path& file, const ExpectedEnd& expected,
                             std::size_t logRows, Findings& findings) {
  const std::unique_ptr<connector::Store> store = connector::openSqliteStore(file);
  ExpectedEnd kept;
  for (const connector::ResourceRow& row : rowsOf(*store, "User", expected.users, findings)) {
    kept.users[row.id] = userOf(row.kept);
    kept.users[row.id].externalId = row.externalId.value_or("");
  }
  for (const connector::ResourceRow& row : rowsOf(*store, "Group", expected.groups, findings))
    kept.groups[row.id].externalId = row.externalId.value_or("");
  for (const connector::JournalRow& row : store->journal())
    findings.note(Fault::HalfDone, "the journal has a plan: " + printJson(row.plan) + " " + row.setAside);
  compareLog(*store, expected.writes, logRows, findings);
  return kept;
}

}  // namespace scim2ldap::test
