#include "mappings/TemplateFilters.h"

#include <algorithm>
#include <array>

#include "mappings/Suggestion.h"
#include "mappings/TextCase.h"

namespace scim2ldap::mappings {
namespace {

using Arguments = std::vector<std::string>;
constexpr std::string_view kBlanks = " \t\r\n";

std::string trim(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

std::string before(const std::string& text, const std::string& mark) {
  return text.substr(0, text.find(mark));
}

/// Without the mark there is nothing behind it.
std::string after(const std::string& text, const std::string& mark) {
  const std::size_t found = text.find(mark);
  return found == std::string::npos ? "" : text.substr(found + mark.size());
}

std::string firstWord(const std::string& text) {
  const std::string words = trim(text);
  return words.substr(0, words.find_first_of(kBlanks));
}

std::string lastWord(const std::string& text) {
  const std::string words = trim(text);
  const std::size_t blank = words.find_last_of(kBlanks);
  return blank == std::string::npos ? words : words.substr(blank + 1);
}

std::string replaceAll(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// The first characters (not bytes) of UTF-8 text.
std::string firstCharacters(const std::string& text, std::size_t count) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool startsCharacter = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
    if (startsCharacter && count-- == 0) return text.substr(0, i);
  }
  return text;
}

std::string digits(std::string text) {
  std::erase_if(text, [](char c) { return c < '0' || c > '9'; });
  return text;
}

/// The portable characters of file names; the first is neither "." nor "-". POSIX.1-2017 §3.282
std::string fileName(std::string text) {
  std::erase_if(text, [](char c) {
    const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return !isLetter && !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-';
  });
  return text.substr(std::min(text.size(), text.find_first_not_of(".-")));
}

struct Definition {
  std::string_view name;
  std::size_t arguments;
  std::string (*apply)(const std::string& text, const Arguments& arguments);
};

constexpr std::array kDefinitions = {
    Definition{"lower", 0, [](const std::string& text, const Arguments&) { return lowerCase(text); }},
    Definition{"upper", 0, [](const std::string& text, const Arguments&) { return upperCase(text); }},
    Definition{"trim", 0, [](const std::string& text, const Arguments&) { return trim(text); }},
    Definition{"before", 1, [](const std::string& text, const Arguments& a) { return before(text, a[0]); }},
    Definition{"after", 1, [](const std::string& text, const Arguments& a) { return after(text, a[0]); }},
    Definition{"firstWord", 0, [](const std::string& text, const Arguments&) { return firstWord(text); }},
    Definition{"lastWord", 0, [](const std::string& text, const Arguments&) { return lastWord(text); }},
    Definition{"replace", 2,
               [](const std::string& text, const Arguments& a) { return replaceAll(text, a[0], a[1]); }},
    Definition{
        "first", 1,
        [](const std::string& text, const Arguments& a) { return firstCharacters(text, std::stoul(a[0])); }},
    Definition{"digits", 0, [](const std::string& text, const Arguments&) { return digits(text); }},
    Definition{"fileName", 0, [](const std::string& text, const Arguments&) { return fileName(text); }},
    Definition{"ascii", 0, [](const std::string& text, const Arguments&) { return asciiOf(text); }},
};

const Definition* findDefinition(std::string_view name) {
  const auto* const found = std::find_if(kDefinitions.begin(), kDefinitions.end(),
                                         [&](const Definition& d) { return d.name == name; });
  return found == kDefinitions.end() ? nullptr : found;
}

}  // namespace

std::optional<std::string> faultOf(const Template::Filter& filter) {
  const Definition* definition = findDefinition(filter.name);
  if (definition == nullptr) {
    std::vector<std::string> names;
    for (const Definition& known : kDefinitions) names.emplace_back(known.name);
    return "there is no filter \"" + filter.name + "\"" + didYouMean(filter.name, names);
  }
  if (filter.arguments.size() != definition->arguments) {
    return "the filter \"" + filter.name + "\" takes " + std::to_string(definition->arguments) +
           (definition->arguments == 1 ? " argument" : " arguments");
  }
  if (filter.name == "first") {
    const std::string& count = filter.arguments[0];
    if (count.empty() || count.size() > 4 || digits(count) != count) {
      return "\"first\" takes a number of characters, as in: first 8";
    }
  } else if (!filter.arguments.empty() && filter.arguments[0].empty()) {
    return "the first argument of \"" + filter.name + "\" must not be empty";
  }
  return std::nullopt;
}

std::string filtered(const Template::Filter& filter, const std::string& text) {
  return findDefinition(filter.name)->apply(text, filter.arguments);
}

}  // namespace scim2ldap::mappings
