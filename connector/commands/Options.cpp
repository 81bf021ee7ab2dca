#include "connector/commands/Options.h"

#include <algorithm>

#include "mappings/Suggestion.h"

namespace scim2ldap::connector {

Options::Options(Arguments arguments, const std::vector<OptionName>& known) {
  std::vector<OptionName> all = known;
  all.push_back({"config", true});
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (!argument.starts_with("--")) {
      if (argument.starts_with("-") && argument != "-") throw UsageError("there is no option " + argument);
      words_.push_back(argument);
      continue;
    }
    const std::size_t equals = argument.find('=');
    const std::string name = argument.substr(2, equals == std::string::npos ? equals : equals - 2);
    const auto option =
        std::find_if(all.begin(), all.end(), [&](const OptionName& o) { return o.name == name; });
    if (option == all.end()) {
      std::vector<std::string> names;
      for (const OptionName& each : all) names.emplace_back(each.name);
      const std::optional<std::string> nearest = mappings::nearest(name, names);
      throw UsageError("there is no option --" + name +
                       (nearest ? "; did you mean --" + *nearest + "?" : ""));
    }
    if (!option->takesValue) {
      if (equals != std::string::npos) throw UsageError("--" + name + " takes no value");
      values_.insert_or_assign(name, "");
    } else if (equals != std::string::npos) {
      values_.insert_or_assign(name, argument.substr(equals + 1));
    } else {
      if (i + 1 == arguments.size()) throw UsageError("--" + name + " wants a value");
      values_.insert_or_assign(name, arguments[++i]);
    }
  }
}

std::optional<std::string> Options::value(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::nullopt : std::optional(found->second);
}

std::filesystem::path Options::configurationFile() const {
  return value("config").value_or(std::string(kDefaultConfigurationFile));
}

void Options::expectWords(std::size_t count, std::string_view what) const {
  if (words_.size() < count) throw UsageError(std::string(what) + " is missing");
  if (words_.size() > count) throw UsageError("\"" + words_[count] + "\" is one word too many");
}

}  // namespace scim2ldap::connector
