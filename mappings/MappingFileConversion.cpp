#include "mappings/MappingFileParts.h"
#include "mappings/Suggestion.h"

namespace scim2ldap::mappings {
namespace {

BooleanText readBooleanText(Section& section) {
  BooleanText texts;
  if (const auto text = section.text("true")) texts.whenTrue = text->text;
  if (const auto text = section.text("false")) texts.whenFalse = text->text;
  if (texts.whenTrue == texts.whenFalse) {
    section.report(section.whereIs("true"),
                   "\"true\" and \"false\" are the same text; write two different ones");
  }
  return texts;
}

Lookup readLookup(Section& section, const LookupTables& tables) {
  Lookup lookup;
  if (const auto otherwise = section.text("otherwise")) lookup.otherwise = otherwise->text;
  const auto name = section.requiredText("table", "\"country\"");
  if (!name) return lookup;
  lookup.table = name->text;
  if (const auto table = tables.find(name->text); table != tables.end()) {
    lookup.pairs = table->second;
    return lookup;
  }
  std::vector<std::string> names;
  for (const auto& [known, pairs] : tables) names.push_back(known);
  const std::optional<std::string> meant = nearest(name->text, names);
  section.report(name->where, "there is no table \"" + name->text + "\"; " +
                                  (meant ? "did you mean \"" + *meant + "\"?"
                                         : "write it under the heading [table." + name->text + "]"));
  return lookup;
}

}  // namespace

Conversion readConversion(Section& section, const LookupTables& tables) {
  for (const char* key : {"table", "otherwise"}) section.mentionKey(key, "convert = \"lookup\"");
  for (const char* key : {"true", "false"}) section.mentionKey(key, "convert = \"boolean\"");
  const std::optional<LocatedText> name = section.text("convert");
  if (!name) return AsIs{};
  static const std::vector<std::string> names = {"lower",         "upper",     "boolean", "time",
                                                 "postalAddress", "reference", "lookup"};
  const std::optional<std::size_t> choice = readChoice(section, "convert", *name, names);
  switch (choice.value_or(names.size())) {
    case 0:
      return Lower{};
    case 1:
      return Upper{};
    case 2:
      return readBooleanText(section);
    case 3:
      return Time{};
    case 4:
      return PostalAddress{};
    case 5:
      return Reference{};
    case 6:
      return readLookup(section, tables);
    default:
      return AsIs{};
  }
}

}  // namespace scim2ldap::mappings
