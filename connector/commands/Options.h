#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connector/commands/Command.h"

namespace scim2ldap::connector {

/// An option that a command knows.
struct OptionName {
  std::string_view name;  ///< without "--"
  bool takesValue = true;
};

/// A command's arguments, taken apart: `--name value`, `--name=value`, flags, and plain words. Every command
/// knows `--config FILE`.
class Options {
 public:
  /// \throws UsageError  an unknown option (with the nearest known one), a value that is missing or not
  /// wanted
  Options(Arguments arguments, const std::vector<OptionName>& known);

  [[nodiscard]] bool has(std::string_view name) const { return values_.contains(name); }
  [[nodiscard]] std::optional<std::string> value(std::string_view name) const;
  [[nodiscard]] const std::vector<std::string>& words() const { return words_; }
  [[nodiscard]] std::filesystem::path configurationFile() const;

  /// \throws UsageError  unless there are exactly so many plain words
  void expectWords(std::size_t count, std::string_view what) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
  std::vector<std::string> words_;
};

}  // namespace scim2ldap::connector
