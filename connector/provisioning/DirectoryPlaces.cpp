#include "connector/provisioning/DirectoryPlaces.h"

#include <set>
#include <utility>
#include <vector>

#include "connector/provisioning/Counter.h"
#include "ldap/NamingContexts.h"

namespace scim2ldap::connector {
namespace {

class PlacesCheck {
 public:
  PlacesCheck(const std::string& idAttribute, ldap::Directory& directory, CheckReport& report)
      : idAttribute_(idAttribute), directory_(directory), report_(report) {}

  void checkBases(const mappings::ResourceMapping& mapping) {
    checkEntry(mapping.container, "entries are made below it", mapping.where, kContainers);
    if (mapping.disable) {
      if (const auto* move = std::get_if<mappings::BranchMove>(&*mapping.disable)) {
        checkEntry(move->container, "disabled users are moved below it", mapping.where, kBranch);
      }
    }
    for (const ldap::Dn& base : mapping.bases) {
      checkEntry(base, "entries are looked for below it", mapping.where, kContainers);
    }
  }

  void checkCounters(const mappings::ResourceMapping& mapping) {
    for (const mappings::AttributeRule& rule : mapping.rules) {
      if (!rule.allocate) continue;
      const mappings::Allocation& allocation = *rule.allocate;
      if (!seenCounters_.emplace(allocation.counter.normalized(), allocation.attribute).second) continue;
      const CounterReading counter = readCounter(directory_, allocation);
      if (!counter.fault.empty()) {
        report_.error(rule.where, counter.fault);
      } else {
        report_.ok("the counter " + allocation.counter.toString() + " gives " +
                   std::to_string(*counter.next) + " next");
      }
    }
  }

 private:
  static constexpr const char* kContainers = "etc/ldap/containers.ldif";
  static constexpr const char* kBranch = "etc/ldap/disabled-branch.ldif";

  /// \param shipped  the file that makes such an entry
  void checkEntry(const ldap::Dn& dn, const std::string& use, const mappings::SourceLocation& where,
                  const std::string& shipped) {
    if (!seenEntries_.insert(dn.normalized()).second) return;
    const std::optional<ldap::Entry> entry = directory_.read(dn, {idAttribute_});
    if (!entry) {
      report_.error(where, dn.toString() + " does not exist, or the service account may not see it; " + use +
                               ": make it as " + shipped + " does");
    } else if (!entry->has(idAttribute_)) {
      report_.error(dn.toString() + " has no " + idAttribute_ +
                    " that the service account may read, and ids come from it; set id_attribute of the "
                    "directory, or give the right to read it as etc/ldap/access.ldif does");
    } else {
      report_.ok(dn.toString() + " exists");
    }
  }

  const std::string& idAttribute_;
  ldap::Directory& directory_;
  CheckReport& report_;
  std::set<std::string> seenEntries_;
  std::set<std::pair<std::string, std::string>> seenCounters_;
};

}  // namespace

void checkPlaces(const mappings::Mapping& mapping, const std::string& idAttribute, ldap::Directory& directory,
                 CheckReport& report) {
  const ldap::Dn& base = mapping.memberships.base;
  const std::vector<ldap::Dn> contexts = ldap::namingContexts(directory);
  // Where contexts are hidden nothing can be said.
  if (!contexts.empty() && ldap::contextOf(base, contexts) == nullptr) {
    std::string all;
    for (const ldap::Dn& context : contexts) all += (all.empty() ? "" : ", ") + context.toString();
    report.error("the directory holds no " + base.toString() + ", but what is below " + all +
                 ": correct base of the [[directory]]");
    return;
  }
  PlacesCheck check(idAttribute, directory, report);
  check.checkBases(mapping.user);
  if (mapping.group) check.checkBases(*mapping.group);
  check.checkCounters(mapping.user);
  if (mapping.group) check.checkCounters(*mapping.group);
}

}  // namespace scim2ldap::connector
