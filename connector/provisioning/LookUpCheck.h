#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "connector/provisioning/CheckReport.h"
#include "ldap/Directory.h"
#include "mappings/Mapping.h"

namespace scim2ldap::connector {

/// Whether a look-up takes too long to have been one in an index.
/// \param read  what the directory takes to read one entry
[[nodiscard]] bool isSlow(std::chrono::microseconds lookUp, std::chrono::microseconds read);

using SlowJudge = std::function<bool(std::chrono::microseconds lookUp, std::chrono::microseconds read)>;

/// Looks how long the directory takes to find somebody by his id, name, references, memberships and numbers,
/// as requests do: where an attribute has no index it goes through every entry, for every request.
/// \throws ldap::Error  when the directory cannot be asked
void checkLookUps(const mappings::Mapping& mapping, const std::string& idAttribute,
                  ldap::Directory& directory, CheckReport& report, const SlowJudge& judge = isSlow);

}  // namespace scim2ldap::connector
