#include "connector/config/TableReader.h"

#include <algorithm>
#include <exception>

#include "connector/config/Duration.h"
#include "mappings/Suggestion.h"

namespace scim2ldap::connector {
namespace {

std::string typeName(const TomlValue& value) {
  struct Namer {
    std::string operator()(const TomlValue::Table&) const { return "a table"; }
    std::string operator()(const TomlValue::Array&) const { return "a list"; }
    std::string operator()(const std::string&) const { return "a text"; }
    std::string operator()(std::int64_t) const { return "a whole number"; }
    std::string operator()(double) const { return "a decimal number"; }
    std::string operator()(bool) const { return "a boolean"; }
    std::string operator()(const TomlValue::Date&) const { return "a date or time"; }
  };
  return std::visit(Namer{}, value.value);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "\"" : " or \"") + word + "\"";
  return text;
}

}  // namespace

TableReader::TableReader(const TomlValue& table, std::string name, Problems& problems)
    : members_(std::get_if<TomlValue::Table>(&table.value)),
      where_(table.where),
      name_(std::move(name)),
      problems_(problems) {
  static const TomlValue::Table kEmpty;
  if (members_ != nullptr) return;
  fail(where_, name_ + " is " + typeName(table) + "; write a table");
  members_ = &kEmpty;
}

bool TableReader::read(const std::string& key, std::string& into) {
  return takeParsed(key, [&](const std::string& text) { into = text; });
}

bool TableReader::read(const std::string& key, std::filesystem::path& into) {
  return takeParsed(key, [&](const std::string& text) {
    if (text.empty()) throw std::invalid_argument("is empty; name a file, or leave the key out");
    into = text;
  });
}

bool TableReader::read(const std::string& key, bool& into) {
  const TomlValue* value = find(key);
  if (value == nullptr) return false;
  if (const bool* truth = std::get_if<bool>(&value->value)) {
    into = *truth;
  } else {
    failType(key, *value, "true or false");
  }
  return true;
}

bool TableReader::read(const std::string& key, std::vector<std::string>& into) {
  const TomlValue* value = find(key);
  if (value == nullptr) return false;
  if (const std::string* text = std::get_if<std::string>(&value->value)) {
    into = {*text};
    return true;
  }
  const auto* array = std::get_if<TomlValue::Array>(&value->value);
  if (array == nullptr) {
    failType(key, *value, "a list of texts");
    return true;
  }
  if (array->empty()) fail(value->where, key + " is empty; write at least one text");
  std::vector<std::string> texts;
  for (const TomlValue& element : *array) {
    if (const std::string* text = std::get_if<std::string>(&element.value)) {
      texts.push_back(*text);
    } else {
      failType(key, element, "a list of texts");
      return true;
    }
  }
  into = std::move(texts);
  return true;
}

bool TableReader::readDuration(const std::string& key, std::chrono::milliseconds& into) {
  return takeParsed(key, [&](const std::string& text) { into = parseDuration(text); });
}

const TomlValue* TableReader::find(const std::string& key) {
  known_.push_back(key);
  return valueOf(key);
}

void TableReader::require(const std::string& key, const std::string& example) {
  if (valueOf(key) == nullptr) {
    fail(where_, name_ + ": " + key + " is missing; write for example: " + example);
  }
}

mappings::SourceLocation TableReader::where(const std::string& key) const {
  const TomlValue* value = valueOf(key);
  return value == nullptr ? where_ : value->where;
}

void TableReader::fail(const mappings::SourceLocation& where, const std::string& message) {
  problems_.push_back({where, message});
}

void TableReader::finish() {
  for (const TomlValue::Member& member : *members_) {
    if (std::find(known_.begin(), known_.end(), member.key) != known_.end()) continue;
    fail(member.where,
         name_ + ": unknown key \"" + member.key + "\"" + mappings::didYouMean(member.key, known_));
  }
}

const TomlValue* TableReader::valueOf(const std::string& key) const {
  const auto found = std::find_if(members_->begin(), members_->end(),
                                  [&](const TomlValue::Member& member) { return member.key == key; });
  return found == members_->end() ? nullptr : &found->value;
}

void TableReader::failType(const std::string& key, const TomlValue& value, const std::string& expected) {
  fail(value.where, key + " holds " + typeName(value) + "; write " + expected);
}

TableReader::Outcome TableReader::takeNumber(const std::string& key, std::int64_t& into, std::int64_t least,
                                             std::int64_t most) {
  const TomlValue* value = find(key);
  if (value == nullptr) return {};
  const std::string range = "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  const auto* number = std::get_if<std::int64_t>(&value->value);
  if (number == nullptr) {
    failType(key, *value, range);
    return {.present = true};
  }
  if (*number < least || *number > most) {
    fail(value->where, key + " = " + std::to_string(*number) + " is out of range; write " + range);
    return {.present = true};
  }
  into = *number;
  return {.present = true, .right = true};
}

TableReader::Outcome TableReader::takeChoice(const std::string& key, std::size_t& index,
                                             const std::vector<std::string>& words) {
  bool right = false;
  const bool present = takeParsed(key, [&](const std::string& text) {
    const auto found = std::find(words.begin(), words.end(), text);
    if (found == words.end()) {
      throw std::invalid_argument("\"" + text + "\" is not known; write " + joined(words));
    }
    index = static_cast<std::size_t>(found - words.begin());
    right = true;
  });
  return {present, right};
}

bool TableReader::takeParsed(const std::string& key, const std::function<void(const std::string&)>& take) {
  const TomlValue* value = find(key);
  if (value == nullptr) return false;
  const std::string* text = std::get_if<std::string>(&value->value);
  if (text == nullptr) {
    failType(key, *value, "a text in quotes");
    return true;
  }
  try {
    take(*text);
  } catch (const std::exception& error) {
    fail(value->where, key + ": " + error.what());
  }
  return true;
}

}  // namespace scim2ldap::connector
