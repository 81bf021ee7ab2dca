#include "connector/provisioning/SearchLimit.h"

#include "ldap/Connection.h"
#include "ldap/Directory.h"
#include "ldap/Error.h"

namespace scim2ldap::connector {
namespace {

using ldap::ResultCode;

constexpr int kPage = 1000;
/// slapd's default limit, and those of other directories (1000, 2000), show within so many entries.
constexpr int kEnough = 5000;
constexpr std::size_t kDefaultOfSlapd = 500;

constexpr const char* kRemedy =
    "; lift the limit for the service account, in OpenLDAP with etc/ldap/limits.ldif";

bool isLimit(ResultCode code) {
  return code == ResultCode::SizeLimitExceeded || code == ResultCode::AdminLimitExceeded ||
         code == ResultCode::TimeLimitExceeded;
}

/// Lists a resource type in pages. slapd's limit also holds for the sum of the pages. \returns whether it can
bool canList(const mappings::ResourceMapping& mapping, ldap::Directory& directory, CheckReport& report) {
  for (const ldap::Dn& base : mapping.bases) {
    ldap::SearchRequest request;
    request.base = base;
    request.filter = mapping.filter;
    try {
      directory.searchPaged(request, kPage, [](ldap::Entry&&) {});
    } catch (const ldap::Error& error) {
      if (!isLimit(error.code())) throw;
      report.error("listing the " + mapping.type.name + "s below " + base.toString() +
                   " is cut short: " + error.what() + kRemedy);
      return false;
    }
  }
  return true;
}

/// A search in one go, as for a filter. The size that we ask for ourselves keeps it short: fewer entries than
/// that, and the limit was the directory's.
void searchInOneGo(const DirectoryConfiguration& configuration, ldap::Connection& connection,
                   CheckReport& report) {
  ldap::SearchRequest request;
  request.base = configuration.base;
  request.sizeLimit = kEnough;
  std::vector<ldap::Entry> entries;
  const ldap::Answer answer = connection.search(request, {}, entries);
  const std::string count = std::to_string(entries.size());
  if (isLimit(answer.code) && entries.size() < static_cast<std::size_t>(kEnough)) {
    report.error("a search below " + configuration.base.toString() + " ends after " + count +
                 " entries: " + ldap::Error(answer.code, answer.diagnosticMessage).what() + kRemedy);
  } else if (answer.code != ResultCode::Success && !isLimit(answer.code)) {
    report.note("a search below " + configuration.base.toString() +
                " was to show a size limit, and failed: " +
                ldap::Error(answer.code, answer.diagnosticMessage).what());
  } else if (entries.size() <= kDefaultOfSlapd) {
    report.note("whether searches are limited cannot be seen with " + count + " entries below " +
                configuration.base.toString() + "; slapd gives everybody " + std::to_string(kDefaultOfSlapd) +
                " unless told otherwise, as etc/ldap/limits.ldif does");
  } else {
    report.ok("searches find " + count + " entries" +
              (isLimit(answer.code) ? " and more" : ", all there are") + ", without a limit");
  }
}

}  // namespace

void checkSearchLimit(const mappings::Mapping& mapping, const DirectoryConfiguration& configuration,
                      CheckReport& report) {
  ldap::Directory directory(configuration.settings);
  bool whole = true;
  try {
    whole = canList(mapping.user, directory, report);
    if (mapping.group) whole = canList(*mapping.group, directory, report) && whole;
  } catch (const ldap::Error& error) {
    if (error.code() != ResultCode::NoSuchObject) throw;  // a missing container was told already
    return;
  }
  if (!whole) return;
  for (const std::string& uri : configuration.settings.uris) {
    try {
      ldap::Connection connection(configuration.settings, uri);
      searchInOneGo(configuration, connection, report);
      return;
    } catch (const ldap::Error&) {
      // This server is away, as was told already; the next one answers.
    }
  }
}

}  // namespace scim2ldap::connector
