#include "connector/provisioning/MappingCheck.h"

#include "connector/provisioning/CheckReport.h"
#include "connector/provisioning/DirectoryPlaces.h"
#include "connector/provisioning/RoleCheck.h"
#include "mappings/SchemaCheck.h"

namespace scim2ldap::connector {
namespace {

constexpr std::chrono::seconds kLookAgain{30};  ///< while there are faults

}  // namespace

std::vector<std::string> mappingFaults(const EndpointConfiguration& endpoint, const std::string& idAttribute,
                                       ldap::Directory& directory) {
  const mappings::Mapping& mapping = endpoint.mapping;
  std::vector<std::string> faults;
  CheckReport report([&](Verdict verdict, const std::string& text) {
    if (verdict == Verdict::Error) faults.push_back(text);
  });
  checkPlaces(mapping, idAttribute, directory, report);
  for (const mappings::Problem& problem : mappings::checkAgainstSchema(mapping, directory.subschema())) {
    report.problem(problem);
  }
  checkRoleGroups(endpoint, idAttribute, directory, report);
  return faults;
}

bool isLockUnproven(const mappings::Mapping& mapping, const ldap::Dn& base, ldap::Directory& directory) {
  const std::optional<mappings::DisableMethod>& disable = mapping.user.disable;
  if (!disable || !std::holds_alternative<mappings::PpolicyLock>(*disable)) return false;
  ldap::SearchRequest policies;
  policies.base = base;
  policies.filter = ldap::Filter{
      ldap::And{{{ldap::Equality{"objectClass", "pwdPolicy"}}, {ldap::Equality{"pwdLockout", "TRUE"}}}}};
  return directory.search(policies).empty();
}

void MappingCheck::look() {
  using Clock = std::chrono::steady_clock;
  {
    const std::lock_guard lock(mutex_);
    if (looked_ && (faults_.empty() || Clock::now() - *looked_ < kLookAgain)) return;
  }
  std::vector<std::string> found = mappingFaults(endpoint_, configuration_.idAttribute, directory_);
  const bool isUnproven = found.empty() && isLockUnproven(endpoint_.mapping, configuration_.base, directory_);

  const std::lock_guard lock(mutex_);
  if (isUnproven) {
    logger_.warning(
        "LOCK_UNPROVEN",
        "Disabled users are locked out by a password policy, and none with pwdLockout TRUE can be "
        "seen; run `scim2ldap check`",
        {{"endpoint", endpoint_.name}, {"base", configuration_.base.toString()}});
  }
  if (found != faults_) {
    for (const std::string& fault : found) {
      logger_.error("MAPPING_FAULTY", "The mapping cannot work on its directory",
                    {{"endpoint", endpoint_.name}, {"problem", fault}});
    }
    if (found.empty()) {
      logger_.info("MAPPING_MENDED", "The mapping can work on its directory now",
                   {{"endpoint", endpoint_.name}});
    }
  }
  faults_ = std::move(found);
  looked_ = Clock::now();
}

std::vector<std::string> MappingCheck::faults() const {
  const std::lock_guard lock(mutex_);
  return faults_;
}

}  // namespace scim2ldap::connector
