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
  std::chrono::microseconds everything;  ///< to go through all entries below a base; max() for no end
};

/// Whether a directory finds entries by an index. Unseen: it holds too few to tell.
enum class IndexVerdict { There, Missing, Unseen };
using IndexJudge = std::function<IndexVerdict(std::chrono::microseconds lookUp, const Pace& pace)>;

/// There is an index where a look-up takes less than a fifth of going through everything.
/// \param lookUp  how long it takes to look for one entry
[[nodiscard]] IndexVerdict judgeIndex(std::chrono::microseconds lookUp, const Pace& pace);

/// Looks how long the directory takes to find somebody by his id, name, references, memberships and numbers,
/// as requests do: where an attribute has no index it goes through every entry, for every request.
/// \throws ldap::Error  when the directory cannot be asked
void checkLookUps(const mappings::Mapping& mapping, const std::string& idAttribute,
                  ldap::Directory& directory, CheckReport& report, const IndexJudge& judge = judgeIndex);

}  // namespace scim2ldap::connector
