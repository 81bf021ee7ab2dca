#include "tests/bench/RawEntry.h"

#include <ldap.h>

#include <memory>
#include <stdexcept>

namespace scim2ldap::bench {
namespace {

struct FreeText {
  void operator()(char* text) const { ldap_memfree(text); }
};
using Text = std::unique_ptr<char, FreeText>;

struct FreeBer {
  void operator()(BerElement* element) const { ber_free(element, 0); }
};

std::vector<std::string> valuesOf(LDAP* session, LDAPMessage* entry, const char* attribute) {
  std::vector<std::string> values;
  berval** list = ldap_get_values_len(session, entry, attribute);
  for (berval** each = list; each != nullptr && *each != nullptr; ++each)
    values.emplace_back((*each)->bv_val, (*each)->bv_len);
  ldap_value_free_len(list);
  return values;
}

RawEntry read(LDAP* session, LDAPMessage* message) {
  RawEntry entry{Text(ldap_get_dn(session, message)).get(), {}};
  BerElement* position = nullptr;
  Text name(ldap_first_attribute(session, message, &position));
  const std::unique_ptr<BerElement, FreeBer> owned(position);
  while (name) {
    entry.attributes.emplace_back(name.get(), valuesOf(session, message, name.get()));
    name.reset(ldap_next_attribute(session, message, position));
  }
  return entry;
}

}  // namespace

const std::string& RawEntry::first(const std::string& attribute) const {
  for (const auto& [name, values] : attributes)
    if (name == attribute && !values.empty()) return values.front();
  throw std::runtime_error(dn + " has no " + attribute);
}

std::vector<std::string> RawEntry::values(const std::string& attribute) const {
  for (const auto& [name, values] : attributes)
    if (name == attribute) return values;
  return {};
}

std::vector<RawEntry> entriesOf(LDAP* session, LDAPMessage* answer) {
  std::vector<RawEntry> entries;
  for (LDAPMessage* each = ldap_first_entry(session, answer); each != nullptr;
       each = ldap_next_entry(session, each)) {
    entries.push_back(read(session, each));
  }
  return entries;
}

}  // namespace scim2ldap::bench
