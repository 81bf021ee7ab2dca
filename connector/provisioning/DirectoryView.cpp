#include "connector/provisioning/DirectoryView.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "connector/provisioning/ClassFilter.h"
#include "connector/provisioning/ResourceRules.h"
#include "ldap/Error.h"
#include "scim/Schema.h"

namespace scim2ldap::connector {
namespace {

/// Values looked for by one filter. slapd tries them one after the other on each entry that has any of them,
/// so that more make it slower; fewer make more searches.
constexpr std::size_t kBatch = 20;
/// The same where each search has to look through large entries.
constexpr std::size_t kLargeBatch = 100;
/// Of more than that, the first to be asked about: those who differ do so from the first on.
constexpr std::size_t kFirstOfMany = 10;
constexpr int kPage = 1000;

/// Calls `each` with the values in portions.
/// \param first  size of the first one
template <typename Each>
void inBatches(const std::vector<std::string>& values, std::size_t first, std::size_t size,
               const Each& each) {
  for (std::size_t begin = 0, end = 0; begin < values.size(); begin = end) {
    end = std::min(values.size(), begin + (begin == 0 ? first : size));
    each(std::vector<std::string>(values.begin() + static_cast<std::ptrdiff_t>(begin),
                                  values.begin() + static_cast<std::ptrdiff_t>(end)));
  }
}

ldap::Filter anyOf(const std::string& attribute, const std::vector<std::string>& values) {
  if (values.size() == 1) return {ldap::Equality{attribute, values.front()}};
  ldap::Or any;
  for (const std::string& value : values) any.operands.push_back({ldap::Equality{attribute, value}});
  return {any};
}

/// For entries of any kind: for the filter of a kind slapd goes through the list of all entries of an object
/// class, each time.
ldap::SearchRequest pointRequest(const ldap::Dn& base, ldap::Filter filter,
                                 const std::vector<std::string>& attributes) {
  ldap::SearchRequest request{base, ldap::Scope::Subtree, std::move(filter), attributes};
  if (std::find(attributes.begin(), attributes.end(), "objectClass") == attributes.end())
    request.attributes.emplace_back("objectClass");
  return request;
}

std::vector<ldap::Dn> basesOf(const mappings::Mapping& mapping) {
  std::vector<ldap::Dn> bases = mapping.user.bases;
  if (mapping.group) bases.insert(bases.end(), mapping.group->bases.begin(), mapping.group->bases.end());
  return bases;
}

}  // namespace

bool isBelow(const ldap::Dn& dn, const std::vector<ldap::Dn>& bases) {
  return std::any_of(bases.begin(), bases.end(), [&](const ldap::Dn& base) { return dn.isWithin(base); });
}

DirectoryView::DirectoryView(ldap::Directory& directory, const mappings::Mapping& mapping,
                             std::string idAttribute, std::vector<std::shared_ptr<NameTable>> names)
    : directory_(directory),
      mapping_(mapping),
      idAttribute_(std::move(idAttribute)),
      names_(directory, basesOf(mapping), std::move(names)) {}

const mappings::ResourceMapping& DirectoryView::mapping(Kind kind) const {
  return kind == Kind::User ? mapping_.user : mapping_.group.value();
}

std::vector<std::string> DirectoryView::attributes(Kind kind, bool withMembers) const {
  std::vector<std::string> names = mappings::attributesToRead(mapping(kind));
  names.insert(names.end(), {idAttribute_, "createTimestamp", "modifyTimestamp", "entryCSN"});
  if (withMembers && mapping(kind).members) names.push_back(mapping(kind).members->attribute);
  return names;
}

std::vector<ldap::Entry> DirectoryView::searchBelow(const ldap::Dn& base, Kind kind,
                                                    const std::optional<ldap::Filter>& filter,
                                                    const std::vector<std::string>& attributes,
                                                    const Search& search) const {
  if (filter && isPoint(kind, *filter)) {
    std::vector<ldap::Entry> found = search(pointRequest(base, *filter, attributes));
    if (areSurely(kind, found)) return found;
  }
  const ldap::Filter& ofKind = mapping(kind).filter;
  ldap::SearchRequest request{base};
  request.attributes = attributes;
  request.filter = filter ? ldap::Filter{ldap::And{{ofKind, *filter}}} : ofKind;
  return search(request);
}

bool DirectoryView::isPoint(Kind kind, const ldap::Filter& filter) const {
  const mappings::ResourceMapping& mapped = mapping(kind);
  if (!isOfClasses(mapped.filter)) return false;
  const mappings::AttributeRule* name = mapped.find({"", std::string(nameAttribute(kind)), std::nullopt, ""});
  const auto leadsToEntries = [&](const ldap::Filter& operand) {
    const auto* equality = std::get_if<ldap::Equality>(&operand.node);
    if (equality == nullptr) return false;
    const auto is = [&](std::string_view attribute) {
      return scim::sameName(equality->attribute, attribute);
    };
    return is(idAttribute_) || is(mapped.rdnAttribute) || (name != nullptr && is(name->ldap));
  };
  const auto* any = std::get_if<ldap::Or>(&filter.node);
  return any != nullptr ? std::all_of(any->operands.begin(), any->operands.end(), leadsToEntries)
                        : leadsToEntries(filter);
}

bool DirectoryView::areSurely(Kind kind, const std::vector<ldap::Entry>& entries) const {
  return std::all_of(entries.begin(), entries.end(),
                     [&](const ldap::Entry& entry) { return isSurelyMet(mapping(kind).filter, entry); });
}

std::vector<ldap::Entry> DirectoryView::search(Kind kind, const std::optional<ldap::Filter>& filter,
                                               const std::vector<std::string>& attributes) {
  std::vector<ldap::Entry> found;
  for (const ldap::Dn& base : mapping(kind).bases) {
    std::vector<ldap::Entry> entries =
        searchBelow(base, kind, filter, attributes, [&](const ldap::SearchRequest& request) {
          return filter ? directory_.search(request) : searchPaged(request, SIZE_MAX);
        });
    std::move(entries.begin(), entries.end(), std::back_inserter(found));
  }
  return found;
}

std::vector<ldap::Entry> DirectoryView::searchPaged(const ldap::SearchRequest& request, std::size_t most) {
  std::vector<ldap::Entry> found;
  directory_.searchPaged(
      request, kPage, [&](ldap::Entry&& entry) { found.push_back(std::move(entry)); }, most);
  return found;
}

std::vector<ldap::Entry> DirectoryView::searchValues(Kind kind, const std::string& attribute,
                                                     const std::vector<std::string>& values,
                                                     const std::vector<std::string>& attributes) {
  const std::optional<mappings::MembersRule>& members = mapping(kind).members;
  const bool isMembers = members && attribute == members->attribute;
  std::vector<ldap::SearchRequest> requests;
  const std::size_t size = isMembers ? kLargeBatch : kBatch;
  inBatches(values, size, size, [&](const std::vector<std::string>& batch) {
    for (const ldap::Dn& base : mapping(kind).bases)
      requests.push_back(pointRequest(base, anyOf(attribute, batch), attributes));
  });
  if (isOfClasses(mapping(kind).filter)) {
    std::vector<ldap::Entry> found = directory_.searchAll(requests);
    if (areSurely(kind, found)) return found;
  }
  for (ldap::SearchRequest& request : requests)
    request.filter = {ldap::And{{mapping(kind).filter, std::move(request.filter)}}};
  return directory_.searchAll(requests);
}

std::optional<ldap::Entry> DirectoryView::findById(Kind kind, const std::string& id, bool withMembers) {
  std::vector<ldap::Entry> found = findByIds(kind, {id}, withMembers);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<ldap::Entry> DirectoryView::findByIds(Kind kind, const std::vector<std::string>& ids,
                                                  bool withMembers) {
  return has(kind) ? searchIds(kind, ids, attributes(kind, withMembers)) : std::vector<ldap::Entry>{};
}

std::vector<ldap::Entry> DirectoryView::searchIds(Kind kind, const std::vector<std::string>& ids,
                                                  const std::vector<std::string>& attributes) {
  std::vector<ldap::Entry> found = searchValues(kind, idAttribute_, ids, attributes);
  // uuidMatch and caseIgnoreMatch also find ids that are spelt otherwise.
  const std::set<std::string> wanted(ids.begin(), ids.end());
  std::erase_if(found, [&](const ldap::Entry& entry) {
    return !wanted.contains(entry.first(idAttribute_).value_or(""));
  });
  return found;
}

std::optional<std::vector<ldap::Entry>> DirectoryView::find(Kind kind,
                                                            const std::optional<ldap::Filter>& filter,
                                                            bool withMembers, std::size_t most) {
  std::vector<ldap::Entry> found;
  for (const ldap::Dn& base : mapping(kind).bases) {
    const std::size_t left = std::max(most, most + 1) - found.size();  // one more shows that there are more
    std::vector<ldap::Entry> entries =
        searchBelow(base, kind, filter, attributes(kind, withMembers),
                    [&](const ldap::SearchRequest& request) { return searchPaged(request, left); });
    std::move(entries.begin(), entries.end(), std::back_inserter(found));
    if (found.size() > most) return std::nullopt;
  }
  return found;
}

std::vector<IdKey> DirectoryView::allKeys(Kind kind) {
  std::vector<IdKey> keys;
  for (const ldap::Entry& entry : search(kind, std::nullopt, {idAttribute_, "createTimestamp"})) {
    if (std::optional<IdKey> key = keyOf(entry, idAttribute_)) keys.push_back(std::move(*key));
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());  // bases may overlap
  return keys;
}

bool DirectoryView::isAlready(const ldap::Dn& group, const std::vector<std::string>& present,
                              const std::vector<std::string>& absent) {
  const std::string& attribute = mapping(Kind::Group).members->attribute;
  bool holds = true;
  const auto meets = [&](const std::vector<std::string>& values, const auto& filter) {
    const std::size_t first = values.size() > kLargeBatch ? kFirstOfMany : kLargeBatch;
    inBatches(values, first, kLargeBatch, [&](const std::vector<std::string>& batch) {
      holds = holds && directory_.read(group, {}, filter(batch)).has_value();
    });
  };
  meets(present, [&](const std::vector<std::string>& batch) {
    ldap::And all;
    for (const std::string& value : batch) all.operands.push_back({ldap::Equality{attribute, value}});
    return ldap::Filter{all};
  });
  meets(absent, [&](const std::vector<std::string>& batch) {
    return ldap::Filter{ldap::Not{{anyOf(attribute, batch)}}};
  });
  return holds;
}

std::vector<ldap::Dn> DirectoryView::searchEverywhere(const ldap::Filter& filter) {
  const auto below = [&](const ldap::Dn& base) {
    std::vector<ldap::Dn> found;
    for (ldap::Entry& entry : directory_.search({base, ldap::Scope::Subtree, filter, {}}))
      found.push_back(std::move(entry.dn));
    return found;
  };
  try {
    return below(mapping_.memberships.base);
  } catch (const ldap::Error& error) {
    using ldap::ResultCode;
    if (error.code() != ResultCode::NoSuchObject && error.code() != ResultCode::InsufficientAccessRights)
      throw;
  }
  // The whole is hidden from the service account: what the endpoint has is not.
  std::vector<ldap::Dn> found;
  for (const Kind kind : kKinds) {
    if (!has(kind)) continue;
    for (const ldap::Dn& base : mapping(kind).bases) {
      std::vector<ldap::Dn> entries = below(base);
      std::move(entries.begin(), entries.end(), std::back_inserter(found));
    }
  }
  return found;
}

std::vector<Membership> DirectoryView::membershipsOf(Kind kind, const ldap::Dn& dn) {
  std::vector<Membership> memberships;
  for (const mappings::MembersRule& rule : mapping_.memberships.rules) {
    if (rule.value == mappings::MemberValue::Uid && kind != Kind::User) continue;
    const ldap::Filter isMember{ldap::Equality{rule.attribute, mappings::memberValue(rule, dn)}};
    std::vector<Membership> found;
    for (ldap::Dn& group : searchEverywhere(isMember)) {
      const bool mapped = has(Kind::Group) && isBelow(group, mapping(Kind::Group).bases);
      found.push_back({std::move(group), rule, mapped});
    }
    // A naming value does not say whose it is: elsewhere it may be that of somebody else.
    const bool isAmbiguous = !found.empty() && rule.value == mappings::MemberValue::Uid && hasNamesake(dn);
    std::copy_if(std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()),
                 std::back_inserter(memberships),
                 [&](const Membership& membership) { return membership.isMapped || !isAmbiguous; });
  }
  std::stable_partition(memberships.begin(), memberships.end(),
                        [](const Membership& membership) { return !membership.isMapped; });
  return memberships;
}

std::vector<Membership> DirectoryView::membershipsLeftFor(Kind kind, const ldap::Dn& dn) {
  std::vector<Membership> left = membershipsOf(kind, dn);
  if (left.empty()) return left;
  if (directory_.read(dn, {})) return {};
  const auto byUid = [](const Membership& membership) {
    return membership.rule.value == mappings::MemberValue::Uid;
  };
  if (std::any_of(left.begin(), left.end(), byUid) && hasNamesake(dn)) std::erase_if(left, byUid);
  return left;
}

std::optional<Membership> DirectoryView::membershipIn(const ldap::Dn& group) {
  const std::vector<mappings::MembersRule>& rules = mapping_.memberships.rules;
  const std::optional<ldap::Entry> entry = directory_.read(group, {"objectClass"});
  if (!entry) return std::nullopt;
  Membership membership{group, rules.front(), has(Kind::Group) && isBelow(group, mapping(Kind::Group).bases)};
  if (rules.size() == 1) return membership;
  const std::lock_guard lock(schemaMutex_);
  if (!schema_) schema_ = directory_.subschema();
  const std::vector<std::string>& classes = entry->values("objectClass");
  auto allowed = schema_->may(classes);
  allowed.merge(schema_->must(classes));
  const auto fits = std::find_if(rules.begin(), rules.end(), [&](const mappings::MembersRule& rule) {
    const ldap::AttributeType* type = schema_->findAttributeType(rule.attribute);
    return allowed.contains(type == nullptr || type->names.empty() ? rule.attribute : type->names.front());
  });
  if (fits != rules.end()) membership.rule = *fits;
  return membership;
}

bool DirectoryView::isListed(const Membership& membership, const ldap::Dn& dn) {
  const mappings::MembersRule& rule = membership.rule;
  const ldap::Filter lists{ldap::Equality{rule.attribute, mappings::memberValue(rule, dn)}};
  return directory_.read(membership.group, {}, lists).has_value();
}

bool DirectoryView::hasNamesake(const ldap::Dn& dn) {
  const ldap::AttributeTypeAndValue& name = dn.rdn().pairs.front();
  const std::vector<ldap::Dn> named = searchEverywhere({ldap::Equality{name.type, name.value}});
  return std::any_of(named.begin(), named.end(), [&](const ldap::Dn& other) { return !(other == dn); });
}

bool DirectoryView::isTaken(const mappings::AttributeRule& rule, const std::string& number) {
  const std::vector<ldap::Dn> found = searchEverywhere({ldap::Equality{rule.ldap, number}});
  return std::any_of(found.begin(), found.end(),
                     [&](const ldap::Dn& dn) { return !(dn == rule.allocate->counter); });
}

std::vector<DirectoryView::Referrer> DirectoryView::referrersTo(const ldap::Dn& dn) {
  std::vector<Referrer> referrers;
  for (const std::string& attribute : mappings::referenceAttributes(mapping(Kind::User))) {
    for (ldap::Entry& user : search(Kind::User, ldap::Filter{ldap::Equality{attribute, dn.toString()}}, {})) {
      referrers.push_back({std::move(user.dn), attribute});
    }
  }
  return referrers;
}

}  // namespace scim2ldap::connector
