// Who stands behind an id, a DN or a value of a members attribute.

#include <algorithm>
#include <utility>

#include "connector/provisioning/DirectoryView.h"
#include "connector/provisioning/ResourceRules.h"
#include "ldap/Error.h"
#include "scim/Schema.h"

namespace scim2ldap::connector {
namespace {

/// Whether the directory says that there is no such entry, by naming one above it that there is, at or below
/// the base. Of an entry that we may not see it names none. RFC 4511 §4.1.9
bool isAbsent(ldap::Directory& directory, const ldap::Dn& dn, const ldap::Dn& base) {
  try {
    static_cast<void>(directory.search({dn, ldap::Scope::Base}));
    return false;
  } catch (const ldap::Error& error) {
    if (error.code() == ldap::ResultCode::Referral) return false;  // another server knows
    if (error.code() != ldap::ResultCode::NoSuchObject) throw;
    return !error.matchedDn().empty() && ldap::Dn::parse(error.matchedDn()).isWithin(base);
  }
}

/// Those of the names that are not found in memory.
template <typename Name>
std::vector<Name> unknownOf(const std::vector<Name>& names, const FoundNames& known) {
  std::vector<Name> unknown;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!known.has(i)) unknown.push_back(names[i]);
  }
  return unknown;
}

}  // namespace

std::vector<std::string> DirectoryView::referenceAttributes(Kind kind) const {
  return {idAttribute_, displayAttributeOf(mapping(kind))};
}

std::vector<Referenced> DirectoryView::resolveBy(Kind kind, const std::string& attribute,
                                                 const std::vector<std::string>& values) {
  std::vector<Referenced> found;
  for (const ldap::Entry& entry : searchValues(kind, attribute, values, referenceAttributes(kind))) {
    found.push_back(referenced(kind, entry));
  }
  return found;
}

Referenced DirectoryView::referenced(Kind kind, const ldap::Entry& entry) const {
  return {entry.first(idAttribute_).value_or(""), kind, entry.dn,
          entry.first(displayAttributeOf(mapping(kind))).value_or("")};
}

std::map<std::string, Referenced> DirectoryView::resolveIds(const std::vector<std::string>& ids) {
  const FoundNames known = names_.byId(ids);
  std::map<std::string, Referenced> found = searchById(unknownOf(ids, known));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!known.has(i)) continue;
    found.emplace(ids[i], Referenced{ids[i], kKinds[known.table(i)], ldap::Dn::parse(known.dn(i)),
                                     std::string(known.display(i))});
  }
  return found;
}

std::map<std::string, Referenced> DirectoryView::searchById(const std::vector<std::string>& ids) {
  std::map<std::string, Referenced> found;
  for (const Kind kind : kKinds) {
    if (!has(kind)) continue;
    std::vector<std::string> missing;
    std::copy_if(ids.begin(), ids.end(), std::back_inserter(missing),
                 [&](const std::string& id) { return !found.contains(id); });
    for (const ldap::Entry& entry : searchIds(kind, missing, referenceAttributes(kind))) {
      Referenced resource = referenced(kind, entry);
      std::string id = resource.id;
      found.emplace(std::move(id), std::move(resource));
    }
  }
  return found;
}

std::vector<std::optional<MemberName>> DirectoryView::memberNames(const std::vector<std::string>& ids) {
  std::vector<std::optional<MemberName>> names(ids.size());
  const FoundNames known = names_.byId(ids);
  const std::map<std::string, Referenced> searched = searchById(unknownOf(ids, known));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (known.has(i)) {
      names[i] = MemberName{kKinds[known.table(i)], known.dn(i)};
    } else if (const auto found = searched.find(ids[i]); found != searched.end()) {
      names[i] = MemberName{found->second.kind, found->second.dn.toString()};
    }
    if (names[i] && !canBeMember(names[i]->kind)) names[i].reset();
  }
  return names;
}

std::map<std::string, Referenced> DirectoryView::resolveDns(const std::vector<ldap::Dn>& dns) {
  if (dns.empty()) return {};
  std::vector<std::string> texts;
  for (const ldap::Dn& dn : dns) texts.push_back(dn.toString());
  const FoundNames known = names_.byDn(texts);
  std::map<std::string, Referenced> found = searchByDn(unknownOf(dns, known));
  for (std::size_t i = 0; i < dns.size(); ++i) {
    if (!known.has(i)) continue;
    found.emplace(dns[i].normalized(), Referenced{ldap::toString(known.id(i)), kKinds[known.table(i)], dns[i],
                                                  std::string(known.display(i))});
  }
  return found;
}

std::map<std::string, Referenced> DirectoryView::searchByDn(const std::vector<ldap::Dn>& dns) {
  std::map<std::string, Referenced> found;
  std::map<std::string, ldap::Dn> missing;
  for (const ldap::Dn& dn : dns) {
    if (!dn.empty()) missing.emplace(dn.normalized(), dn);
  }
  const auto keep = [&](Referenced&& resource) {
    std::string key = resource.dn.normalized();
    missing.erase(key);
    found.emplace(std::move(key), std::move(resource));
  };
  const bool byFilter = directory_.capabilities().entryDnFilter;
  for (const Kind kind : kKinds) {
    if (!has(kind)) continue;
    if (byFilter) {
      std::vector<std::string> texts;
      for (const auto& [key, dn] : missing) texts.push_back(dn.toString());
      for (Referenced& resource : resolveBy(kind, "entryDN", texts)) keep(std::move(resource));
      continue;
    }
    const std::vector<std::string> names = referenceAttributes(kind);
    const std::map<std::string, ldap::Dn> wanted = missing;
    for (const auto& [key, dn] : wanted) {
      if (!isBelow(dn, mapping(kind).bases)) continue;
      const std::optional<ldap::Entry> entry = directory_.read(dn, names, mapping(kind).filter);
      if (entry) keep(referenced(kind, *entry));
    }
  }
  return found;
}

std::map<std::string, Referenced> DirectoryView::resolveMembers(const std::vector<std::string>& values) {
  return resolveMembers(values, &DirectoryView::resolveDns);
}

std::map<std::string, Referenced> DirectoryView::resolveMembers(const std::vector<std::string>& values,
                                                                ResolveDns resolve) {
  std::map<std::string, Referenced> found;
  if (mapping(Kind::Group).members->value == mappings::MemberValue::Uid) {
    for (Referenced& user : resolveBy(Kind::User, mapping(Kind::User).rdnAttribute, values)) {
      std::string value = memberValue(user.dn);
      found.emplace(std::move(value), std::move(user));
    }
    return found;
  }
  const std::optional<ldap::Dn>& placeholder = mapping(Kind::Group).members->placeholder;
  std::vector<std::pair<std::string, std::string>> members;  // and the normalized DN of each
  std::vector<ldap::Dn> dns;
  for (const std::string& value : values) {
    ldap::Dn dn = ldap::Dn::parse(value);
    if (placeholder && dn == *placeholder) continue;
    members.emplace_back(value, dn.normalized());
    dns.push_back(std::move(dn));
  }
  const std::map<std::string, Referenced> byDn = (this->*resolve)(dns);
  for (auto& [value, key] : members) {
    if (const auto resource = byDn.find(key); resource != byDn.end())
      found.emplace(std::move(value), resource->second);
  }
  return found;
}

void DirectoryView::eachMember(const std::vector<std::string>& values, const TakeMember& take) {
  const bool byDn = mapping(Kind::Group).members->value == mappings::MemberValue::Dn;
  FoundNames known = byDn ? names_.byDn(values) : FoundNames(values.size());
  const std::optional<ldap::Dn>& placeholder = mapping(Kind::Group).members->placeholder;
  const std::string nobody = placeholder ? placeholder->toString() : "";
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (known.has(i) && scim::sameName(values[i], nobody)) known.forget(i);
  }
  const std::map<std::string, Referenced> searched =
      resolveMembers(unknownOf(values, known), &DirectoryView::searchByDn);
  std::string id;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (known.has(i)) {
      ldap::print(known.id(i), id);
      take(kKinds[known.table(i)], id, known.display(i));
    } else if (const auto found = searched.find(values[i]); found != searched.end()) {
      take(found->second.kind, found->second.id, found->second.display);
    }
  }
}

bool DirectoryView::isDangling(const std::string& memberValue) {
  const mappings::MembersRule& rule = *mapping(Kind::Group).members;
  if (rule.value == mappings::MemberValue::Uid) return false;
  const ldap::Dn dn = ldap::Dn::parse(memberValue);
  if (rule.placeholder && dn == *rule.placeholder) return false;
  const bool isOurs =
      std::any_of(kKinds.begin(), kKinds.end(), [&](Kind kind) { return isBelow(dn, mapping(kind).bases); });
  return isOurs && isAbsent(directory_, dn, mapping_.memberships.base);
}

std::vector<Referenced> DirectoryView::groupsHolding(const std::vector<std::string>& memberValues) {
  return resolveBy(Kind::Group, mapping(Kind::Group).members->attribute, memberValues);
}

bool DirectoryView::canBeMember(Kind kind) const {
  return has(Kind::Group) && mapping(Kind::Group).members &&
         (kind == Kind::User || mapping(Kind::Group).members->value == mappings::MemberValue::Dn);
}

std::string DirectoryView::memberValue(const ldap::Dn& dn) const {
  const bool byUid = has(Kind::Group) && mapping(Kind::Group).members->value == mappings::MemberValue::Uid;
  return byUid ? dn.rdn().pairs.front().value : dn.toString();
}

std::string DirectoryView::memberValue(MemberName member) const {
  const bool byUid = mapping(Kind::Group).members->value == mappings::MemberValue::Uid;
  return byUid ? memberValue(ldap::Dn::parse(member.dn)) : std::move(member.dn);
}

}  // namespace scim2ldap::connector
