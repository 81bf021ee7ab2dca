#include "connector/config/SectionValues.h"

#include "connector/config/Duration.h"

namespace scim2ldap::connector {

void read(Section& section, const std::string& key, std::string& into) {
  if (auto text = section.text(key)) into = std::move(text->text);
}

void read(Section& section, const std::string& key, bool& into) {
  if (const auto truth = section.boolean(key)) into = *truth;
}

void read(Section& section, const std::string& key, std::filesystem::path& into) {
  readParsed<std::filesystem::path>(section, key, into, [](const std::string& text) {
    if (text.empty()) throw std::invalid_argument("is empty; write a path, or leave the key out");
    return std::filesystem::path(text);
  });
}

void readDuration(Section& section, const std::string& key, std::chrono::milliseconds& into) {
  readParsed<std::chrono::milliseconds>(section, key, into,
                                        [](const std::string& text) { return parseDuration(text); });
}

std::vector<std::string> readList(Section& section, const std::string& key,
                                  const std::function<void(const std::string&)>& check) {
  std::vector<std::string> texts;
  for (mappings::LocatedText& text : section.texts(key)) {
    try {
      check(text.text);
      texts.push_back(std::move(text.text));
    } catch (const std::exception& error) {
      section.report(text.where, key + ": " + error.what());
    }
  }
  return texts;
}

bool isWithin(Section& section, const std::string& key, std::int64_t number, std::int64_t least,
              std::int64_t most) {
  if (number >= least && number <= most) return true;
  section.report(section.whereIs(key), key + " = " + std::to_string(number) + " is out of range; write " +
                                           std::to_string(least) + " to " + std::to_string(most));
  return false;
}

void require(Section& section, const std::string& key, const std::string& example) {
  if (!section.has(key)) (void)section.requiredText(key, example);
}

}  // namespace scim2ldap::connector
