#pragma once

#include <ldap.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace scim2ldap::bench {

using Attributes = std::vector<std::pair<std::string, std::vector<std::string>>>;

/// A bound connection straight over libldap, with nothing around it: the floor that everything is compared
/// with. Not thread-safe. \throws std::runtime_error  from every function, with what the server said
class RawDirectory {
 public:
  RawDirectory(const std::string& uri, const std::string& bindDn, const std::string& password);

  void add(const std::string& dn, const Attributes& attributes);
  void remove(const std::string& dn);
  void replace(const std::string& dn, const std::string& attribute, const std::string& value);
  void addValues(const std::string& dn, const std::string& attribute, const std::vector<std::string>& values);
  void removeValue(const std::string& dn, const std::string& attribute, const std::string& value);
  /// Reads all that is found. \returns the DNs
  std::vector<std::string> search(const std::string& base, const std::string& filter,
                                  const std::vector<std::string>& attributes);
  /// The whole of what is found, page by page. \returns how many entries
  std::size_t crawl(const std::string& base, const std::string& filter,
                    const std::vector<std::string>& attributes, int pageSize);
  /// The first value of an attribute of one entry.
  std::string read(const std::string& dn, const std::string& attribute);

 private:
  void modify(const std::string& dn, int operation, const std::string& attribute,
              const std::vector<std::string>& values);
  void require(int result, const std::string& what) const;

  struct Unbind {
    void operator()(LDAP* session) const { ldap_unbind_ext_s(session, nullptr, nullptr); }
  };
  std::unique_ptr<LDAP, Unbind> session_;
};

}  // namespace scim2ldap::bench
