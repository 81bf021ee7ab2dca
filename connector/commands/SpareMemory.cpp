#include "connector/commands/SpareMemory.h"

#include <malloc.h>

namespace scim2ldap::connector {
namespace {

constexpr int kQuiet = 2;
/// The index may have been built anew meanwhile, which nobody asks for.
constexpr int kLongQuiet = 60;

constexpr int kMiB = 1 << 20;
constexpr int kKept = 256 * kMiB;
/// Larger ones come from the kernel and go back to it. glibc takes no more.
constexpr int kLargest = 32 * kMiB;

}  // namespace

SpareMemory::SpareMemory() {
  ::mallopt(M_TRIM_THRESHOLD, kKept);
  ::mallopt(M_MMAP_THRESHOLD, kLargest);
}

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
