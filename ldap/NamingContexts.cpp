#include "ldap/NamingContexts.h"

#include "ldap/Entry.h"

namespace scim2ldap::ldap {

std::vector<Dn> namingContexts(Directory& directory) {
  return namingContexts(directory.rootDse());
}

std::vector<Dn> namingContexts(const Entry& rootDse) {
  std::vector<Dn> contexts;
  for (const std::string& text : rootDse.values("namingContexts")) contexts.push_back(Dn::parse(text));
  return contexts;
}

const Dn* contextOf(const Dn& dn, const std::vector<Dn>& contexts) {
  const Dn* lowest = nullptr;
  for (const Dn& context : contexts) {
    if (dn.isWithin(context) && (lowest == nullptr || context.isWithin(*lowest))) lowest = &context;
  }
  return lowest;
}

}  // namespace scim2ldap::ldap
