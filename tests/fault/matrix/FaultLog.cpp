#include "tests/fault/matrix/FaultLog.h"

#include <algorithm>

namespace scim2ldap::test {
namespace {

/// Whether a row is about the fallback group alone.
bool isAbout(const std::string& group, const connector::LogRow& row) {
  return row.type == "User" && row.ldif.starts_with("dn: " + group + ",") &&
         row.ldif.find("\ndn: ") == std::string::npos;
}

}  // namespace

FaultLog faultLogOf(const std::vector<connector::LogRow>& rows, const std::string& group) {
  FaultLog log;
  for (const connector::LogRow& row : rows) {
    if (row.detail.starts_with("half-done")) {
      ++log.halfDone;
    } else if (row.status >= 400) {
      log.refused.push_back(row.requestId);
    } else if (isAbout(group, row)) {
      log.fallback[row.id] += row.ldif.find("\nadd: ") != std::string::npos ? 1 : -1;
    } else {
      log.done.push_back(row.method + " " + row.type + " " + row.name + " " + std::to_string(row.status));
    }
  }
  std::sort(log.done.begin(), log.done.end());
  std::sort(log.refused.begin(), log.refused.end());
  return log;
}

}  // namespace scim2ldap::test
