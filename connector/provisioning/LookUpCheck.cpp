#include "connector/provisioning/LookUpCheck.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
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

/// Each attribute below each base once.
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

/// What a search takes; nothing where it comes to no end.
/// \throws ldap::Error  when the directory cannot be asked
template <typename Ask>
std::optional<microseconds> durationOf(const Ask& ask, const ldap::Dn& base, ldap::Directory& directory) {
  try {
    return quickest(ask);
  } catch (const ldap::Error& error) {
    if (!isTooMuch(error.code())) throw;
    static_cast<void>(directory.read(base, {}));  // it is there, and lets us see
    return std::nullopt;
  }
}

Pace paceOf(const ldap::Dn& base, ldap::Directory& directory) {
  const ldap::SearchRequest everything{
      base, ldap::Scope::Subtree, {ldap::Not{{{ldap::Present{"objectClass"}}}}}, {}};  // which nobody meets
  const microseconds read = quickest([&] { static_cast<void>(directory.read(base, {})); });
  const auto goThrough = [&] { static_cast<void>(directory.search(everything)); };
  return {read, durationOf(goThrough, base, directory).value_or(microseconds::max())};
}

std::string listed(const std::set<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

class IndexLook {
 public:
  IndexLook(ldap::Directory& directory, CheckReport& report, const IndexJudge& judge)
      : directory_(directory), report_(report), judge_(judge) {}

  void at(const LookUp& lookUp) {
    try {
      if (!directory_.read(lookUp.base, {})) return;  // that it is missing is told elsewhere
      const ldap::SearchRequest request{
          lookUp.base, ldap::Scope::Subtree, {ldap::Equality{lookUp.attribute, lookUp.value}}, {}};
      const auto ask = [&] { static_cast<void>(directory_.search(request)); };
      const std::optional<microseconds> time = durationOf(ask, lookUp.base, directory_);
      if (!time) return warn(lookUp, "comes to no end");
      switch (judge_(*time, paceBelow(lookUp.base))) {
        case IndexVerdict::There:
          found_.insert(lookUp.attribute);
          return;
        case IndexVerdict::Unseen:
          unseen_.insert(lookUp.attribute);
          return;
        case IndexVerdict::Missing:
          return warn(lookUp, "takes " + std::to_string(time->count() / 1000) +
                                  " ms, and longer as the directory grows");
      }
    } catch (const ldap::Error& error) {
      if (isUnavailable(error.code())) throw;
      report_.note("how long a look-up by " + lookUp.attribute + " takes could not be seen: " + error.what());
    }
  }
  /// Tells of those that no warning was about. Where one base has few entries another may have many.
  void finish() {
    std::erase_if(found_, [&](const std::string& name) { return missing_.contains(name); });
    std::erase_if(unseen_,
                  [&](const std::string& name) { return missing_.contains(name) || found_.contains(name); });
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
  void warn(const LookUp& lookUp, const std::string& fault) {
    missing_.insert(lookUp.attribute);
    report_.warning("a look-up by " + lookUp.attribute + " below " + lookUp.base.toString() + " " + fault +
                    ": give the directory an equality index of " + lookUp.attribute +
                    ", in OpenLDAP \"olcDbIndex: " + lookUp.attribute +
                    " eq\", as etc/ldap/indexes.ldif shows");
  }

  ldap::Directory& directory_;
  CheckReport& report_;
  const IndexJudge& judge_;
  std::map<std::string, Pace> paces_;  ///< by base
  std::set<std::string> found_;
  std::set<std::string> unseen_;
  std::set<std::string> missing_;
};

}  // namespace

IndexVerdict judgeIndex(microseconds lookUp, const Pace& pace) {
  const microseconds everything = pace.everything - pace.read;
  if (everything < kTelling) return IndexVerdict::Unseen;
  return (lookUp - pace.read) * kPart > everything ? IndexVerdict::Missing : IndexVerdict::There;
}

void checkLookUps(const mappings::Mapping& mapping, const std::string& idAttribute,
                  ldap::Directory& directory, CheckReport& report, const IndexJudge& judge) {
  const LookUps lookUps(mapping, idAttribute);
  IndexLook look(directory, report, judge);
  for (const LookUp& lookUp : lookUps.all()) look.at(lookUp);
  look.finish();
}

}  // namespace scim2ldap::connector
