#include <algorithm>

#include "ldap/Error.h"
#include "mappings/MappingFileParts.h"
#include "mappings/Suggestion.h"

namespace scim2ldap::mappings {

bool isAttributeDescription(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == ';';
  };
  return !text.empty() && text.front() != '-' && text.front() != ';' &&
         std::all_of(text.begin(), text.end(), allowed);
}

std::optional<ldap::Dn> readDn(const Section& section, const LocatedText& text) {
  try {
    return ldap::Dn::parse(text.text);
  } catch (const ldap::Error& error) {
    section.report(text.where, "\"" + text.text + "\" is no DN: " + error.diagnosticMessage() +
                                   "; write for example \"ou=people\"");
    return std::nullopt;
  }
}

std::optional<Template> readTemplate(const Section& section, const LocatedText& text) {
  try {
    return Template::parse(text.text);
  } catch (const TemplateError& error) {
    section.report(inside(text, error.offset()), error.what());
    return std::nullopt;
  }
}

std::optional<std::size_t> readChoice(const Section& section, const std::string& key, const LocatedText& text,
                                      const std::vector<std::string>& names) {
  const auto found = std::find(names.begin(), names.end(), text.text);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  std::string message = "\"" + key + "\" knows no \"" + text.text + "\"";
  if (const std::optional<std::string> meant = nearest(text.text, names)) {
    message += "; did you mean \"" + *meant + "\"?";
  } else {
    message += "; write one of";
    for (const std::string& name : names) message += (name == names.front() ? " \"" : ", \"") + name + "\"";
  }
  section.report(text.where, message);
  return std::nullopt;
}

LookupTables readTables(Section& file) {
  LookupTables tables;
  std::optional<Section> all = file.section("table", "[table.name]");
  if (!all) return tables;
  for (auto& [name, section] : all->allSections("[table.name]")) {
    auto& pairs = tables[name];
    for (const auto& [scim, ldap] : section.allTexts()) {
      if (ldap.text.empty()) {
        section.report(ldap.where, "an LDAP value cannot be empty; leave the line out");
      }
      pairs.emplace_back(scim.text, ldap.text);
    }
    if (pairs.empty())
      section.report(section.where(), "[table." + name + "] is empty; write \"SCIM\" = \"LDAP\"");
  }
  return tables;
}

}  // namespace scim2ldap::mappings
