#include "connector/provisioning/DirectoryCheck.h"

#include "connector/provisioning/DirectoryPlaces.h"
#include "connector/provisioning/FallbackCheck.h"
#include "connector/provisioning/ForeignEntries.h"
#include "connector/provisioning/LookUpCheck.h"
#include "connector/provisioning/Rehearsal.h"
#include "connector/provisioning/RoleCheck.h"
#include "connector/provisioning/SearchLimit.h"
#include "ldap/Connection.h"
#include "ldap/Directory.h"
#include "ldap/Error.h"
#include "mappings/SchemaCheck.h"

namespace scim2ldap::connector {
namespace {

std::string identityOf(const ldap::DirectorySettings& settings) {
  switch (settings.bindMethod) {
    case ldap::BindMethod::Anonymous:
      return "nobody";
    case ldap::BindMethod::SaslExternal:
      return "SASL EXTERNAL";
    case ldap::BindMethod::Simple:
      break;
  }
  return settings.bindDn;
}

/// What an administrator looks at first after such an answer.
std::string remedy(ldap::ResultCode code) {
  if (code == ldap::ResultCode::InvalidCredentials) return "; check dn and password_file in bind";
  if (code == ldap::ResultCode::ConfidentialityRequired)
    return "; write start_tls = true, or ldaps:// in uris";
  return "";
}

/// \returns whether any server can be worked with
bool checkConnections(const ldap::DirectorySettings& settings, CheckReport& report) {
  bool any = false;
  std::vector<std::string> failures;
  for (const std::string& uri : settings.uris) {
    const std::string who = uri + " as " + identityOf(settings);
    try {
      const ldap::Connection connection(settings, uri);
      report.ok("connects to " + who);
      any = true;
    } catch (const ldap::Error& error) {
      failures.push_back("cannot connect to " + who + ": " + error.what() + remedy(error.code()));
    }
  }
  // Others stand in for a server that is away.
  for (const std::string& failure : failures) any ? report.warning(failure) : report.error(failure);
  return any;
}

void checkSchema(const mappings::Mapping& mapping, ldap::Directory& directory, CheckReport& report) {
  const std::vector<mappings::Problem> problems =
      mappings::checkAgainstSchema(mapping, directory.subschema());
  for (const mappings::Problem& problem : problems) report.problem(problem);
  if (problems.empty()) report.ok("the mapping " + mapping.file + " fits the directory's schema");
}

}  // namespace

void checkDirectory(const EndpointConfiguration& endpoint, const DirectoryConfiguration& configuration,
                    Store* store, Rehearse rehearse, CheckReport& report) {
  const std::size_t errorsBefore = report.errors();
  try {
    if (!checkConnections(configuration.settings, report)) return;
    ldap::Directory directory(configuration.settings);
    if (configuration.settings.bindMethod == ldap::BindMethod::SaslExternal) {
      report.ok("SASL EXTERNAL makes the service account " + directory.whoAmI());
    }
    checkPlaces(endpoint.mapping, configuration.idAttribute, directory, report);
    checkSchema(endpoint.mapping, directory, report);
    checkSearchLimit(endpoint.mapping, configuration, report);
    checkLookUps(endpoint.mapping, configuration.idAttribute, directory, report);
    checkRoles(endpoint, configuration.idAttribute, directory, rehearse, report);
    checkForeignEntries(endpoint.mapping, directory, rehearse, report);
    checkFallbackGroup(endpoint, configuration.idAttribute, directory, store, rehearse, report);
    if (rehearse == Rehearse::No) return;
    if (report.errors() != errorsBefore) {
      report.note("nothing was rehearsed: it would fail for the errors above");
      return;
    }
    Rehearsal(endpoint.mapping, configuration, directory, report).run();
  } catch (const ldap::Error& error) {
    report.error(std::string("the directory cannot be asked: ") + error.what());
  }
}

}  // namespace scim2ldap::connector
