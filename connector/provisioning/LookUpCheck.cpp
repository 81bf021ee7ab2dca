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
constexpr int kTries = 5;
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

template <typename Ask>
microseconds quickest(const Ask& ask) {
  microseconds best = timeOf(ask);
  for (int i = 1; i < kTries; ++i) best = std::min(best, timeOf(ask));
  return best;
}

/// Whether the directory gives up a search that goes through too many entries.
bool isTooMuch(ldap::ResultCode code) {
  using ldap::ResultCode;
  return code == ResultCode::AdminLimitExceeded || code == ResultCode::TimeLimitExceeded ||
         code == ResultCode::SizeLimitExceeded || code == ResultCode::Timeout;
}

/// \returns what is wrong with it: that it "takes 20 ms"; nullopt when it is quick
std::optional<std::string> slowness(const LookUp& lookUp, ldap::Directory& directory,
                                    const SlowJudge& isSlow) {
  const ldap::SearchRequest request{
      lookUp.base, ldap::Scope::Subtree, {ldap::Equality{lookUp.attribute, lookUp.value}}, {}};
  try {
    const microseconds read = quickest([&] { static_cast<void>(directory.read(lookUp.base, {})); });
    microseconds best = microseconds::max();
    for (int i = 0; i < kTries; ++i) {
      best = std::min(best, timeOf([&] { static_cast<void>(directory.search(request)); }));
      if (!isSlow(best, read)) return std::nullopt;
    }
    return "takes " + std::to_string(best.count() / 1000) + " ms, and longer as the directory grows";
  } catch (const ldap::Error& error) {
    if (!isTooMuch(error.code())) throw;
    return std::string("comes to no end: ") + error.what();
  }
}

}  // namespace

bool isSlow(microseconds lookUp, microseconds read) {
  return lookUp > kSlow && lookUp > kReads * read;
}

void checkLookUps(const mappings::Mapping& mapping, const std::string& idAttribute,
                  ldap::Directory& directory, CheckReport& report, const SlowJudge& judge) {
  const LookUps lookUps(mapping, idAttribute);
  bool areQuick = true;
  for (const LookUp& lookUp : lookUps.all()) {
    const std::string what = "a look-up by " + lookUp.attribute + " below " + lookUp.base.toString();
    try {
      const std::optional<std::string> fault = slowness(lookUp, directory, judge);
      if (!fault) continue;
      report.warning(what + " " + *fault + ": give the directory an equality index of " + lookUp.attribute +
                     ", in OpenLDAP \"olcDbIndex: " + lookUp.attribute +
                     " eq\", as etc/ldap/indexes.ldif shows");
    } catch (const ldap::Error& error) {
      if (isUnavailable(error.code())) throw;
      report.note("whether " + what + " is quick could not be seen: " + error.what());
    }
    areQuick = false;
  }
  if (areQuick) report.ok("entries are found quickly by ids, names, references, members and numbers");
}

}  // namespace scim2ldap::connector
