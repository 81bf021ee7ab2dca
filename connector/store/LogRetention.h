#pragma once

#include <chrono>
#include <cstdint>

namespace scim2ldap::connector {

/// How much of the audit log is kept. What is beyond either limit goes, the oldest first.
struct LogRetention {
  std::int64_t rows = 100'000;
  std::chrono::milliseconds age = std::chrono::days(400);
};

}  // namespace scim2ldap::connector
