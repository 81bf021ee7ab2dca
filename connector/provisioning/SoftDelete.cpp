#include "connector/provisioning/SoftDelete.h"

#include <algorithm>
#include <cctype>

#include "connector/provisioning/ResourceRules.h"
#include "scim/Schema.h"

namespace scim2ldap::connector {

bool isSoftDeletedName(std::string_view before, std::string_view after) {
  constexpr std::size_t kDigits = 32;
  if (before.empty() || after.size() < before.size() + kDigits) return false;
  const std::string_view prefix = after.substr(0, after.size() - before.size());
  if (!scim::sameName(after.substr(prefix.size()), before)) return false;
  const auto isHex = [](unsigned char c) { return std::isxdigit(c) != 0; };
  const auto digits = std::count_if(prefix.begin(), prefix.end(), isHex);
  const auto hyphens = std::count(prefix.begin(), prefix.end(), '-');
  return digits == kDigits && (hyphens == 0 || hyphens == 4) &&
         prefix.size() == static_cast<std::size_t>(digits + hyphens);
}

void keepSoftDeletedName(const scim::Json& before, scim::Json& after) {
  const std::string_view name = before.stringAt("userName");
  if (isInactive(after) && isSoftDeletedName(name, after.stringAt("userName"))) after.set("userName", name);
}

}  // namespace scim2ldap::connector
