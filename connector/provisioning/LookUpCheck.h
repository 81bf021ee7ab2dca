#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "connector/provisioning/CheckReport.h"
#include "ldap/Directory.h"
#include "mappings/Mapping.h"

namespace scim2ldap::connector {

/// How long a directory takes, with the way there and back.
struct Pace {
  std::chrono::microseconds read;        ///< to read one entry
  std::chrono::microseconds everything;  ///< to go through all entries below a base
};

/// Whether it finds entries by an index. Unseen: it holds too few to tell.
enum class Index { There, Missing, Unseen };
using IndexJudge = std::function<Index(std::chrono::microseconds lookUp, const Pace& pace)>;

/// \param lookUp  how long it takes to look for one entry
[[nodiscard]] Index judgeIndex(std::chrono::microseconds lookUp, const Pace& pace);

/// Looks how long the directory takes to find somebody by his id, name, references, memberships and numbers,
/// as requests do: where an attribute has no index it goes through every entry, for every request.
/// \throws ldap::Error  when the directory cannot be asked
void checkLookUps(const mappings::Mapping& mapping, const std::string& idAttribute,
                  ldap::Directory& directory, CheckReport& report, const IndexJudge& judge = judgeIndex);

}  // namespace scim2ldap::connector
