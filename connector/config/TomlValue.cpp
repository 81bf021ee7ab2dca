#include "connector/config/TomlValue.h"

#include <toml++/toml.h>

#include <algorithm>
#include <utility>

namespace scim2ldap::connector {
namespace {

/// Turns the parser's tree into ours, so that only this unit pays for the parser's headers.
class Conversion {
 public:
  explicit Conversion(const std::string& file) : file_(file) {}

  [[nodiscard]] TomlValue table(const toml::table& table) const {
    TomlValue::Table members;
    for (const auto& [key, node] : table) {
      members.push_back({std::string(key.str()), place(key.source()), value(node)});
    }
    // The parser sorts by key; problems are told in the order of the file.
    std::stable_sort(members.begin(), members.end(), [](const auto& left, const auto& right) {
      return std::pair(left.where.line, left.where.column) < std::pair(right.where.line, right.where.column);
    });
    return {std::move(members), place(table.source())};
  }

 private:
  [[nodiscard]] mappings::SourceLocation place(const toml::source_region& source) const {
    return {file_, source.begin.line, source.begin.column};
  }

  [[nodiscard]] TomlValue value(const toml::node& node) const {
    if (const auto* nested = node.as_table()) return table(*nested);
    if (const auto* array = node.as_array()) {
      TomlValue::Array elements;
      for (const toml::node& element : *array) elements.push_back(value(element));
      return {std::move(elements), place(node.source())};
    }
    if (const auto* text = node.as_string()) return {text->get(), place(node.source())};
    if (const auto* number = node.as_integer()) return {number->get(), place(node.source())};
    if (const auto* number = node.as_floating_point()) return {number->get(), place(node.source())};
    if (const auto* truth = node.as_boolean()) return {truth->get(), place(node.source())};
    return {TomlValue::Date{}, place(node.source())};
  }

  const std::string& file_;
};

}  // namespace

TomlValue parseToml(std::string_view text, const std::string& file) {
  try {
    return Conversion(file).table(toml::parse(text));
  } catch (const toml::parse_error& error) {
    const toml::source_position& begin = error.source().begin;
    throw mappings::FileError({{{file, begin.line, begin.column},
                                std::string(error.description()) + "; correct the TOML syntax here"}});
  }
}

}  // namespace scim2ldap::connector
