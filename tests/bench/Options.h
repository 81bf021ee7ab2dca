#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace scim2ldap::bench {

/// What the command line asks for.
struct Options {
  enum class Form {
    Tables,  ///< as soon as a line is known
    Json,    ///< one object for each line
    Report   ///< tables behind a description of the machine: the whole of RESULTS.md
  };

  std::vector<std::size_t> scales{10'000};  ///< users in the directory, one stage each
  std::optional<std::size_t> cycle{};       ///< users of the initial cycle; nullopt: those of the scale
  std::size_t portion = 1;                  ///< members in one PATCH of the initial cycle
  std::size_t runs = 5;                     ///< the median of so many is taken
  std::chrono::milliseconds time{2'000};    ///< of one run
  std::optional<std::size_t> clients{};     ///< in the place of all other numbers of clients
  std::vector<std::string> only{};          ///< one of which a line's name has to hold; empty: any name
  bool syncprov = true;                     ///< whether the directory tells of changes (RFC 4533)
  Form form = Form::Tables;
  std::string command{};  ///< as it was given
  bool help = false;

  [[nodiscard]] bool wants(std::string_view name) const;
  /// These numbers of clients, or the one that was asked for.
  [[nodiscard]] std::vector<std::size_t> clientsOr(std::vector<std::size_t> usual) const;
};

/// What is wrong with a command line.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// \throws UsageError
[[nodiscard]] Options readOptions(const std::vector<std::string>& arguments);
[[nodiscard]] std::string_view usage();

}  // namespace scim2ldap::bench
