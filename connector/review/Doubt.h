#pragma once

#include <functional>
#include <string>
#include <vector>

#include "connector/review/Finding.h"

namespace scim2ldap::connector {

/// Of so much something may be gone without a word: users are deleted one by one, by people.
inline constexpr std::int64_t kFewGone = 10;
inline constexpr std::int64_t kFewGonePercent = 5;

/// Whether mending the fault takes away something that belongs to an entry which cannot be found.
[[nodiscard]] bool isOfOneGone(Fault fault);

/// Endpoints of which so many users, or groups, or members cannot be found that a wrong base, a filter or a
/// missing right explains it better than their being gone: more than kFewGone, and more than kFewGonePercent
/// of the rows. Of one type is enough: what is seen of the others then proves nothing. And endpoints of which
/// another server holds a part. Pure. \param rows  of
/// an endpoint and a type in the side table
[[nodiscard]] std::vector<std::string> endpointsInDoubt(
    const std::vector<Finding>& findings,
    const std::function<std::int64_t(const std::string& endpoint, const std::string& type)>& rows);

}  // namespace scim2ldap::connector
