#include "connector/provisioning/LookUpCheck.h"

#include <algorithm>
#include <map>
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
/// Going through all entries takes about half a millisecond for each thousand. Where it takes less than this,
/// it tells nothing.
constexpr microseconds kTelling{5'000};
/// A look-up in an index takes less than a part of it.
constexpr int kPart = 5;

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

Pace paceOf(const ldap::Dn& base, ldap::Directory& directory) {
  const ldap::SearchRequest everything{
      base, ldap::Scope::Subtree, {ldap::Not{{{ldap::Present{"objectClass"}}}}}, {}};  // which nobody meets
  return {quickest([&] { static_cast<void>(directory.read(base, {})); }),
          quickest([&] { static_cast<void>(directory.search(everything)); })};
}

microseconds timeOf(const LookUp& lookUp, ldap::Directory& directory) {
  const ldap::SearchRequest request{
      lookUp.base, ldap::Scope::Subtree, {ldap::Equality{lookUp.attribute, lookUp.value}}, {}};
  return quickest([&] { static_cast<void>(directory.search(request)); });
}

std::string listed(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

class Look {
 public:
  Look(ldap::Directory& directory, CheckReport& report, const IndexJudge& judge)
      : directory_(directory), report_(report), judge_(judge) {}

  void at(const LookUp& lookUp) {
    const std::string what = "a look-up by " + lookUp.attribute + " below " + lookUp.base.toString();
    try {
      const Pace& pace = paceBelow(lookUp.base);
      const microseconds time = timeOf(lookUp, directory_);
      switch (judge_(time, pace)) {
        case Index::There:
          return add(found_, lookUp.attribute);
        case Index::Unseen:
          return add(unseen_, lookUp.attribute);
        case Index::Missing:
          return warn(lookUp, what + " takes " + std::to_string(time.count() / 1000) +
                                  " ms, and longer as the directory grows");
      }
    } catch (const ldap::Error& error) {
      if (isTooMuch(error.code())) return warn(lookUp, what + " comes to no end: " + error.what());
      if (isUnavailable(error.code())) throw;
      report_.note("how long " + what + " takes could not be seen: " + error.what());
    }
  }
  void finish() {
    if (!found_.empty()) report_.ok("look-ups by " + listed(found_) + " go by an index");
    if (!unseen_.empty())
      report_.note(
          "whether look-ups by " + listed(unseen_) +
          " go by an index cannot be seen with so few entries; etc/ldap/indexes.ldif shows what should");
  }

 private:
  const Pace& paceBelow(const ldap::Dn& base) {
    const auto known = paces_.find(base.normalized());
    return known != paces_.end() ? known->second
                                 : paces_.emplace(base.normalized(), paceOf(base, directory_)).first->second;
  }
  static void add(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  void warn(const LookUp& lookUp, const std::string& fault) {
    report_.warning(fault + ": give the directory an equality index of " + lookUp.attribute +
                    ", in OpenLDAP \"olcDbIndex: " + lookUp.attribute +
                    " eq\", as etc/ldap/indexes.ldif shows");
  }

  ldap::Directory& directory_;
  CheckReport& report_;
  const IndexJudge& judge_;
  std::map<std::string, Pace> paces_;  ///< by base
  std::vector<std::string> found_;
  std::vector<std::string> unseen_;
};

}  // namespace

Index judgeIndex(microseconds lookUp, const Pace& pace) {
  const microseconds everything = pace.everything - pace.read;
  if (everything < kTelling) return Index::Unseen;
  return (lookUp - pace.read) * kPart > everything ? Index::Missing : Index::There;
}

void checkLookUps(const mappings::Mapping& mapping, const std::string& idAttribute,
                  ldap::Directory& directory, CheckReport& report, const IndexJudge& judge) {
  const LookUps lookUps(mapping, idAttribute);
  Look look(directory, report, judge);
  for (const LookUp& lookUp : lookUps.all()) look.at(lookUp);
  look.finish();
}

}  // namespace scim2ldap::connector
