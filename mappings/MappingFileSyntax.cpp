#include "mappings/MappingFileSyntax.h"

#include <toml++/toml.h>

#include <algorithm>
#include <utility>

namespace scim2ldap::mappings {
namespace {

SourceLocation locationOf(const toml::source_region& source, const std::string& file) {
  return {file, source.begin.line, source.begin.column};
}

Node nodeOf(const toml::node& node, const std::string& file) {
  Node result{locationOf(node.source(), file), Node::Other{}};
  if (const auto* table = node.as_table()) {
    Node::Table members;
    for (const auto& [key, value] : *table) {
      members.push_back({{std::string(key.str()), locationOf(key.source(), file)}, nodeOf(value, file)});
    }
    // The library sorts keys by name; problems are told in the order of the file.
    std::stable_sort(members.begin(), members.end(), [](const auto& a, const auto& b) {
      const SourceLocation& left = a.key.where;
      const SourceLocation& right = b.key.where;
      return std::pair(left.line, left.column) < std::pair(right.line, right.column);
    });
    result.value = std::move(members);
  } else if (const auto* array = node.as_array()) {
    Node::Array elements;
    for (const toml::node& element : *array) elements.push_back(nodeOf(element, file));
    result.value = std::move(elements);
  } else if (const auto* text = node.as_string()) {
    result.value = text->get();
  } else if (const auto* integer = node.as_integer()) {
    result.value = integer->get();
  } else if (const auto* decimal = node.as_floating_point()) {
    result.value = decimal->get();
  } else if (const auto* truth = node.as_boolean()) {
    result.value = truth->get();
  }
  return result;
}

}  // namespace

std::string_view Node::kind() const {
  struct Names {
    std::string_view operator()(const std::string&) const { return "a text"; }
    std::string_view operator()(std::int64_t) const { return "an integer"; }
    std::string_view operator()(double) const { return "a decimal"; }
    std::string_view operator()(bool) const { return "true or false"; }
    std::string_view operator()(const Array&) const { return "a list"; }
    std::string_view operator()(const Table&) const { return "a table"; }
    std::string_view operator()(const Other&) const { return "a date or time"; }
  };
  return std::visit(Names{}, value);
}

Node parseToml(std::string_view text, const std::string& name) {
  try {
    return nodeOf(toml::parse(text, name), name);
  } catch (const toml::parse_error& error) {
    throw FileError({{locationOf(error.source(), name), std::string(error.description())}});
  }
}

}  // namespace scim2ldap::mappings
