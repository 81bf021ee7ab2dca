#include <algorithm>

#include "ldap/Error.h"
#include "mappings/AdvertisedType.h"
#include "mappings/MappingFileParts.h"

namespace scim2ldap::mappings {
namespace {

std::string titleOf(Kind kind, const std::string& part = "") {
  return std::string(kind == Kind::User ? "[user" : "[group") + part + "]";
}

void readPlaces(Section& section, ResourceMapping& mapping) {
  if (const auto text = section.requiredText("container", "\"ou=people\"")) {
    if (const auto dn = readDn(section, *text)) mapping.container = *dn;
  }
  for (const LocatedText& text : section.texts("search")) {
    if (const auto dn = readDn(section, text)) mapping.bases.push_back(*dn);
  }
  const auto search = [&](const ldap::Dn& dn) {
    const bool covered = std::any_of(mapping.bases.begin(), mapping.bases.end(),
                                     [&](const ldap::Dn& base) { return dn.isWithin(base); });
    if (!covered) mapping.bases.push_back(dn);
  };
  search(mapping.container);
  if (!mapping.disable) return;
  if (const auto* move = std::get_if<BranchMove>(&*mapping.disable)) {
    search(move->container);
    if (mapping.container.isWithin(move->container) || move->container == mapping.container) {
      section.report(section.whereIs("disable"),
                     "the container for disabled users holds the container of users; " +
                         std::string("every user would count as disabled"));
    }
  }
}

void readClasses(Section& section, ResourceMapping& mapping) {
  for (const LocatedText& text : section.texts("objectClass")) mapping.objectClasses.push_back(text.text);
  if (mapping.objectClasses.empty()) {
    section.report(
        section.whereIs("objectClass"),
        "object classes are missing; write for example objectClass = " + std::string("[\"inetOrgPerson\"]"));
  } else {
    mapping.filter = ldap::Filter{ldap::Equality{"objectClass", mapping.objectClasses.front()}};
  }
  if (const auto text = section.text("filter")) {
    try {
      mapping.filter = ldap::parseFilter(text->text);
    } catch (const ldap::Error& error) {
      section.report(text->where, "\"" + text->text + "\" is no LDAP filter: " + error.diagnosticMessage());
    }
  }
}

}  // namespace

std::optional<DisableMethod> readDisable(Section& user) {
  std::optional<Section> section = user.section("disable", "[user.disable]");
  if (!section) {
    user.report(user.where(),
                "[user.disable] is missing: how does the directory mark a disabled user? Write method = " +
                    std::string("\"ppolicy\", \"attribute\" or \"move\" in it"));
    return std::nullopt;
  }
  std::optional<DisableMethod> method;
  if (const auto text = section->requiredText("method", "\"ppolicy\"")) {
    const auto choice = readChoice(*section, "method", *text, {"ppolicy", "attribute", "move"});
    if (choice == 0U) method = PpolicyLock{};
    if (choice == 1U) {
      AttributeMark mark;
      if (const auto name = section->requiredText("attribute", "\"nsAccountLock\""))
        mark.attribute = name->text;
      if (const auto value = section->requiredText("disabled", "\"TRUE\"")) mark.disabled = value->text;
      if (const auto value = section->text("enabled")) mark.enabled = value->text;
      method = mark;
    }
    if (choice == 2U) {
      BranchMove move;
      if (const auto container = section->requiredText("container", "\"ou=disabled\"")) {
        if (const auto dn = readDn(*section, *container)) move.container = *dn;
      }
      method = move;
    }
    if (!choice) return std::nullopt;
  }
  section->reportUnknownKeys();
  return method;
}

std::optional<PasswordRule> readPassword(Section& user) {
  std::optional<Section> section = user.section("password", "[user.password]");
  if (!section) return std::nullopt;
  std::optional<PasswordRule> rule;
  if (const auto text = section->requiredText("method", "\"exop\"")) {
    const auto choice = readChoice(*section, "method", *text, {"exop", "attribute", "none"});
    if (!choice) return std::nullopt;
    if (choice == 0U || choice == 1U) rule = PasswordRule{"", section->where()};
    if (choice == 1U) {
      if (const auto name = section->requiredText("ldap", "\"userPassword\"")) {
        if (name->text.empty()) section->report(name->where, "\"ldap\" is empty; name an attribute");
        rule->attribute = name->text;
      }
    }
  }
  section->reportUnknownKeys();
  return rule;
}

MembersRule readMembers(Section& group) {
  MembersRule members;
  members.where = group.where();
  std::optional<Section> section = group.section("members", "[group.members]");
  if (!section) return members;
  members.where = section->where();
  if (const auto text = section->text("attribute")) members.attribute = text->text;
  if (const auto text = section->text("value")) {
    if (readChoice(*section, "value", *text, {"dn", "uid"}) == 1U) members.value = MemberValue::Uid;
  }
  if (const auto text = section->text("placeholder")) {
    members.placeholder = readDn(*section, *text);
    if (members.value == MemberValue::Uid) {
      section->report(text->where, "a placeholder is a DN, and members are listed by uid; take it out");
    }
  }
  section->reportUnknownKeys();
  return members;
}

ResourceMapping readResource(Section section, Kind kind, const scim::ResourceType& type,
                             const LookupTables& tables, Problems& problems) {
  ResourceMapping mapping;
  mapping.where = section.where();
  const std::size_t before = problems.size();
  if (kind == Kind::User) {
    mapping.disable = readDisable(section);
    mapping.password = readPassword(section);
    mapping.role = readRole(section);
  }
  if (kind == Kind::Group) mapping.members = readMembers(section);
  readPlaces(section, mapping);
  readClasses(section, mapping);
  if (const auto text = section.requiredText("rdn", kind == Kind::User ? "\"uid\"" : "\"cn\"")) {
    mapping.rdnAttribute = text->text;
  }
  for (const Section& rule : section.sections("attribute", "[" + titleOf(kind, ".attribute") + "]")) {
    if (auto read = readRule(rule, {type, tables})) mapping.rules.push_back(std::move(*read));
  }
  section.reportUnknownKeys();
  // A rule that could not be read would be missed by every check of the rules together.
  if (problems.size() == before) checkRules(mapping, type, problems);
  mapping.type = advertisedType(type, mapping);
  return mapping;
}

}  // namespace scim2ldap::mappings
