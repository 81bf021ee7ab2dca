#include "connector/provisioning/LookUpCheck.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "connector/provisioning/ResourceRules.h"
#include "ldap/Error.h"
#include "mappings/Translation.h"
#include "scim/Schema.h"

namespace scim2ldap::connector {
namespace {

using std::chrono::microseconds;

/// The quickest of so many counts: the machine may be busy with other things.
constexpr int kTries = 10;
/// Through an index it takes less than a millisecond to find nothing, without one about half a
/// millisecond for each thousand entries.
constexpr microseconds kSlow{5'000};
/// So many times what it takes to read an entry, which is mostly the way there.
constexpr int kReads = 5;

/// Values of each kind that no entry has.
constexpr const char* kNoUuid = "00000000-0000-4000-8000-73636d326c64";
constexpr const char* kNoNumber = "2147480917";
constexpr const char* kNoText = "scim2ldap-check-nobody";

/// A search that requests make, for something that is not there.
struct LookUp {
  std::string attribute;
  std::string value;
  ldap::Dn base;
};

class LookUps {
 public:
  LookUps(const mappings::Mapping& mapping, const std::string& idAttribute)
      : mapping_(mapping), noDn_(mapping.memberships.base.child("cn", kNoText).toString()) {
    addKind(Kind::User, mapping.user, idAttribute);
    if (mapping.group) addKind(Kind::Group, *mapping.group, idAttribute);
    for (const std::string& attribute : mappings::referenceAttributes(mapping.user))
      addBelow(mapping.user.bases, attribute, noDn_);
    for (const mappings::MembersRule& rule : mapping.memberships.rules)
      add(mapping.memberships.base, rule.attribute,
          rule.value == mappings::MemberValue::Dn ? noDn_ : kNoText);
  }
  [[nodiscard]] const std::vector<LookUp>& all() const { return all_; }

 private:
  void addKind(Kind kind, const mappings::ResourceMapping& mapping, const std::string& idAttribute) {
    addBelow(mapping.bases, idAttribute, scim::sameName(idAttribute, "entryUUID") ? kNoUuid : kNoText);
    const mappings::AttributeRule* name =
        mapping.find({"", std::string(nameAttribute(kind)), std::nullopt, ""});
    if (name != nullptr && !name->ldap.empty()) addBelow(mapping.bases, name->ldap, kNoText);
    for (const mappings::AttributeRule& rule : mapping.rules) {
      if (rule.allocate) add(mapping_.memberships.base, rule.ldap, kNoNumber);
    }
  }
  void addBelow(const std::vector<ldap::Dn>& bases, const std::string& attribute, const std::string& value) {
    for (const ldap::Dn& base : bases) add(base, attribute, value);
  }
  void add(const ldap::Dn& base, const std::string& attribute, const std::string& value) {
    const bool isKnown = std::any_of(all_.begin(), all_.end(), [&](const LookUp& known) {
      return known.base == base && scim::sameName(known.attribute, attribute);
    });
    if (!isKnown) all_.push_back({attribute, value, base});
  }

  const mappings::Mapping& mapping_;
  const std::string noDn_;
  std::vector<LookUp> all_;
};

template <typename Ask>
microseconds timeOf(const Ask& ask) {
  const auto begun = std::chrono::steady_clock::now();
  ask();
  return std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now() - begun);
}

/// \returns how long it takes when it is slow each time
std::optional<microseconds> slowness(const LookUp& lookUp, ldap::Directory& directory,
                                     const SlowJudge& isSlow) {
  const ldap::SearchRequest request{
      lookUp.base, ldap::Scope::Subtree, {ldap::Equality{lookUp.attribute, lookUp.value}}, {}};
  microseconds best = microseconds::max();
  for (int i = 0; i < kTries; ++i) {
    const microseconds read = timeOf([&] { static_cast<void>(directory.read(lookUp.base, {})); });
    best = std::min(best, timeOf([&] { static_cast<void>(directory.search(request)); }));
    if (!isSlow(best, read)) return std::nullopt;
  }
  return best;
}

}  // namespace

bool isSlow(microseconds lookUp, microseconds read) {
  return lookUp > kSlow && lookUp > kReads * read;
}

void checkLookUps(const mappings::Mapping& mapping, const std::string& idAttribute,
                  ldap::Directory& directory, CheckReport& report, const SlowJudge& judge) {
  const LookUps lookUps(mapping, idAttribute);
  bool areQuick = true;
  try {
    for (const LookUp& lookUp : lookUps.all()) {
      const std::optional<microseconds> time = slowness(lookUp, directory, judge);
      if (!time) continue;
      areQuick = false;
      report.warning("a look-up by " + lookUp.attribute + " below " + lookUp.base.toString() + " takes " +
                     std::to_string(time->count() / 1000) +
                     " ms, and longer as the directory grows: give it an equality index of " +
                     lookUp.attribute + ", in OpenLDAP \"olcDbIndex: " + lookUp.attribute +
                     " eq\", as etc/ldap/indexes.ldif does");
    }
  } catch (const ldap::Error& error) {
    if (isUnavailable(error.code())) throw;
    report.note(std::string("how quickly entries are found could not be seen: ") + error.what());
    return;
  }
  if (areQuick) report.ok("entries are found quickly by all attributes that requests look for");
}

}  // namespace scim2ldap::connector
