#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "mappings/FileError.h"

namespace scim2ldap::connector {

/// How a thing that was looked at stands. A note tells what could not be found out.
enum class Verdict { Ok, Note, Warning, Error };

/// What a check finds, handed on line by line as it goes. Not thread-safe.
class CheckReport {
 public:
  using Listener = std::function<void(Verdict, const std::string& text)>;
  explicit CheckReport(Listener listener) : listener_(std::move(listener)) {}

  void ok(const std::string& text) { add(Verdict::Ok, text); }
  void note(const std::string& text) { add(Verdict::Note, text); }
  void warning(const std::string& text) { add(Verdict::Warning, text); }
  void error(const std::string& text) { add(Verdict::Error, text); }
  /// An error that a place in a mapping file brings about.
  void error(const mappings::SourceLocation& where, const std::string& text);
  void problem(const mappings::Problem& problem);

  [[nodiscard]] std::size_t errors() const { return errors_; }
  [[nodiscard]] std::size_t warnings() const { return warnings_; }

 private:
  void add(Verdict verdict, const std::string& text);

  Listener listener_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
};

}  // namespace scim2ldap::connector
