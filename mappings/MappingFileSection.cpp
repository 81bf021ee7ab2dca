#include "mappings/MappingFileSection.h"

#include "mappings/Suggestion.h"

namespace scim2ldap::mappings {

Section::Section(const Node& table, std::string title, Problems& problems)
    : table_(&table), title_(std::move(title)), problems_(&problems) {}

const Node* Section::find(const std::string& key) const {
  for (const auto& [name, node] : std::get<Node::Table>(table_->value)) {
    if (name.name == key) return &node;
  }
  return nullptr;
}

const Node* Section::take(const std::string& key) {
  known_.insert(key);
  return find(key);
}

void Section::report(const SourceLocation& where, const std::string& message) const {
  problems_->push_back({where, message});
}

void Section::reportType(const Node& node, const std::string& key, std::string_view expected) const {
  report(node.where, "\"" + key + "\" is " + std::string(node.kind()) + "; write " + std::string(expected));
}

std::optional<LocatedText> Section::text(const std::string& key) {
  const Node* node = take(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* text = std::get_if<std::string>(&node->value)) return LocatedText{*text, node->where};
  reportType(*node, key, "a text in quotes");
  return std::nullopt;
}

std::optional<LocatedText> Section::requiredText(const std::string& key, const std::string& example) {
  if (!has(key)) {
    known_.insert(key);
    report(where(), title_ + " lacks \"" + key + "\"; write for example " + key + " = " + example);
    return std::nullopt;
  }
  return text(key);
}

std::optional<bool> Section::boolean(const std::string& key) {
  const Node* node = take(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* truth = std::get_if<bool>(&node->value)) return *truth;
  reportType(*node, key, "true or false, without quotes");
  return std::nullopt;
}

std::optional<std::int64_t> Section::integer(const std::string& key) {
  const Node* node = take(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* number = std::get_if<std::int64_t>(&node->value)) return *number;
  reportType(*node, key, "an integer, without quotes");
  return std::nullopt;
}

std::vector<LocatedText> Section::texts(const std::string& key) {
  const Node* node = take(key);
  if (node == nullptr) return {};
  const auto* array = std::get_if<Node::Array>(&node->value);
  std::vector<LocatedText> texts;
  if (array != nullptr) {
    for (const Node& element : *array) {
      if (const auto* text = std::get_if<std::string>(&element.value)) {
        texts.push_back({*text, element.where});
      } else {
        reportType(element, key, "a list of texts, such as [\"one\", \"two\"]");
      }
    }
  } else {
    reportType(*node, key, "a list of texts, such as [\"one\", \"two\"]");
  }
  return texts;
}

std::optional<Section> Section::section(const std::string& key, const std::string& title) {
  const Node* node = take(key);
  if (node == nullptr) return std::nullopt;
  if (std::holds_alternative<Node::Table>(node->value)) return Section(*node, title, *problems_);
  reportType(*node, key, "a table: " + title);
  return std::nullopt;
}

std::vector<Section> Section::sections(const std::string& key, const std::string& title) {
  const Node* node = take(key);
  if (node == nullptr) return {};
  std::vector<Section> sections;
  if (const auto* array = std::get_if<Node::Array>(&node->value)) {
    for (const Node& element : *array) {
      if (std::holds_alternative<Node::Table>(element.value)) {
        sections.emplace_back(element, title, *problems_);
      } else {
        reportType(element, key, "tables: " + title);
      }
    }
  } else {
    reportType(*node, key, "tables, each headed " + title);
  }
  return sections;
}

std::vector<std::pair<LocatedText, LocatedText>> Section::allTexts() {
  std::vector<std::pair<LocatedText, LocatedText>> all;
  for (const auto& [key, node] : std::get<Node::Table>(table_->value)) {
    if (const std::optional<LocatedText> value = text(key.name)) {
      all.emplace_back(LocatedText{key.name, key.where}, *value);
    }
  }
  return all;
}

std::vector<std::pair<std::string, Section>> Section::allSections(const std::string& title) {
  std::vector<std::pair<std::string, Section>> all;
  for (const auto& [key, node] : std::get<Node::Table>(table_->value)) {
    if (std::optional<Section> inner = section(key.name, title))
      all.emplace_back(key.name, std::move(*inner));
  }
  return all;
}

SourceLocation Section::whereIs(const std::string& key) const {
  const Node* node = find(key);
  return node == nullptr ? where() : node->where;
}

void Section::reportUnknownKeys() const {
  const std::vector<std::string> known(known_.begin(), known_.end());
  for (const auto& [key, node] : std::get<Node::Table>(table_->value)) {
    if (known_.contains(key.name)) continue;
    std::string message = title_ + " knows no \"" + key.name + "\"";
    if (const auto condition = conditions_.find(key.name); condition != conditions_.end()) {
      report(key.where, message + " without " + condition->second + "; write that too");
      continue;
    }
    if (const std::optional<std::string> meant = nearest(key.name, known)) {
      message += "; did you mean \"" + *meant + "\"?";
    } else {
      message += "; the keys are";
      for (const std::string& name : known) message += (name == known.front() ? " " : ", ") + name;
    }
    report(key.where, message);
  }
}

SourceLocation inside(const LocatedText& text, std::size_t offset) {
  SourceLocation where = text.where;
  where.column += 1 + offset;
  return where;
}

}  // namespace scim2ldap::mappings
