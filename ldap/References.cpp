#include "ldap/References.h"

#include "ldap/Pool.h"

namespace scim2ldap::ldap {

std::size_t countReferences(const DirectorySettings& settings, const Dn& base) {
  // A server refers whatever the filter is; it is to find nothing else. RFC 3296 §5.3
  const SearchRequest request{base, Scope::Subtree, {Equality{"objectClass", "referral"}}};
  Pool pool(settings, std::nullopt);
  return pool.use([&](const Pool::Lease& lease) {
    std::vector<Entry> entries;
    return lease->search(request, {}, entries).orThrow().references;
  });
}

}  // namespace scim2ldap::ldap
