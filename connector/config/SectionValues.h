#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "mappings/MappingFileSection.h"

namespace scim2ldap::connector {

using mappings::Problems;
using mappings::Section;

/// Each reads a key into a variable. A key that is absent leaves the variable alone; one that is wrong does
/// too, and is reported with what to write instead.
void read(Section& section, const std::string& key, std::string& into);
void read(Section& section, const std::string& key, bool& into);
void read(Section& section, const std::string& key, std::filesystem::path& into);
void readDuration(Section& section, const std::string& key, std::chrono::milliseconds& into);

/// A text that `parse` understands; the message of its exception becomes the report.
template <typename Value>
void readParsed(Section& section, const std::string& key, Value& into,
                const std::function<Value(const std::string&)>& parse) {
  const auto text = section.text(key);
  if (!text) return;
  try {
    into = parse(text->text);
  } catch (const std::exception& error) {
    section.report(text->where, key + ": " + error.what());
  }
}

/// The texts of a list, each of which `check` accepts or throws at; at least one.
[[nodiscard]] std::vector<std::string> readList(Section& section, const std::string& key,
                                                const std::function<void(const std::string&)>& check);

/// \returns whether the number is in the range; reports it when it is not
bool isWithin(Section& section, const std::string& key, std::int64_t number, std::int64_t least,
              std::int64_t most);

/// A whole number from `least` to `most`.
template <std::integral Number>
void readNumber(Section& section, const std::string& key, Number& into, std::int64_t least,
                std::int64_t most) {
  const auto number = section.integer(key);
  if (number && isWithin(section, key, *number, least, most)) into = static_cast<Number>(*number);
}

/// One of a few words.
template <typename Choice>
void readChoice(Section& section, const std::string& key, Choice& into,
                const std::vector<std::pair<std::string, Choice>>& choices) {
  readParsed<Choice>(section, key, into, [&](const std::string& text) {
    std::string words;
    for (const auto& [word, choice] : choices) {
      if (word == text) return choice;
      words += (words.empty() ? "\"" : " or \"") + word + "\"";
    }
    throw std::invalid_argument("\"" + text + "\" is not known; write " + words);
  });
}

/// Reports the key when it is absent. `example` is the value to write.
void require(Section& section, const std::string& key, const std::string& example);

}  // namespace scim2ldap::connector
