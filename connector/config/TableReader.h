#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "connector/config/TomlValue.h"

namespace scim2ldap::connector {

using Problems = std::vector<mappings::Problem>;

/// Reads the keys of one table into typed variables. A key that is absent leaves its variable alone; one that
/// is wrong does too, and adds a problem. `finish` reports the keys that nobody asked for.
class TableReader {
 public:
  /// \param name  how to call the table in messages, for example "[server]"
  TableReader(const TomlValue& table, std::string name, Problems& problems);

  /// Each returns whether the key is there, right or wrong.
  bool read(const std::string& key, std::string& into);
  bool read(const std::string& key, bool& into);
  bool read(const std::string& key, std::filesystem::path& into);
  /// One text, or a list of texts.
  bool read(const std::string& key, std::vector<std::string>& into);
  bool readDuration(const std::string& key, std::chrono::milliseconds& into);
  /// A whole number from `least` to `most`.
  template <std::integral Number>
  bool readNumber(const std::string& key, Number& into, std::int64_t least, std::int64_t most) {
    std::int64_t number = 0;
    const auto [present, right] = takeNumber(key, number, least, most);
    if (right) into = static_cast<Number>(number);
    return present;
  }
  /// One of a few words.
  template <typename Choice>
  bool readChoice(const std::string& key, Choice& into,
                  const std::vector<std::pair<std::string, Choice>>& choices) {
    std::vector<std::string> words;
    for (const auto& choice : choices) words.push_back(choice.first);
    std::size_t index = 0;
    const auto [present, right] = takeChoice(key, index, words);
    if (right) into = choices[index].second;
    return present;
  }
  /// A text that `parse` understands; the message of its exception becomes the problem.
  template <typename Value>
  bool readParsed(const std::string& key, Value& into,
                  const std::function<Value(const std::string&)>& parse) {
    return takeParsed(key, [&](const std::string& word) { into = parse(word); });
  }

  /// The value of a key that holds a table or a list of tables, or nullptr.
  [[nodiscard]] const TomlValue* find(const std::string& key);
  /// A problem when the key is absent. `example` is what to write.
  void require(const std::string& key, const std::string& example);
  /// Where the key's value stands; the table where there is none.
  [[nodiscard]] mappings::SourceLocation where(const std::string& key) const;
  void fail(const mappings::SourceLocation& where, const std::string& message);

  /// Reports unknown keys, each with the nearest known one.
  void finish();

 private:
  struct Outcome {
    bool present = false;
    bool right = false;
  };

  [[nodiscard]] const TomlValue* valueOf(const std::string& key) const;
  void failType(const std::string& key, const TomlValue& value, const std::string& expected);
  [[nodiscard]] Outcome takeNumber(const std::string& key, std::int64_t& into, std::int64_t least,
                                   std::int64_t most);
  [[nodiscard]] Outcome takeChoice(const std::string& key, std::size_t& index,
                                   const std::vector<std::string>& words);
  bool takeParsed(const std::string& key, const std::function<void(const std::string&)>& take);

  const TomlValue::Table* members_;
  mappings::SourceLocation where_;
  std::string name_;
  Problems& problems_;
  std::vector<std::string> known_;
};

}  // namespace scim2ldap::connector
