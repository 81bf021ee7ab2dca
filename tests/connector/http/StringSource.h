#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "connector/http/Input.h"

namespace scim2ldap::connector {

/// Bytes from memory, at most `step` in one read, then the end.
class StringSource : public ByteSource {
 public:
  explicit StringSource(std::string bytes, std::size_t step = 1) : bytes_(std::move(bytes)), step_(step) {}

  std::size_t read(char* to, std::size_t capacity) override {
    const std::size_t count = bytes_.copy(to, std::min(capacity, step_), at_);
    at_ += count;
    return count;
  }

 private:
  std::string bytes_;
  std::size_t step_;
  std::size_t at_ = 0;
};

/// The status of the Refusal that `call` throws, 0 when it throws none.
template <typename Call>
int statusOf(const Call& call) {
  try {
    call();
    return 0;
  } catch (const Refusal& refusal) {
    return refusal.status();
  }
}

}  // namespace scim2ldap::connector
