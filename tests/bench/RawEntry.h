#pragma once

#include <string>
#include <utility>
#include <vector>

// Of libldap, whose header stays in the .cpp files.
struct ldap;
struct ldapmsg;

namespace scim2ldap::bench {

using Attributes = std::vector<std::pair<std::string, std::vector<std::string>>>;

/// An entry with every value that came, as any client would take it out of an answer.
struct RawEntry {
  std::string dn;
  Attributes attributes;

  /// The first value of an attribute, by its name in the schema. \throws std::runtime_error  there is none
  [[nodiscard]] const std::string& first(const std::string& attribute) const;
  /// All values of an attribute, by its name in the schema.
  [[nodiscard]] std::vector<std::string> values(const std::string& attribute) const;
};

/// The entries of an answer that the session got.
[[nodiscard]] std::vector<RawEntry> entriesOf(struct ::ldap* session, struct ::ldapmsg* answer);

}  // namespace scim2ldap::bench
