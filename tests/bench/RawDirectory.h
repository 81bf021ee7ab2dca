#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/RawEntry.h"

namespace scim2ldap::bench {

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
  /// All that is found.
  std::vector<RawEntry> search(const std::string& base, const std::string& filter,
                               const std::vector<std::string>& attributes);
  /// All that is found, asked for page by page.
  void crawl(const std::string& base, const std::string& filter, const std::vector<std::string>& attributes,
             int pageSize, const std::function<void(const RawEntry&)>& visit);
  /// One entry.
  RawEntry read(const std::string& dn, const std::vector<std::string>& attributes);

 private:
  void modify(const std::string& dn, int operation, const std::string& attribute,
              const std::vector<std::string>& values);
  void require(int result, const std::string& what) const;

  struct Unbind {
    void operator()(struct ::ldap* session) const;
  };
  std::unique_ptr<struct ::ldap, Unbind> session_;
};

}  // namespace scim2ldap::bench
