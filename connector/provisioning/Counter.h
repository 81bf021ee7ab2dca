#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ldap/Directory.h"
#include "mappings/Mapping.h"

namespace scim2ldap::connector {

/// What a counter entry says.
struct CounterReading {
  std::optional<std::int64_t> next;  ///< the number that would be taken next
  std::string fault;                 ///< why it cannot be taken; "" when it can
};

/// Looks at a counter without taking a number.
/// \throws ldap::Error  when the directory cannot be asked
[[nodiscard]] CounterReading readCounter(ldap::Directory& directory, const mappings::Allocation& allocation);

}  // namespace scim2ldap::connector
