#include "connector/commands/SpareMemory.h"

#include <malloc.h>

namespace scim2ldap::connector {
namespace {

constexpr int kQuiet = 2;
/// The index may have been built anew meanwhile, which nobody asks for.
constexpr int kLongQuiet = 60;

}  // namespace

void SpareMemory::look(std::uint64_t requests) {
  if (requests != requests_) {
    requests_ = requests;
    quietLooks_ = 0;
    return;
  }
  quietLooks_ = quietLooks_ == kLongQuiet ? 1 : quietLooks_ + 1;
  if (quietLooks_ == kQuiet) static_cast<void>(::malloc_trim(0));
}

}  // namespace scim2ldap::connector
